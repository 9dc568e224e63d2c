"""A file of a registry becomes lines with tidy values; what is doubtful is said and kept."""

import datetime
import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO

from core.identifiers import check_credit_code, tidy_code
from core.tables import Line, Table, Vocabulary, find_table
from core.texts import without_blanks
from core.values import Tidy, tidy_date, tidy_name, tidy_text
from core.workbooks import RawSheet, WorkbookError, read_workbook
from core.workbooks.checks import LARGEST_FILE
from organizations.choices import LineFault
from organizations.intake.rows import Issue
from organizations.models import Area, RegistryLine
from organizations.registry.names import AreaFinder, long_name, short_name
from organizations.sheets.registry import HEADINGS, REGISTRY_FIELDS

MOST_LINES = 110_000  # a hundred thousand with room for titles and notes
VOCABULARY = Vocabulary(
    key_fields={"name", "credit_code"},
    labels={name: (HEADINGS[name], *column.aliases) for name, column in REGISTRY_FIELDS.items()},
)
NO_TABLE = "没有找到登记名单：请确认表头中有“企业名称”或“统一社会信用代码”这样的列。"
NO_LINES = "名单里没有单位，请核对文件内容。"
NOTHING = {"n/a", "#n/a", "null", "none", "nan", "无", "-", "--", "/"}
GONE = ("注销", "吊销", "撤销", "迁出")
STILL_THERE = ("未吊销", "迁出中", "拟注销", "注销中", "注销备案")
KEPT_AS = {"area": "area_text", "state": "state_text", "type": "type_text", "address": "address"}
LONGEST = {name: RegistryLine._meta.get_field(kept).max_length for name, kept in KEPT_AS.items()}
LONGEST_NAME = RegistryLine._meta.get_field("name").max_length


@dataclass
class ReadLine:
    """One line of the file: the row to be stored, with everything that is to be said about it."""

    line: RegistryLine
    issues: list[Issue] = field(default_factory=list)

    def say(self, name: str, message: str, level: str = "warning") -> None:
        self.issues.append(Issue(HEADINGS[name], level, message, name))


@dataclass
class ReadSheet:
    table: Table
    lines: list[ReadLine]


@dataclass
class ReadFile:
    digest: str
    sheets: list[ReadSheet]

    @property
    def lines(self) -> list[ReadLine]:
        return [line for sheet in self.sheets for line in sheet.lines]


def read_registry(stream, name: str, today: datetime.date, area: Area) -> ReadFile:
    """Read every visible worksheet that holds a list; raises WorkbookError with one sentence when none does.

    An area smaller than the county stands in where a line names none.
    """
    data = stream.read(LARGEST_FILE + 1)
    reader = LineReader(AreaFinder(), area if area.parent_id else None, today)
    raws = read_workbook(BytesIO(data), name, most_rows=MOST_LINES)
    sheets = [sheet for raw in raws if (sheet := reader.sheet(raw))]
    if not sheets:
        raise WorkbookError(NO_TABLE)
    if not any(sheet.lines for sheet in sheets):
        raise WorkbookError(NO_LINES)
    return ReadFile(hashlib.sha256(data).hexdigest(), sheets)


class LineReader:
    """Reads the lines of all worksheets of one file; codes are unique in the file, not in the worksheet."""

    def __init__(self, areas: AreaFinder, area: Area | None, today: datetime.date):
        self.areas = areas
        self.area = area
        self.today = today
        self.codes: dict[str, str] = {}

    def sheet(self, raw: RawSheet) -> ReadSheet | None:
        table = None if raw.hidden else find_table(raw, VOCABULARY)
        return table and ReadSheet(table, [self.read(line, raw.name) for line in table.lines])

    def read(self, line: Line, sheet: str) -> ReadLine:
        cells = {name: blank_if_nothing(line.cells.get(name)) for name in REGISTRY_FIELDS}
        read = ReadLine(RegistryLine(sheet=sheet[:60], row=line.row))
        for name, kept in KEPT_AS.items():
            setattr(read.line, kept, (tidy_text(cells[name]).value or "")[: LONGEST[name]])
        self._read_code(read, cells["credit_code"])
        self._read_name(read, cells["name"])
        self._read_day(read, cells["established_on"])
        read.line.is_gone = is_gone(read.line.state_text)
        read.line.area = self.areas.find(read.line.area_text, read.line.address) or self.area
        read.line.note = "".join(issue.message for issue in read.issues)[:300]
        return read

    def _read_code(self, read: ReadLine, cell) -> None:
        """An impossible code is kept as it is written and takes no part in the comparison."""
        line, code = read.line, tidy_code(cell or "")
        line.code_text = code[:60]
        findings = check_credit_code(cell) if code else []
        for finding in findings:
            read.say("credit_code", finding.message, finding.level)
        if any(finding.level == "error" for finding in findings):
            line.fault = LineFault.BAD_CODE
        elif code in self.codes:
            line.fault = LineFault.DUPLICATE
            read.say("credit_code", f"与{self.codes[code]}的代码相同，请核对名单。")
        if code and not line.fault == LineFault.BAD_CODE:
            line.credit_code = code
            self.codes.setdefault(code, f"“{line.sheet}”第{line.row}行")

    def _read_name(self, read: ReadLine, cell) -> None:
        line, name = read.line, tidy_name(cell).value or ""
        if len(name) > LONGEST_NAME:
            read.say("name", f"名称共{len(name)}个字，只保留前{LONGEST_NAME}个字，请核对是否填错了列。")
        line.name = name[:LONGEST_NAME]
        line.name_short, line.name_long = short_name(line.name)[:130], long_name(line.name)[:160]
        if not line.name and not line.code_text:
            line.fault = LineFault.NO_NAME
            read.say("name", "这一行没有代码和名称，无法比对。", "error")
        elif not line.name:
            read.say("name", "名称为空，登记时请补填。")

    def _read_day(self, read: ReadLine, cell) -> None:
        tidy: Tidy = tidy_date(cell, latest=self.today) if cell is not None else Tidy()
        read.line.established_on = tidy.value
        if tidy.error or tidy.warning:
            read.say("established_on", tidy.error or tidy.warning)


def blank_if_nothing(cell):
    """Registries write N/A where they know nothing."""
    return None if isinstance(cell, str) and without_blanks(cell).casefold() in NOTHING else cell


@lru_cache(maxsize=1024)
def is_gone(state: str) -> bool:
    """Say whether the registry itself says that the body is no more, or no longer here."""
    word = without_blanks(state)
    return any(gone in word for gone in GONE) and not any(still in word for still in STILL_THERE)
