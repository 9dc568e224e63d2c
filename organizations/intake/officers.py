"""The ledger of officers: who they are, and the units they are sent to as of the day of the ledger."""

from collections import defaultdict
from functools import cached_property

from core.audit import Actor
from core.intake.fields import Field, field_of
from core.intake.holding import Named
from core.intake.kinds import HEAD_STAYS, Kind, Place
from core.intake.records import Record, RecordDesk
from core.intake.rows import RowPreview, Verdict
from core.sheets import Column
from core.tables import reporting_unit
from core.values import tidy_choice, tidy_name, tidy_phone
from organizations import sheets
from organizations.building import assign_all, refusal_of
from organizations.choices import OfficerService
from organizations.forms import OfficerForm
from organizations.guidance import load_warnings
from organizations.intake.links import AREA, UNITS
from organizations.intake.unit_fields import area_words
from organizations.models import Area, Assignment, Officer

KEPT = "还派驻{names}，表中没有写；导入不会结束派驻，如已结束，请在指导员页面办理。"
FOLDED = "派驻单位已并入那一行。"
SERVICE_WORDS = {
    **{str(label): value for value, label in OfficerService.choices},
    "专职指导员": OfficerService.FULL_TIME,
    "兼职指导员": OfficerService.PART_TIME,
}


class OfficerDesk(RecordDesk):
    """Officers, known by area and name; nothing ends an assignment that a ledger does not mention."""

    model = Officer
    form_class = OfficerForm
    identity = ("area", "name")
    links = {"area": AREA, "units": UNITS}

    def complete(self, row: RowPreview, place: Place) -> None:
        if row.values["area"] is None and not row.errors_on("area"):
            row.values["area"] = self.area_of(place)
        row.area = row.values["area"]

    def area_of(self, place: Place) -> Area | None:
        """The area where no cell says it: as given, as the sheet or its 填报单位 says, or the only one."""
        named = (place.sheet, reporting_unit(place.context) or "")
        found = (area for text in named for area in self.linker.finders["area"](text, {}))
        return self.ground.given.get("area") or next(found, None) or self.only_area

    @cached_property
    def only_area(self) -> Area | None:
        mine = list(Area.objects.within(self.scope)[:2])
        return mine[0] if len(mine) == 1 else None

    def judge(self, rows: list[RowPreview], place: Place) -> None:
        """Let an officer with a line for each unit have all of them by the first; a faulty unit is told."""
        heads: dict = {}
        for row in rows:
            head = heads.setdefault(self.whole_key(row, place.kind) or id(row), row)
            if head is not row and row.values["units"]:
                head.values["units"] = Named(
                    dict.fromkeys([*(head.values["units"] or ()), *row.values["units"]])
                )
                row.warning("units", place.kind.headings["units"], FOLDED)
        super().judge(rows, place)
        for row in rows:
            if row.verdict == Verdict.DUPLICATE and row.errors_on("units"):
                row.settle()

    @cached_property
    def assignments(self) -> dict[int, list[Assignment]]:
        """The assignments within the scope by officer, looked up once for the whole workbook."""
        found = defaultdict(list)
        for one in Assignment.objects.within(self.scope).select_related("unit").order_by("starts_on", "pk"):
            found[one.officer_id].append(one)
        return found

    def running(self, officer: Officer, place: Place) -> list[Assignment]:
        held = self.assignments[officer.pk] if officer.pk else []
        return [one for one in held if one.ends_on is None or one.ends_on >= place.on]

    def new_assignments(self, record: Record, place: Place) -> list[Assignment]:
        """What the line adds to the units the officer is sent to already."""
        there = {one.unit_id for one in self.running(record.instance, place)}
        named = record.row.values["units"] or ()
        new = {"officer": record.instance, "starts_on": place.on}
        return [Assignment(unit=unit, **new) for unit in named if unit.pk not in there]

    def look(self, record: Record, place: Place) -> None:
        row, heading = record.row, place.kind.headings["units"]
        if not row.values["units"]:
            return
        new = self.new_assignments(record, place)
        before = Named(one.unit for one in self.running(record.instance, place))
        for sentence in filter(None, map(refusal_of, new)):
            row.error("units", heading, sentence)
        for sentence in load_warnings(record.instance, len(new), [place.on]) if new else ():
            row.warning("units", heading, sentence)
        if new and row.known is not None:
            row.changes[heading] = [before or None, Named([*before, *(one.unit for one in new)])]
        unsaid = Named(unit for unit in before if unit not in row.values["units"])
        if unsaid:
            row.warning("units", heading, KEPT.format(names=unsaid))

    def save(self, records: list[Record], place: Place, by: Actor) -> None:
        super().save(records, place, by)
        assign_all([one for record in records for one in self.new_assignments(record, place)], by)


def _of_officers(fields: set[str], words: str) -> bool:
    """A roster of members has names and posts too; what is said of officers tells them apart."""
    return "指导员" in words or bool(fields & {"units", "grade"})


ALIASES = {
    "name": ("党建指导员姓名", "党建工作指导员", "党建指导员", "指导员", "姓名"),
    "area": ("管理区域", "派出乡镇", *sheets.AREA.aliases),
    "employer": (
        "单位及职务", "指导员单位及职务", "工作单位", "单位职务", "担任职务", "现任职务", "职务",
    ),
    "service": ("专职/兼职", "专兼职", "专（兼）职", "专职兼职"),
    "grade": ("派驻等级", "指导员等级"),
    "phone": sheets.PHONE.aliases,
    "units": (
        "派驻企业", "所驻企业", "所驻单位", "联系企业", "联系单位", "指导企业", "指导单位", "包联企业",
        "服务企业", "所属企业",
    ),
    "note": ("说明",),
}  # fmt: skip


def officer_field(name: str, label: str = "", **given) -> Field:
    return field_of(name, Column(name, label, aliases=ALIASES[name]), Officer, **given)


OFFICER_LEDGER: Kind = OfficerDesk.kind(
    "officers",
    "指导员台账",
    officer_field("name", rule=lambda value, today: tidy_name(value), required=True, example="李示例"),
    officer_field("area", required=True, words=area_words, example="桥东街道"),
    officer_field("employer", example="桥东街道党建办副主任"),
    officer_field("service", rule=lambda value, today: tidy_choice(value, SERVICE_WORDS), example="专职"),
    officer_field("grade"),
    officer_field("phone", rule=lambda value, today: tidy_phone(value)),
    officer_field(
        "units",
        "派驻单位",
        hint="已登记单位的名称或统一社会信用代码，几家用顿号隔开；从情况截至日期起派驻。",
        example="沙河市示例玻璃制品有限公司",
    ),
    officer_field("note"),
    key_fields=frozenset({"name"}),
    needs=frozenset({"name"}),
    fits=_of_officers,
    shown=("name", "area", "employer", "units"),
    notes=(
        HEAD_STAYS,
        "同一区域同名的指导员是同一人；空着的单元格不会清除平台里已有的内容。",
        "导入不会结束已有的派驻；派驻结束、指导员离任请在指导员页面办理。",
    ),
    derived=frozenset({"派驻单位（家）", "一般不超过（家）", "当月走访（次）", "状态", "离任日期"}),
)
