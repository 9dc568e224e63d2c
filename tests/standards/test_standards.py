"""The lists are those of the county, each under its own name, and an assessment is whole or not at all."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from core.models import AuditEntry
from core.saving import Refused
from core.scoping import Grant, Scope
from shahe_portal.rights import ROLE_PERMISSIONS
from standards.assessing import Finding, assess, level_of
from standards.choices import Level, Result
from standards.comparison import latest_of_each_level, side_by_side
from standards.models import Assessment, Item, Mark, Standard
from tests.factories import BY, EARLY, TODAY, area
from tests.standards.factories import DAY, make_assessment, standard

pytestmark = pytest.mark.django_db


def test_the_two_lists_called_six_are_kept_apart():
    lists = {str(row): [str(item) for item in row.items.all()] for row in Standard.objects.all()}
    assert lists == {
        "机制六有": ["有人员管事", "有党员队伍", "有场所议事", "有经费保障", "有活动开展", "有特色品牌"],
        "三化": ["组织设置科学化", "党建工作规范化", "作用发挥常态化"],
        "场所六有": ["有场所", "有设施", "有标志", "有党旗", "有书报", "有制度"],
        "一室两栏三图": [
            "党员活动室", "党务公开栏", "党企共建宣传栏", "党旗誓词图", "发展党员流程图", "组织管理架构图",
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("role", "level"), [("secretary", Level.SELF), ("town_clerk", Level.TOWN), ("county_clerk", Level.COUNTY)]
)
def test_the_level_follows_from_the_role(organization, role, level):
    kind, path = ("organization", organization.path) if role == "secretary" else ("area", area("沙河市").path)
    scope = Scope(TODAY, (Grant(kind, path, ROLE_PERMISSIONS[role]),))
    assert level_of(organization, scope) == level


def test_a_role_held_elsewhere_gives_no_level(organization):
    scope = Scope(TODAY, (Grant("area", area("桥西街道").path, ROLE_PERMISSIONS["town_clerk"]),))
    with pytest.raises(Refused, match="您不能评定“近处玻璃党支部”"):
        level_of(organization, scope)


def test_a_clerk_who_is_secretary_too_assesses_as_clerk_only_where_clerk(organization, far_organization):
    town = Grant("area", area("桥西街道").path, ROLE_PERMISSIONS["town_clerk"])
    own = Grant("organization", organization.path, ROLE_PERMISSIONS["secretary"])
    scope = Scope(TODAY, (town, own))
    assert [level_of(row, scope) for row in (organization, far_organization)] == [Level.SELF, Level.TOWN]


def test_an_assessment_is_told_with_its_results(organization):
    assessment = make_assessment(organization, "three_norms", unmet=["work"])
    told = AuditEntry.objects.get(model="standards.assessment", object_id=str(assessment.pk))
    assert told.act == "新增"
    assert (told.changes["党建工作规范化"], told.changes["作用发挥常态化"]) == (
        [None, "未达标"],
        [None, "达标"],
    )


@pytest.mark.parametrize("left_out", ["one", "all"])
def test_an_incomplete_assessment_is_refused(organization, left_out):
    items = [] if left_out == "all" else list(standard("venue_six").items.all())[1:]
    assessment = Assessment(
        organization=organization, standard=standard("venue_six"), level=Level.SELF, made_on=DAY
    )
    with pytest.raises(Refused, match="评定条目与当日标准不一致"):
        assess(assessment, {item: Finding(Result.MET) for item in items}, BY)
    assert Assessment.objects.count() == 0


def test_items_of_another_list_are_refused(organization):
    assessment = Assessment(
        organization=organization, standard=standard("venue_six"), level=Level.SELF, made_on=DAY
    )
    others = {item: Finding(Result.MET) for item in standard("mechanism_six").items.all()}
    with pytest.raises(Refused, match="评定条目与当日标准不一致"):
        assess(assessment, others, BY)


def test_the_list_of_the_day_applies(organization):
    venue = standard("venue_six")
    Item.objects.filter(standard=venue, key="reading").update(ends_on=datetime.date(2026, 5, 7))
    Item.objects.create(standard=venue, key="network", label="有网络", position=5, starts_on=DAY)
    before = make_assessment(organization, day=datetime.date(2026, 5, 7))
    after = make_assessment(organization)
    assert [str(mark.item) for mark in before.marks.all()][4] == "有书报"
    assert [str(mark.item) for mark in after.marks.all()][4] == "有网络"


def test_an_item_is_marked_once(organization):
    mark = make_assessment(organization).marks.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(assessment=mark.assessment, item=mark.item, result=Result.UNMET)


def test_a_list_has_one_wording_a_day():
    with pytest.raises(IntegrityError), transaction.atomic():
        Standard.objects.create(key="venue_six", label="另一份", starts_on=EARLY)


def test_three_levels_stand_side_by_side(organization, far_organization):
    make_assessment(organization, level=Level.SELF, day=datetime.date(2026, 1, 5), unmet=["flag"])
    mine = make_assessment(organization, level=Level.SELF, day=datetime.date(2026, 3, 5))
    county = make_assessment(organization, unmet=["rules"], skipped=["reading"])
    make_assessment(far_organization, level=Level.TOWN)
    make_assessment(organization, "three_norms", level=Level.TOWN)
    latest = latest_of_each_level(organization, "venue_six", DAY)
    lines = side_by_side(latest)
    assert set(latest) == {mine, county}
    assert [line.item.key for line in lines] == ["place", "equipment", "signs", "flag", "reading", "rules"]
    results = {line.item.key: {level: mark.result for level, mark in line.marks.items()} for line in lines}
    assert results["flag"] == {"self": "met", "county": "met"}
    assert results["reading"] == {"self": "met", "county": "not_applicable"}
    assert results["rules"] == {"self": "met", "county": "unmet"}


def test_side_by_side_is_that_of_the_day(organization):
    make_assessment(organization)
    assert side_by_side(latest_of_each_level(organization, "venue_six", datetime.date(2026, 5, 7))) == []
