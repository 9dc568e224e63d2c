"""Reads a workbook from standard input and tells its rows, one JSON value a line.

Out come, for every worksheet, its name, then its rows, then its merged cells and formulas; at the end come
the extras that were not read. A problem ends the answer; an answer without an end is none.
"""

import sys
from datetime import date, time, timedelta
from io import BytesIO

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from core.confined import binary, scanning
from core.confined.limits import MIB, Refused, Teller, confine
from core.confined.packages import Package

MEMORY = 512 * MIB
SECONDS = 20
LARGEST_ANSWER = 64 * MIB
MOST_MERGES = 100_000
EXACT_LIMIT = 10**15  # beyond it a number has lost digits, and stays a float to show it
ZIP = b"PK\x03\x04"
LOCKED = "文件设了打开密码，无法读取。请先取消密码再上传。"


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


def cells_of(row, left, marked):
    """The row from its first column, without the blanks at its end; marked cells are errors."""
    cells = [None] * left + [plain(value) for value in row]
    for column, code in marked.items():
        cells += [None] * (column - len(cells))
        cells[column - 1] = {"error": code}
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def rows_of(sheet, marked):
    """Number and cells of each row; marked cells may stand where the reader of cells saw nothing."""
    number, left = 0, sheet.start[1] if sheet.start else 0
    for number, row in enumerate(sheet.iter_rows() if sheet.start else (), 1):
        yield number, cells_of(row, left, marked.get(number, {}))
    for further in sorted(row for row in marked if row > number):
        yield further, cells_of((), 0, marked[further])


def tell_rows(tell, sheet, marked, most_rows, most_columns):
    """Rows from the first, without the blank ones at the end; whatever stands too far out is refused."""
    told = 0
    for number, cells in rows_of(sheet, marked):
        if cells:
            check_place(sheet.name, number, len(cells), most_rows, most_columns)
            for _ in range(number - told - 1):
                tell([])
            tell(cells)
            told = number
    return told


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
    if len(ranges) > MOST_MERGES:
        raise Refused(f"工作表“{sheet.name}”里的合并单元格过多，请取消合并后再上传。")
    return sorted(
        [top + 1, left + 1, min(bottom + 1, height), right + 1]
        for (top, left), (bottom, right) in ranges
        if top < height
    )


def tell_sheet(tell, sheet, about, findings, most_rows, most_columns):
    tell({"sheet": about.name, "hidden": about.visible != SheetVisibleEnum.Visible})
    height = tell_rows(tell, sheet, findings.marked, most_rows, most_columns)
    tell({"merges": merges_of(sheet, height), "formulas": findings.formulas})


def scan(data):
    """Findings of each sheet in the order of the workbook, and which extras there are."""
    if not data.startswith(ZIP):
        return binary.scan(data)
    package = Package(data)
    found, extras = scanning.scan(package)
    return [found.get(part.lower(), scanning.Findings()) for _, part in package.sheets()], extras


def read(tell, data, most_rows, most_columns):
    findings, extras = scan(data)
    workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    places = {about.name: place for place, about in enumerate(workbook.sheets_metadata)}
    hides = []
    for about in workbook.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet:
            place = places[about.name]
            found = findings[place] if place < len(findings) else scanning.Findings()
            hides += [about.name] * found.hides
            tell_sheet(tell, workbook.get_sheet_by_index(place), about, found, most_rows, most_columns)
    tell({"extras": extras, "hides": hides})


def answer(tell, data, most_rows, most_columns):
    try:
        read(tell, data, most_rows, most_columns)
    except Refused as problem:
        tell({"problem": str(problem)})
    except PasswordError:
        tell({"problem": LOCKED})


def main(most_rows, most_columns):
    confine(MEMORY, SECONDS)
    answer(Teller(LARGEST_ANSWER), sys.stdin.buffer.read(), most_rows, most_columns)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
