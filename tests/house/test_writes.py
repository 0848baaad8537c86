"""Only verbs write: a change of a row stands under ``services/``, ``kernel/`` or ``porting/``,
where the counters, the versions and the promises that belong to it stand too."""

import ast
from collections.abc import Iterator

from tests.house.sources import chain, sources

WRITERS = ("services", "kernel", "porting")
ALWAYS = {
    "save", "asave", "create", "acreate", "delete", "adelete", "bulk_create", "abulk_create",
    "bulk_update", "abulk_update", "get_or_create", "aget_or_create", "update_or_create",
    "aupdate_or_create", "select_for_update", "executescript", "executemany",
}  # fmt: skip
# On a queryset it names columns; on a dict, a set or a digest it is given a value.
NAMED = {"update", "aupdate"}
# Accounts are Django's own tables and have no verb of ours.
NOT_OURS = {"User", "get_user_model"}


def writes(call: ast.Call) -> bool:
    names = chain(call)
    if not names or NOT_OURS.intersection(names):
        return False
    return names[-1] in ALWAYS or (names[-1] in NAMED and bool(call.keywords))


def test_rows_are_written_by_verbs_only() -> None:
    strays = [
        where
        for source in sources()
        if not set(WRITERS).intersection(source.folders)
        for where, call in source.calls()
        if writes(call)
    ]
    assert strays == []


def test_a_write_is_known_when_it_is_seen() -> None:
    for text in ("row.save()", "Comment.objects.filter(pk=1).update(status='x')", "a.delete()"):
        assert writes(ast.parse(text, mode="eval").body), text  # type: ignore[arg-type]
    for text in (
        "digest.update(b'x')",
        "seen.update(names)",
        "get_user_model().objects.create(x=1)",
    ):
        assert not writes(ast.parse(text, mode="eval").body), text  # type: ignore[arg-type]


# Where SQL is written by hand, and why; each was read for values in statements.
BY_HAND = {
    "articles/candidates.py": "the join over terms that finds related articles",
    "articles/management/commands/evaluate_related.py": "settings of a throw-away database",
    "articles/models.py": "row values, which Django cannot say, for one index step",
    "articles/services/bulk_rows.py": "a hundred rows in one statement, named by their models",
    "articles/sources/disk_index.py": "a private SQLite file, not the database",
    "comments/reading/rows.py": "the thread's pages",
    "newsroom/kernel/backup.py": "a reading transaction that holds up no writer",
    "newsroom/kernel/health.py": "SELECT 1",
    "newsroom/kernel/restore.py": "sequences, as the database has Django set them",
}
SQL = {"cursor", "execute", "raw", "extra"}
# Other systems' exports: files of their own, opened for reading.
FOREIGN = "comments/porting/readers/"


def sql_calls() -> Iterator[tuple[str, str, ast.Call]]:
    for source in sources():
        if source.path.startswith(FOREIGN):
            continue
        for where, call in source.calls():
            if isinstance(call.func, ast.Attribute) and call.func.attr in SQL:
                yield source.path, where, call


def test_sql_is_written_by_hand_in_reviewed_places_only() -> None:
    found = {path for path, _, _ in sql_calls()}
    found |= {
        source.path
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Name) and node.id == "RawSQL"
    }
    assert found == set(BY_HAND)


def test_sql_by_hand_holds_no_value() -> None:
    """A statement is a text of ours: nothing of a request is ever formatted into it."""
    formatted = [
        where
        for _, where, call in sql_calls()
        if call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert formatted == []
