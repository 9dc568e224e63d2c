"""The planner on the ledgers of the zone and of the townships, whose joint branches are formed anew."""

import datetime
from collections import Counter

import pytest
from django.urls import reverse

from core.indicators import Rate
from members.restructuring import close_organization
from organizations.choices import CloseReason, Formation
from organizations.conditions import coverage_state_on, covered, in_base
from organizations.indicators import JOINT_SHARE, ORG_COVERAGE, STANDALONE_SHARE, WORK_COVERAGE
from organizations.models import Area, Coverage, Organization, Unit
from organizations.registration import DAY
from tests.factories import TODAY
from tests.organizations.ledgers import BY, TOWNS, ZONE, apply, data_of, expected_rows, keep
from tests.pages import confirmed

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
URL = reverse("restructuring:planner")
LISTED = datetime.date(2025, 6, 30)
ENOUGH, MOST = 3, 5
ZONE_NAME, PAPER = "沙河经济开发区", "沙组〔2026〕8号"


@pytest.fixture
def ledgers(db):
    for name in (ZONE, TOWNS):
        apply(keep(data_of(name), name, on=LISTED), only_good=True)


@pytest.fixture
def dissolved(ledgers):
    """Close the joint branches of the ledgers."""
    for organization in Organization.objects.filter(formation=Formation.JOINT):
        close_organization(organization, TODAY - DAY, CloseReason.NO_MEMBERS, BY)


def truth() -> dict[tuple, dict]:
    """What the ledgers say of each unit, by area and name."""
    rows = [row for name in (ZONE, TOWNS) for row in expected_rows(name).values()]
    return {(row["area"], row["name"]): row for row in rows}


def proposals(client):
    """The plan of each area that has units."""
    for area in Area.objects.filter(placements__isnull=False).distinct():
        yield area, client.get(URL, {"area": area.pk, "on": TODAY.isoformat()}).context


def names_of(rows) -> set[str]:
    return {row["unit"].name for row in rows}


def accepting(form, number: int) -> dict:
    """What the form of the page posts with one group ticked."""
    values = {name: form[name].value() for name in form.fields if not name.startswith("accept-")}
    values["area"] = getattr(values["area"], "pk", values["area"])
    told = {name: "" if value is None else str(value) for name, value in values.items()}
    return told | {f"accept-{number}": "on", "approval_number": PAPER}


def test_as_they_come_the_ledgers_leave_too_few_members_for_a_group(county_clerk, ledgers):
    for _, plan in proposals(county_clerk):
        assert (plan["teams"], plan["verdict"]) == ([], "没有可以联合组建的单位。")
        assert sum(row["unit"].heads for row in plan["singles"]) < ENOUGH


def test_every_group_of_every_area_holds_the_rules(county_clerk, dissolved):
    told = truth()
    for area, plan in proposals(county_clerk):
        for team in plan["teams"]:
            members = [told[area.name, row["unit"].name]["formal_members"] for row in team["rows"]]
            assert (sum(members), len(members)) == (team["members"], team["count"])
            assert (sum(members) >= ENOUGH, 2 <= len(members) <= MOST) == (True, True)
            assert all(0 < number < ENOUGH for number in members)
            assert team["notes"] == []


def test_every_uncovered_unit_is_grouped_single_or_left_with_its_reason(county_clerk, dissolved):
    told = truth()
    for area, plan in proposals(county_clerk):
        uncovered = Unit.objects.filter(placements__area=area).exclude(covered(TODAY))
        few = [unit.name for unit in uncovered if unit.formal_members < ENOUGH]
        grouped = [name for team in plan["teams"] for name in names_of(team["rows"])]
        left = names_of(plan["left_over"])
        assert sorted([*grouped, *names_of(plan["singles"]), *left]) == sorted(few)
        assert {row["reason"] for row in plan["left_over"]} <= {"无正式党员"}
        assert {told[area.name, name]["formal_members"] for name in left} <= {0}


def test_nobody_with_members_is_left_over_and_the_fit_is_the_best(county_clerk, dissolved):
    for _, plan in proposals(county_clerk):
        assert "最少为0家，本方案已做到。行业和规模的匹配已是最优" in plan["verdict"]
        assert (plan["singles"], plan["later"]) == ([], 0)


def figures() -> list[Rate]:
    units = Unit.objects.all()
    return [one.rate(units, TODAY) for one in (ORG_COVERAGE, JOINT_SHARE, STANDALONE_SHARE, WORK_COVERAGE)]


def test_an_applied_group_is_in_the_figures_of_the_day_and_of_no_earlier_one(county_clerk, dissolved):
    plan = next(found for area, found in proposals(county_clerk) if area.name == ZONE_NAME)
    team, before, yesterday = plan["teams"][0], figures(), states(TODAY - DAY)
    names, organizations = names_of(team["rows"]), Organization.objects.count()
    confirmed(county_clerk, URL, accepting(plan["form"], team["number"]))
    added = team["count"]
    by_hand = zip(before, (added, added, 0, added), strict=True)
    assert figures() == [Rate(rate.hits + more, rate.total) for rate, more in by_hand]
    assert states(TODAY - DAY) == yesterday
    assert Organization.objects.count() == organizations + 1
    joined = Coverage.objects.filter(document=PAPER)
    assert [(one.unit.name in names, one.starts_on) for one in joined] == [(True, TODAY)] * added


def states(day) -> Counter:
    """How many units of the base stand where on the day."""
    return Counter(Unit.objects.filter(in_base(day)).values_list(coverage_state_on(day), flat=True))
