"""The ledger of units: two kinds of table, enterprises and social organizations, read at one desk."""

from dataclasses import replace

from core.audit import Actor
from core.intake.kinds import Desk, Ground, Kind, Place, Tick
from core.intake.rows import RowPreview
from core.tables import Table, reporting_unit
from organizations.choices import CoverageState, UnitKind
from organizations.intake.applying import Applier
from organizations.intake.reading import Reader
from organizations.intake.register import Register
from organizations.intake.unit_fields import ENTERPRISE_ONLY, MORE, SOCIAL_ONLY, fields_of
from organizations.intake.verdicts import Judge, Seen
from organizations.intake.vocabulary import UNIT_VOCABULARY, AreaBook
from organizations.models import Area

UNITS, SOCIAL_ORGS = "units", "social_orgs"
NOTES = (
    "表头请不要改动；示例行可以删去，留着也不会导入。",
    "空着的单元格不会清除平台里已有的内容。",
    "导入不会结束已有的覆盖关系；企业退出、党组织撤销请在单位页面办理。",
)


class LedgerDesk(Desk):
    """Lines of ledgers of both kinds, held together over all worksheets of a workbook.

    `ground.given` may name an area, for lines that do not say.
    """

    noun = "单位"

    def __init__(self, ground: Ground):
        super().__init__(ground)
        self.areas = AreaBook()
        self.seen = Seen()
        self.registers: dict[object, Register] = {}

    def open_sheet(self, place: Place) -> str:
        super().open_sheet(place)
        kind = self._kind_of(place)
        self.reader = Reader(self.areas, self._area_of(place), kind, place.on, self.ground.today)
        return SOCIAL_ORGS if kind == UnitKind.SOCIAL_ORG else UNITS

    def _area_of(self, place: Place) -> Area | None:
        """The area where no column says it: as given, else the sheet's name, else the 填报单位 line."""
        given = self.ground.given.get("area")
        return given or self.areas.find(place.sheet) or self.areas.find(reporting_unit(place.context) or "")

    def _kind_of(self, place: Place) -> str | None:
        """The kind where no column says it: from the title or the sheet's name, else as it was asked for."""
        text = "".join([place.sheet, *place.context])
        if "社会组织" in text and "企业" not in text:
            return UnitKind.SOCIAL_ORG
        if "企业" in text and "社会组织" not in text:
            return UnitKind.ENTERPRISE
        return UnitKind.SOCIAL_ORG if place.kind.key == SOCIAL_ORGS else None

    def read(self, table: Table, place: Place, corrections) -> list[RowPreview]:
        present = set(table.columns.values())
        extra = [place.kind.fields[name] for name in MORE if name in present]
        return [
            self._line(table, line, place, corrections.get(str(line.row), {}), extra) for line in table.lines
        ]

    def _line(self, table, line, place: Place, typed, extra) -> RowPreview:
        cells = self.raw_cells(line, place, {})
        row = self.reader.read(table, replace(line, cells=cells), place.sheet, typed)
        for field in extra:
            row.raw[field.name] = typed.get(field.name, cells.get(field.name))
            row.values[field.name] = self.tidy(row, field, row.raw[field.name])
        return row

    def judge(self, rows: list[RowPreview], place: Place) -> None:
        judge = Judge(self.register_on(place.on), self.ground.scope, self.seen)
        for row in rows:
            judge.judge(row)

    def register_on(self, day) -> Register:
        if day not in self.registers:
            self.registers[day] = Register(self.ground.scope, day)
        return self.registers[day]

    def apply(self, rows: list[RowPreview], place: Place, by: Actor, tick: Tick) -> None:
        Applier(self.register_on(place.on), by, tick).apply(rows)

    def counts(self, rows: list[RowPreview]) -> dict[str, int]:
        """Count units, organizations and states as the lines say them."""
        states = [row.values.get("coverage") for row in rows]
        named = {
            (row.area.pk if row.area else None, row.values["organization"])
            for row in rows
            if row.values.get("organization")
        }
        return {
            "units": len(rows),
            "organizations": len(named),
            "standalone": states.count(CoverageState.STANDALONE),
            "joint": states.count(CoverageState.JOINT),
            "guidance": states.count(CoverageState.GUIDANCE),
            "none": states.count(CoverageState.NONE),
        }


def _social(fields: set[str], words: str) -> bool:
    return "社会组织" in words and "企业" not in words


ENTERPRISE_LEDGER = Kind(
    key=UNITS,
    label="非公企业台账",
    fields=fields_of(SOCIAL_ONLY),
    key_fields=frozenset({"name", "credit_code"}),
    needs=frozenset({"name"}),
    base=UNIT_VOCABULARY,
    desk_class=LedgerDesk,
    permission="organizations.add_unit",
    shown=("name", "credit_code", "area", "organization", "officer"),
    notes=NOTES,
    derived=frozenset({"纳入基数日期", "摸排日期", "注销或迁出日期", "注销或迁出原因"}),
)
SOCIAL_LEDGER = replace(
    ENTERPRISE_LEDGER,
    key=SOCIAL_ORGS,
    label="社会组织台账",
    fields=fields_of(ENTERPRISE_ONLY),
    fits=_social,
)
