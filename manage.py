#!/usr/bin/env python
"""Django's command line, with Newsroom's settings."""

import os
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    from django.core.management import execute_from_command_line
    from django.db.utils import DatabaseError

    from newsroom.env import WrongSetting
    from newsroom.kernel.first_use import make_tables_before

    try:
        make_tables_before(sys.argv[1:2])
        execute_from_command_line(sys.argv)
    except WrongSetting as error:
        sys.stderr.write(f"newsroom: {error}\n")
        return 1
    except DatabaseError as error:
        sys.stderr.write(
            f"newsroom: the database cannot do this: {error}\n"
            "Is it the right one (NEWSROOM_DATA_DIR, NEWSROOM_DATABASE_URL), and up to date"
            " (./run manage migrate)?\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
