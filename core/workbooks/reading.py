"""Reads .xlsx, .xlsm, .xls and .csv into plain rows; whatever cannot be read is explained in Chinese."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import BinaryIO

from core.workbooks.checks import LARGEST_FILE, SAVE_AGAIN, check_file, is_csv
from core.workbooks.delimited import csv_rows
from core.workbooks.errors import WorkbookError

MOST_ROWS = 20_000
MOST_COLUMNS = 64
CHILD = Path(__file__).with_name("child.py")
PATIENCE = 60  # seconds; the child's own limit of processor time is shorter
UNREADABLE = (
    "无法读取这个文件：可能已损坏，或内容过多、放在很远的行或列里。"
    "请新建一个工作簿，只把需要的表格复制进去后再上传。"
)

Cell = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass
class RawSheet:
    """The cells of one worksheet: rows[0] is row 1; rows are as long as their last filled cell."""

    name: str
    rows: list[list[Cell]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False


def read_workbook(source: BinaryIO | Path | str, name: str, most_rows: int = MOST_ROWS) -> list[RawSheet]:
    """Every worksheet of the file, hidden ones marked; the name tells what the user says it is."""
    data = content_of(source)
    check_file(data, name)
    if is_csv(data):
        return [RawSheet(Path(name).stem, capped(csv_rows(data), most_rows))]
    return sheets_read_apart(data, most_rows)


def content_of(source: BinaryIO | Path | str) -> bytes:
    """At most one byte more than is allowed, so that the check can tell."""
    if isinstance(source, str | Path):
        with Path(source).open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    return source.read(LARGEST_FILE + 1)


def capped(rows: list[list[Cell]], most_rows: int = MOST_ROWS) -> list[list[Cell]]:
    if len(rows) > most_rows:
        raise WorkbookError(f"文件有{len(rows)}行，最多读取{most_rows}行，请分成几个文件。")
    widest = max(map(len, rows), default=0)
    if widest > MOST_COLUMNS:
        raise WorkbookError(f"文件有{widest}列，最多读取{MOST_COLUMNS}列，请删去多余内容。")
    return rows


def sheets_read_apart(data: bytes, most_rows: int = MOST_ROWS) -> list[RawSheet]:
    """A child process parses, so that a hostile file can end that process but not this one."""
    answer = answer_of_child(data, most_rows)
    if "problem" in answer:
        raise WorkbookError(answer["problem"])
    return [raw_sheet(**sheet) for sheet in answer["sheets"]]


def answer_of_child(data: bytes, most_rows: int = MOST_ROWS) -> dict:
    command = [sys.executable, "-I", str(CHILD), str(most_rows), str(MOST_COLUMNS)]
    try:
        done = subprocess.run(  # noqa: S603 (our own file; the upload is only its input)
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PATIENCE, env={}
        )
    except subprocess.TimeoutExpired as problem:
        raise WorkbookError(f"读取用时过长，已停止，{SAVE_AGAIN}。") from problem
    if done.returncode:
        raise WorkbookError(UNREADABLE)
    return json.loads(done.stdout, object_hook=marked)


def marked(value: dict) -> object:
    """Days and times as the child marks them; other objects stay."""
    if "at" in value:
        return moment(value["at"])
    return timedelta(seconds=value["seconds"]) if "seconds" in value else value


def moment(text: str) -> date | datetime | time:
    if "T" in text:
        return datetime.fromisoformat(text)
    return time.fromisoformat(text) if ":" in text else date.fromisoformat(text)


def raw_sheet(name: str, hidden: bool, rows: list[list[Cell]], merges: list[list[int]]) -> RawSheet:
    return RawSheet(name, rows, [tuple(merge) for merge in merges], hidden)
