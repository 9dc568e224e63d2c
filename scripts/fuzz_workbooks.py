"""Damages workbooks and sees that each is read or refused: `python -m scripts.fuzz_workbooks 10000`.

The children that read and mark are forked from a process that has everything loaded, so that one file takes
milliseconds. Whatever else happens is printed, and the file is kept under var/fuzz.
"""

import faulthandler
import os
import random
import resource
import sys
import time
from collections import Counter
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

from core.confined import marking, reading
from core.workbooks import Book, Cell, WorkbookError, mark_workbook, read_book
from core.workbooks import marking as parent_marking
from core.workbooks import reading as parent_reading
from core.workbooks.writing import clean
from tests.damage import damaged, sound_files

SLOW = 4.0  # seconds for one file on a machine with other work
KEPT = Path("var/fuzz")


@contextmanager
def forked(module, data, *arguments, patience=60):
    """Like `child_process`, without the start of an interpreter."""
    there, here = os.pipe()
    child = os.fork()
    if not child:
        os.close(there)
        work(module, data, here, arguments)
    os.close(here)
    with os.fdopen(there, "rb") as output:
        try:
            yield output
        finally:
            output.close()
            os.waitpid(child, 0)


def work(module: str, data: bytes, output: int, arguments: tuple[int, ...]) -> None:
    """In the child: like its `main`, then out."""
    code = 1
    faulthandler.disable()
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.stdout = os.fdopen(output, "w")
        sys.stdin = type("Input", (), {"buffer": BytesIO(data)})
        {"reading": reading, "marking": marking}[module].main(*arguments)
        sys.stdout.flush()
        code = 0
    finally:
        os._exit(code)


def outcome(data: bytes, name: str) -> str:
    """What is told of a file; anything but sheets or a WorkbookError escapes."""
    try:
        book = read_book(BytesIO(data), name)
        marked = mark_workbook(data, name, {book.sheets[0].name: {(1, 1): "请核对。"}})
        again = read_book(BytesIO(marked), "表.xlsx")
    except WorkbookError as problem:
        return problem.message[:24] if problem.message.endswith("。") else f"NO SENTENCE {problem.message}"
    return "read" if cells_of(again) == cells_of(book) else "OTHER CELLS AFTER MARKING"


def cells_of(book: Book) -> list:
    """The filled cells of each worksheet by their places."""
    return [
        {
            (number, place): held
            for number, row in enumerate(sheet.rows)
            for place, cell in enumerate(row)
            if (held := as_held(cell)) not in (None, "")
        }
        for sheet in book.sheets
    ]


def as_held(cell: Cell) -> Cell:
    """Text without blanks: a workbook holds fewer characters and kinds of line ends than a text file."""
    return "".join(clean(cell).split()) if isinstance(cell, str) else cell


def one(number: int, files: list, told: Counter) -> None:
    chance = random.Random(number)  # noqa: S311 (the same damage for the same number)
    name, data = damaged(chance, files)
    begin = time.perf_counter()
    try:
        found = outcome(data, name)
    except Exception as problem:
        found = f"ESCAPED {type(problem).__name__}: {problem}"[:80]
    seconds = time.perf_counter() - begin
    if seconds > SLOW:
        found = f"SLOW {found}"
    told[found] += 1
    if found.split()[0].rstrip(",").isupper():
        (KEPT / f"{number}{Path(name).suffix}").write_bytes(data)
        print(number, name, len(data), f"{seconds:.1f} s", found, flush=True)


def main(count: int, first: int = 0) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    files, told = sound_files(), Counter()
    before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    with (
        patch.object(parent_reading, "child_process", forked),
        patch.object(parent_marking, "child_process", forked),
    ):
        for number in range(first, first + count):
            one(number, files, told)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    seconds = time.perf_counter() - begin
    print(f"{count} files, {seconds:.0f} s, grown by {grown >> 10} MB, child {child >> 10} MB")
    for found, times in told.most_common():
        print(f"{times:7} {found}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
