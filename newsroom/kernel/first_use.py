"""A command of ours may be the first thing that anybody does with a new data folder."""

from collections.abc import Sequence
from pathlib import Path

# Those that work on what a site holds. Django's own, and those that bring a database of their own
# or look at this one as it is, are left alone.
NEED_TABLES = {
    "add_feed", "create_site", "createsuperuser", "demo", "import_articles", "rebuild_related",
    "site_settings", "update_disposable",
}  # fmt: skip


def make_tables_before(command: Sequence[str]) -> None:
    """Makes the tables of an embedded database that is not there yet. One that is there, and a
    server's, is changed by ``migrate`` alone: that is the operator's to say."""
    if not NEED_TABLES.intersection(command):
        return
    import django
    from django.conf import settings
    from django.core.management import call_command

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") and not Path(database["NAME"]).exists():
        Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
