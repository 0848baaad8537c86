from tests.running import newsroom  # noqa: F401 (a fixture)
