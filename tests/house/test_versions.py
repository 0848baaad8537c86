"""The versions that public bytes rest on rise in two places, which also tell every process: a verb
that raised one by itself would leave old bytes in every memory until they are looked after."""

import ast

from tests.house.sources import chain, sources

RENEWERS = {"articles/services/announce.py", "comments/services/renew.py"}
# Another table's own counter.
OTHERS = {"comments/services/mailboxes.py"}


def raises_a_version(call: ast.Call) -> bool:
    names = chain(call)
    return names[-1:] == ["update"] and any(
        keyword.arg == "version" and isinstance(keyword.value, ast.BinOp)
        for keyword in call.keywords
    )


def test_versions_rise_where_everybody_is_told() -> None:
    found = {
        source.path for source in sources() for _, call in source.calls() if raises_a_version(call)
    }
    assert found == RENEWERS | OTHERS
