"""Through HTTP time cannot be passed as an argument: here it stands still for every story."""

import pytest

from tests.conftest import Clock


@pytest.fixture(autouse=True)
def _time_stands_still(clock: Clock) -> None:
    pass
