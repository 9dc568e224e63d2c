"""Merging an area: everything goes on in the other area from the day, and the past stays with the old one."""

import datetime

import pytest
from django.contrib.auth import get_user_model

from core.audit import Actor
from core.models import AuditEntry
from core.saving import Refused
from organizations.area_merging import merge_area
from organizations.choices import AreaKind
from organizations.intake.vocabulary import AreaBook
from organizations.models import Area, AreaName, Jurisdiction, Officer, Placement, Seat, ServiceCentre
from organizations.registration import move_unit
from tests.factories import EARLY, area, make_officer, make_organization, make_unit, make_user
from tests.reports.past import figures_before

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BY = Actor()
DAY = datetime.date(2020, 7, 1)
ONE = datetime.timedelta(days=1)
EVE = DAY - ONE
OLD, NEW = "柴关乡", "册井镇"
TABLES = (Area, AreaName, Placement, Seat, Jurisdiction, Officer, AuditEntry)


def merged(on=DAY):
    return merge_area(area(OLD), area(NEW), on, BY, "冀政字〔2020〕1号")


def refused(one, other, on=DAY) -> str:
    before = [list(model.objects.order_by("pk").values()) for model in TABLES]
    with pytest.raises(Refused) as refusal:
        merge_area(one, other, on, BY)
    assert [list(model.objects.order_by("pk").values()) for model in TABLES] == before
    return str(refusal.value)


def places(rows) -> list[tuple]:
    return [(row.area.name, row.starts_on, row.ends_on) for row in rows.order_by("starts_on")]


MOVED = [(OLD, EARLY, EVE), (NEW, DAY, None)]


def test_units_and_organizations_go_on_in_the_other_area():
    unit, stays = make_unit(OLD), make_unit(NEW)
    organization = make_organization(OLD, covers=[unit])
    make_organization(NEW, covers=[stays])
    before = figures_before(DAY)
    merged()
    assert (places(unit.placements), places(organization.seats)) == (MOVED, MOVED)
    assert unit.placements.last().document == "冀政字〔2020〕1号"
    assert places(stays.placements) == [(NEW, EARLY, None)]
    assert (area(OLD).closed_on, area(OLD).merged_into) == (EVE, area(NEW))
    assert figures_before(DAY) == before


def test_officers_in_office_and_open_centres_go_along():
    serving = make_officer(OLD)
    gone = make_officer(OLD, left_on=EVE - ONE, left_reason="退休")
    centre = ServiceCentre.objects.create(name="中心", area=area(OLD), opened_on=EARLY)
    merged()
    for row in (serving, gone, centre):
        row.refresh_from_db()
    assert [row.area.name for row in (serving, gone, centre)] == [NEW, OLD, NEW]


def test_roles_over_the_area_and_its_name_end():
    user = make_user(get_user_model(), "town_clerk", area=area(OLD))
    keeps = make_user(get_user_model(), "town_clerk", area=area(NEW))
    merged()
    assert [user.jurisdictions.get().ends_on, keeps.jurisdictions.get().ends_on] == [EVE, None]
    assert list(area(OLD).names.on(DAY)) == []
    assert area(OLD).names.on(EVE).count() == 1


def test_areas_below_are_closed_too():
    park = Area.objects.create(name="柴关园区", kind=AreaKind.ZONE, parent=area(OLD))
    unit = make_unit(park)
    before = figures_before(DAY)
    merged()
    park.refresh_from_db()
    assert (park.closed_on, park.merged_into) == (EVE, area(NEW))
    assert places(unit.placements) == [("柴关园区", EARLY, EVE), (NEW, DAY, None)]
    assert figures_before(DAY) == before


def test_closed_area_takes_no_new_facts_and_its_name_leads_on():
    merged()
    assert OLD not in set(Area.objects.leaves().values_list("name", flat=True))
    assert OLD in set(Area.objects.leaves_ever().values_list("name", flat=True))
    book = AreaBook()
    assert [book.find(name) for name in (OLD, "柴关", NEW)] == [area(NEW)] * 3


def test_merging_is_refused_with_both_names():
    old, new, county = area(OLD), area(NEW), area("沙河市")
    park = Area.objects.create(name="柴关园区", kind=AreaKind.ZONE, parent=old)
    itself = "是“柴关乡”自己或其下级，不能并入。"
    assert [refused(old, one) for one in (old, park)] == [f"“{one}”{itself}" for one in (old, park)]
    assert refused(old, county) == "“沙河市”是县（市）本级，不能办理“柴关乡”并入“沙河市”。"
    assert refused(county, new) == "“沙河市”是县（市）本级，不能办理“沙河市”并入“册井镇”。"
    merged()
    assert refused(area("綦村镇"), old) == "“柴关乡”已于2020-06-30撤并，不能办理“綦村镇”并入“柴关乡”。"
    assert refused(old, new) == "“柴关乡”已于2020-06-30撤并，不能办理“柴关乡”并入“册井镇”。"


def test_fact_that_begins_only_later_is_not_erased():
    unit = make_unit("綦村镇", name="晚来公司")
    move_unit(unit, area(OLD), DAY + ONE, "", BY)
    assert refused(area(OLD), area(NEW)) == (
        "2020-07-02起已有新的管理归属（晚来公司：柴关乡），并入日期应晚于这一天。"
    )
