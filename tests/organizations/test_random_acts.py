"""Whatever acts follow each other, the states sum to the base and no act changes a day before its own."""

import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from core.saving import Refused
from organizations import conditions as c
from organizations.area_merging import merge_area
from organizations.building import assign, cover, end_coverage, set_up
from organizations.choices import CloseReason, CoverageState, ExitReason, Formation
from organizations.guidance import end_assignment, leave, replace_officer
from organizations.handing_over import hand_over
from organizations.models import Area, Assignment, Coverage, Officer, Organization, Survey, Unit
from organizations.models.surveys import NUMBERS
from organizations.models.units import area_on
from organizations.registration import (
    close_unit,
    enter_base,
    leave_base,
    move_unit,
    reopen_unit,
    save_unit,
    save_units,
)
from organizations.restructuring import close_organization, merge, merge_anew, rebuild, split
from tests.factories import BY, area, make_officer, make_organization, make_unit

FIRST = datetime.date(2020, 1, 1)
LENGTH = 9
PLACES = ("桥东街道", "桥西街道", "褡裢街道")


def day(number: int) -> datetime.date:
    return FIRST + datetime.timedelta(days=number)


def settle() -> None:
    """Four units in two places, two with members counted, three organizations, two officers."""
    for number in range(4):
        make_unit(
            PLACES[number % 2],
            on=FIRST,
            in_base=number < 3,
            surveyed_on=FIRST if number else None,
            formal_members=number if number < 2 else None,
        )
    for number, formation in enumerate((Formation.STANDALONE, Formation.JOINT, Formation.REGIONAL)):
        make_organization(PLACES[number % 2], on=FIRST, formation=formation)
    for place in PLACES[:2]:
        make_officer(place)


class World:
    """The rows an act is done to, picked by number; numbers wrap around."""

    def __init__(self, one: int, other: int, on: datetime.date):
        self.on, self.number = on, other
        self.unit = self.pick(Unit, one)
        self.organization, self.other = self.pick(Organization, one), self.pick(Organization, other)
        self.officer = self.pick(Officer, other)
        self.area = area(PLACES[other % 3])
        self.coverage = self.held(Coverage, unit=self.unit)
        self.assignment = self.held(Assignment, unit=self.unit)

    @staticmethod
    def pick(model, number: int):
        rows = list(model.objects.order_by("pk"))
        return rows[number % len(rows)]

    @staticmethod
    def held(model, **of):
        return model.objects.filter(**of).order_by("starts_on").last()

    def fresh(self, formation=Formation.JOINT) -> Organization:
        return Organization(name="新的联合党支部", formation=formation, established_on=self.on)

    def some_units(self) -> list[Unit]:
        return [coverage.unit for coverage in self.organization.coverages.on(self.on).order_by("pk")[:1]]


def set_up_and_cover(w: World):
    with transaction.atomic():
        cover(w.unit, set_up(w.fresh(Formation.STANDALONE), w.area, BY), w.on, BY)


def count_heads(w: World):
    """Somebody types another number; nobody else has saved the unit meanwhile."""
    w.unit.formal_members = w.number
    save_unit(w.unit, w.on, BY)


def count_all(w: World):
    """A ledger comes with the numbers of two units."""
    units = list(Unit.objects.order_by("pk")[w.number % 3 :][:2])
    for unit in units:
        unit.employees, unit.above_scale = w.number, w.number > 2
    save_units(units, w.on, BY)


ACTS = {
    "count heads": count_heads,
    "count all": count_all,
    "set up": set_up_and_cover,
    "cover": lambda w: cover(w.unit, w.organization, w.on, BY),
    "cover jointly": lambda w: cover(w.unit, w.other, w.on, BY),
    "end coverage": lambda w: w.coverage and end_coverage(w.coverage, w.on, BY),
    "hand over": lambda w: hand_over(w.unit, w.other, w.on, BY),
    "assign": lambda w: assign(w.officer, w.unit, w.on, BY),
    "end assignment": lambda w: w.assignment and end_assignment(w.assignment, w.on, "", BY),
    "replace": lambda w: w.assignment and replace_officer(w.assignment, w.officer, w.on, "", BY),
    "officer leaves": lambda w: leave(w.officer, w.on, "调离", BY),
    "leave base": lambda w: leave_base(w.unit, w.on, ExitReason.SHELL, "纪要", BY),
    "enter base": lambda w: enter_base(w.unit, w.on, "摸排", BY),
    "close": lambda w: close_unit(w.unit, w.on, ExitReason.DEREGISTERED, "公告", BY),
    "reopen": lambda w: reopen_unit(w.unit, w.on, "公告", BY, in_base=True),
    "move": lambda w: move_unit(w.unit, w.area, w.on, "", BY),
    "merge": lambda w: merge(w.other, [w.organization], w.on, BY),
    "merge anew": lambda w: merge_anew(w.fresh(), [w.organization, w.other], w.on, BY),
    "split": lambda w: split(w.organization, w.fresh(), w.some_units(), w.on, BY),
    "rebuild": lambda w: rebuild(w.organization, w.fresh(), w.on, BY),
    "close organization": lambda w: close_organization(w.organization, w.on, CloseReason.NO_MEMBERS, BY),
    "merge areas": lambda w: merge_area(w.area, area(PLACES[0]), w.on, BY),
}
steps = st.tuples(
    st.sampled_from(list(ACTS)), st.integers(0, 5), st.integers(0, 5), st.integers(1, LENGTH).map(day)
)


def told(on: datetime.date) -> list[tuple]:
    """Where every unit of the base stands on a day, and its numbers."""
    numbers = {f"_{name}": c.number_on(on, name) for name in NUMBERS}
    rows = Unit.objects.filter(c.in_base(on)).annotate(
        _state=c.coverage_state_on(on), _area=area_on(on), **numbers
    )
    return list(rows.order_by("pk").values_list("pk", "_state", "_area", *numbers))


def history() -> dict[datetime.date, list[tuple]]:
    return {day(number): told(day(number)) for number in range(LENGTH + 1)}


def check_sums(on: datetime.date) -> None:
    base = Unit.objects.filter(c.in_base(on))
    states = [set(base.filter(c.in_state(on, state)).values_list("pk", flat=True)) for state in CoverageState]
    assert sum(map(len, states)) == base.count() == len(set().union(*states))
    assert {pk for pk, *_ in told(on)} == set().union(*states)


def check_columns() -> None:
    """A unit shows what its latest survey says."""
    latest = {one.unit_id: one for one in Survey.objects.order_by("starts_on")}
    for unit in Unit.objects.all():
        said = latest.get(unit.pk, Survey())
        assert [getattr(unit, name) for name in NUMBERS] == [getattr(said, name) for name in NUMBERS]


def do(name: str, one: int, other: int, on: datetime.date) -> bool:
    """Do an act; one that is refused leaves nothing half done."""
    before = [model.objects.count() for model in (Organization, Coverage, Assignment, Unit)]
    try:
        ACTS[name](World(one, other, on))
    except Refused:
        assert [model.objects.count() for model in (Organization, Coverage, Assignment, Unit)] == before
        return False
    event(name)
    return True


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
@given(acts=st.lists(steps, min_size=3, max_size=10))
def test_no_act_changes_a_day_before_its_own(acts):
    with transaction.atomic():
        settle()
        before = history()
        for name, one, other, on in acts:
            done = do(name, one, other, on)
            after = history()
            kept = [known for known in before if known < on or not done]
            assert {known: after[known] for known in kept} == {known: before[known] for known in kept}, name
            before = after
            check_columns()
        for number in range(LENGTH + 1):
            check_sums(day(number))
        assert Area.objects.filter(name__in=PLACES).count() == len(PLACES)
        transaction.set_rollback(True)
