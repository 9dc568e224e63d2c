"""Reads a workbook from standard input in a process of its own, with little memory and little time.

It is run by its path, apart from the portal: a workbook that needs more than it may have ends this process,
never the one that serves pages. Out comes JSON: sheets, or a problem.
"""

import json
import resource
import sys
from datetime import date, time, timedelta
from io import BytesIO

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY = 512 << 20
SECONDS = 20
LARGEST_ANSWER = 64 << 20
EXACT_LIMIT = 10**15  # beyond it a number has lost digits, and stays a float to show it


class Refused(Exception):
    """A problem to be told in Chinese."""


def confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def plain(value):
    """A cell as JSON can hold it; days and times are marked."""
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT_LIMIT:
        return int(value)
    if isinstance(value, date | time):
        return {"at": value.isoformat()}
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    return value


def trimmed(row, left):
    """The row from its first column, without the blanks at its end."""
    cells = [None] * left + [plain(value) for value in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def rows_of(sheet, most_rows, most_columns):
    """Rows from the first, without the blank ones at the end; whatever stands too far out is refused."""
    rows, last = [], 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = trimmed(row, sheet.start[1])
        if cells:
            check_place(sheet.name, number, len(cells), most_rows, most_columns)
            last = number
        if number <= most_rows:
            rows.append(cells)
    return rows[:last]


def check_place(name, row, column, most_rows, most_columns):
    if row > most_rows:
        raise Refused(
            f"工作表“{name}”第{row}行还有内容，最多读取{most_rows}行，请删去多余内容或分成几个文件。"
        )
    if column > most_columns:
        raise Refused(f"工作表“{name}”第{column}列还有内容，最多读取{most_columns}列，请删去多余内容。")


def merges_of(sheet, height):
    """Merged ranges as first row, first column, last row, last column, all counted from 1."""
    ranges = sheet.merged_cell_ranges or []
    return sorted(
        [top + 1, left + 1, min(bottom + 1, height), right + 1]
        for (top, left), (bottom, right) in ranges
        if top < height
    )


def sheet_of(workbook, about, most_rows, most_columns):
    sheet = workbook.get_sheet_by_name(about.name)
    rows = rows_of(sheet, most_rows, most_columns) if sheet.start else []
    return {
        "name": about.name,
        "hidden": about.visible != SheetVisibleEnum.Visible,
        "rows": rows,
        "merges": merges_of(sheet, len(rows)),
    }


def read(data, most_rows, most_columns):
    workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    return [
        sheet_of(workbook, about, most_rows, most_columns)
        for about in workbook.sheets_metadata
        if about.typ == SheetTypeEnum.WorkSheet
    ]


def answer(data, most_rows, most_columns):
    try:
        return {"sheets": read(data, most_rows, most_columns)}
    except Refused as problem:
        return {"problem": str(problem)}


def main(most_rows, most_columns):
    confine()
    text = json.dumps(answer(sys.stdin.buffer.read(), most_rows, most_columns))
    if len(text) > LARGEST_ANSWER:
        text = json.dumps({"problem": "工作簿里的文字过多，请分成几个文件上传。"}, ensure_ascii=True)
    sys.stdout.write(text)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
