"""What was held: lists of the county, counts of a month, the act and its audit entry, what none can store."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from activities.models import Activity, Element, Initiative
from activities.quality import GENERAL_MEETING_MISSING, THEME_DAY_MISSING, last_full_months
from activities.recording import record_activity
from core.models import AuditEntry
from core.saving import Conflict, Refused
from organizations.models import Organization
from tests.activities.factories import DAY, element, make_activity
from tests.factories import BY

pytestmark = pytest.mark.django_db
day = datetime.date


def test_the_initiatives_of_the_county_are_known_from_the_start():
    elements = Element.objects.on(day(2017, 6, 30)).select_related("initiative")
    lists = {}
    for item in elements:
        lists.setdefault(item.initiative.label, []).append(item.label)
    assert lists == {
        "五亮": ["亮身份", "亮职责", "亮承诺", "亮点评", "亮评议"],
        "五比": ["比素质", "比干劲", "比奉献", "比创新", "比作风"],
        "五创": ["创一流企业", "创一流队伍", "创一流服务", "创一流业绩", "创一流形象"],
        "四有": ["关键岗位有党员", "技术创新有党员", "困难面前有党员", "员工维权有党员"],
        "四无": ["党员身边无事故", "党员身边无次品", "党员身边无违章", "党员身边无困难"],
    }


def test_counts_of_a_month_include_both_its_ends(organization):
    for held_on in (day(2026, 4, 30), day(2026, 5, 1), day(2026, 5, 31), day(2026, 6, 1)):
        make_activity(organization, held_on=held_on)
    make_activity(organization, kind="general_meeting", held_on=day(2026, 5, 31))
    may = Activity.objects.during(day(2026, 5, 1), day(2026, 5, 31))
    assert list(may.counts_by_kind().items()) == [("general_meeting", 1), ("theme_day", 2)]
    assert Activity.objects.during(day(2027, 1, 1), day(2027, 1, 31)).counts_by_kind() == {}


def test_an_activity_and_its_elements_are_one_audit_entry(organization):
    activity = make_activity(organization, elements=["比干劲", "亮身份"])
    told = AuditEntry.objects.get(model="activities.activity")
    assert told.changes["elements"] == ["", "亮身份、比干劲"]
    assert [str(item) for item in activity.elements.all()] == ["亮身份", "比干劲"]


def test_other_elements_alone_are_a_change_with_a_version(organization):
    activity = make_activity(organization, elements=["亮身份"])
    record_activity(activity, [element("比干劲")], BY)
    told = AuditEntry.objects.filter(model="activities.activity", act="修改").get()
    assert (told.changes, activity.version) == ({"elements": ["亮身份", "比干劲"]}, 2)
    with pytest.raises(Conflict):
        record_activity(activity, [], BY, version=1)
    assert activity.elements_text == "比干劲"


def test_nothing_changed_is_no_entry(organization):
    activity = make_activity(organization, elements=["亮身份"])
    record_activity(activity, [element("亮身份")], BY)
    assert (AuditEntry.objects.filter(model="activities.activity").count(), activity.version) == (1, 1)


def test_elements_must_be_in_force_on_the_day(organization):
    Element.objects.filter(label="亮身份").update(ends_on=day(2026, 5, 7))
    make_activity(organization, elements=["亮身份"], held_on=day(2026, 5, 7))
    with pytest.raises(Refused) as refused:
        make_activity(organization, elements=["亮身份", "比干劲"], held_on=DAY)
    assert str(refused.value) == "亮身份在2026-05-08不在执行期内，请取消勾选或核对活动日期。"
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"present": 9, "expected": 8}, "实到人数不能多于应到人数（8人）。"),
        ({"kind": "other"}, "活动类型为“其他”时，请填写主题。"),
        ({"held_on": day(2015, 12, 31)}, "“近处玻璃党支部”在2015-12-31尚未成立或已经撤销，请核对日期。"),
    ],
)
def test_contradictions_are_refused(organization, values, sentence):
    with pytest.raises(Refused) as refused:
        make_activity(organization, **values)
    assert str(refused.value) == sentence
    assert Activity.objects.count() == 0


@pytest.mark.parametrize("values", [{"present": 9, "expected": 8}, {"kind": "other"}])
def test_the_database_itself_refuses_contradictions(organization, values):
    make_activity(organization)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.update(**values)


def test_the_same_initiative_or_element_holds_once_on_a_day():
    with pytest.raises(IntegrityError), transaction.atomic():
        Initiative.objects.create(key="five_shows", label="五亮", starts_on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Element.objects.create(initiative=element().initiative, label="亮身份", starts_on=DAY)


def test_an_activity_without_a_title_is_called_by_its_kind(organization):
    assert [str(make_activity(organization, title=title)) for title in ("", "重温入党誓词")] == [
        "主题党日",
        "重温入党誓词",
    ]


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        (day(2026, 5, 30), 1, (day(2026, 4, 1), day(2026, 4, 30))),
        (day(2026, 5, 31), 1, (day(2026, 5, 1), day(2026, 5, 31))),
        (day(2026, 1, 1), 1, (day(2025, 12, 1), day(2025, 12, 31))),
        (day(2026, 6, 29), 3, (day(2026, 1, 1), day(2026, 3, 31))),
        (day(2026, 6, 30), 3, (day(2026, 4, 1), day(2026, 6, 30))),
        (day(2026, 2, 1), 12, (day(2025, 1, 1), day(2025, 12, 31))),
    ],
)
def test_the_latest_period_that_is_over(on, months, expected):
    assert last_full_months(on, months) == expected


def test_findings_ask_for_the_last_month_and_quarter_that_are_over(organization, far_organization):
    make_activity(organization, held_on=day(2026, 4, 30))
    make_activity(organization, kind="general_meeting", held_on=day(2026, 6, 30))
    every = Organization.objects.all()

    def found(indicator, on):
        return [row.name for row in indicator.hits(every, on)]

    assert found(THEME_DAY_MISSING, day(2026, 5, 30)) == ["远处矿业党支部"]
    assert found(THEME_DAY_MISSING, day(2026, 5, 31)) == ["近处玻璃党支部", "远处矿业党支部"]
    assert found(GENERAL_MEETING_MISSING, day(2026, 9, 29)) == ["远处矿业党支部"]
    assert str(GENERAL_MEETING_MISSING.rate(every, day(2026, 9, 30))) == "100.00%"


def test_findings_leave_out_branches_that_did_not_exist_all_the_time(organization):
    Organization.objects.update(established_on=day(2026, 4, 2))
    every = Organization.objects.all()
    assert [THEME_DAY_MISSING.rate(every, on).total for on in (day(2026, 5, 1), day(2026, 5, 31))] == [0, 1]
