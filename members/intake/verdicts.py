"""The verdict of every line of a roster: what is wrong in itself, who it is about, what would change."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from core.intake.rows import RowPreview
from core.sealing import SealError
from core.texts import without_blanks
from members.choices import MemberStatus
from members.forms import FROM_ID_NUMBER
from members.intake.fields import HEADINGS, SECRET
from members.intake.register import Register, person_of
from members.models import Member
from organizations.models import Organization, Unit

PLAIN = tuple(name for name in HEADINGS if name not in ("organization", "unit", *SECRET))
NEEDED = {
    "name": "请填写姓名。",
    "sex": "请填写性别，或填写公民身份号码。",
    "birth_date": "请填写出生日期，或填写公民身份号码。",
    "status": "请填写“正式党员”或“预备党员”。",
    "joined_on": "请填写加入党组织日期。",
}
BESIDE_NUMBER = {
    "sex": "性别与公民身份号码不符（第17位单数为男、双数为女），请核对性别和号码。",
    "birth_date": "出生日期与公民身份号码第7至14位不符，请核对日期和号码。",
}
FOREIGN = (
    "这个号码已登记在其他区域的党员名下。请核对号码；号码无误的，请先办理组织关系转接，或联系县级工作人员。"
)
OTHER_NAME = "平台里这个号码的党员名为“{}”，导入后改名，请核对号码和姓名。"
NAMESAKES = "平台里有{}名同名同出生日期的党员，请补填公民身份号码。"
ELSEWHERE = "这名党员的组织关系在“{}”，转接组织关系请在党员页面办理，导入不会变更。"
LEFT = "这名党员的组织关系已于{}结束，请在党员页面办理重新编入。"
UNKNOWN_ORGANIZATION = "没有找到名为“{}”的党组织，请核对名称，或先登记党组织。"
SEVERAL = "有{}个党组织都叫“{}”，请在上传时选择管理区域，分开导入。"
CLOSED = "“{}”已于{}撤销，请填写现在的党组织。"
BY_UNIT = "没有填写，按所在单位的党组织“{}”读取，请核对。"
NO_ORGANIZATION = "请填写党组织；所在单位没有可以依据的党组织。"
UNKNOWN_UNIT = "没有找到名为“{}”的单位，或同名单位不止一家，不登记所在单位。"


@dataclass
class Seen:
    """The lines of a whole workbook that came before, by number, by name and birth date, by member."""

    numbers: dict[str, RowPreview] = field(default_factory=dict)
    people: dict[tuple, list[RowPreview]] = field(default_factory=dict)
    known: dict[int, RowPreview] = field(default_factory=dict)

    def twin_of(self, row: RowPreview) -> RowPreview | None:
        """The earlier line of the same person: the same number, else name and birth date if one has none."""
        number, person = row.values["id_number"], person_of(row)
        first = self.numbers.get(number) if number else None
        before = self.people.setdefault(person, []) if all(person) else []
        if first is None:
            first = next((one for one in before if not (number and one.values["id_number"])), None)
        if first is None:
            before.append(row)
            if number:
                self.numbers[number] = row
        return first


class Judge:
    """Gives the lines of one day their verdicts; `drafts` are the members as they would be, by line."""

    def __init__(self, register: Register, seen: Seen):
        self.register = register
        self.seen = seen
        self.drafts: dict[tuple[str, int], tuple[Member, Organization | None]] = {}

    def judge(self, row: RowPreview) -> None:
        self._check_number(row)
        first = self.seen.twin_of(row) or self._find(row)
        if first is not None:
            row.repeats(first, "id_number", HEADINGS["id_number"], "名党员")
            return
        member = row.known or Member()
        unit = self._unit_of(row)
        organization = self._place(row, unit)
        self._fill(row, member, unit)
        self._check(row, member)
        row.settle()
        self.drafts[row.sheet, row.row] = member, organization

    def _check_number(self, row: RowPreview) -> None:
        """Hold sex and birth date against the number."""
        number = row.values["id_number"]
        for name, read in FROM_ID_NUMBER.items() if number else ():
            if row.values[name] and row.values[name] != read(number):
                row.error(name, HEADINGS[name], BESIDE_NUMBER[name])

    def _find(self, row: RowPreview) -> RowPreview | None:
        """Find the member the line is about; return the earlier line that is about the same."""
        if self.register.is_foreign(row):
            row.error("id_number", HEADINGS["id_number"], FOREIGN)
            return None
        known = self.register.holder_of(row) or self._namesake(row)
        if known is not None and known.pk in self.seen.known:
            return self.seen.known[known.pk]
        if known is not None:
            self.seen.known[known.pk] = row
        row.known = known
        return None

    def _namesake(self, row: RowPreview) -> Member | None:
        """The one member of name and birth date; of several the one in the organization of the line."""
        alike = self.register.alike(row)
        if row.values["id_number"]:
            alike = [member for member in alike if member.pk not in self.seen.known]
        if len(alike) > 1 and row.values["organization"]:
            named = self.register.organizations_named(row.values["organization"])
            homes = {member.pk: self.register.home_of(member) for member in alike}
            alike = [m for m in alike if homes[m.pk] and homes[m.pk].organization in named] or alike
        if len(alike) > 1:
            row.error("id_number", HEADINGS["id_number"], NAMESAKES.format(len(alike)))
        return alike[0] if len(alike) == 1 else None

    # Where the member belongs

    def _unit_of(self, row: RowPreview) -> Unit | None:
        """The unit of the line, where the portal knows it."""
        name = row.values["unit"]
        unit = self.register.unit_of(name) if name else None
        if name and unit is None:
            row.warning("unit", HEADINGS["unit"], UNKNOWN_UNIT.format(name))
        row.values["unit"] = unit.name if unit else name
        return unit

    def _place(self, row: RowPreview, unit: Unit | None) -> Organization | None:
        """The organization of the line; a known member stays where the membership is."""
        if row.known is None:
            return self._organization_of(row, self._covering(unit))
        home = self.register.home_of(row.known)
        if home is None:
            last = max(membership.ends_on for membership in row.known.memberships.all())
            row.error("organization", HEADINGS["organization"], LEFT.format(last))
            return None
        if row.values["organization"]:
            self._stay(row, home.organization, self._covering(unit))
        return home.organization

    def _covering(self, unit: Unit | None) -> Organization | None:
        """The organization that covers the unit on the day."""
        return self.register.covering.get(unit.pk) if unit else None

    def _stay(self, row: RowPreview, home: Organization, covering: Organization | None) -> None:
        """Refuse another organization than the one the member belongs to."""
        same = self.register.organizations_named(row.values["organization"])
        if home in same:
            row.values["organization"] = home.name
        elif self._one_of(row, same, covering) is not None:
            row.error("organization", HEADINGS["organization"], ELSEWHERE.format(home))

    def _organization_of(self, row: RowPreview, covering: Organization | None) -> Organization | None:
        name = row.values["organization"]
        if not name:
            return self._by_unit(row, covering)
        found = self._one_of(row, self.register.organizations_named(name), covering)
        if found is not None:
            row.values["organization"] = found.name
        return found

    def _one_of(
        self, row: RowPreview, same: list[Organization], covering: Organization | None
    ) -> Organization | None:
        """The one organization that is meant, of several the covering one; or say what is wrong with it."""
        name = row.values["organization"]
        if len(same) > 1 and covering in same:
            same = [covering]
        if len(same) == 1 and same[0].closed_on is None:
            return same[0]
        sentence = SEVERAL.format(len(same), name) if same else UNKNOWN_ORGANIZATION.format(name)
        if len(same) == 1:
            sentence = CLOSED.format(name, same[0].closed_on)
        row.error("organization", HEADINGS["organization"], sentence, "" if same else without_blanks(name))
        return None

    def _by_unit(self, row: RowPreview, covering: Organization | None) -> Organization | None:
        """The organization of a line that names none: the one that covers the unit."""
        if row.errors_on("organization"):
            return None
        if covering is None or covering.closed_on is not None:
            row.error("organization", HEADINGS["organization"], NO_ORGANIZATION)
            return None
        row.values["organization"] = covering.name
        row.warning("organization", HEADINGS["organization"], BY_UNIT.format(covering.name))
        return covering

    # What the member would be

    def _fill(self, row: RowPreview, member: Member, unit: Unit | None) -> None:
        """Put the values of the line into the member; a blank cell changes nothing."""
        for name in PLAIN:
            self._set(row, member, name, row.values.get(name))
        self._set(row, member, "unit", unit)
        for name in SECRET:
            try:
                self._set(row, member, name, row.values.get(name))
            except SealError as error:
                row.error(name, HEADINGS[name], str(error))

    def _set(self, row: RowPreview, member: Member, name: str, new) -> None:
        """Set one value, and note what changes of a known member."""
        if new in (None, "") or (old := getattr(member, name)) == new:
            return
        if name == "name" and row.known is not None:
            row.warning(name, HEADINGS[name], OTHER_NAME.format(old))
        if row.known is not None:
            row.changes[HEADINGS[name]] = [told(old), told(new)]
        setattr(member, name, new)

    def _check(self, row: RowPreview, member: Member) -> None:
        """Say what is missing, and what the member contradicts; one sentence for each column."""
        for name, sentence in NEEDED.items():
            if not getattr(member, name):
                self._tell(row, name, sentence)
        try:
            member.clean()
        except ValidationError as errors:
            for name, sentences in errors.message_dict.items():
                self._tell(row, name, sentences[0])

    def _tell(self, row: RowPreview, name: str, sentence: str) -> None:
        """Add an error, unless the column or one that it follows from has one already."""
        named = {"id_number", *FROM_ID_NUMBER} if name == "id_number" else {name}
        named |= {"id_number"} if name in FROM_ID_NUMBER else set()
        if not any(row.errors_on(column) for column in named):
            row.error(name, HEADINGS[name], sentence)


def told(value):
    """A value as it stands among changes: rows by their name."""
    return str(value) if hasattr(value, "pk") else value


def fill_blanks(row: RowPreview) -> None:
    """Fill in what was left blank and follows from the number, or from the day of becoming formal."""
    values = row.values
    for name, read in FROM_ID_NUMBER.items():
        if values["id_number"] and values[name] is None and not row.errors_on(name):
            values[name] = read(values["id_number"])
    if values["full_member_on"] and values["status"] is None and not row.errors_on("status"):
        values["status"] = str(MemberStatus.FORMAL)
