"""Two clerks at one moment: one wins, and the other is told what happened."""

import datetime
import threading
import time

import pytest
from django.db import connection, transaction

from core.audit import Actor
from core.saving import Refused
from organizations.building import assign, cover, cover_all
from organizations.choices import ExitReason, Formation
from organizations.handing_over import hand_over
from organizations.models import Coverage, Succession, Unit
from organizations.registration import close_unit, leave_base, move_unit
from organizations.renaming import rename_unit
from organizations.restructuring import close_organization, merge
from tests.factories import area, make_officer, make_organization, make_unit
from tests.racing import at_once, kinds

pytestmark = [pytest.mark.slow]

BY = Actor()
DAY = datetime.date(2020, 6, 30)


def test_unit_handed_over_at_once_goes_to_one(racing):
    unit = make_unit(name="甲公司")
    make_organization(name="先支部", covers=[unit])
    takers = [make_organization(name=f"{name}支部", formation=Formation.JOINT) for name in "左右"]
    answers = at_once(*(lambda to=to: hand_over(unit, to, DAY, BY) for to in takers))
    assert kinds(answers) == {"Coverage": 1, "Refused": 1}, answers
    winner = next(one.organization for one in answers if not isinstance(one, Refused))
    loser = next(taker for taker in takers if taker != winner)
    refused = next(one for one in answers if isinstance(one, Refused))
    assert str(refused) == f"“{winner}”从2020-06-30起才覆盖甲公司，移交给“{loser}”的日期应晚于这一天。"
    assert unit.coverages.on(DAY).get().organization == winner


def test_organization_closed_and_merged_at_once_ends_once(racing):
    target = make_organization(name="联合支部", formation=Formation.JOINT)
    other = make_organization(name="旧支部", covers=[make_unit()])
    answers = at_once(
        lambda: close_organization(other, DAY, "no_members", BY),
        lambda: merge(target, [other], DAY, BY),
    )
    assert kinds(answers) == {"Organization": 1, "Refused": 1}, answers
    refused = next(one for one in answers if isinstance(one, Refused))
    assert str(refused).startswith("“旧支部”已于2020-06-")
    merged = isinstance(answers[0], Refused)
    assert (Succession.objects.count(), other.coverages.count()) == ((1, 1) if merged else (0, 1))
    assert target.coverages.count() == int(merged)


def test_units_covered_at_once_by_two_imports_go_to_one(racing):
    units = [make_unit(name=f"甲{number}公司") for number in range(5)]
    takers = [make_organization(name=f"{name}支部", formation=Formation.JOINT) for name in "左右"]

    def covered_by(taker):
        return cover_all((Coverage(unit=unit, organization=taker, starts_on=DAY) for unit in units), BY)

    answers = at_once(*(lambda taker=taker: covered_by(taker) for taker in takers))
    assert kinds(answers) == {"list": 1, "Refused": 1}, answers
    refused = next(one for one in answers if isinstance(one, Refused))
    assert refused.about.unit == units[0]
    assert str(refused) in ("刚才有人登记了甲0公司的覆盖关系，请刷新后核对。", told_of(takers, refused))
    assert Coverage.objects.values("organization").distinct().count() == 1


def told_of(takers, refused, unit="甲0公司") -> str:
    """What the slower one is told when the check already saw the faster one."""
    loser = refused.about.organization
    winner = next(taker for taker in takers if taker != loser)
    return f"{unit}在2020-06-30 至 今已由“{winner}”覆盖，不能同时由“{loser}”覆盖。请先结束原来的覆盖关系。"


@pytest.mark.postgres
def test_unit_covered_between_check_and_saving_is_told(racing):
    """SQLite lets one write at a time, so there nobody comes between."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    units = [make_unit(name="甲公司"), make_unit(name="乙公司")]
    first, second = make_organization(), make_organization(formation=Formation.JOINT)
    kept, covering = threading.Event(), threading.Event()

    def keep_back():
        with transaction.atomic():
            coverage = Coverage.objects.create(unit=units[1], organization=first, starts_on=DAY)
            kept.set()
            covering.wait(5)
            _wait_for_somebody_blocked()
        return coverage

    def come_later():
        kept.wait(5)
        covering.set()
        return cover_all((Coverage(unit=unit, organization=second, starts_on=DAY) for unit in units), BY)

    refused = at_once(keep_back, come_later)[1]
    assert type(refused) is Refused
    told = ("刚才有人登记了乙公司的覆盖关系，请刷新后核对。", told_of((first, second), refused, "乙公司"))
    assert str(refused) in told
    assert refused.about.unit == units[1]


def _wait_for_somebody_blocked():
    """Stay in the transaction until another one waits for it."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)


def read_by_two(unit) -> tuple[Unit, Unit]:
    """The unit as two clerks have read it."""
    return Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=unit.pk)


def refusal_of(answers) -> str:
    """The sentence of the one who was second; the other act went through."""
    [refused] = [one for one in answers if isinstance(one, Exception)]
    assert isinstance(refused, Refused), refused
    return str(refused)


def test_unit_covered_at_once_has_one_organization(racing):
    mine, yours = read_by_two(make_unit(name="甲公司"))
    left, right = (make_organization(name=name, formation=Formation.JOINT) for name in ("左", "右"))
    told = refusal_of(at_once(lambda: cover(mine, left, DAY, BY), lambda: cover(yours, right, DAY, BY)))
    winner = mine.coverages.get().organization
    late, early = (right, left) if winner == left else (left, right)
    assert told in (
        "刚才有人登记了甲公司的覆盖关系，请刷新后核对。",
        f"甲公司在2020-06-30 至 今已由“{early}”覆盖，不能同时由“{late}”覆盖。请先结束原来的覆盖关系。",
    )


def test_standalone_organization_taken_at_once_covers_one_unit(racing):
    alone, units = make_organization(name="独支部"), [make_unit(name=name) for name in ("甲公司", "乙公司")]
    told = refusal_of(at_once(*(lambda unit=unit: cover(unit, alone, DAY, BY) for unit in units)))
    first = alone.coverages.get().unit
    second = next(unit for unit in units if unit != first)
    assert told == f"“独支部”是单独组建的党组织，已覆盖{first}，不能再覆盖{second}。"


def test_unit_moved_at_once_goes_to_one_area(racing):
    mine, yours = read_by_two(make_unit(name="甲公司"))
    west, north = area("桥西街道"), area("白塔镇")
    acts = (lambda: move_unit(mine, west, DAY, "", BY), lambda: move_unit(yours, north, DAY, "", BY))
    told = refusal_of(at_once(*acts))
    placed = mine.placements.get(starts_on=DAY).area
    assert told == f"甲公司从2020-06-30起由{placed}管理，变更日期应晚于这一天。"


def test_unit_renamed_at_once_has_one_new_name(racing):
    mine, yours = read_by_two(make_unit(name="甲公司"))
    acts = (
        lambda: rename_unit(mine, "丙公司", DAY, "", BY),
        lambda: rename_unit(yours, "丁公司", DAY, "", BY),
    )
    told = refusal_of(at_once(*acts))
    name = Unit.objects.get(pk=mine.pk).name
    assert told == f"{name}从2020-06-30起使用现在的名称，更名日期应晚于这一天。"
    assert mine.names.count() == 1


def test_unit_closed_at_once_closes_once(racing):
    mine, yours = read_by_two(make_unit(name="甲公司"))
    acts = (
        lambda unit=unit: close_unit(unit, DAY, ExitReason.DEREGISTERED, "文", BY) for unit in (mine, yours)
    )
    assert refusal_of(at_once(*acts)) == "甲公司已于2020-06-30注销或迁出，无需再办。"


def test_officer_sent_to_one_unit_at_once_is_there_once(racing):
    mine, yours = read_by_two(make_unit(name="甲公司"))
    officer = make_officer(name="张三")
    told = refusal_of(
        at_once(lambda: assign(officer, mine, DAY, BY), lambda: assign(officer, yours, DAY, BY))
    )
    assert told == "指导员张三在2020-06-30 至 今已派驻甲公司，无需重复登记。"


@pytest.mark.parametrize("attempt", range(4))
def test_nothing_outlasts_a_unit_that_is_closed_at_the_same_moment(racing, attempt):
    mine, yours = read_by_two(make_unit(name="甲公司"))
    taker, officer = make_organization(name="支部", formation=Formation.JOINT), make_officer(name="张三")
    at_once(
        lambda: close_unit(mine, DAY, ExitReason.DEREGISTERED, "文", BY),
        lambda: cover(yours, taker, DAY, BY),
        lambda: assign(officer, yours, DAY, BY),
    )
    spans = [*mine.coverages.all(), *mine.assignments.all()]
    assert {span.ends_on for span in spans} <= {DAY}


def test_unit_taken_out_of_the_base_at_once_keeps_the_first_reason(racing):
    mine, yours = read_by_two(make_unit(name="甲公司"))
    acts = (
        lambda: leave_base(mine, DAY, ExitReason.SHELL, "甲文", BY),
        lambda: leave_base(yours, DAY, ExitReason.SUSPENDED, "乙文", BY),
    )
    assert refusal_of(at_once(*acts)) == "甲公司已于2020-06-30移出基数，无需再办。"
