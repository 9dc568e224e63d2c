"""The invented county: units of four areas with their branches and officers."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from tests.workbook_factory import credit_code

FIELDS = (
    "name", "credit_code", "kind", "area", "employees", "formal_members", "probationary_members", "coverage",
    "organization", "organization_established_on", "secretary", "officer",
)  # fmt: skip
AREAS = ("褡裢街道", "桥东街道", "白塔镇", "蝉房乡")
FIRST = ("恒信", "华泽", "瑞通", "金晖", "安顺", "德隆", "宏图", "嘉美", "永固", "新源", "百川")
TRADES = ("玻璃", "建材", "机械", "商贸", "食品", "物流", "矿业", "纺织", "餐饮", "环保科技", "装饰")
BODIES = ("商会", "养老服务中心", "职业培训学校")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"
GIVEN = ("建国", "玉兰", "伟", "秀英", "志强", "敏", "春兰", "晓东", "磊", "海燕", "立新")
POSTS = ("总经理", "副总经理", "办公室主任", "车间主任", "工会主席")
EMPLOYERS = ("镇党委组织委员", "市场监管局科员", "统战部干部", "工商联干部")
PLAN = (
    "standalone",
    "joint",
    "joint",
    "joint",
    "none",
    "guidance",
    "standalone",
    "guidance",
    "none",
    "standalone",
    "none",
)


@dataclass(frozen=True)
class Record:
    """A unit with everything a ledger may say of it."""

    number: int
    name: str
    credit_code: str
    kind: str
    area: str
    employees: int
    formal_members: int
    probationary_members: int
    coverage: str
    organization: str | None = None
    organization_established_on: date | None = None
    secretary: str | None = None
    secretary_post: str | None = None
    officer: str | None = None
    officer_post: str | None = None
    phone: str = ""

    def expected(self, missing=()) -> dict:
        """The answer in the names of the contract; a layout that does not ask gets nothing."""
        values = {name: value for name, value in asdict(self).items() if name in FIELDS}
        day = self.organization_established_on
        values["organization_established_on"] = day and day.isoformat()
        return values | dict.fromkeys(missing)


def person(number: int) -> str:
    return SURNAMES[number * 7 % len(SURNAMES)] + GIVEN[number * 5 % len(GIVEN)]


def bare(number: int, area: str, state: str) -> Record:
    social = number % 11 == 8
    place, trade = FIRST[number * 3 % len(FIRST)], TRADES[(number * 5 + number // 11) % len(TRADES)]
    name = f"沙河市{place}{BODIES[number % 3]}" if social else f"沙河市{place}{trade}有限公司"
    return Record(
        number=number,
        name=name,
        credit_code=credit_code(number, "52" if social else "91"),
        kind="social_org" if social else "enterprise",
        area=area,
        employees=(6, 12, 18, 25, 40, 66, 120, 340)[number * 3 % 8],
        formal_members=(3, 5, 8, 12)[number % 4] if state == "standalone" else number % 3,
        probationary_members=number % 3 % 2,
        coverage=state,
        phone=f"138{number:08}",
    )


def with_branch(record: Record, leader: int, name: str) -> Record:
    return replace(
        record,
        organization=name,
        organization_established_on=date(2008 + leader % 9, 1 + leader * 5 % 12, 13 + leader % 15),
        secretary=person(leader),
        secretary_post=POSTS[leader % len(POSTS)],
    )


def record_of(number: int, area: str, place: int) -> Record:
    state = PLAN[place % len(PLAN)]
    record = bare(number, area, state)
    if state == "standalone":
        return with_branch(record, number, f"中共{record.name}支部委员会")
    if state == "joint":
        leader = number - PLAN[: place % len(PLAN)].count("joint")
        return with_branch(record, leader, f"{area}{'第一联合党支部' if leader % 2 else '玻璃行业党支部'}")
    if state == "guidance":
        return replace(record, officer=person(number + 3), officer_post=EMPLOYERS[number % len(EMPLOYERS)])
    return record


def county() -> list[Record]:
    """Eleven units in each area, in the order of the areas."""
    numbers = enumerate((area, place) for area in AREAS for place in range(len(PLAN)))
    return [record_of(number, area, place) for number, (area, place) in numbers]


COUNTY = county()
ENTERPRISES = [record for record in COUNTY if record.kind == "enterprise"]
SOCIAL = [record for record in COUNTY if record.kind == "social_org"]


def of_area(area: str, records=COUNTY) -> list[Record]:
    return [record for record in records if record.area == area]
