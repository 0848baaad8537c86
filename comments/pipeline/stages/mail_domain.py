"""Whether mail could reach the address. Not knowing never stops anyone."""

from comments.pipeline.case import Case, Finding, Missing, Verdict

UNDELIVERABLE = {"no_mx", "null_mx", "nxdomain"}


def mail_domain(case: Case) -> Finding | None:
    answer = case.evidence.get("mail_domain")
    if answer is None or isinstance(answer, Missing) or answer not in UNDELIVERABLE:
        return None
    return Finding("mail_domain", Verdict.HOLD, "email_undeliverable", {"domain": answer})
