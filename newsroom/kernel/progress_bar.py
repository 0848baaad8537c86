"""How far a long command has come, for a person who watches; nothing where nobody does."""

import sys

WIDTH = 30


def show(done: int, total: int) -> None:
    if not sys.stderr.isatty() or not total:
        return
    share = min(done / total, 1)
    bar = "#" * int(share * WIDTH)
    sys.stderr.write(f"\r[{bar:<{WIDTH}}] {share:4.0%}")


def clear() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r" + " " * (WIDTH + 10) + "\r")
