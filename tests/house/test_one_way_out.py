"""Mail leaves through one post office: a cap that one path walks around is none."""

import ast

from tests.house.sources import sources

MAKERS = {"EmailMessage", "EmailMultiAlternatives", "send_mail", "send_mass_mail", "mail_admins",
          "mail_managers", "email_user"}  # fmt: skip
ALLOWED = {
    "comments/notify/post_office.py": "the post office",
    "newsroom/kernel/mail_files.py": "what stands in for a mail server",
    "newsroom/demo/mails.py": "reads the files that the former wrote",
}


def names(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.alias):
            found.add(node.name.rpartition(".")[2])
    return found


def test_one_file_sends_mail() -> None:
    senders = {source.path for source in sources() if names(source.tree) & MAKERS}
    assert senders <= set(ALLOWED)
    assert "comments/notify/post_office.py" in senders
