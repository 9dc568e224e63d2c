"""The roster of members as a kind of table, and the desk at which its lines are read, judged and applied."""

from collections.abc import Iterable

from core.audit import Actor
from core.batches import batches
from core.intake.fields import Field
from core.intake.kinds import Desk, Ground, Kind, Place, Tick
from core.intake.rows import RowPreview, Verdict
from core.saving import Refused, change_all
from core.tables import Line
from members.choices import MemberStatus
from members.intake.fields import FIELDS, LEFT_OUT_OF_TEMPLATE, PERMISSION, drop_stray_number
from members.intake.register import Register
from members.intake.verdicts import Judge, Seen, fill_blanks
from members.joining import admit_all

TELLING = frozenset({"id_number", "status", "joined_on", "full_member_on"})
NOTES = (
    "表头请不要改动；示例行可以删去，留着也不会导入。",
    "空着的单元格不会清除平台里已有的内容。",
    "表里的党员按公民身份号码对应，没有号码的按姓名和出生日期对应。",
    "导入不会转接组织关系，也不会办理离开；请在党员页面办理。",
)


class RosterDesk(Desk):
    """Lines of rosters, held together over all worksheets of a workbook.

    `ground.given` may name an area, for organizations that bear the same name.
    """

    noun = "党员"

    def __init__(self, ground: Ground):
        super().__init__(ground)
        self.seen = Seen()
        self.judges: dict[object, Judge] = {}

    def read_line(self, line: Line, place: Place, typed) -> RowPreview:
        row = super().read_line(line, place, typed)
        for name in LEFT_OUT_OF_TEMPLATE:
            if name not in line.cells:
                del row.values[name]
        fill_blanks(row)
        return row

    def tidy(self, row: RowPreview, declared: Field, cell):
        """A number of an identity card in another column is neither kept nor quoted."""
        return None if drop_stray_number(row, declared, cell) else super().tidy(row, declared, cell)

    def judge(self, rows: list[RowPreview], place: Place) -> None:
        judge = self.judge_of(place.on)
        judge.register.load(rows)
        for row in rows:
            judge.judge(row)

    def judge_of(self, day) -> Judge:
        if day not in self.judges:
            scope = self.ground.scope.granting(PERMISSION)
            self.judges[day] = Judge(Register(scope, day, self.ground.given.get("area")), self.seen)
        return self.judges[day]

    def apply(self, rows: list[RowPreview], place: Place, by: Actor, tick: Tick) -> None:
        """Admit the new and change the known, by the thousand; a refusal names its line."""
        for some in batches(rows):
            try:
                self.apply_some(some, place, by)
            except Refused as refusal:
                raise Refused(f"{place_of(refusal, some)}{refusal}没有导入任何内容。") from refusal
            tick(len(some))

    def apply_some(self, rows: list[RowPreview], place: Place, by: Actor) -> None:
        drafts = self.judge_of(place.on).drafts
        new, changed = [], []
        for row in rows:
            member, organization = drafts[row.sheet, row.row]
            row.known = member
            if row.verdict == Verdict.NEW:
                day = max(place.on, organization.established_on, member.joined_on)
                new.append((member, organization, day))
            else:
                changed.append(member)
        admit_all(new, by)
        change_all(changed, by)

    def counts(self, rows: list[RowPreview]) -> dict[str, int]:
        formal = [row for row in rows if status_of(row) == MemberStatus.FORMAL]
        return {"members": len(rows), "formal": len(formal)}


def status_of(row: RowPreview) -> str | None:
    return row.values["status"] or (row.known and row.known.status)


def place_of(refusal: Refused, rows: Iterable[RowPreview]) -> str:
    """Name the line of the member who was refused, as far as the refusal tells."""
    about = getattr(refusal, "about", None)
    found = (row for row in rows if about is not None and row.known is about)
    return next((f"“{row.sheet}”第{row.row}行：" for row in found), "")


def _is_roster(fields: set[str], words: str) -> bool:
    """A list of people is a roster only when it says something of their membership."""
    return bool(fields & TELLING)


ROSTER = Kind(
    key="members",
    label="党员花名册",
    fields=FIELDS,
    key_fields=frozenset({"name"}),
    desk_class=RosterDesk,
    permission=PERMISSION,
    shown=("name", "organization", "status", "unit", "joined_on"),
    notes=NOTES,
    fits=_is_roster,
)
