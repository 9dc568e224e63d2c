"""The plan of joint branches holds its rules, leaves over no more than it must, and fits well."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organizations.planning import Candidate, Group, LeftOverReason, plan
from organizations.planning_shapes import cover_most, shapes_of

pytestmark = pytest.mark.slow

TRADES = ("玻璃", "商贸", "物流", "")
SIZES = (None, 5, 50, 500, 5000)


def units(*members, area=1, trade="玻璃", employees=50):
    return [Candidate(key, area, number, trade, employees) for key, number in enumerate(members, 1)]


def invented(number: int, trades: int, seed: int = 1) -> list[Candidate]:
    """An area of so many candidates: some trades are common, many rare; a tenth of the facts is unknown."""
    random = Random(seed)
    return [
        Candidate(
            key,
            1,
            random.choice((1, 1, 1, 2, 2)),
            "" if random.random() < 0.1 else f"行业{min(int(random.expovariate(6 / trades)), trades - 1)}",
            None if random.random() < 0.1 else int(random.lognormvariate(3.5, 1.3)),
        )
        for key in range(number)
    ]


@st.composite
def candidates(draw, most=30, areas=3):
    rows = st.tuples(
        st.integers(1, areas),
        st.sampled_from((None, 0, 1, 1, 1, 2, 2, 3, 4)),
        st.sampled_from(TRADES),
        st.sampled_from(SIZES),
    )
    return [Candidate(key, *row) for key, row in enumerate(draw(st.lists(rows, max_size=most)))]


RULES = st.sampled_from([(3, 5), (3, 5), (3, 5), (3, 2), (4, 3), (5, 4), (2, 5), (5, 10), (3, 1), (1, 5)])


@settings(max_examples=40, deadline=None)
@given(candidates(), RULES)
def test_plan_holds_its_rules(found, rules):
    enough, most = rules
    proposal = plan(found, enough=enough, most=most)
    for group in proposal.groups:
        assert (group.members >= enough, 2 <= len(group.units) <= most) == (True, True)
        assert len({unit.area for unit in group.units}) == 1
        assert all(0 < unit.formal_members < enough for unit in group.units)
    placed = [unit for group in proposal.groups for unit in group.units]
    placed += [left.unit for left in proposal.left_over]
    assert Counter(placed) == Counter(found)
    too_few = [left for left in proposal.left_over if left.reason == LeftOverReason.TOO_FEW]
    assert len(too_few) == proposal.least_left_over
    assert (proposal.optimal, proposal.cost, proposal.gap) == (True, proposal.bound, 0.0)


def groupings(found: list, most: int):
    """Every way to put the units into groups and to leave the others over."""
    if not found:
        yield []
        return
    first, *others = found
    for rest in groupings(others, most):
        yield rest
        yield [[first], *rest]
        for number, group in enumerate(rest):
            if len(group) < most:
                yield [*rest[:number], [first, *group], *rest[number + 1 :]]


def best_by_hand(found: list, enough: int, most: int) -> tuple[int, int]:
    """Try everything: fewest left over, then the lowest cost."""
    tried = ([Group(tuple(units)) for units in grouping] for grouping in groupings(found, most))
    held = (one for one in tried if all(g.members >= enough and len(g.units) > 1 for g in one))
    return min((len(found) - sum(len(g.units) for g in one), sum(g.cost for g in one)) for one in held)


SMALL = st.lists(
    st.tuples(st.integers(1, 2), st.sampled_from(("玻璃", "商贸", "")), st.sampled_from((None, 5, 500))),
    min_size=1,
    max_size=7,
)


@settings(max_examples=40, deadline=None)
@given(SMALL, st.sampled_from([(3, 5), (3, 3), (3, 2)]))
def test_small_plans_are_as_good_as_trying_everything(rows, rules):
    enough, most = rules
    found = [Candidate(key, 1, *row) for key, row in enumerate(rows)]
    proposal = plan(found, enough=enough, most=most)
    best = best_by_hand(found, enough, most)
    assert (proposal.least_left_over, len(proposal.left_over), proposal.cost) == (best[0], *best)


@pytest.mark.parametrize(
    ("members", "left"),
    [
        ((1,), 1),
        ((2,), 1),
        ((1, 1), 2),
        ((1, 2), 0),
        ((2, 2), 0),
        ((1, 1, 1), 0),
        ((1,) * 6, 0),
        ((2,) * 7, 0),
    ],
)
def test_only_a_handful_is_ever_left_over(members, left):
    """With three members and five units any three units or more can be placed, and two that hold three."""
    assert plan(units(*members)).least_left_over == left


def test_reason_of_each_unit_left_over():
    proposal = plan(units(None, 0, 1, 3))
    told = [(left.unit.formal_members, left.reason) for left in proposal.left_over]
    reasons = LeftOverReason
    expected = {
        (None, reasons.UNKNOWN),
        (0, reasons.NO_MEMBERS),
        (1, reasons.TOO_FEW),
        (3, reasons.OWN_BRANCH),
    }
    assert (set(told), proposal.least_left_over) == (expected, 1)


def test_areas_do_not_mix():
    found = [Candidate(1, 1, 2), Candidate(2, 2, 2), Candidate(3, 2, 1)]
    [group] = plan(found).groups
    assert {unit.key for unit in group.units} == {2, 3}


def test_trades_and_sizes_stay_together():
    rows = [("玻璃", 10), ("商贸", 10), ("玻璃", 2000)] * 3
    found = [Candidate(key, 1, 1, trade, employees) for key, (trade, employees) in enumerate(rows)]
    held = [{(unit.trade, unit.employees) for unit in group.units} for group in plan(found).groups]
    assert held == [{("商贸", 10)}, {("玻璃", 10)}, {("玻璃", 2000)}]


def test_unit_joins_another_trade_before_it_is_left_over():
    found = [*units(1, 1, 1, 1, 1), Candidate(9, 1, 1, "商贸", 50)]
    proposal = plan(found)
    assert (len(proposal.left_over), sorted(group.trade for group in proposal.groups)) == (0, ["", "玻璃"])


def test_order_of_the_candidates_does_not_matter():
    found = invented(60, 6)
    assert plan(found) == plan(reversed(found)) == plan(found)


def test_shapes_ask_for_no_more_than_needed():
    assert list(shapes_of(3, 5)) == [(2, 1), (1, 1, 1), (1, 1, 1, 1), (1, 1, 1, 1, 1)]
    assert list(shapes_of(4, 3)) == [(3, 1), (2, 2), (2, 1, 1)]
    assert list(shapes_of(3, 1)) == []


def test_most_units_are_covered_in_the_fewest_groups():
    assert cover_most(Counter({1: 10}), list(shapes_of(3, 5))) == {(1,) * 5: 2}
    assert cover_most(Counter({1: 4, 2: 1}), list(shapes_of(3, 2))) == {(2, 1): 1}


def test_best_plan_so_far_when_there_is_no_time():
    found = invented(200, 12)
    hasty, best = plan(found, seconds=0), plan(found)
    assert (hasty.optimal, len(hasty.left_over), hasty.cost >= best.cost) == (False, 0, True)
    assert 0 < hasty.bound <= best.cost
    assert (round(hasty.gap, 6), best.gap) == (round(1 - hasty.bound / hasty.cost, 6), 0.0)


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [1.0, 8.0])
def test_two_thousand_candidates_of_one_area(seconds):
    proposal = plan(invented(2000, 30), seconds=seconds)
    held = [(group.members >= 3, len(group.units) <= 5) for group in proposal.groups]
    assert (set(held), len(proposal.left_over), proposal.least_left_over) == ({(True, True)}, 0, 0)
    assert sum(len(group.units) for group in proposal.groups) == 2000
    assert 0 < proposal.bound <= proposal.cost
    assert 0 <= proposal.gap < 1
