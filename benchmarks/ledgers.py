"""An invented ledger of units as the register exports it: 25 columns, a third with an organization."""

import datetime
from io import BytesIO
from pathlib import Path
from random import Random

from stdnum.cn import uscc

from core.workbooks import ColumnOut, SheetOut, write_workbook
from organizations.choices import CoverageState, EnterpriseType
from organizations.intake.ledger import ENTERPRISE_LEDGER
from organizations.models import Area

COLUMNS = (
    "name", "credit_code", "area", "employees", "formal_members", "probationary_members", "coverage",
    "organization", "organization_established_on", "secretary", "secretary_post", "phone", "officer",
    "officer_post", "note", "registration_number", "enterprise_type", "industry", "opened_on", "above_scale",
    "in_market", "annual_revenue", "has_union", "legal_representative", "address",
)  # fmt: skip
OPENED, FOUNDED = datetime.date(2012, 1, 1), datetime.date(2016, 3, 15)
UNITS_PER_GROUP = 5
SURNAMES, TRADES = "赵钱孙李周吴郑王冯陈", ("玻璃制造", "建材批发", "商贸零售", "物流运输", "机械加工")


def write_ledger(path: Path, rows: int, seed: int = 130582) -> None:
    """Write the workbook; every line is without fault."""
    random, stream = Random(seed), BytesIO()
    areas = list(Area.objects.leaves().order_by("path").values_list("name", flat=True))
    fields = ENTERPRISE_LEDGER.fields
    columns = [ColumnOut(fields[name].heading, fields[name].kind) for name in COLUMNS]
    lines = (line_of(number, areas, random) for number in range(rows))
    write_workbook(stream, [SheetOut("非公企业台账", columns, lines)])
    path.write_bytes(stream.getvalue())


def line_of(number: int, areas: list[str], random: Random) -> list:
    """The cells of one unit; units of one group of five lie in one area and may share an organization."""
    group = number // UNITS_PER_GROUP
    cells = {"area": areas[group % len(areas)], **plain(number, random), **built(number, group)}
    return [cells.get(name) for name in COLUMNS]


def plain(number: int, random: Random) -> dict:
    code = f"91130582{number:09}"
    return {
        "name": f"沙河市试验{number}号{random.choice(TRADES)[:2]}有限公司",
        "credit_code": code + uscc.calc_check_digit(code),
        "employees": random.randrange(3, 400),
        "formal_members": random.randrange(3, 12),
        "probationary_members": random.randrange(3),
        "phone": f"138{random.randrange(10**8):08}",
        "note": "逐户走访核对" if random.random() < 0.2 else None,
        "registration_number": f"1305822{number:08}",
        "enterprise_type": random.choice((EnterpriseType.PRIVATE, EnterpriseType.MIXED)).label,
        "industry": random.choice(TRADES),
        "opened_on": OPENED + datetime.timedelta(days=random.randrange(1500)),
        "above_scale": random.choice("是否"),
        "in_market": random.choice("是否"),
        "annual_revenue": random.randrange(10**6) / 100,
        "has_union": random.choice("是否"),
        "legal_representative": person(number, random),
        "address": f"沙河市试验大街{random.randrange(999)}号{random.randrange(30)}栋",
    }


def built(number: int, group: int) -> dict:
    """Every third group shares an organization or has one for each unit; some others have an officer."""
    if group % 3 == 0:
        return covered(number, group)
    if group % 20 < 3:
        officer = f"{SURNAMES[group // 20 % 7]}国{'甲乙丙丁戊'[group % 5]}"
        return {"coverage": CoverageState.GUIDANCE.label, "officer": officer, "officer_post": "镇党建办干事"}
    return {"coverage": "未组建"}


def covered(number: int, group: int) -> dict:
    alone = group % 2 == 0
    state = CoverageState.STANDALONE if alone else CoverageState.JOINT
    name = f"试验{number}号党支部" if alone else f"试验第{group}联合党支部"
    person = number if alone else group
    return {
        "coverage": state.label,
        "organization": name,
        "organization_established_on": FOUNDED,
        "secretary": f"{SURNAMES[person % 10]}建{'甲乙丙丁'[person % 4]}",
        "secretary_post": "副总经理",
    }


def person(number: int, random: Random) -> str:
    return random.choice(SURNAMES) + "试" + "一二三四五六七八九"[number % 9]
