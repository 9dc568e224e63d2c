"""Terms, deputies, demonstration sites, liaison, a service centre and departments of the demo county."""

import datetime
from random import Random

from core.audit import Actor
from core.saving import add
from organizations.building import appoint
from organizations.choices import PositionClass, PostRole, PostSource, SiteLevel
from organizations.demo import DemoGround, person
from organizations.demonstrating import liaise, name_site
from organizations.models import (
    DemonstrationSite,
    Department,
    Liaison,
    Organization,
    Post,
    ServiceCentre,
    Term,
    Unit,
)
from organizations.serving import serve, units_of_area
from organizations.terms import elect, term_due_on

DEPARTMENTS = (
    ("组织部", "牵头抓总、督促指导"),
    ("统战部", "联系工商联和商会"),
    ("市场监管局", "提供企业登记名单"),
    ("民政局", "提供社会组织登记名单"),
)
LEADERS = ("市委常委、组织部部长", "副市长")
MONTH = datetime.timedelta(days=30)


class Showcase:
    """Adds to the demo ground what is elected, named, kept in touch with and served."""

    def __init__(self, ground: DemoGround, today: datetime.date, random: Random, by: Actor):
        self.ground, self.today, self.random, self.by = ground, today, random, by

    def build(self) -> None:
        self._terms()
        self._sites()
        self._liaisons()
        self._centre()
        for name, duty in DEPARTMENTS:
            add(Department(name=name, duty=duty, starts_on=self._early()), self.by)

    def _early(self) -> datetime.date:
        return self.today.replace(day=1) - 20 * MONTH

    def _terms(self) -> None:
        """Four of five organizations have elected; of these some are due soon and one is overdue."""
        for number, organization in enumerate(self.ground.organizations):
            if number % 5 != 4:
                self._elect(organization, number)

    def _elect(self, organization: Organization, number: int) -> None:
        on = organization.established_on
        due = self.today + 2 * (number - 1) * MONTH if number < 5 else term_due_on(organization, on)
        should = self.random.randrange(5, 20)
        facts = {"should_attend": should, "attended": should - self.random.randrange(3)}
        elect(Term(organization=organization, starts_on=on, due_on=max(due, on + MONTH), **facts), self.by)
        if number % 4 == 0:
            deputy = Post(organization=organization, role=PostRole.DEPUTY, starts_on=on)
            deputy.name, deputy.source = person(self.random), PostSource.MANAGEMENT
            deputy.unit_post, deputy.unit_position = "董事", PositionClass.BOARD
            appoint(deputy, self.by)

    def _sites(self) -> None:
        for organization, level in zip(self.ground.organizations[::6], SiteLevel.values[1:], strict=False):
            on = organization.established_on
            name_site(DemonstrationSite(organization=organization, level=level, starts_on=on), self.by)

    def _liaisons(self) -> None:
        for number, unit in enumerate(self.ground.units[:6]):
            leader = person(Random(number % 2))  # noqa: S311 - the same two leaders again
            post = LEADERS[number % 2]
            liaise(Liaison(unit=unit, leader=leader, leader_post=post, starts_on=self._early()), self.by)

    def _centre(self) -> None:
        zone = self.ground.areas[-1]
        centre = ServiceCentre(name=f"{zone}党群活动服务中心", area=zone, opened_on=self._early())
        add(centre, self.by)
        units = units_of_area(Unit.objects, zone, centre.opened_on)
        serve(centre, units, centre.opened_on, self.by)


def build(ground: DemoGround, today: datetime.date, random: Random, by: Actor) -> None:
    """Build what is shown and kept in time, as of today."""
    Showcase(ground, today, random, by).build()
