"""A conversation that runs hot, where the site wants that its comments then wait."""

from comments.pipeline.case import Case, Finding, Verdict


def heated(case: Case) -> Finding | None:
    """Whoever the newsroom trusts goes on."""
    trusted = case.author_state == "trusted" or case.author_signed_in in ("trusted", "staff")
    if not case.heat or trusted:
        return None
    return Finding("heated", Verdict.HOLD, "heated_thread", {"because": list(case.heat)})
