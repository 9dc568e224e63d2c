"""What an act will do is read from doing it, and nothing of it stays."""

import datetime

import pytest

from core.audit import Actor
from core.models import AuditEntry
from core.rehearsal import rehearse
from core.saving import Refused
from core.views.acts import ActPage
from organizations.building import cover, set_up
from organizations.models import Coverage, Organization, Unit
from organizations.registration import close_unit, leave_base
from tests.factories import TODAY, area, make_organization, make_unit
from tests.pages import confirmed

pytestmark = pytest.mark.django_db

BY = Actor(request_id="rehearsal")
LAST = datetime.date(2026, 6, 30)


def test_everything_an_act_touches_is_told_and_taken_back():
    unit = make_unit(name="沙河市甲公司")
    make_organization(name="甲支部", covers=[unit])
    before = AuditEntry.objects.count()
    told = rehearse(lambda: close_unit(unit, LAST, "deregistered", "公告", BY), BY)
    assert told == [
        "移出基数（注销）纳入基数：沙河市甲公司 2016-01-01 至 2026-06-30"
        "（截止日期：2026-06-30；移出原因：注销；移出依据：公告）",
        "结束覆盖关系：沙河市甲公司：甲支部（截止日期：2026-06-30；结束依据：公告）",
        "注销或迁出单位：沙河市甲公司（注销或迁出日期：2026-06-30；注销或迁出原因：注销；注销或迁出依据：公告）",
    ]
    assert (AuditEntry.objects.count(), Unit.objects.get().closed_on) == (before, None)
    assert Coverage.objects.get().ends_on is None


def test_a_refusal_is_the_acts_own_and_leaves_nothing():
    unit = make_unit()
    with pytest.raises(Refused, match="不在基数内"):
        rehearse(lambda: leave_base(unit, datetime.date(2015, 1, 1), "shell", "纪要", BY), BY)
    assert unit.base_spells.get().ends_on is None


def test_entries_of_somebody_else_are_not_told():
    unit, organization = make_unit(), make_organization()

    def act():
        cover(make_unit(), make_organization(), TODAY, Actor(request_id="another"))
        cover(unit, organization, TODAY, BY)

    assert rehearse(act, BY) == [f"新增覆盖关系：{unit}：{organization}（起始日期：{TODAY.isoformat()}）"]


def leave_url(unit) -> str:
    return f"/register/units/{unit.pk}/leave-base/"


DATA = {"on": LAST.isoformat(), "reason": "shell", "document": "纪要"}


def test_the_first_post_shows_the_second_does(county_clerk, unit):
    shown = county_clerk.post(leave_url(unit), DATA)
    assert (shown.status_code, len(shown.context["changes"])) == (200, 1)
    assert unit.base_spells.get().ends_on is None
    assert confirmed(county_clerk, leave_url(unit), DATA).status_code == 302
    assert unit.base_spells.get().ends_on == LAST


def test_an_answer_changed_after_the_look_is_shown_anew(county_clerk, unit):
    token = county_clerk.post(leave_url(unit), DATA).context["confirm"]
    changed = DATA | {"on": "2026-05-31", "_confirm": token}
    assert county_clerk.post(leave_url(unit), changed).context["changes"]
    assert unit.base_spells.get().ends_on is None


def test_a_refused_act_keeps_what_was_typed(county_clerk, unit):
    answer = county_clerk.post(leave_url(unit), DATA | {"on": "2015-01-01"})
    assert (answer.status_code, answer.context["form"]["document"].value()) == (422, "纪要")
    assert ActPage.confirm_label.encode() not in answer.content


def test_a_new_row_says_what_it_is_besides_its_name():
    organization = Organization(
        name="新支部",
        type="joint_branch",
        formation="joint",
        established_on=LAST,
        approval_number="沙组〔2026〕1号",
    )
    assert rehearse(lambda: set_up(organization, area("桥东街道"), BY), BY) == [
        "新增党组织：新支部（党组织类型：联合党支部；组建方式：联合组建；成立日期：2026-06-30；批复文号：沙组〔2026〕1号）",
        "新增党组织归属：新支部：桥东街道（起始日期：2026-06-30）",
    ]
