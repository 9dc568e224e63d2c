"""How far long work has come, told to other processes by a file, and whether somebody is still at it.

The worker holds a lock on the file: when it dies, in whatever way, the system lets the lock go, and everybody
can tell interrupted work from work that goes on.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

EVERY = 0.2  # seconds between two notes


class AlreadyRunning(Exception):
    """Somebody else is at this piece of work."""


def path_of(name: str) -> Path:
    folder = Path(settings.DATA_DIR) / "progress"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def hold(name: str) -> int:
    """Take the lock and return its descriptor, to be kept open while the work goes on.

    A child process that inherits the descriptor holds the lock as well. Raises AlreadyRunning.
    """
    descriptor = os.open(path_of(f"{name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise AlreadyRunning from error
    return descriptor


@contextmanager
def held(name: str) -> Iterator[None]:
    """Hold the lock for the time of a block."""
    descriptor = hold(name)
    try:
        yield
    finally:
        os.close(descriptor)


def is_running(name: str) -> bool:
    try:
        os.close(hold(name))
    except AlreadyRunning:
        return True
    return False


class Progress:
    """Counts what is done of a piece of work and notes it now and then."""

    def __init__(self, name: str, total: int = 0):
        self.path = path_of(f"{name}.json")
        self.step, self.done, self.total, self.noted = "", 0, total, 0.0

    def begin(self, step: str, total: int) -> None:
        """Start a step of so many pieces; its name is shown to people."""
        self.step, self.done, self.total = step, 0, total
        self.note()

    def tick(self, pieces: int) -> None:
        self.done += pieces
        if time.monotonic() - self.noted > EVERY:
            self.note()

    def note(self) -> None:
        self.noted = time.monotonic()
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps({"step": self.step, "done": self.done, "total": self.total}))
        fresh.replace(self.path)


def progress_of(name: str) -> dict:
    """Return step, done and total as they were last noted; zeros where nothing was."""
    try:
        return json.loads(path_of(f"{name}.json").read_text())
    except (OSError, ValueError):
        return {"step": "", "done": 0, "total": 0}
