"""Pages of organizations and their posts."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from organizations.choices import Formation
from organizations.models import Organization, Post, Seat
from organizations.restructuring import close_organization
from tests.factories import BY, area, make_organization, make_unit
from tests.pages import confirmed

ONE = datetime.timedelta(days=1)


def url(name, row=None) -> str:
    return reverse(f"organizations:{name}", args=[row.pk] if row else [])


def errors_of(answer) -> dict:
    assert answer.status_code == 422
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def organization_facts(**values) -> dict:
    facts = {
        "name": "新来党支部",
        "type": "branch",
        "formation": "standalone",
        "established_on": "2019-07-01",
    }
    return {**facts, "_post_key": "key-1", **values}


def test_setting_up_an_organization(town_clerk):
    facts = organization_facts(area=area("桥东街道").pk)
    answers = [town_clerk.post(url("organization-create"), facts) for _ in range(2)]
    organization = Organization.objects.get()
    assert [answer.url for answer in answers] == [organization.get_absolute_url()] * 2
    assert Seat.objects.get().starts_on == datetime.date(2019, 7, 1)
    assert AuditEntry.objects.filter(user=town_clerk.user).count() == 2


def test_organization_of_tomorrow_is_refused(town_clerk):
    tomorrow = (timezone.localdate() + ONE).isoformat()
    facts = organization_facts(area=area("桥东街道").pk, established_on=tomorrow, approved_on=tomorrow)
    sentence = ["日期不能晚于今天，请核对。"]
    answer = town_clerk.post(url("organization-create"), facts)
    assert errors_of(answer) == {"established_on": sentence, "approved_on": sentence}


def test_superior_is_chosen_from_the_own_area_and_never_from_below(
    town_clerk, organization, far_organization
):
    below = make_organization("桥东街道", superior=organization)
    page = url("organization-edit", organization)
    choices = set(town_clerk.get(page).context["form"].fields["superior"].queryset)
    assert choices == {organization, below}
    answer = town_clerk.post(
        page, organization_facts(superior=below.pk, established_on="2016-01-01", _version=1)
    )
    assert errors_of(answer) == {"superior": [f"“{below}”是本党组织或其下级，不能作为上级党组织。"]}
    answer = town_clerk.post(page, organization_facts(superior=far_organization.pk))
    assert errors_of(answer)["superior"] == ["选择一个有效的选项： 该选择不在可用的选项中。"]


def test_organization_that_covers_was_not_founded_later(town_clerk, organization, unit):
    answer = town_clerk.post(url("organization-edit", organization), organization_facts())
    assert errors_of(answer) == {"established_on": [f"从2016-01-01起已覆盖{unit}，成立日期不能更晚。"]}


def test_closing_is_an_act_and_its_day_is_only_corrected(town_clerk, organization, unit):
    page = url("organization-edit", organization)
    closing = {"closed_on": "2020-06-30", "close_reason": "no_members"}
    facts = organization_facts(established_on="2016-01-01", **closing, _version=1)
    assert errors_of(town_clerk.post(page, facts)) == {
        "closed_on": ["撤销党组织请返回办理“撤销”；这里只更正已登记的撤销日期。"]
    }
    close_organization(organization, datetime.date(2020, 6, 29), "no_members", BY)
    facts |= {"_version": 2, "closed_on": "2020-06-28"}
    assert errors_of(town_clerk.post(page, facts)) == {
        "closed_on": [f"仍覆盖{unit}等1家单位，请先结束覆盖再撤销。"]
    }
    assert town_clerk.post(page, facts | {"closed_on": "2020-06-30"}).status_code == 302
    organization.refresh_from_db()
    assert organization.closed_on == datetime.date(2020, 6, 30)


@pytest.mark.parametrize(
    ("changed", "label"),
    [({"formation": "joint"}, "组建方式"), ({"established_on": "2015-12-31"}, "成立日期")],
)
def test_what_past_figures_rest_on_is_only_corrected(changed, label, town_clerk, organization):
    page = url("organization-edit", organization)
    plain = organization_facts(name=organization.name, established_on="2016-01-01", _version=1)
    answer = town_clerk.post(page, plain | changed)
    assert answer.context["warnings"] == [
        f"“{label}”的修改是更正登记错误，会改变以往各月的数据；"
        "组织情况确有变化的，请返回办理改建、合并或分设。"
    ]
    assert town_clerk.post(page, plain | changed | {"_confirm": "1"}).status_code == 302


def test_organization_is_set_up_with_the_units_it_covers(town_clerk):
    names = [make_unit(name=f"{name}公司").name for name in "甲乙"]
    page, place = url("organization-create"), area("桥东街道").pk
    facts = organization_facts(area=place, units="\n".join(names), approval_number="沙组〔2019〕7号")
    assert errors_of(town_clerk.post(page, facts)) == {
        "formation": ["单独组建的党组织只能覆盖一家单位，这里填了2家。"]
    }
    joint = {"type": "joint_branch", "formation": "joint", "affiliation": "local"}
    assert town_clerk.post(page, facts | joint).status_code == 302
    organization = Organization.objects.get()
    covered = organization.coverages.values_list("unit__name", "starts_on", "document")
    day = datetime.date(2019, 7, 1)
    assert set(covered) == {(name, day, "沙组〔2019〕7号") for name in names}
    assert organization.affiliation == "local"


def test_odd_ways_of_forming_and_known_names_are_pointed_out(town_clerk):
    make_organization(name="新来党支部")
    facts = organization_facts(area=area("桥东街道").pk, type="joint_branch")
    assert town_clerk.post(url("organization-create"), facts).context["warnings"] == [
        "联合党支部一般不是单独组建，请核对组建方式。",
        "已有同名党组织“新来党支部”，请确认不是重复登记。",
    ]


def test_organization_that_could_not_cover_is_not_set_up(town_clerk, organization, unit):
    facts = organization_facts(area=area("桥东街道").pk, units=unit.name)
    [sentence] = errors_of(town_clerk.post(url("organization-create"), facts))["__all__"]
    assert sentence.startswith(f"{unit}在2016-01-01 至 今已由“{organization}”覆盖")
    assert list(Organization.objects.all()) == [organization]


def test_organization_of_several_units_cannot_become_standalone(town_clerk):
    units = [make_unit("桥东街道") for _ in range(2)]
    organization = make_organization("桥东街道", formation=Formation.JOINT, covers=units)
    facts = organization_facts(established_on="2016-01-01", formation="standalone")
    assert errors_of(town_clerk.post(url("organization-edit", organization), facts)) == {
        "formation": ["同时覆盖几家单位，不能登记为单独组建。"]
    }


def test_second_editor_of_an_organization_is_told(town_clerk, county_clerk, organization):
    page = url("organization-edit", organization)
    facts = organization_facts(name="改后党支部", established_on="2016-01-01", _version=1)
    assert county_clerk.post(page, facts).status_code == 302
    answer = town_clerk.post(page, facts | {"name": "另一名称"})
    assert answer.status_code == 409
    shown = {row["label"]: (row["theirs"], row["mine"]) for row in answer.context["conflicts"]}
    assert shown["党组织名称"] == ("改后党支部", "另一名称")


def post_facts(**values) -> dict:
    facts = {"role": "secretary", "name": "王明", "source": "management", "starts_on": "2019-07-01"}
    return {**facts, "_post_key": "key-1", **values}


def test_appointing_and_succeeding(town_clerk, organization):
    page = url("post-create", organization)
    assert confirmed(town_clerk, page, post_facts()).url == organization.get_absolute_url()
    confirmed(town_clerk, page, post_facts(name="李红", starts_on="2020-07-01", _post_key="key-2"))
    held = Post.objects.order_by("starts_on").values_list("name", "ends_on")
    assert list(held) == [("王明", datetime.date(2020, 6, 30)), ("李红", None)]
    answer = town_clerk.post(page, post_facts(name="赵强", _post_key="key-3"))
    assert errors_of(answer) == {"__all__": ["李红从2020-07-01起任书记，新任书记的任职日期应晚于这一天。"]}


@pytest.mark.parametrize(
    ("day", "error"),
    [
        ("2015-12-31", {"__all__": ["任职日期不在“近处玻璃党支部”存续期内（2016-01-01 至 今），请核对。"]}),
        ("2999-01-01", {"starts_on": ["日期不能晚于今天，请核对。"]}),
    ],
)
def test_post_of_an_impossible_day_is_refused(day, error, town_clerk, organization):
    assert errors_of(town_clerk.post(url("post-create", organization), post_facts(starts_on=day))) == error


def test_page_of_an_organization_shows_units_and_posts(town_clerk, leader, organization, unit):
    confirmed(town_clerk, url("post-create", organization), post_facts(phone="13800000000"))
    cells = {}
    for client in (town_clerk, leader):
        sections = client.get(organization.get_absolute_url()).context["sections"][:2]
        cells[client] = [[cell["text"] for row in part["rows"] for cell in row["cells"]] for part in sections]
    assert cells[town_clerk] == [
        [unit.name, "", "2016-01-01 至 今"],
        ["王明", "书记", "管理层党员", "", "", "13800000000", "2019-07-01 至 今", "结束"],
    ]
    assert cells[leader] == [
        cells[town_clerk][0],
        ["王明", "书记", "管理层党员", "", "", "2019-07-01 至 今", ""],
    ]


def test_numbers_beyond_all_rows_are_absent(town_clerk, organization):
    assert town_clerk.get(f"/register/units/{10**30}/").status_code == 404
    page = url("organization-edit", organization)
    facts = organization_facts(
        established_on="2016-01-01", superior=10**30, _version=10**30, _post_key="k" * 300
    )
    assert errors_of(town_clerk.post(page, facts)) == {
        "superior": ["选择一个有效的选项： 该选择不在可用的选项中。"]
    }
    assert town_clerk.post(page, facts | {"superior": ""}).status_code == 409
