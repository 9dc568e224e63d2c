"""The verdicts of a list in the shape every import has, from the comparison the pages show."""

import datetime

from core.scoping import Scope
from core.values import tidy_text
from organizations.choices import LineFault
from organizations.forms import kind_of_code
from organizations.intake.rows import Preview, RowPreview, SheetPreview, Verdict
from organizations.models import RegistryLine, RegistryList
from organizations.registry.comparison import Section, lines_of
from organizations.registry.reading import ReadFile, ReadLine, ReadSheet
from organizations.registry.telling import Teller
from organizations.sheets.registry import HEADINGS

VERDICTS = {
    Section.NEW: Verdict.NEW,
    Section.RENAMED: Verdict.UPDATE,
    Section.MOVED: Verdict.UPDATE,
    Section.GONE: Verdict.UPDATE,
    Section.SUSPECT: Verdict.UPDATE,
    Section.FAULTY: Verdict.ERROR,
    Section.EXCLUDED: Verdict.UNCHANGED,
    Section.SAME: Verdict.UNCHANGED,
}
SUSPECT = "系统中有同名单位，疑似同一家，请在比对页面确认。"
EXCLUDED = "已列为不纳入，无需处理。"
GONE = "登记状态为“{}”，系统中的单位尚未注销或迁出。"


def preview_list(registry: RegistryList, read: ReadFile, scope: Scope) -> Preview:
    """Tell of every line of a kept list what it would mean, as of the day of the scope."""
    lines = {place_of(line): line for line in lines_of(registry, scope).select_related("area")}
    teller = Teller(list(lines.values()), scope)
    desk = Compared()
    sheets = [_sheet(one, registry, lines, teller, desk) for one in read.sheets]
    return Preview(sheets, batch=registry.pk)


class Compared:
    """Counts the units of a list; nothing is set up by comparing."""

    def counts(self, rows: list[RowPreview]) -> dict[str, int]:
        return {"units": len(rows), "organizations": 0, "standalone": 0, "joint": 0, "guidance": 0, "none": 0}


def place_of(line: RegistryLine) -> tuple[str, int]:
    return line.sheet, line.row


def _sheet(
    one: ReadSheet, registry: RegistryList, lines: dict, teller: Teller, desk: Compared
) -> SheetPreview:
    return SheetPreview(
        name=one.table.name,
        kind="registry",
        header_rows=one.table.header_rows,
        columns=one.table.columns,
        unmapped=one.table.unmapped,
        rows=[_row(line, lines[place_of(line.line)], registry, teller) for line in one.lines],
        on=registry.listed_on,
        desk=desk,
    )


def _row(read: ReadLine, line: RegistryLine, registry: RegistryList, teller: Teller) -> RowPreview:
    section = Section(line.section)
    row = RowPreview(line.sheet, line.row, values_of(line, registry), {}, list(read.issues))
    row.area, row.known = line.area, teller.units.get(line.found_id)
    row.verdict = Verdict.DUPLICATE if line.fault == LineFault.DUPLICATE else VERDICTS[section]
    for message in _remarks(line, section, teller):
        row.warning("name", HEADINGS["name"], message)
    return row


def _remarks(line: RegistryLine, section: Section, teller: Teller) -> list[str]:
    plain = {
        Section.SUSPECT: [SUSPECT],
        Section.EXCLUDED: [EXCLUDED],
        Section.GONE: [GONE.format(line.state_text)],
    }
    if section in plain:
        return plain[section]
    told = teller.tell(line).notes
    return [note for note in told if note != line.note] if section in (Section.RENAMED, Section.MOVED) else []


def values_of(line: RegistryLine, registry: RegistryList) -> dict[str, str | datetime.date | None]:
    return {
        "name": line.name or None,
        "credit_code": line.code_text or None,
        "kind": str(kind_of_code(line.credit_code) or registry.kind),
        "area": line.area.name if line.area else None,
        "state": tidy_text(line.state_text).value,
        "type": tidy_text(line.type_text).value,
        "established_on": line.established_on,
        "address": tidy_text(line.address).value,
    }
