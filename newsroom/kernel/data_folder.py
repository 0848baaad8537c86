"""The data folder: everything the embedded set-up keeps lies in it, and one server uses it."""

import fcntl
import os
import tempfile
from pathlib import Path

from newsroom.kernel.refusal import Refusal


def claim(folder: Path) -> int:
    """Makes the folder where it is missing and locks it; returns the lock's file descriptor.

    The lock lasts as long as the descriptor is open in any process, so it also covers children
    that a killed server has left behind. Raises Refusal where the folder cannot be written or
    another server holds it.
    """
    try:
        # Mails, secrets and readers' addresses lie in it: nobody else on the machine may look.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Refusal(
            f"The data folder {folder} cannot be written ({error.strerror}):"
            " choose another with --data FOLDER."
        ) from None
    _take(lock, folder)
    return lock


def _take(lock: int, folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder = os.pread(lock, 200, 0).decode(errors="replace").strip()
        os.close(lock)
        raise Refusal(
            f"Newsroom already runs on the data folder {folder}"
            + (f" ({holder})" if holder else "")
            + ": end it first, or choose another with --data FOLDER."
        ) from None


def sign(lock: int, text: str) -> None:
    """Writes who holds the lock, for the line that a second server prints."""
    os.ftruncate(lock, 0)
    os.pwrite(lock, text.encode()[:200], 0)
