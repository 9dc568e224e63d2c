"""Areas are merged by the county, between months, and the page says who has to be told."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from core.audit import Actor
from core.indicators import Rate
from core.saving import Refused
from organizations.jurisdiction import whole_county
from organizations.models import Area, Organization
from organizations.restructuring import rebuild
from reports.area_merging import merge_when_reported
from reports.expected import expected_in
from reports.opening import open_period, period_of
from reports.places import county_scope
from reports.summary_figures import summary_of
from tests.factories import EARLY, area, make_organization, make_unit
from tests.pages import confirmed
from tests.reports.monthly import DUE, LOCKED, MONTH, drafted, handed_in, step

pytestmark = pytest.mark.django_db

BY = Actor()
OLD, NEW = "桥东街道", "桥西街道"
FIRST = datetime.date(2026, 11, 1)
ONE = datetime.timedelta(days=1)
MONTHS = ("2026-09", "2026-10", "2026-11")


def merging(today) -> str:
    """The sentence of the refusal, or nothing when the area was merged."""
    try:
        merge_when_reported(area(OLD), area(NEW), FIRST, BY, "文件", today)
    except Refused as refusal:
        assert area(OLD).closed_on is None
        return str(refusal)
    assert area(OLD).merged_into == area(NEW)
    return ""


def waiting(standing, count=1, name="近处玻璃党支部") -> str:
    return (
        f"“桥东街道”的{MONTH}月报还有{count}个党组织没有审核完（“{name}”：{standing}），请审核完再撤并区域。"
    )


def test_area_is_not_merged_while_a_month_is_open(organization, far_organization):
    assert merging(DUE) == waiting("未报")


def test_area_is_not_merged_while_a_report_waits_even_after_the_lock(organization, secretary, town_clerk):
    report = handed_in(organization, secretary)
    assert merging(DUE) == waiting("已报送")
    assert merging(LOCKED) == waiting("已报送")
    step("town_accept", report, town_clerk)
    assert merging(LOCKED) == waiting("乡镇已审")


def test_area_is_merged_when_everything_is_accepted(organization, secretary, town_clerk, county_clerk):
    report = handed_in(organization, secretary)
    step("town_accept", report, town_clerk)
    step("county_accept", report, county_clerk)
    assert merging(DUE) == ""


def test_month_that_was_missed_and_locked_no_longer_holds_the_area(organization, far_organization):
    assert merging(LOCKED) == ""


def test_report_granted_after_the_lock_holds_the_area(organization):
    report = drafted(organization)
    type(report).objects.filter(pk=report.pk).update(open_until=LOCKED)
    assert merging(LOCKED) == waiting("草稿")


def test_reports_of_other_areas_do_not_matter(far_organization):
    make_organization("桥东街道", on=datetime.date(2026, 11, 2), name="下月才报")
    open_period(MONTH, BY)
    assert merging(DUE) == "2026-11-02起已有新的党组织归属（下月才报：桥东街道），并入日期应晚于这一天。"
    assert Organization.objects.count() == 2


def test_merged_area_has_its_row_up_to_its_last_day(organization):
    """In tables of later days it has none, and nothing is lost from their totals."""
    merge_when_reported(area(OLD), area(NEW), FIRST, BY, "文件", LOCKED)
    shown = {}
    for day in (FIRST - ONE, FIRST):
        summary = summary_of(county_scope(day), day)
        shown[day] = [place.name for place in summary.places.rows if place.name in (OLD, NEW)]
        assert summary.tally.rate("org_coverage") == Rate(1, 1)
    assert shown == {FIRST - ONE: [OLD, NEW], FIRST: [NEW]}


def test_closed_organization_owes_no_later_report_and_its_successor_owes_the_month(organization):
    new = rebuild(organization, Organization(name="新支部", formation="joint"), FIRST - ONE, BY)
    later = rebuild(new, Organization(name="再建支部", formation="joint"), FIRST + ONE, BY)
    owed = {month: list(expected_in(period_of(month), whole_county(LOCKED), LOCKED)) for month in MONTHS}
    assert owed == {"2026-09": [organization], "2026-10": [new], "2026-11": [later]}


# The page


PAGE = "/reports/areas/merge/"
EMPTY, HEIR = "柴关乡", "册井镇"


def facts(**values) -> dict:
    plain = {"area": area(EMPTY).pk, "into": area(HEIR).pk, "on": "2020-07-01", "document": "冀政字1号"}
    return {**plain, "_post_key": "key-1", **values}


def test_only_the_county_merges_areas(county_clerk, town_clerk, leader):
    assert reverse("reports:area-merge") == PAGE
    assert [one.get(PAGE).status_code for one in (county_clerk, town_clerk, leader)] == [200, 403, 403]
    listed = county_clerk.get(reverse("organizations:organization-list")).context["actions"]
    assert PAGE in [action["url"] for action in listed]


def test_page_shows_what_changes_and_who_has_to_be_told(county_clerk, signed_in):
    unit = make_unit(EMPTY, name="甲公司")
    clerk = signed_in("town_clerk", area=area(EMPTY))
    answer = county_clerk.post(PAGE, facts())
    assert "结束管理归属：甲公司：柴关乡（截止日期：2020-06-30）" in answer.context["changes"]
    assert answer.context["warnings"] == [
        f"{clerk.user}（乡镇（街道、开发区）工作人员）的管理职责随区域撤并结束，请通知本人；"
        "需要继续工作的，请系统管理员另设。"
    ]
    assert area(EMPTY).closed_on is None
    answer = confirmed(county_clerk, PAGE, facts())
    assert answer.url == f"/register/organizations/?area={area(HEIR).pk}"
    assert [place.area.name for place in unit.placements.order_by("starts_on")] == [EMPTY, HEIR]
    assert unit.placements.first().starts_on == EARLY


def test_page_refuses_an_area_into_itself(county_clerk):
    answer = county_clerk.post(PAGE, facts(into=area(EMPTY).pk))
    assert answer.context["form"].errors["into"] == ["请选择另一个区域，不能并入自己。"]
    assert Area.objects.filter(closed_on__isnull=False).count() == 0


def test_page_refuses_while_a_report_is_open(county_clerk, report):
    answer = county_clerk.post(PAGE, facts(area=area(OLD).pk, on=timezone.localdate().isoformat()))
    [sentence] = answer.context["form"].non_field_errors()
    assert sentence.startswith(f"“{OLD}”的") and sentence.endswith("请审核完再撤并区域。")
    assert area(OLD).closed_on is None
