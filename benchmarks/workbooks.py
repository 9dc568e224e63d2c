"""How long and with how much memory a workbook is read: `python -m benchmarks.workbooks 10000 40000`."""

import random
import resource
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

from core.workbooks import ColumnOut, SheetOut, read_workbook, write_workbook

COLUMNS = 25
# Each round has a process of its own.
ROUND = "import sys; from benchmarks.workbooks import measured; print(*measured(sys.argv[1]))"


def cells(number: int) -> list[object]:
    chance = random.Random(number)
    texts = [f"示例{number}{word}有限公司" for word in ("玻璃", "建材", "商贸")]
    words = [chance.choice(("是", "否", "单独组建", "联合组建", "甲镇", "乙开发区")) for _ in range(9)]
    figures = [chance.randrange(1000) for _ in range(8)]
    codes = [
        f"91130582T{number:08}X",
        f"1381{number:07}",
        f"甲镇示例路{chance.randrange(999)}号",
        "2016.3.15",
    ]
    return [number, *texts, *words, *figures, *codes]


def make(path: Path, rows: int) -> None:
    columns = [ColumnOut(f"列{number}") for number in range(COLUMNS)]
    for number in (0, *range(13, 21)):
        columns[number] = ColumnOut(f"列{number}", "integer")
    stream = BytesIO()
    write_workbook(stream, [SheetOut("台账", columns, map(cells, range(1, rows + 1)))])
    path.write_bytes(stream.getvalue())


def measured(path: str) -> tuple[float, float, float, float]:
    """Seconds by the clock; peak MB of this process before and after, and of the child."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begin = time.perf_counter()
    read_workbook(path, path)
    seconds = time.perf_counter() - begin
    after, child = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return round(seconds, 2), round(before), round(after), round(child)


def main(*sizes: str) -> None:
    folder = Path("var/benchmarks")
    folder.mkdir(parents=True, exist_ok=True)
    for size in map(int, sizes or ("10000", "40000")):
        path = folder / f"{size}.xlsx"
        if not path.exists():
            make(path, size)
        for _ in range(3):
            found = subprocess.run(
                [sys.executable, "-c", ROUND, str(path)], capture_output=True, check=True, text=True
            )
            print(size, f"{path.stat().st_size / 2**20:.1f} MB", found.stdout.strip())


if __name__ == "__main__":
    main(*sys.argv[1:])
