"""Invented members for the demo county: as many at each unit as the unit counts."""

import datetime
import itertools
from random import Random

from core.audit import Actor
from core.identifiers import id_check_character
from members.choices import Education, Ethnicity, Floating, JoinReason, LeaveReason, MemberStatus, Sex
from members.joining import admit
from members.leaving import leave
from members.models import Member, years_after
from organizations.demo import person
from organizations.models import Organization, Unit

JOBS = ("车间主任", "技术员", "质检员", "会计", "销售员", "班组长", "人事专员", "仓库管理员")
TECHNICAL = frozenset({"技术员", "质检员"})
MANAGING = frozenset({"车间主任", "人事专员"})


# No district has this code: nobody's number begins with it.
UNASSIGNED_AREA = "130599"


def invented_id_number(born: datetime.date, sex: str, number: int) -> str:
    """Return a number with the right check character; the last digit of the serial tells the sex."""
    serial = number * 2 % 1000 + (sex == Sex.MALE)
    first = f"{UNASSIGNED_AREA}{born:%Y%m%d}{serial:03}"
    return first + id_check_character(first)


class Builder:
    """Builds by the same acts as the pages; `months` are the first days of the months the demo tells of."""

    def __init__(self, months: list[datetime.date], random: Random, by: Actor):
        self.months, self.random, self.by = months, random, by
        self.people = itertools.count(1)

    def build(self, number: int, organization: Organization) -> None:
        """Staff one organization; of every third, somebody has moved away."""
        for coverage in organization.coverages.select_related("unit").order_by("pk"):
            unit = coverage.unit
            for _ in range(unit.formal_members or 0):
                self._admit(self._formal(unit), organization, JoinReason.REGISTERED)
            for _ in range(unit.probationary_members or 0):
                self._admit(self._probationary(unit), organization, JoinReason.ADMITTED)
        if number % 3 == 0:
            gone = self._formal(None)
            self._admit(gone, organization, JoinReason.REGISTERED)
            document = f"组织关系介绍信第{number + 1:03}号"
            leave(gone, self.months[-2], LeaveReason.TRANSFERRED_OUT, document, self.by)

    def _admit(self, member, organization, reason):
        admit(member, organization, max(organization.established_on, member.joined_on), self.by, reason)

    def _formal(self, unit: Unit | None) -> Member:
        born = self._day_in(1960, 1996)
        joined = years_after(born, self.random.randrange(19, 26))
        status = {"status": MemberStatus.FORMAL, "full_member_on": years_after(joined, 1)}
        return self._person(unit, birth_date=born, joined_on=joined, **status)

    def _probationary(self, unit: Unit) -> Member:
        """Joined in the months of the demo, a few so long before that they should be formal by now."""
        joined = self.random.choice(self.months[:-1]) - datetime.timedelta(days=self.random.randrange(100))
        born = self._day_in(joined.year - 40, joined.year - 20)
        return self._person(unit, birth_date=born, joined_on=joined, status=MemberStatus.PROBATIONARY)

    def _person(self, unit, **values) -> Member:
        job = self.random.choice(JOBS)
        member = Member(
            name=person(self.random),
            sex=self.random.choice(Sex.values),
            ethnicity=Ethnicity.HAN if self.random.random() < 0.95 else Ethnicity.HUI,
            education=self.random.choice([Education.BACHELOR, Education.ASSOCIATE, Education.VOCATIONAL]),
            # No telephone number in use begins with 120.
            phone=f"1200000{self.random.randrange(10_000):04}",
            unit=unit,
            job=job,
            is_manager=job in MANAGING,
            is_technician=job in TECHNICAL,
            floating=self.random.choices(Floating.values, (18, 1, 1))[0],
            on_site=self.random.random() < 0.9,
            **values,
        )
        return self._with_personal_data(member, next(self.people))

    def _with_personal_data(self, member: Member, number: int) -> Member:
        """Give everybody an address, and all but every tenth an identity number."""
        member.address = f"沙河市示例小区{number % 30 + 1}号楼{number}室"
        if number % 10:
            member.id_number = invented_id_number(member.birth_date, member.sex, number)
        return member

    def _day_in(self, first_year: int, last_year: int) -> datetime.date:
        days = self.random.randrange((last_year - first_year) * 365)
        return datetime.date(first_year, 1, 1) + datetime.timedelta(days=days)


def build(
    organizations: list[Organization], months: list[datetime.date], random_source: Random, by: Actor
) -> None:
    """Give every organization its members; `months` are first days, oldest first, the last may still run."""
    builder = Builder(months, random_source, by)
    for number, organization in enumerate(organizations):
        builder.build(number, organization)
