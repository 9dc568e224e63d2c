"""Raw lines of a table become tidy values, each column by its own rule, with every issue of the line."""

import datetime
import re
from dataclasses import dataclass, field

from core.identifiers import check_credit_code, tidy_code
from core.persons import person_in
from core.tables import Line, Table
from core.texts import shown, squeezed, without_blanks
from core.values import Tidy, written
from core.workbooks import CellError
from organizations.choices import UnitKind
from organizations.forms import kind_of_code
from organizations.intake.cell_rules import code_in, tidied_cell, tidied_day, tidied_person
from organizations.intake.members_total import settle_members
from organizations.intake.rows import RowPreview
from organizations.intake.settling import settle_coverage
from organizations.intake.surroundings import Above, Surroundings
from organizations.intake.vocabulary import FIELDS, HEADINGS, HELPERS, AreaBook, kind_in
from organizations.models import Area, Officer, Organization, Post, Unit

KEPT_IN = {
    "name": (Unit, "name"),
    "phone": (Unit, "contact_phone"),
    "note": (Unit, "note"),
    "organization": (Organization, "name"),
    "secretary": (Post, "name"),
    "secretary_post": (Post, "unit_post"),
    "officer": (Officer, "name"),
    "officer_post": (Officer, "employer"),
}
LONGEST = {name: model._meta.get_field(kept).max_length for name, (model, kept) in KEPT_IN.items()}
POST_OF = {"secretary": "secretary_post", "officer": "officer_post"}
WORDED = ("area", "coverage", "kind")
WITH_POST = re.compile("单位|职务")


@dataclass
class Reader:
    """Reads the lines of one table: what stands outside the lines is known here."""

    areas: AreaBook
    area: Area | None
    kind: str | None
    on: datetime.date
    today: datetime.date
    table: Table | None = field(default=None, init=False, repr=False)
    titled: dict = field(default_factory=dict, init=False, repr=False)

    def read(self, table: Table, line: Line, sheet: str, corrections: dict) -> RowPreview:
        """Return the line with tidy values; `corrections` are cells typed on the page for faulty ones."""
        if table is not self.table:
            self.table, self.around = table, Surroundings.of(table)
            self.present = [name for name in FIELDS if name in table.columns.values()]
        row = RowPreview(sheet, line.row, dict.fromkeys(FIELDS), self._raw(line, corrections))
        for name, value in row.raw.items():
            if value is not None:
                row.values[name] = self._tidy(row, line, name, value)
        self._settle(row, line)
        for name in HELPERS:
            row.values.pop(name)
        return row

    def _raw(self, line: Line, corrections: dict) -> dict:
        """The cells by field; of tables side by side, which share their rows, only the first is corrected."""
        raw = {name: line.cells.get(name) for name in self.present if name in line.cells or not line.labels}
        if corrections and line.block == 0:
            raw.update({name: text for name, text in corrections.items() if name in FIELDS})
        return raw

    def _settle(self, row: RowPreview, line: Line) -> None:
        """What takes more than one cell, each step with what the ones before it found."""
        above = self.around.above.get((line.block, line.row), Above())
        self._settle_code(row)
        self._settle_name(row)
        settle_members(row)
        self._settle_area(row, line, above)
        self._settle_kind(row, line)
        settle_coverage(row, self.around, above)

    def _tidy(self, row: RowPreview, line: Line, name: str, value):
        if isinstance(value, CellError):
            row.error(name, HEADINGS[name], f"单元格显示{shown(value)}，没有值，请改正公式或直接填写内容。")
            return None
        tidy = self._tidied(line, name, value)
        if name in POST_OF:
            self._keep_post(row, line, name, value)
        if tidy.error:
            row.error(name, HEADINGS[name], tidy.error, word_of(name, value))
        if tidy.warning:
            row.warning(name, HEADINGS[name], tidy.warning)
        return self._short_enough(row, name, tidy.value)

    def _tidied(self, line: Line, name: str, value) -> Tidy:
        if name == "organization_established_on":
            return tidied_day(value, self.today)
        if name in POST_OF and WITH_POST.search(line.labels.get(name, "")):
            return tidied_person(value)
        return tidied_cell(name, value)

    def _keep_post(self, row: RowPreview, line: Line, name: str, value) -> None:
        """A column of names and posts fills the post, when that has no column of its own."""
        post = POST_OF[name]
        if WITH_POST.search(line.labels.get(name, "")) and post not in row.raw:
            person = person_in(squeezed(written(value)))
            row.values[post] = self._short_enough(row, post, person.beside or None) if person else None

    def _short_enough(self, row: RowPreview, name: str, value):
        """The value when the register can keep it whole."""
        longest = LONGEST.get(name)
        if value is None or longest is None or len(value) <= longest:
            return value
        row.error(name, HEADINGS[name], f"共{len(value)}个字，最多{longest}个字，请缩短或核对是否填错了列。")
        return None

    def _settle_code(self, row: RowPreview) -> None:
        cell = code_in(row.raw.get("credit_code") or "")
        code = tidy_code(cell)
        row.values["credit_code"] = code or None
        for finding in check_credit_code(cell) if code else ():
            report = row.error if finding.level == "error" else row.warning
            report("credit_code", HEADINGS["credit_code"], finding.message)

    def _settle_name(self, row: RowPreview) -> None:
        name = row.values["name"]
        if not name and not row.errors_on("name"):
            row.error("name", HEADINGS["name"], "单位名称为空，请补填单位全称。")
        elif name and self.areas.find(name):
            row.error("name", HEADINGS["name"], f"“{name}”是区域名称，不是单位名称，请核对。")

    def _settle_kind(self, row: RowPreview, line: Line) -> None:
        spoken = kind_of_code(row.values["credit_code"] or "")
        if row.errors_on("kind") and spoken:
            self._read_kind_from_code(row, spoken)
        kind = row.values["kind"] or self._titles_of(line)[1] or kind_of_heading(line) or self.kind
        kind = kind or spoken or UnitKind.ENTERPRISE
        if spoken and spoken != kind:
            code = row.values["credit_code"]
            text = f"代码以{code[:2]}开头，一般属于{UnitKind(spoken).label}，请核对单位类别。"
            row.warning("kind", HEADINGS["kind"], text)
        row.values["kind"] = str(kind)

    def _read_kind_from_code(self, row: RowPreview, spoken: str) -> None:
        """Under 类别 townships write much besides the kind."""
        row.issues = [issue for issue in row.issues if issue.field != "kind"]
        text = f"{shown(row.raw['kind'])}不在可选范围内，由代码按“{UnitKind(spoken).label}”读取，请核对。"
        row.warning("kind", HEADINGS["kind"], text)
        row.values["kind"] = spoken

    def _settle_area(self, row: RowPreview, line: Line, above: Above) -> None:
        named = row.values["area"]
        row.area = self.areas.find(named) if named else self._area_around(row, line, above)
        if named and row.area is None:
            text = f"“{named}”不是沙河市的乡镇、街道或开发区，请按全称填写。"
            row.error("area", HEADINGS["area"], text, word_of("area", row.raw["area"]))
        elif row.area is None:
            row.error("area", HEADINGS["area"], "看不出属于哪个乡镇、街道或开发区，请补填。")
        row.values["area"] = row.area.name if row.area else named

    def _area_around(self, row: RowPreview, line: Line, above: Above) -> Area | None:
        """Where the line names none: the title of its group, the line above under 管理区域, the sheet."""
        titled = self._titles_of(line)[0]
        if titled is not None or "area" not in row.raw or not above.area:
            return titled or self.area
        area = self.areas.find(above.area)
        if area is not None and (self.area is None or area.pk != self.area.pk):
            row.warning("area", HEADINGS["area"], f"为空，按上面一行的“{area}”读取，请核对。")
        return area or self.area

    def _titles_of(self, line: Line) -> tuple[Area | None, str | None]:
        """The area and the kind of the group of lines, from the titles above it."""
        if line.titles not in self.titled:
            areas = filter(None, map(self.areas.named_in, reversed(line.titles)))
            kinds = filter(None, map(kind_in, reversed(line.titles)))
            self.titled[line.titles] = (next(areas, None), next(kinds, None))
        return self.titled[line.titles]


def word_of(name: str, cell) -> str:
    """The text of a cell that names nothing known, for somebody to say what it stands for."""
    return without_blanks(written(cell)) if name in WORDED else ""


def kind_of_heading(line: Line) -> str | None:
    """社会组织名称 says the kind; 企业名称 is written above everything."""
    kind = kind_in(line.labels.get("name", ""))
    return kind if kind == UnitKind.SOCIAL_ORG else None
