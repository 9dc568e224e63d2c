"""What the invented units are like, and a few changes of their lives: other names, a closing and a return."""

import datetime
from decimal import Decimal
from random import Random

from core.audit import Actor
from organizations.choices import ExitReason, PoliticalStanding, UnitKind
from organizations.demo import DemoGround, person
from organizations.models import Unit
from organizations.registration import close_unit, reopen_unit, save_unit
from organizations.renaming import rename_unit

DAY = datetime.timedelta(days=1)
BODIES = ("沙河市民政局", "沙河市工商业联合会", "沙河市教育局")


def build(ground: DemoGround, today: datetime.date, random: Random, by: Actor) -> None:
    for unit in ground.units:
        unit.refresh_from_db()
        _describe(unit, random)
        save_unit(unit, today, by)
    for unit in ground.units[:3]:
        name = unit.name.replace("有限公司", "集团有限公司")
        rename_unit(unit, name, today - 150 * DAY, "变更登记通知书", by)
    for unit in ground.units[3:12]:
        unit.employees += 6
        save_unit(unit, today - 60 * DAY, by)
    _close_and_reopen(ground.units, today, by)


def _describe(unit: Unit, random: Random) -> None:
    unit.legal_representative = person(random)
    unit.legal_standing = random.choice((PoliticalStanding.MEMBER, PoliticalStanding.MASSES))
    unit.has_union = random.random() < 0.5
    unit.has_league = random.random() < 0.3
    unit.has_womens_federation = random.random() < 0.2
    unit.in_market = random.random() < 0.1
    unit.address = f"沙河市人民大街{random.randrange(1, 300)}号"
    if unit.kind == UnitKind.ENTERPRISE:
        unit.annual_revenue = Decimal(random.randrange(100, 90_000))
    else:
        unit.supervising_body = random.choice(BODIES)
        unit.association_members = random.randrange(10, 200)


def _close_and_reopen(units: list[Unit], today: datetime.date, by: Actor) -> None:
    """One unit that nobody covers closed and came back: its page tells both."""
    free = next((unit for unit in units if _is_free(unit)), None)
    if free is None:
        return
    close_unit(free, today - 200 * DAY, ExitReason.DEREGISTERED, "注销登记通知书", by)
    reopen_unit(free, today - 120 * DAY, "恢复登记通知书", by, in_base=True)


def _is_free(unit: Unit) -> bool:
    held = (unit.coverages, unit.assignments, unit.liaisons, unit.services, unit.coverage_plans)
    return unit.closed_on is None and not any(rows.exists() for rows in held)
