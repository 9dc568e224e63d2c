"""Acts on many rows leave what the same acts leave row by row, and refuse with the same sentences."""

import datetime

import pytest

from core.audit import Actor
from core.journal import Journal, Note
from core.models import AuditEntry
from core.saving import Conflict, Refused, add_all
from organizations.building import (
    appoint,
    appoint_all,
    assign,
    assign_all,
    cover,
    cover_all,
    end_coverage,
    set_up,
    set_up_all,
)
from organizations.choices import Formation, PostRole
from organizations.models import Assignment, Coverage, Officer, Organization, Post, Unit, UnitName
from organizations.registration import (
    close_unit,
    register_unit,
    register_units,
    reopen_unit,
    save_unit,
    save_units,
)
from tests.bulk import left_by, refusal_of
from tests.factories import EARLY, area, make_officer, make_organization, make_unit

pytestmark = pytest.mark.django_db

BY = Actor(None, "request-1", "203.0.113.9")
DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)


def closed(organization, day=DAY):
    Organization.objects.filter(pk=organization.pk).update(closed_on=day, close_reason="merged")
    return Organization.objects.get(pk=organization.pk)


def gone(unit, day=DAY):
    return close_unit(unit, day, "deregistered", "注销通知", BY)


# Registration


def new_units():
    places = [area("桥东街道"), area("桥西街道"), area("桥东街道")]
    units = [Unit(name=f"甲{n}公司", employees=n, contact_phone="1380000000" * (n % 2)) for n in range(3)]
    return list(zip(units, places, strict=True))


@pytest.mark.parametrize("in_base", [True, False])
def test_units_registered(county_clerk, in_base):
    by = Actor(county_clerk.user, "request-1")
    together = left_by(lambda: register_units(new_units(), DAY, by, in_base=in_base))
    alone = left_by(lambda: [register_unit(*pair, DAY, by, in_base=in_base) for pair in new_units()])
    assert together == alone


def test_units_saved():
    renamed, same, found = make_unit(name="甲公司"), make_unit(), make_unit(credit_code="91130582T43RNW40UT")
    UnitName.objects.create(unit=renamed, name="长城建材厂", starts_on=EARLY)
    UnitName.objects.create(unit=found, name="红星厂", starts_on=EARLY)

    def read():
        units = {unit.pk: unit for unit in Unit.objects.order_by("pk")}
        units[renamed.pk].name, units[found.pk].contact_phone = "乙公司", "13800000000"
        units[renamed.pk].employees = 7
        return [units[renamed.pk], units[same.pk], units[found.pk]]

    together = left_by(lambda: save_units(read(), BY))
    assert together == left_by(lambda: [save_unit(unit, BY) for unit in read()])
    assert save_units(read(), BY) == [renamed, found]
    assert Unit.objects.found_by("ccjcc").get() == renamed


def test_unit_somebody_saved_meanwhile_is_a_conflict():
    units = [make_unit(), make_unit()]
    theirs = Unit.objects.get(pk=units[1].pk)
    theirs.employees = 20
    save_unit(theirs, BY)
    for unit in units:
        unit.employees = 9
    with pytest.raises(Conflict) as conflict:
        save_units(units, BY)
    assert conflict.value.current.employees == 20
    assert list(Unit.objects.order_by("pk").values_list("employees", flat=True)) == [None, 20]


# Organizations and coverage


def test_organizations_set_up():
    top = make_organization(name="上级党委")

    def new():
        branches = [
            Organization(name=f"甲{n}支部", established_on=DAY + n * ONE, superior=superior)
            for n, superior in enumerate([None, top, top])
        ]
        return [(branch, area("桥东街道")) for branch in branches]

    together = left_by(lambda: set_up_all(new(), BY))
    assert together == left_by(lambda: [set_up(*pair, BY) for pair in new()])


def coverages(*rows) -> list[Coverage]:
    return [Coverage(unit=unit, organization=organization, starts_on=on) for unit, organization, on in rows]


def cover_each(rows):
    return [cover(row.unit, row.organization, row.starts_on, BY, row.document) for row in rows]


def test_units_covered():
    joint, alone = make_organization(formation=Formation.JOINT), make_organization()
    over = closed(make_organization(formation=Formation.JOINT))
    shut, back, moving = gone(make_unit()), gone(make_unit()), make_unit()
    back = reopen_unit(back, DAY + 9 * ONE, "复业", BY)
    end_coverage(cover(moving, make_organization(), EARLY, BY), DAY, BY)
    rows = [
        (make_unit(), joint, EARLY), (make_unit(), joint, DAY), (make_unit(), over, EARLY),
        (shut, joint, EARLY), (back, joint, EARLY), (moving, alone, DAY + ONE),
    ]  # fmt: skip
    together = left_by(lambda: cover_all(coverages(*rows), BY))
    assert together == left_by(lambda: cover_each(coverages(*rows)))
    ends = [one.ends_on for one in cover_all(coverages(*rows), BY)]
    assert ends == [None, None, DAY, DAY, DAY, None]


def test_unit_is_handed_on_within_one_call():
    unit, first, second = make_unit(), make_organization(), make_organization()
    rows = coverages((unit, first, EARLY), (unit, second, DAY + ONE))
    rows[0].ends_on = DAY
    cover_all(rows, BY)
    held = Coverage.objects.order_by("starts_on").values_list("organization", "ends_on")
    assert list(held) == [(first.pk, DAY), (second.pk, None)]


def wrong_coverages() -> dict[str, list[tuple]]:
    """The last of each is refused."""
    good = (make_unit(name="好公司"), make_organization(name="好支部", formation=Formation.JOINT), DAY)
    held, alone, joint = make_unit(name="甲公司"), make_organization(name="单支部"), good[1]
    make_organization(name="先支部", covers=[held])
    make_organization(name="后支部", on=DAY, covers=[later := make_unit(name="乙公司")])
    cover(make_unit(name="丙公司"), alone, EARLY, BY)
    empty, young = make_organization(name="空支部"), make_organization(name="新支部", on=DAY)
    return {
        "covered": [good, (held, joint, DAY)],
        "covered from later on": [good, (later, joint, EARLY)],
        "covered in the call": [good, (good[0], empty, DAY + ONE)],
        "alone": [good, (make_unit(name="丁公司"), alone, DAY)],
        "alone in the call": [(make_unit(), empty, DAY), (make_unit(name="戊公司"), empty, EARLY)],
        "before the organization": [good, (make_unit(), young, DAY - ONE)],
        "after the organization": [good, (make_unit(), closed(make_organization(name="旧支部")), DAY + ONE)],
        "before the unit": [good, (make_unit(name="己公司", opened_on=DAY), joint, DAY - ONE)],
        "after the unit": [good, (gone(make_unit(name="庚公司")), joint, DAY + ONE)],
    }


def test_coverages_refused():
    for rows in wrong_coverages().values():
        many = coverages(*rows)
        refused = refusal_of(lambda many=many: cover_all(many, BY))
        assert str(refused) == str(refusal_of(lambda rows=rows: cover_each(coverages(*rows))))
        assert refused.about is many[-1]


# Posts


def post(organization, name, on, role=PostRole.SECRETARY, until=None):
    return Post(organization=organization, name=name, starts_on=on, ends_on=until, role=role)


def test_posts_filled():
    organization, other = make_organization(), make_organization()
    over = closed(make_organization())
    appoint(post(organization, "甲", EARLY), BY)
    appoint(post(other, "丙", EARLY, PostRole.DEPUTY, until=DAY), BY)

    def new():
        return [
            post(organization, "乙", DAY), post(organization, "乙", DAY, PostRole.DEPUTY),
            post(other, "丙", DAY + ONE, PostRole.DEPUTY), post(over, "戊", EARLY),
            post(other, "丙", EARLY), post(other, "己", DAY), post(organization, "丁", DAY + 9 * ONE),
        ]  # fmt: skip

    together = left_by(lambda: appoint_all(new(), BY))
    assert together == left_by(lambda: [appoint(one, BY) for one in new()])
    appoint_all(new(), BY)
    secretaries = Post.objects.filter(organization=organization, role=PostRole.SECRETARY)
    assert list(secretaries.order_by("starts_on").values_list("name", "ends_on")) == [
        ("甲", DAY - ONE), ("乙", DAY + 8 * ONE), ("丁", None),
    ]  # fmt: skip
    assert AuditEntry.objects.filter(act="卸任").count() == 3


def test_posts_refused():
    organization, other = make_organization(name="甲支部"), make_organization(on=DAY)
    deputy = (organization, "丙", EARLY, PostRole.DEPUTY)
    appoint_all([post(organization, "甲", DAY), post(*deputy)], BY)
    good = (other, "戊", DAY)
    for rows in (
        [good, (organization, "乙", DAY)],
        [good, (other, "乙", DAY)],
        [good, deputy],
        [(other, "丙", DAY, PostRole.DEPUTY), (other, "丙", DAY + ONE, PostRole.DEPUTY)],
        [good, (other, "乙", DAY - ONE)],
    ):
        many = [post(*row) for row in rows]
        refused = refusal_of(lambda many=many: appoint_all(many, BY))
        alone = refusal_of(lambda rows=rows: [appoint(post(*row), BY) for row in rows])
        assert (str(refused), refused.about) == (str(alone), many[-1])


# Officers


def assignments(*rows) -> list[Assignment]:
    return [Assignment(officer=o, unit=unit, starts_on=on, ends_on=until) for o, unit, on, until in rows]


def assign_each(rows):
    return [assign(one.officer, one.unit, one.starts_on, BY, one.document, one.ends_on) for one in rows]


def test_officers_added_and_sent():
    officer, leaving = make_officer(), make_officer(left_on=DAY)
    unit, shut = make_unit(), gone(make_unit(), DAY - ONE)
    rows = [
        (officer, unit, EARLY, DAY), (leaving, unit, EARLY, None), (leaving, shut, EARLY, None),
        (officer, shut, EARLY, EARLY), (officer, unit, DAY + ONE, None),
    ]  # fmt: skip
    together = left_by(lambda: assign_all(assignments(*rows), BY))
    assert together == left_by(lambda: assign_each(assignments(*rows)))
    ends = [one.ends_on for one in assign_all(assignments(*rows), BY)]
    assert ends == [DAY, DAY, DAY - ONE, EARLY, None]
    officers = add_all([Officer(name="王明", area=area("桥东街道")) for _ in range(2)], BY)
    assert [one.path for one in officers] == [f"{one.pk}/" for one in officers]


def test_assignments_refused():
    held, shut = make_unit(name="甲公司"), gone(make_unit(name="乙公司"))
    officer, left = make_officer(name="王明", assigned_to=[held]), make_officer(name="李红", left_on=DAY)
    good = (officer, make_unit(name="丙公司"), EARLY, None)
    for row in (
        (officer, held, DAY, None),
        good,
        (officer, shut, DAY + ONE, None),
        (left, held, DAY + ONE, None),
    ):
        many = assignments(good, row)
        refused = refusal_of(lambda many=many: assign_all(many, BY))
        assert str(refused) == str(refusal_of(lambda row=row: assign_each(assignments(good, row))))
        assert refused.about is many[-1]


# Statements and journal


@pytest.mark.parametrize("number", [10, 1000])
def test_statements_do_not_grow_with_the_rows(number, django_assert_max_num_queries):
    units = [Unit(name=f"甲{n}公司") for n in range(number)]
    branches = [Organization(name=f"甲{n}支部", established_on=EARLY) for n in range(number)]
    place = area("桥东街道")
    officers = add_all([Officer(name=f"王{n}", area=place) for n in range(number)], BY)
    with django_assert_max_num_queries(14):
        register_units([(unit, place) for unit in units], EARLY, BY)
    with django_assert_max_num_queries(11):
        set_up_all([(branch, place) for branch in branches], BY)
    pairs = list(zip(units, branches, officers, strict=True))
    with django_assert_max_num_queries(11):
        cover_all(coverages(*((unit, branch, EARLY) for unit, branch, _ in pairs)), BY)
    with django_assert_max_num_queries(7):
        appoint_all([post(branch, "甲", EARLY) for branch in branches], BY)
    with django_assert_max_num_queries(12):
        appoint_all([post(branch, "乙", DAY) for branch in branches], BY)
    with django_assert_max_num_queries(10):
        assign_all(assignments(*((officer, unit, EARLY, None) for unit, _, officer in pairs)), BY)
    for unit in units:
        unit.employees = 3
    with django_assert_max_num_queries(6):
        save_units(units, BY)
    assert AuditEntry.objects.count() == 12 * number


def test_journal_takes_down_what_the_acts_touch():
    journal = Journal()
    by = Actor(journal=journal)
    units = register_units(new_units()[:1], DAY, by)
    organization = make_organization()
    first = appoint(post(organization, "甲", EARLY), BY)
    second = appoint(post(organization, "乙", DAY), by)
    assert journal.notes == [
        Note("organizations.unit", units[0].pk, None),
        Note("organizations.placement", units[0].placements.get().pk, None),
        Note("organizations.basespell", units[0].base_spells.get().pk, None),
        Note("organizations.post", first.pk, {"ends_on": None}),
        Note("organizations.post", second.pk, None),
    ]


def test_nothing_to_do_is_nothing_done():
    for act in (set_up_all, cover_all, appoint_all, assign_all, save_units):
        assert act([], BY) == []
    assert register_units([], DAY, BY) == []
    assert AuditEntry.objects.count() == 0


def test_refusal_of_one_alone_says_what_it_is_about():
    refused = refusal_of(lambda: appoint(new := post(make_organization(on=DAY), "甲", EARLY), BY) and new)
    assert (refused.about.name, Refused().about) == ("甲", None)
