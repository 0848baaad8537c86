"""Every public read begins with ``visible()``: WordPress showed waiting comments, Discourse leaked
hidden ones through counts and through the order of a list."""

import ast

from tests.house.sources import Source, chain, sources

# Where answers for readers are made; services, the admin and the tasks see everything.
PUBLIC = (
    "articles/navigation.py", "articles/public.py", "articles/section_list.py", "articles/feeds.py",
    "articles/services/find.py",
    "articles/api/", "comments/api/", "comments/reading/", "newsroom/embed/",
    "newsroom/demo/views.py", "newsroom/edge.py",
)  # fmt: skip
GUARDED = {"Comment", "Article"}
GUARDS = {"visible", "listed", "visible_before", "visible_after", "with_page"}
# Functions that begin elsewhere, and what guards them instead.
OTHERWISE = {
    "comments/reading/rule_figures.py rule_figures": "counts for the desk, no words",
    "comments/api/views.py comment_with_author": "the receipt or the sign-in: one's own comment",
    "comments/reading/selection.py selected": "the desk's role: comments in any state",
    "comments/reading/selection.py _like": "the desk's role: comments in any state",
    "comments/reading/cards.py row_at": "the desk's role: comments in any state",
    "comments/reading/queue.py _with_comments": "the desk's role: what stands in its queue",
    "comments/reading/beside.py _nearest": "the desk's role: the comment is asked for by number",
    "comments/reading/beside.py similar": "the desk's role: comments in any state",
    "comments/reading/in_context.py _rows": "the desk's role: what waits among what readers see",
    "comments/reading/person.py person": "the desk's role: an author's comments in any state",
    "comments/reading/member.py my_recent": "the sign-in: one's own comments",
    "comments/reading/mine.py my_comments": "the link that only the address' owner got",
    "articles/public.py basis": "the hour of the next scheduled article, and nothing else of it",
    "articles/services/find.py find": "callers ask is_public(now) of the one row",
    "articles/services/find.py by_digest": "as find",
    "articles/navigation.py neighbours": "ends in visible_before or visible_after",
}


def unguarded(source: Source) -> list[str]:
    found = []
    for function in ast.walk(source.tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        place = f"{source.path} {function.name}"
        for names in longest_chains(function):
            if is_read(names) and not GUARDS.intersection(names) and place not in OTHERWISE:
                found.append(f"{place}: {'.'.join(names)}")
    return found


def longest_chains(function: ast.AST) -> list[list[str]]:
    """Of each expression below the whole chain, not its beginnings."""
    inner = {id(child) for node in ast.walk(function) for child in beginnings(node)}
    return [
        chain(node)
        for node in ast.walk(function)
        if isinstance(node, ast.Call | ast.Attribute) and id(node) not in inner
    ]


def beginnings(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.Call):
        return [node.func]
    return [node.value] if isinstance(node, ast.Attribute | ast.Subscript) else []


def is_read(names: list[str]) -> bool:
    return len(names) > 1 and names[0] in GUARDED and names[1] == "objects"


def test_public_reads_begin_with_what_the_public_may_see() -> None:
    strays = [
        stray
        for source in sources()
        if source.path.startswith(PUBLIC)
        for stray in unguarded(source)
    ]
    assert strays == []


def test_an_unguarded_read_is_known_when_it_is_seen() -> None:
    text = "def count(site):\n    return Comment.objects.filter(site=site).count()\n"
    assert unguarded(Source("comments/reading/x.py", ast.parse(text)))


def test_a_guarded_read_is_known_when_it_is_seen() -> None:
    text = "def count(site):\n    return Comment.objects.filter(site=site).visible().count()\n"
    assert not unguarded(Source("comments/reading/x.py", ast.parse(text)))


def test_no_exception_outlives_what_it_was_made_for() -> None:
    functions = {
        f"{source.path} {node.name}"
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef)
    }
    assert set(OTHERWISE) <= functions


def test_the_threads_own_sql_reads_listed_rows_only() -> None:
    """Comments are read by hand-written SQL: each statement asks for ``listed``."""
    [source] = [source for source in sources() if source.path == "comments/reading/rows.py"]
    statements = [
        node.value
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and " WHERE " in node.value
    ]
    joined = " ".join(ast.unparse(source.tree).split())
    reads = ("WHERE {where}", "WHERE thread_id", "WHERE id = ")
    assert joined.count("AND listed") == sum(joined.count(read) for read in reads)
    assert joined.count("AND c.listed") == joined.count("JOIN line")
    assert statements


# --- Addresses never leave -------------------------------------------------------------------

PRIVATE = {"email", "ip", "user_agent", "identity", "digest", "request_digest", "moderator_mails"}


def test_no_public_read_touches_what_is_private() -> None:
    touched = [
        f"{source.path}:{node.lineno} {node.attr}"
        for source in sources()
        if source.path.startswith(("comments/reading/", "newsroom/embed/page.py"))
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in PRIVATE
    ]
    assert touched == []
