"""Numbers of a unit hold from the day on which they were found: the figures of a past day keep theirs."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from core.indicators import Rate
from core.models import AuditEntry
from members.heads import enrolled_on, formal_enrolled, formal_enrolled_on
from members.planner_data import as_candidate, described
from members.quality import SHOULD_HAVE_BUILT, roster_differs
from organizations.indicators import ABOVE_SCALE_COVERAGE, MEMBER_PRESENCE
from organizations.models import Survey, Unit
from organizations.models.surveys import NUMBERS
from organizations.registration import save_unit, save_units
from organizations.timeline import SURVEYED, timeline
from tests.factories import BY, EARLY, make_organization, make_unit
from tests.members.factories import make_member
from tests.organizations.ledgers import bring_in, judge, keep, ledger, line, verdicts

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)
LATER = datetime.date(2023, 6, 30)
NAME = "沙河市试验玻璃有限公司"


def found(unit, on, **numbers) -> Unit:
    """Survey the unit as a page does: it carries its latest numbers but for those that are given."""
    unit = Unit.objects.get(pk=unit.pk)
    for name, value in numbers.items():
        setattr(unit, name, value)
    return save_unit(unit, on, BY)


def surveys(unit, name="employees") -> list[tuple]:
    rows = Survey.objects.filter(unit=unit).order_by("starts_on")
    return list(rows.values_list("starts_on", "ends_on", name))


def columns(unit) -> list:
    return [getattr(Unit.objects.get(pk=unit.pk), name) for name in NUMBERS]


def rates(day, *indicators) -> list[Rate]:
    return [one.rate(one.subjects(), day) for one in indicators]


# The acts


def test_unit_registered_with_a_number_has_a_survey_from_its_first_day():
    assert surveys(make_unit(on=DAY, employees=0)) == [(DAY, None, 0)]
    assert surveys(make_unit(on=DAY, above_scale=True), "above_scale") == [(DAY, None, True)]
    assert surveys(make_unit(on=DAY, industry="玻璃")) == []


def test_another_number_closes_the_survey_the_day_before():
    unit = make_unit(employees=5, formal_members=2)
    found(unit, DAY, employees=8)
    assert surveys(unit) == [(EARLY, DAY - ONE, 5), (DAY, None, 8)]
    assert surveys(unit, "formal_members") == [(EARLY, DAY - ONE, 2), (DAY, None, 2)]
    assert columns(unit) == [8, 2, None, False]


def test_survey_of_that_very_day_is_mended():
    unit = found(make_unit(employees=5), DAY, employees=80)
    found(unit, DAY, employees=8)
    assert surveys(unit) == [(EARLY, DAY - ONE, 5), (DAY, None, 8)]
    entry = AuditEntry.objects.filter(model="organizations.survey").first()
    assert (entry.act, entry.changes) == ("修改", {"employees": [80, 8]})


def test_same_numbers_and_other_facts_leave_the_survey():
    unit = make_unit(employees=5)
    found(unit, DAY, employees=5, industry="玻璃")
    assert (surveys(unit), Unit.objects.get().industry) == ([(EARLY, None, 5)], "玻璃")
    bare = make_unit()
    found(bare, DAY, industry="玻璃")
    assert surveys(bare) == []


def test_first_number_of_a_known_unit_and_a_number_that_is_withdrawn():
    unit = found(make_unit(), DAY, employees=5)
    found(unit, LATER, employees=None)
    assert surveys(unit) == [(DAY, LATER - ONE, 5), (LATER, None, None)]


@pytest.mark.parametrize(
    ("on", "left"),
    [
        (DAY, [(EARLY, DAY - ONE, 5), (DAY, LATER - ONE, 6), (LATER, None, 9)]),
        (EARLY, [(EARLY, LATER - ONE, 6), (LATER, None, 9)]),
        (EARLY - ONE, [(EARLY - ONE, EARLY - ONE, 6), (EARLY, LATER - ONE, 5), (LATER, None, 9)]),
        (LATER, [(EARLY, LATER - ONE, 5), (LATER, None, 6)]),
    ],
)
def test_back_dated_survey_leaves_later_ones_and_the_latest_number(on, left):
    unit = found(make_unit(employees=5), LATER, employees=9)
    version = Unit.objects.get().version
    found(unit, on, employees=6)
    assert surveys(unit) == left
    assert columns(unit)[0] == left[-1][2]
    assert (Unit.objects.get().version == version) is (on != LATER)


def test_a_unit_that_comes_twice_in_one_call_is_surveyed_once():
    unit = make_unit(employees=5)
    first, second = Unit.objects.get(), Unit.objects.get()
    first.employees, second.employees, second.version = 6, 7, second.version + 1
    save_units([first, second], DAY, BY)
    assert surveys(unit) == [(EARLY, DAY - ONE, 5), (DAY, None, 7)]
    assert columns(unit)[0] == 7


# Figures


def test_figures_of_a_past_day_keep_the_numbers_of_that_day():
    unit = make_unit(formal_members=0, above_scale=True)
    make_organization(covers=[unit])
    make_unit()
    found(unit, LATER, formal_members=3, above_scale=False)
    asked = (MEMBER_PRESENCE, ABOVE_SCALE_COVERAGE, SHOULD_HAVE_BUILT)
    assert rates(EARLY - ONE, *asked) == [Rate(0, 0)] * 3
    for day in (EARLY, LATER - ONE):
        assert rates(day, *asked) == [Rate(0, 2), Rate(1, 1), Rate(0, 0)]
    assert rates(LATER, *asked) == [Rate(1, 2), Rate(0, 0), Rate(1, 1)]


def test_unit_without_a_survey_on_the_day_has_no_numbers():
    unit = found(make_unit(), DAY, probationary_members=1)
    assert list(MEMBER_PRESENCE.gaps(Unit.objects.all(), DAY - ONE)) == [unit]
    assert list(MEMBER_PRESENCE.hits(Unit.objects.all(), DAY)) == [unit]


def test_organization_has_the_members_of_its_units_as_surveyed_on_the_day():
    unit, other = make_unit(formal_members=4, probationary_members=1), make_unit(formal_members=2)
    branch = make_organization(formation="joint", covers=[unit, other])
    found(unit, LATER, formal_members=9, probationary_members=None)
    for day, formal, everybody in ((LATER - ONE, 6, 7), (LATER, 11, 11)):
        rows = type(branch).objects.annotate(n=formal_enrolled_on(day), all=enrolled_on(day))
        assert rows.values_list("n", "all").get() == (formal, everybody)
        held = type(branch).objects.filter(formal_enrolled(day, gte=7))
        assert held.exists() is (formal >= 7)


def test_roster_is_held_against_the_survey_of_the_day():
    unit = make_unit(formal_members=1)
    make_member(make_organization(covers=[unit]), unit=unit)
    found(unit, LATER, formal_members=5)
    days = [day for day in (DAY, LATER) if Unit.objects.filter(roster_differs(day)).exists()]
    assert days == [LATER]


def test_planner_groups_by_the_numbers_of_the_day():
    unit = found(make_unit(formal_members=1, employees=30), LATER, employees=400, formal_members=2)
    then = [described(Unit.objects.filter(pk=unit.pk), day).get() for day in (DAY, LATER)]
    assert [(one.heads, one.staff, as_candidate(one).employees) for one in then] == [
        (1, 30, 30),
        (2, 400, 400),
    ]


# Imports


def cells(**values) -> bytes:
    return ledger(line(**values))


def test_ledger_of_this_year_leaves_the_figures_of_last_year():
    bring_in(cells(职工人数="5", 正式党员="0"), on=DAY)
    before = rates(LATER - ONE, MEMBER_PRESENCE)
    bring_in(cells(职工人数="8", 正式党员="2"), on=LATER)
    unit = Unit.objects.get()
    assert rates(LATER - ONE, MEMBER_PRESENCE) == before == [Rate(0, 1)]
    assert rates(LATER, MEMBER_PRESENCE) == [Rate(1, 1)]
    assert surveys(unit) == [(DAY, LATER - ONE, 5), (LATER, None, 8)]


def test_blank_cells_change_nothing():
    bring_in(cells(职工人数="5", 正式党员="2"), on=DAY)
    bring_in(cells(联系电话="13800000000"), on=LATER)
    unit = Unit.objects.get()
    assert (surveys(unit), columns(unit)) == ([(DAY, None, 5)], [5, 2, None, False])


def test_ledger_of_a_past_day_is_held_against_the_numbers_of_that_day():
    unit = found(make_unit(name=NAME, surveyed_on=EARLY, employees=5, formal_members=1), LATER, employees=9)
    assert verdicts(judge(keep(cells(职工人数="5"), on=DAY))) == ["unchanged"]
    batch = keep(cells(职工人数="9"), on=DAY)
    assert judge(batch).rows[0].changes == {"职工人数": [5, 9]}
    bring_in(cells(职工人数="6"), on=DAY)
    assert surveys(unit) == [(EARLY, DAY - ONE, 5), (DAY, LATER - ONE, 6), (LATER, None, 9)]
    assert (columns(unit), surveys(unit, "formal_members")[1]) == ([9, 1, None, False], (DAY, LATER - ONE, 1))


def test_ledger_of_a_day_before_the_first_survey():
    unit = found(make_unit(name=NAME, surveyed_on=EARLY), LATER, employees=9, formal_members=4)
    bring_in(cells(职工人数="6"), on=DAY)
    assert surveys(unit) == [(DAY, LATER - ONE, 6), (LATER, None, 9)]
    assert surveys(unit, "formal_members") == [(DAY, LATER - ONE, None), (LATER, None, 4)]


# Pages


def post_edit(client, unit, **values):
    unit.refresh_from_db()
    kept = {"kind": unit.kind, "name": unit.name, "_version": unit.version, "_post_key": str(values)}
    if unit.surveyed_on:
        kept["surveyed_on"] = unit.surveyed_on.isoformat()
    return client.post(reverse("organizations:unit-edit", args=[unit.pk]), kept | values)


def test_number_typed_on_the_page_holds_from_today(town_clerk):
    unit = make_unit(employees=5, surveyed_on=EARLY)
    post_edit(town_clerk, unit, employees="8")
    today = timezone.localdate()
    assert surveys(unit) == [(EARLY, today - ONE, 5), (today, None, 8)]


def test_number_typed_with_another_day_holds_from_that_day_and_the_first_day_stays(town_clerk):
    unit = make_unit(employees=5, surveyed_on=EARLY)
    assert post_edit(town_clerk, unit, employees="8", surveyed_on="2020-06-30").status_code == 302
    assert surveys(unit) == [(EARLY, DAY - ONE, 5), (DAY, None, 8)]
    assert Unit.objects.get().surveyed_on == EARLY
    answer = post_edit(town_clerk, unit, employees="8", surveyed_on=LATER.isoformat())
    assert answer.context["warnings"] == ["人数和规模以上没有改动：首次摸排日期保留，这次的日期不另外登记。"]


def test_earlier_day_and_first_day_are_taken_as_typed(town_clerk):
    known, bare = make_unit(employees=5, surveyed_on=DAY), make_unit()
    post_edit(town_clerk, known, employees="5", surveyed_on="2018-01-01")
    post_edit(town_clerk, bare, employees="7", surveyed_on=LATER.isoformat())
    assert (surveys(known), surveys(bare)) == ([(EARLY, None, 5)], [(LATER, None, 7)])
    assert Unit.objects.get(pk=known.pk).surveyed_on == datetime.date(2018, 1, 1)
    assert Unit.objects.get(pk=bare.pk).surveyed_on == LATER


def test_future_day_is_refused_although_the_first_day_stays(town_clerk):
    unit = make_unit(employees=5, surveyed_on=EARLY)
    answer = post_edit(town_clerk, unit, employees="8", surveyed_on="2999-01-01")
    assert answer.context["form"].errors["surveyed_on"] == ["日期不能晚于今天，请核对。"]


def test_page_tells_the_surveys_from_and_to(town_clerk):
    unit = make_unit(employees=5, formal_members=2)
    found(unit, DAY, employees=8, formal_members=None, above_scale=True)
    told = [(one.period_text, one.text) for one in timeline(unit) if one.noun == SURVEYED]
    assert told == [
        ("2020-06-30 至 今", "职工人数 5 → 8；正式党员数 2 → —；规模以上 否 → 是"),
        ("2016-01-01 至 2020-06-29", "职工人数 5；正式党员数 2"),
    ]
    assert "职工人数 5 → 8" in town_clerk.get(unit.get_absolute_url()).content.decode()


# Back office


def test_back_office_surveys_the_unit_and_mends_a_survey(county_clerk):
    county_clerk.user.is_staff = True
    county_clerk.user.save()
    unit = found(make_unit(employees=5), DAY, employees=8)
    latest = unit.surveys.get(ends_on=None)
    mended = {"unit": unit.pk, "starts_on": "2020-06-30", "employees": "9"}
    page = reverse("admin:organizations_survey_change", args=[latest.pk])
    assert county_clerk.post(page, mended).status_code == 302
    assert (surveys(unit)[1], columns(unit)[0]) == ((DAY, None, 9), 9)
    page = reverse("admin:organizations_unit_change", args=[unit.pk])
    assert (
        county_clerk.post(page, {"kind": "enterprise", "name": unit.name, "employees": "10"}).status_code
        == 302
    )
    assert surveys(unit)[2] == (timezone.localdate(), None, 10)


# What was known before there were surveys


def test_what_was_known_becomes_the_first_survey():
    dated, placed, bare = (
        make_unit(employees=0, surveyed_on=DAY),
        make_unit(on=LATER, above_scale=True),
        make_unit(),
    )
    Survey.objects.all().delete()
    import_module("organizations.migrations.0008_first_surveys").carry_over(apps, None)
    assert surveys(dated) == [(DAY, None, 0)]
    assert surveys(placed, "above_scale") == [(LATER, None, True)]
    assert surveys(bare) == []
