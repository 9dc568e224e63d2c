"""Writes blank workbooks to be filled in: headings, an example, drop-down lists, and a page that explains."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.workbooks.writing import (
    ALIGNMENTS,
    CENTER,
    FORMATS,
    GRID,
    HEAD_FILL,
    HEAD_FONT,
    START,
    TITLE_FONT,
    TITLE_HEIGHT,
    Kind,
    clean,
    free_title,
    worded,
)

EXAMPLE = "示例："  # the reader leaves out a row whose first cell begins so, and no other
AUTHOR = "填写说明"  # not the author of marks, which are taken out again
EXPLAINED, CHOICES = "填写说明", "选项"
HEAD_ROW, EXAMPLE_ROW, FIRST_ROW = 2, 3, 4
LAST_ROW = 5_000  # down to here cells offer their lists
LONGEST_LIST = 255  # characters of a list that stands in the rule itself
LONGEST_PROMPT = 255
REQUIRED_FILL = PatternFill("solid", fgColor="FFE699")
EXAMPLE_FILL = PatternFill("solid", fgColor="E7E6E6")
EXAMPLE_FONT = Font(italic=True, color="7F7F7F")
NOTES_WIDTH = 100


@dataclass(frozen=True)
class TemplateColumn:
    """A column to fill in: what belongs there, an example, and the words to choose from."""

    heading: str
    hint: str
    example: object
    words: tuple[str, ...] = ()
    width: float = 14
    kind: Kind = "text"
    required: bool = False


def write_template(
    stream: BinaryIO,
    title: str,
    columns: Sequence[TemplateColumn],
    notes: Sequence[str],
    rows: Iterable[Sequence[object]] = (),
) -> None:
    """A worksheet to fill in, perhaps with rows already, and one that explains it line by line."""
    workbook, taken = Workbook(), set()
    page = workbook.active
    page.title = free_title(title, taken)
    write_head(page, title, columns)
    write_row(page, EXAMPLE_ROW, columns, examples_of(columns), is_example=True)
    for number, row in enumerate(rows, FIRST_ROW):
        write_row(page, number, columns, row)
    explain(workbook.create_sheet(free_title(EXPLAINED, taken)), columns, notes)
    offer_lists(workbook, page, columns, free_title(CHOICES, taken))
    workbook.save(stream)


def write_head(page: Worksheet, title: str, columns: Sequence[TemplateColumn]) -> None:
    put_text(page.cell(1, 1), title)
    page["A1"].font, page["A1"].alignment = TITLE_FONT, CENTER
    page.row_dimensions[1].height = TITLE_HEIGHT
    if len(columns) > 1:
        page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(columns))
    for number, column in enumerate(columns, 1):
        write_heading(page, number, column)
    page.freeze_panes = page.cell(HEAD_ROW + 1, 1)
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = Worksheet.PAPERSIZE_A4


def write_heading(page: Worksheet, number: int, column: TemplateColumn) -> None:
    """The format of the whole column is set, so that a code typed into a new row stays text."""
    cell = put_text(page.cell(HEAD_ROW, number), column.heading)
    cell.font, cell.border, cell.alignment = HEAD_FONT, GRID, CENTER
    cell.fill = REQUIRED_FILL if column.required else HEAD_FILL
    cell.comment = Comment(clean(said_of(column)), AUTHOR, height=90, width=260)
    dimension = page.column_dimensions[get_column_letter(number)]
    dimension.width, dimension.number_format = column.width, FORMATS[column.kind]
    dimension.alignment = ALIGNMENTS[column.kind]


def said_of(column: TemplateColumn) -> str:
    hint = column.hint.rstrip("。")
    return "。".join(part for part in ("必填" if column.required else "选填", hint) if part) + "。"


def examples_of(columns: Sequence[TemplateColumn]) -> list[object]:
    first, *others = columns
    return [f"{EXAMPLE}{first.example}", *(column.example for column in others)]


def write_row(
    page: Worksheet,
    number: int,
    columns: Sequence[TemplateColumn],
    row: Sequence[object],
    is_example: bool = False,
) -> None:
    for place, (column, value) in enumerate(zip(columns, row, strict=True), 1):
        cell = page.cell(number, place)
        cell.border, cell.alignment, cell.number_format = GRID, ALIGNMENTS[column.kind], FORMATS[column.kind]
        if isinstance(value, str) or (column.kind == "text" and value is not None):
            put_text(cell, value)
        else:
            cell.value = value
        if is_example:
            cell.fill, cell.font = EXAMPLE_FILL, EXAMPLE_FONT


def put_text(cell: Cell, value: object) -> Cell:
    """Always a string with the quote prefix, whatever sign it begins with."""
    cell.quotePrefix = True
    cell.number_format = FORMATS["text"]
    return worded(cell, value)


def explain(page: Worksheet, columns: Sequence[TemplateColumn], notes: Sequence[str]) -> None:
    """Each line is one cell, so that no reader takes it for a table."""
    page.column_dimensions["A"].width = NOTES_WIDTH
    lines = [EXPLAINED, *notes, f"灰色的一行是示例，以“{EXAMPLE}”开头，不会被读取，可以保留或删去。"]
    for number, line in enumerate([*lines, *map(line_of, columns)], 1):
        cell = put_text(page.cell(number, 1), line)
        cell.alignment = START
    page["A1"].font, page["A1"].alignment = TITLE_FONT, Alignment(horizontal="left")


def line_of(column: TemplateColumn) -> str:
    words = f"可选：{'、'.join(column.words)}。" if column.words else ""
    example = "" if column.example in (None, "") else f"例：{column.example}。"
    return f"{column.heading}：{said_of(column)}{words}{example}"


# Drop-down lists


def offer_lists(workbook: Workbook, page: Worksheet, columns: Sequence[TemplateColumn], name: str) -> None:
    """A list too long for the rule itself stands in a hidden worksheet, made only when one is needed."""
    for number, column in enumerate(columns, 1):
        if column.words:
            source = list_in_rule(column.words) or list_in_sheet(workbook, name, column)
            page.add_data_validation(choice(column, get_column_letter(number), source))


def list_in_rule(words: tuple[str, ...]) -> str | None:
    text = ",".join(words)
    plain = not any("," in word or '"' in word or word != word.strip() for word in words)
    return f'"{text}"' if plain and len(text) <= LONGEST_LIST else None


def list_in_sheet(workbook: Workbook, name: str, column: TemplateColumn) -> str:
    page = workbook[name] if name in workbook.sheetnames else workbook.create_sheet(name)
    page.sheet_state = "hidden"
    place = page.max_column + (page["A1"].value is not None)
    for number, word in enumerate((column.heading, *column.words), 1):
        put_text(page.cell(number, place), word)
    letter = get_column_letter(place)
    return f"{quote_sheetname(name)}!${letter}$2:${letter}${len(column.words) + 1}"


def choice(column: TemplateColumn, letter: str, source: str) -> DataValidation:
    rule = DataValidation("list", source, allow_blank=True, showErrorMessage=True, showInputMessage=True)
    rule.errorTitle, rule.error = "不在列表里", "请从下拉列表中选择。"
    rule.promptTitle, rule.prompt = column.heading[:32], said_of(column)[:LONGEST_PROMPT]
    rule.add(f"{letter}{EXAMPLE_ROW}:{letter}{LAST_ROW}")
    return rule
