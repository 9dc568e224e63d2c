"""Two clerks at one moment: one wins, and the other is told what happened."""

import datetime

import pytest

from core.audit import Actor
from core.saving import Refused
from organizations.choices import Formation
from organizations.handing_over import hand_over
from organizations.models import Succession
from organizations.restructuring import close_organization, merge
from tests.factories import make_organization, make_unit
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
