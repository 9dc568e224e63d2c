"""A small invented county: units in every state, organizations, officers and their visits."""

import datetime
from dataclasses import dataclass, field
from random import Random

from stdnum.cn.uscc import calc_check_digit

from core.audit import Actor
from core.saving import add
from organizations.building import appoint, assign, cover, end_coverage, set_up
from organizations.choices import (
    EnterpriseType,
    ExitReason,
    Formation,
    OrganizationType,
    PositionClass,
    PostRole,
    PostSource,
    SocialType,
    UnitKind,
    VisitManner,
)
from organizations.models import Area, Assignment, Officer, Organization, Post, Unit, Visit
from organizations.registration import leave_base, move_unit, register_unit

AREAS = ("桥东街道", "白塔镇", "沙河经济开发区")
WORDS = "金玉瑞丰恒泰华晟汇通嘉禾德润鼎新远航百川永兴"
TRADES = ("玻璃", "建材", "机械", "食品", "纺织", "物流", "环保科技", "商贸")
SOCIAL = ("玻璃行业协会", "养老服务中心", "职业培训学校", "志愿者协会", "书画协会", "幼儿园")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = ("明远", "晓东", "立新", "建国", "海燕", "春兰", "文博", "若水", "思远", "雪梅", "志强", "玉兰")
CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass
class DemoGround:
    """What was built, for the builders of the other applications."""

    areas: list[Area]
    units: list[Unit] = field(default_factory=list)
    organizations: list[Organization] = field(default_factory=list)
    officers: list[Officer] = field(default_factory=list)


def person(random: Random) -> str:
    return random.choice(SURNAMES) + random.choice(GIVEN)


def credit_code(random: Random, leading: str) -> str:
    """Return an invented code with a right check character; a subject number like no real one here."""
    body = f"{leading}130582T{''.join(random.choice(CODE_SIGNS) for _ in range(8))}"
    return body + calc_check_digit(body)


class Builder:
    """Builds the ground by the acts of the pages; its first day is two years before today."""

    def __init__(self, today: datetime.date, random: Random, by: Actor):
        self.today, self.random, self.by = today, random, by
        self.first = today.replace(day=1) - datetime.timedelta(days=730)
        self.ground = DemoGround(list(Area.objects.filter(name__in=AREAS)))
        self.names: set[str] = set()

    def build(self) -> DemoGround:
        for area in self.ground.areas:
            self._standalone(area, 6)
            self._joint(area, 4)
            self._guided(area, 3)
            self._plain(area, 2, surveyed=True)
            self._plain(area, 1, surveyed=False)
            self._social(area)
        self._history()
        return self.ground

    def later(self, most: int = 600) -> datetime.date:
        return self.first + datetime.timedelta(days=self.random.randrange(most))

    def _name(self, pattern: str) -> str:
        while True:
            name = pattern.format(self.random.choice(WORDS) + self.random.choice(WORDS))
            if name not in self.names:
                self.names.add(name)
                return name

    def _unit(self, area: Area, members: int, surveyed: bool = True, **values) -> Unit:
        trade = self.random.choice(TRADES)
        unit = Unit(
            kind=UnitKind.ENTERPRISE,
            name=self._name(f"沙河市{{}}{trade}有限公司"),
            credit_code=credit_code(self.random, "91"),
            enterprise_type=EnterpriseType.PRIVATE,
            industry=trade,
            above_scale=self.random.random() < 0.3,
            employees=self.random.randrange(8, 400),
            formal_members=members,
            probationary_members=self.random.randrange(2),
            surveyed_on=self.first if surveyed else None,
            **values,
        )
        return self._register(unit, area)

    def _register(self, unit: Unit, area: Area) -> Unit:
        register_unit(unit, area, self.first, self.by)
        self.ground.units.append(unit)
        return unit

    def _organization(self, area: Area, name: str, units: list[Unit], formation: Formation) -> Organization:
        on = self.later()
        kind = OrganizationType.BRANCH if formation == Formation.STANDALONE else OrganizationType.JOINT_BRANCH
        organization = Organization(
            name=name,
            type=kind,
            formation=formation,
            established_on=on,
            approved_on=on,
            approved_by=f"{area}党（工）委",
        )
        set_up(organization, area, self.by)
        for unit in units:
            cover(unit, organization, on, self.by)
        self._secretary(organization, on)
        self.ground.organizations.append(organization)
        return organization

    def _secretary(self, organization: Organization, on: datetime.date) -> None:
        source, job, position = self.random.choice(
            [
                (PostSource.MANAGEMENT, "副总经理", PositionClass.MANAGEMENT),
                (PostSource.UNION, "工会主席", PositionClass.UNION),
                (PostSource.SENT, "", ""),
            ]
        )
        post = Post(
            organization=organization, role=PostRole.SECRETARY, name=person(self.random), starts_on=on
        )
        post.source, post.unit_post, post.unit_position = source, job, position
        appoint(post, self.by)

    def _standalone(self, area: Area, count: int) -> None:
        for _ in range(count):
            unit = self._unit(area, self.random.randrange(3, 15))
            self._organization(area, f"中共{unit.name}支部委员会", [unit], Formation.STANDALONE)

    def _joint(self, area: Area, count: int) -> None:
        units = [self._unit(area, self.random.randrange(1, 3)) for _ in range(count)]
        half = count // 2
        for number, group in enumerate((units[:half], units[half:]), 1):
            self._organization(area, f"{area}第{number}联合党支部", group, Formation.JOINT)

    def _guided(self, area: Area, count: int) -> None:
        officer = Officer(name=person(self.random), employer=f"{area}党建办干部", area=area)
        add(officer, self.by)
        self.ground.officers.append(officer)
        for _ in range(count):
            unit = self._unit(area, 0)
            assignment = assign(officer, unit, self.later(300), self.by)
            self._visits(assignment)

    def _visits(self, assignment: Assignment) -> None:
        for back in range(0, 330, 35):
            day = self.today - datetime.timedelta(days=back + self.random.randrange(20))
            if day >= assignment.starts_on:
                visit = Visit(assignment=assignment, held_on=day, manner=VisitManner.ON_SITE)
                visit.content = "了解职工和党员情况，宣传党的政策。"
                add(visit, self.by)

    def _plain(self, area: Area, count: int, surveyed: bool) -> None:
        for _ in range(count):
            self._unit(area, self.random.randrange(2) if surveyed else 0, surveyed)

    def _social(self, area: Area) -> None:
        for covered in (True, False):
            unit = Unit(
                kind=UnitKind.SOCIAL_ORG,
                name=self._name(f"沙河市{{}}{self.random.choice(SOCIAL)}"),
                credit_code=credit_code(self.random, "51" if covered else "52"),
                social_type=SocialType.ASSOCIATION if covered else SocialType.SERVICE,
                employees=self.random.randrange(5, 60),
                formal_members=self.random.randrange(3, 6) if covered else 0,
                surveyed_on=self.first,
            )
            self._register(unit, area)
            if covered:
                self._organization(area, f"中共{unit.name}支部委员会", [unit], Formation.STANDALONE)

    def _history(self) -> None:
        """Some of the past: a unit left the base, one moved, one lost its branch and has waited since."""
        day = self.today - datetime.timedelta(days=100)
        plain = [
            unit
            for unit in self.ground.units
            if not unit.coverages.exists() and not unit.assignments.exists()
        ]
        leave_base(plain[0], day, ExitReason.SUSPENDED, "停产核查记录", self.by)
        move_unit(plain[1], self.ground.areas[1], day, "管理归属调整通知", self.by)
        joint = self.ground.organizations[6].coverages.first()
        end_coverage(joint, max(day, joint.starts_on), self.by)


def build(today: datetime.date, random: Random, by: Actor) -> DemoGround:
    """Build the ground of the demo county as of today."""
    return Builder(today, random, by).build()
