"""Pages of organizations and their posts."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from organizations.choices import Formation
from organizations.models import Organization, Post, Seat
from tests.factories import area, make_organization, make_unit

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


def test_organization_that_covers_is_not_closed_nor_founded_later(town_clerk, organization, unit):
    page = url("organization-edit", organization)
    answer = town_clerk.post(page, organization_facts(established_on="2019-07-01"))
    assert errors_of(answer) == {"established_on": [f"从2016-01-01起已覆盖{unit}，成立日期不能更晚。"]}
    answer = town_clerk.post(
        page, organization_facts(established_on="2016-01-01", closed_on="2020-06-30", close_reason="merged")
    )
    assert errors_of(answer) == {"closed_on": [f"仍覆盖{unit}等1家单位，请先结束覆盖再撤销。"]}


def test_organization_without_units_is_closed_with_a_reason(town_clerk):
    organization = make_organization("桥东街道")
    page = url("organization-edit", organization)
    facts = organization_facts(established_on="2016-01-01", closed_on="2020-06-30", _version=1)
    assert errors_of(town_clerk.post(page, facts)) == {"__all__": ["填写撤销日期时，请同时选择撤销原因。"]}
    assert town_clerk.post(page, facts | {"close_reason": "no_members"}).status_code == 302
    organization.refresh_from_db()
    assert (organization.closed_on, organization.close_reason) == (datetime.date(2020, 6, 30), "no_members")


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
    assert town_clerk.post(page, post_facts()).url == organization.get_absolute_url()
    town_clerk.post(page, post_facts(name="李红", starts_on="2020-07-01", _post_key="key-2"))
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
    town_clerk.post(url("post-create", organization), post_facts(phone="13800000000"))
    cells = {}
    for client in (town_clerk, leader):
        sections = client.get(organization.get_absolute_url()).context["sections"]
        cells[client] = [[cell["text"] for row in part["rows"] for cell in row["cells"]] for part in sections]
    assert cells[town_clerk] == [
        [unit.name, "", "2016-01-01 至 今"],
        ["王明", "书记", "管理层党员", "", "13800000000", "2019-07-01 至 今"],
    ]
    assert cells[leader] == [cells[town_clerk][0], ["王明", "书记", "管理层党员", "", "2019-07-01 至 今"]]


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
