"""Runs a module of `core.confined` in a process of its own, which a hostile file may end without harm."""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds; the limit of processor time that the child sets itself is shorter
START = """
import runpy, sys
sys.path.append(sys.argv.pop(1))
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""


@contextmanager
def child_process(
    module: str, data: bytes, *arguments: object, patience: int = PATIENCE
) -> Iterator[BinaryIO]:
    """What the child writes, while it reads the data; it is gone when the block ends.

    The data lie in a file, so that neither side can wait for the other.
    """
    command = [sys.executable, "-I", "-c", START, str(ROOT), f"core.confined.{module}", *map(str, arguments)]
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        child = subprocess.Popen(  # noqa: S603 (our own module; the upload is only its input)
            command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
        )
        alarm = threading.Timer(patience, child.kill)
        alarm.start()
        try:
            yield child.stdout
        finally:
            alarm.cancel()
            child.kill()
            child.stdout.close()
            child.wait()
