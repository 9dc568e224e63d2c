"""Raw lines of a table become tidy values, each column by its own rule, with every issue of the line."""

import datetime
from dataclasses import dataclass

from core.identifiers import check_credit_code, tidy_code
from core.tables import Line, Table
from core.texts import shown
from core.values import (
    Tidy,
    tidy_choice,
    tidy_count,
    tidy_date,
    tidy_name,
    tidy_phone,
    tidy_text,
    tidy_yes_no,
)
from core.workbooks import CellError
from organizations.choices import CoverageState, UnitKind
from organizations.forms import kind_of_code
from organizations.intake.rows import RowPreview
from organizations.intake.vocabulary import COVERAGE_WORDS, FIELDS, HEADINGS, HELPERS, KIND_WORDS, AreaBook
from organizations.models import Area, Officer, Organization, Post, Unit

COVERED = (CoverageState.STANDALONE, CoverageState.JOINT)
OWN_BRANCH_MEMBERS = 3
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


@dataclass
class Reader:
    """Reads the lines of one table: what stands outside the lines is known here."""

    areas: AreaBook
    area: Area | None
    kind: str | None
    on: datetime.date
    today: datetime.date

    def read(self, table: Table, line: Line, sheet: str, corrections: dict) -> RowPreview:
        """Return the line with tidy values; `corrections` are cells typed on the page for faulty ones."""
        raw = {name: line.cells.get(name) for name in FIELDS if name in table.columns.values()}
        raw.update({name: text for name, text in corrections.items() if name in FIELDS})
        row = RowPreview(sheet, line.row, dict.fromkeys(FIELDS), raw)
        for name, value in raw.items():
            row.values[name] = self._tidy(row, name, value)
        self._settle_code(row)
        self._settle_kind(row)
        self._settle_area(row)
        self._settle_coverage(row, "coverage" in raw, "has_organization" in raw)
        for name in HELPERS:
            row.values.pop(name)
        return row

    def _tidy(self, row: RowPreview, name: str, value):
        if isinstance(value, CellError):
            row.error(name, HEADINGS[name], f"单元格显示{shown(value)}，没有值，请改正公式或直接填写内容。")
            return None
        if name in ("credit_code", "area"):
            return tidy_text(value).value
        tidy = self._rule(name)(value)
        if tidy.error:
            row.error(name, HEADINGS[name], tidy.error)
        if tidy.warning:
            row.warning(name, HEADINGS[name], tidy.warning)
        return self._short_enough(row, name, tidy.value)

    def _short_enough(self, row: RowPreview, name: str, value):
        """The value when the register can keep it whole."""
        longest = LONGEST.get(name)
        if value is None or longest is None or len(value) <= longest:
            return value
        row.error(name, HEADINGS[name], f"共{len(value)}个字，最多{longest}个字，请缩短或核对是否填错了列。")
        return None

    def _rule(self, name: str):
        rules = {
            "employees": tidy_count,
            "formal_members": tidy_count,
            "probationary_members": tidy_count,
            "organization_established_on": self._past_day,
            "phone": tidy_phone,
            "coverage": lambda value: tidy_choice(value, COVERAGE_WORDS),
            "kind": lambda value: tidy_choice(value, KIND_WORDS),
            "has_organization": tidy_yes_no,
            "organization_type": tidy_text,
            "note": tidy_text,
            "officer_post": tidy_text,
            "secretary_post": tidy_text,
        }
        return rules.get(name, tidy_name)

    def _past_day(self, value) -> Tidy:
        return tidy_date(value, latest=self.today)

    def _settle_code(self, row: RowPreview) -> None:
        code = tidy_code(row.raw.get("credit_code") or "")
        row.values["credit_code"] = code or None
        for finding in check_credit_code(row.raw.get("credit_code") or "") if code else ():
            report = row.error if finding.level == "error" else row.warning
            report("credit_code", HEADINGS["credit_code"], finding.message)
        if not row.values["name"] and not row.errors_on("name"):
            row.error("name", HEADINGS["name"], "单位名称为空，请补填单位全称。")

    def _settle_kind(self, row: RowPreview) -> None:
        spoken = kind_of_code(row.values["credit_code"] or "")
        kind = row.values["kind"] or self.kind or spoken or UnitKind.ENTERPRISE
        if spoken and spoken != kind:
            code = row.values["credit_code"]
            text = f"代码以{code[:2]}开头，一般属于{UnitKind(spoken).label}，请核对单位类别。"
            row.warning("kind", HEADINGS["kind"], text)
        row.values["kind"] = str(kind)

    def _settle_area(self, row: RowPreview) -> None:
        written = row.values["area"]
        row.area = self.areas.find(written) if written else self.area
        if written and row.area is None:
            row.error("area", HEADINGS["area"], f"“{written}”不是沙河市的乡镇、街道或开发区，请按全称填写。")
        elif row.area is None:
            row.error("area", HEADINGS["area"], "看不出属于哪个乡镇、街道或开发区，请补填。")
        row.values["area"] = row.area.name if row.area else written

    def _settle_coverage(self, row: RowPreview, asked: bool, answered: bool) -> None:
        values = row.values
        if values["coverage"] is None and answered:
            values["coverage"] = self._coverage_of_answer(row)
        elif values["coverage"] is None and not row.errors_on("coverage"):
            values["coverage"] = self._coverage_without_word(row, asked)
        state = values["coverage"]
        values["coverage"] = str(state) if state else None
        if state in COVERED and not values["organization"]:
            row.error("organization", HEADINGS["organization"], "已组建党组织，但党组织名称为空，请补填。")
        if state == CoverageState.GUIDANCE and not values["officer"]:
            row.error("officer", HEADINGS["officer"], "已选派指导员，但指导员姓名为空，请补填。")
        if state == CoverageState.STANDALONE and (values["formal_members"] or 0) < OWN_BRANCH_MEMBERS:
            text = "正式党员不足3名却单独组建，请核对（支部工作条例第四条、第五条）。"
            row.warning("coverage", HEADINGS["coverage"], text)

    def _coverage_of_answer(self, row: RowPreview) -> CoverageState:
        """A form that asks 是否建立党组织 instead of the way of forming."""
        values = row.values
        if values["has_organization"]:
            words = f"{values['organization_type'] or ''}{values['organization'] or ''}"
            return CoverageState.JOINT if "联合" in words else CoverageState.STANDALONE
        if values["has_organization"] is None:
            row.warning("has_organization", HEADINGS["has_organization"], "为空，按“否”读取。")
        return CoverageState.GUIDANCE if values["officer"] else CoverageState.NONE

    def _coverage_without_word(self, row: RowPreview, asked: bool) -> CoverageState:
        """A blank under 覆盖情况 is read from the other cells; without the column nobody has surveyed."""
        if row.values["organization"]:
            row.error(
                "coverage", HEADINGS["coverage"], "填了党组织名称，但覆盖情况为空，请填单独组建或联合组建。"
            )
        if not asked or row.values["organization"]:
            return CoverageState.UNKNOWN
        row.warning("coverage", HEADINGS["coverage"], "为空，按“未组建”读取。")
        return CoverageState.GUIDANCE if row.values["officer"] else CoverageState.NONE
