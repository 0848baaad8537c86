#!/usr/bin/env python
"""Django's command line, with Newsroom's settings."""

import os
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    from django.core.management import execute_from_command_line

    from newsroom.env import WrongSetting

    try:
        execute_from_command_line(sys.argv)
    except WrongSetting as error:
        sys.stderr.write(f"newsroom: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
