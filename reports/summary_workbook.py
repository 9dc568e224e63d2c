"""The summary as a workbook: the form, and the lists that prove each of its numbers."""

import datetime
import io
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange

from core.exports import export_sheet
from core.scoping import Scope
from core.sheets import Sheet
from core.workbooks.writing import (
    LEFT,
    UP,
    ColumnOut,
    Pen,
    SheetOut,
    fill,
    head_cell,
    head_merges,
    lay_out,
    text_cell,
)
from organizations import conditions as c
from organizations.choices import UnitKind
from organizations.models import Organization, Unit
from reports.remembered import remember
from reports.summary_figures import Summary
from reports.summary_sheets import BASE_UNITS, OPEN_ORGANIZATIONS

TITLE = "覆盖情况"
FIRST_PART = "xl/worksheets/sheet1.xml"
LETTERHEAD, HEAD = 3, 3
TOTAL_ROW = LETTERHEAD + HEAD + 1
BLOCK = 9
TOTAL, COVERED, GUIDED, ORG_RATE, WORK_RATE = 0, 3, 6, 7, 8
WIDTH = 2 + BLOCK * len(UnitKind) + 1
PLAIN = Alignment(horizontal="left", vertical="center")
FONTS = {
    1: Font(name="黑体", size=14),
    2: Font(name="方正小标宋简体", size=20),
    3: Font(name="仿宋", size=12),
}


def write_summary(
    stream: BinaryIO, summary: Summary, scope: Scope, department: str, made_on: datetime.date
) -> None:
    """Write the three sheets; the total row holds formulas together with their results."""
    workbook, plain = Workbook(write_only=True), io.BytesIO()
    results = write_form(workbook.create_sheet(TITLE), summary, department, made_on)
    for sheet, rows in proofs(summary, scope):
        add_list(workbook, sheet, rows, summary.on, scope)
    workbook.save(plain)
    remember(plain, stream, FIRST_PART, results)


def proofs(summary: Summary, scope: Scope) -> list[tuple[Sheet, object]]:
    """Return the sheets of the lists with their rows, as of the day of the summary."""
    on = summary.on
    then = Scope(on, scope.grants)
    units = Unit.objects.within(then).filter(c.in_base(on)).annotate(area_position=c.area_position_on(on))
    return [(BASE_UNITS, units), (OPEN_ORGANIZATIONS, Organization.objects.open_on(on).within(then))]


def add_list(workbook: Workbook, sheet: Sheet, rows, on: datetime.date, scope: Scope) -> None:
    out = export_sheet(
        sheet, sheet.prepare(rows, on), sheet.columns_for(scope), f"{sheet.title}（截至{chinese(on)}）"
    )
    page = workbook.create_sheet(sheet.title)
    lay_out(page, out)
    fill(page, out)


def write_form(page, summary: Summary, department: str, made_on: datetime.date) -> dict:
    """Write the form and return the results of the formulas of its total row, by cell."""
    out = form_of(summary)
    lay_out(page, out)
    page.freeze_panes = f"C{TOTAL_ROW}"
    page.row_dimensions[1].height, page.row_dimensions[2].height = 22, 34
    for line in letterhead(summary, department, made_on):
        page.append([styled(page, *cell) for cell in line])
    for labels in out.heading_rows:
        page.append([head_cell(page, label) for label in labels])
    pens = [Pen(page, column) for column in out.columns]
    lines = summary.lines
    results = append_total(page, pens, summary, len(lines))
    for number, line in enumerate(lines, 1):
        values = (number, line.label, *summary.numbers(line.areas), line.note)
        page.append([pen.cell(value) for pen, value in zip(pens, values, strict=True)])
    for row in foot(summary):
        page.append([plain_cell(page, text) for text in row])
    page.merged_cells = MultiCellRange([*letterhead_merges(), *head_merges(out.heading_rows, LETTERHEAD + 1)])
    return results


def form_of(summary: Summary) -> SheetOut:
    """Return the columns and the three rows of headings."""
    heads = [block_head(kind) for kind in UnitKind]
    rows = (
        ["序号", "单位", *heads[0][0], *heads[1][0], "备注"],
        [UP, UP, *heads[0][1], *heads[1][1], UP],
        [UP, UP, *heads[0][2], *heads[1][2], UP],
    )
    return SheetOut(TITLE, form_columns(), (), heading_rows=rows, preface=("",) * LETTERHEAD)


def block_head(kind: UnitKind) -> tuple[list[str], list[str], list[str]]:
    noun = "企业" if kind == UnitKind.ENTERPRISE else "社会组织"
    return (
        [kind.label, *[LEFT] * (BLOCK - 1)],
        [
            "总数（家）",
            "党组织数（个）",
            LEFT,
            f"已覆盖{noun}（家）",
            LEFT,
            LEFT,
            "仅指导员覆盖（家）",
            "覆盖率（%）",
            LEFT,
        ],
        [UP, "单独", "联合", "小计", "单独", "联合", UP, "组织", "工作"],
    )


def form_columns() -> list[ColumnOut]:
    block = [ColumnOut("", "integer", 7)] * ORG_RATE + [ColumnOut("", "percent", 8.5)] * (BLOCK - ORG_RATE)
    return [
        ColumnOut("序号", "integer", 5.5),
        ColumnOut("单位", width=18),
        *block,
        *block,
        ColumnOut("备注", width=16),
    ]


def letterhead(summary: Summary, department: str, made_on: datetime.date) -> list[list[tuple]]:
    """Return the lines above the table as (text, line number); the third holds three facts."""
    day = f"截至{chinese(summary.on)}{'，当月未结束' if summary.is_unfinished else ''}"
    title = f"{summary.places.label}非公有制企业和社会组织党组织覆盖情况汇总表（{day}）"
    facts = {0: f"填报单位（盖章）：{department}", 8: f"填报时间：{chinese(made_on)}", 15: "单位：家、个、%"}
    return [[("附件1", 1)], [(title, 2)], [(facts.get(place, ""), 3) for place in range(WIDTH)]]


def letterhead_merges() -> list[CellRange]:
    cuts = ((2, 1, WIDTH), (3, 1, 8), (3, 9, 15), (3, 16, WIDTH))
    return [CellRange(min_row=row, max_row=row, min_col=first, max_col=last) for row, first, last in cuts]


def styled(page, text: str, line: int):
    cell = text_cell(page, text)
    cell.font = FONTS[line]
    cell.alignment = Alignment(horizontal="center", vertical="center") if line == 2 else PLAIN
    return cell


def plain_cell(page, text: str):
    """A cell whose text runs on over its empty neighbours."""
    cell = text_cell(page, text)
    cell.alignment = PLAIN
    return cell


def append_total(page, pens: list[Pen], summary: Summary, lines: int) -> dict:
    """Append the total row as formulas and return what they come to."""
    numbers = summary.numbers()
    formulas = [formula(place, lines) for place in range(len(numbers))]
    cells = [pens[0].cell(None), pens[1].cell("合计")]
    page.append([*cells, *map(formula_cell, pens[2:], formulas), pens[-1].cell("")])
    return {f"{get_column_letter(place + 3)}{TOTAL_ROW}": number for place, number in enumerate(numbers)}


def formula_cell(pen: Pen, text: str):
    pen.figures.value = text
    return pen.figures


def formula(place: int, lines: int) -> str:
    """Return a sum over the lines, or for a rate the quotient of two sums, rounded half-up."""
    start, inside = place - place % BLOCK, place % BLOCK
    if inside < ORG_RATE:
        return f"={sum_of(place, lines)}"
    hits = sum_of(start + COVERED, lines)
    if inside == WORK_RATE:
        hits = f"({hits}+{sum_of(start + GUIDED, lines)})"
    total = sum_of(start + TOTAL, lines)
    return f'=IF({total}=0,"—",ROUND({hits}/{total}*100,2))'


def sum_of(place: int, lines: int) -> str:
    letter = get_column_letter(place + 3)
    return f"SUM({letter}{TOTAL_ROW + 1}:{letter}{TOTAL_ROW + lines})"


def foot(summary: Summary) -> list[list[str]]:
    """Return the line for signatures and the notes."""
    signatures = [""] * WIDTH
    for place, text in ((0, "填报人："), (8, "审核人："), (15, "联系电话：")):
        signatures[place] = text
    return [[], signatures, *([note] for note in notes(summary))]


def notes(summary: Summary) -> list[str]:
    day = chinese(summary.on)
    return [
        f"说明：1.统计截至{day}，纳入基数、覆盖和派驻关系按当日是否有效计算，起止两日均计入。",
        "2.组织覆盖率=已覆盖数÷总数×100%，工作覆盖率=（已覆盖数+仅指导员覆盖数）÷总数×100%；四舍五入保留两位小数，总数为0的填“—”。",
        "3.合计为各行之和，合计的覆盖率按合计数计算，不是各行的平均数；每家单位只归一个区域管理，开发区的单位不计入所在乡镇。",
        "4.联合包括联合、区域、行业、挂靠和功能型组建；同时覆盖两类单位的党组织计入非公企业；"
        f"另有从未覆盖过单位的党组织（如党委）{summary.without_units}个，不在本表，列在“党组织明细”。",
        "5.合计行为计算公式，请勿改动；各区域行为数值，每个数都可在“明细”和“党组织明细”中筛选核对。",
    ]


def chinese(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
