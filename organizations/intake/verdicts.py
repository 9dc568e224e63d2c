"""The verdict of every line: held against the register, against the other lines, and against the rights."""

from dataclasses import dataclass, field

from core.scoping import Scope
from organizations.choices import CoverageState
from organizations.intake.register import Register, name_key
from organizations.intake.rows import RowPreview
from organizations.intake.unit_fields import MORE
from organizations.intake.vocabulary import HEADINGS
from organizations.models import Unit

COVERED = (CoverageState.STANDALONE, CoverageState.JOINT)
PLAIN_FIELDS = {
    **{name: name for name in MORE},
    "name": "name",
    "employees": "employees",
    "formal_members": "formal_members",
    "probationary_members": "probationary_members",
    "phone": "contact_phone",
    "note": "note",
}
PLAIN_HEADINGS = {name: HEADINGS.get(name) or MORE[name].heading(Unit) for name in PLAIN_FIELDS}


@dataclass
class Seen:
    """The lines of a whole workbook that came before, by code, by area and name, by area and organization."""

    codes: dict[str, RowPreview] = field(default_factory=dict)
    names: dict[tuple, RowPreview] = field(default_factory=dict)
    organizations: dict[tuple, RowPreview] = field(default_factory=dict)

    def twin_of(self, row: RowPreview) -> RowPreview | None:
        """The earlier line of the same unit: the same code, else the same name where one has no code."""
        code, name = row.values["credit_code"], name_key(row.values["name"] or "")
        place = (row.area.pk if row.area else None, name)
        first = self.codes.get(code) if code else None
        namesake = self.names.get(place) if name else None
        if first is None and namesake and not (code and namesake.values["credit_code"]):
            first = namesake
        if first is None:
            self.codes[code] = self.names[place] = row
        return first


class Judge:
    """Gives the lines of sheets of one day their verdicts, in the order in which they stand."""

    def __init__(self, register: Register, scope: Scope, seen: Seen):
        self.register = register
        self.mine = scope.paths("area")
        self.seen = seen

    def judge(self, row: RowPreview) -> None:
        self._check_rights(row)
        first = self.seen.twin_of(row)
        if first is not None:
            row.repeats(first, "credit_code", HEADINGS["credit_code"], "家单位")
            return
        row.known = self.register.find_unit(row.values)
        self._check_namesakes(row)
        self._check_foreign(row)
        self._check_closed(row)
        self._check_placement(row)
        self._check_organization(row)
        self._compare(row)
        row.settle()

    def _check_rights(self, row: RowPreview) -> None:
        mine = row.area.path.startswith(self.mine) if row.area else True
        if not mine:
            row.error(
                "area", HEADINGS["area"], f"{row.area}不在您的管理范围内，请由该乡镇或县级工作人员导入。"
            )

    def _check_namesakes(self, row: RowPreview) -> None:
        """Without a code nobody can tell which of several units of one name is meant."""
        same = self.register.by_name.get(name_key(row.values["name"] or ""), ())
        if row.known is None and not row.values["credit_code"] and len(same) > 1:
            text = f"系统中有{len(same)}家同名单位，请补填统一社会信用代码。"
            row.error("credit_code", HEADINGS["credit_code"], text)

    def _check_foreign(self, row: RowPreview) -> None:
        if row.values["credit_code"] in self.register.foreign_codes:
            text = "这个代码已由其他区域的单位使用，请核对，或联系县级工作人员。"
            row.error("credit_code", HEADINGS["credit_code"], text)

    def _check_closed(self, row: RowPreview) -> None:
        day = row.known.closed_on if row.known else None
        if day and day < self.register.on:
            text = f"这家单位已于{day.isoformat()}注销或迁出，请核对后从表中删去。"
            row.error("name", HEADINGS["name"], text)

    def _check_placement(self, row: RowPreview) -> None:
        placed = self.register.placements.get(row.known.pk) if row.known else None
        if placed and row.area and placed.pk != row.area.pk:
            text = f"这家单位现由{placed}管理，变更管理区域请在单位页面办理。"
            row.error("area", HEADINGS["area"], text)

    def _check_organization(self, row: RowPreview) -> None:
        name = row.values["organization"]
        if row.values["coverage"] not in COVERED or not name or row.area is None:
            return
        first = self.seen.organizations.setdefault((row.area.pk, name_key(name)), row)
        if first is row:
            self._check_standalone_elsewhere(row)
            return
        if CoverageState.STANDALONE in (row.values["coverage"], first.values["coverage"]):
            text = f"“{name}”在第{first.row}行也出现，单独组建的党组织只能覆盖一家单位，请核对组建方式。"
            row.error("organization", HEADINGS["organization"], text)
        for name in ("secretary", "organization_established_on"):
            mine, theirs = row.values[name], first.values[name]
            if mine and theirs and mine != theirs:
                place = f"第{first.row}行"
                text = f"与{place}同一党组织的{HEADINGS[name]}不一致（{theirs}），将以{place}为准。"
                row.warning(name, HEADINGS[name], text)

    def _check_standalone_elsewhere(self, row: RowPreview) -> None:
        """A standalone organization the portal knows may not take a second unit."""
        known = self.register.find_organization(row.area, row.values["organization"])
        if known is None or not known.is_standalone:
            return
        for coverage in self.register.running.get(known.pk, ()):
            if row.known is None or coverage.unit_id != row.known.pk:
                other = self.register.units[coverage.unit_id]
                text = f"“{known}”是单独组建的党组织，已覆盖{other}，请核对组建方式或党组织名称。"
                row.error("organization", HEADINGS["organization"], text)
                return

    def _compare(self, row: RowPreview) -> None:
        """Collect old → new; a blank cell changes nothing."""
        if row.known is not None:
            for name, attribute in PLAIN_FIELDS.items():
                self._note(row, PLAIN_HEADINGS[name], getattr(row.known, attribute), row.values.get(name))
            if row.values["credit_code"] and not row.known.credit_code:
                self._note(row, HEADINGS["credit_code"], None, row.values["credit_code"])
            if row.values["coverage"] != CoverageState.UNKNOWN and row.known.surveyed_on is None:
                self._note(row, "摸排日期", None, self.register.on.isoformat())
        if row.area is not None and not row.errors:
            self._compare_coverage(row)
            self._compare_officer(row)

    def _note(self, row: RowPreview, heading: str, old, new) -> None:
        if new not in (None, "") and new != old:
            row.changes[heading] = [old, new]

    def _compare_coverage(self, row: RowPreview) -> None:
        values = row.values
        now = self.register.covered_by(row.known) if row.known else None
        if values["coverage"] not in COVERED:
            if now is not None and values["coverage"] != CoverageState.UNKNOWN:
                text = f"系统中已由“{now.organization}”覆盖，导入不会结束覆盖；如已变化，请在单位页面办理。"
                row.warning("coverage", HEADINGS["coverage"], text)
            return
        organization = self.register.find_organization(row.area, values["organization"])
        if now is None:
            self._note(row, HEADINGS["organization"], None, values["organization"])
        elif organization is None or now.organization_id != organization.pk:
            text = (
                f"系统中已由“{now.organization}”覆盖（{now.period_text}），不能同时由“{values['organization']}”覆盖，"
                "请先在单位页面结束原来的覆盖关系。"
            )
            row.error("organization", HEADINGS["organization"], text)
        secretary = self.register.secretaries.get(organization.pk) if organization else None
        self._note(row, HEADINGS["secretary"], secretary.name if secretary else None, values["secretary"])

    def _compare_officer(self, row: RowPreview) -> None:
        name = row.values["officer"]
        assigned = self.register.assigned[row.known.pk] if row.known else set()
        if name and name_key(name) not in assigned:
            self._note(row, HEADINGS["officer"], "、".join(sorted(assigned)) or None, name)
