"""The list behind a figure: its rows, its words, who may open it and what it leaves out."""

import datetime
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from organizations.registration import move_unit
from tests.factories import BY, area, make_organization, make_unit
from tests.reports.ground import EAST, WEST, small_county

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 6, 30)


def url(key="org_coverage"):
    return reverse("reports:drill-down", args=[key])


def show(client, key="org_coverage", **asked):
    response = client.get(url(key), {"on": DAY.isoformat(), **asked})
    assert response.status_code == 200
    return response


def names(response):
    return [row["cells"][0]["text"] for row in response.context["rows"]]


def headings(response):
    return [column["label"] for column in response.context["columns"]]


def test_hits_gaps_and_base_are_the_rows_of_the_figure(county_clerk):
    units = small_county().units
    hits, gaps, base = (names(show(county_clerk, side=side)) for side in ("hits", "gaps", "base"))
    assert hits == [units[place].name for place in (0, 1, 2, 4, 7)]
    assert gaps == [units[place].name for place in (3, 5, 6)]
    assert base == [unit.name for unit in units[:8]]


def test_area_and_kind_narrow_the_list_and_the_figure_alike(county_clerk):
    ground = small_county()
    response = show(county_clerk, area=area(EAST).pk, kind="enterprise")
    assert names(response) == [unit.name for unit in ground.units[:3]]
    figure = response.context["figure"]
    assert (figure["text"], figure["hits"], figure["total"]) == ("75.00%", 3, "4 家")


@pytest.mark.parametrize(
    ("state", "places", "title"),
    [
        ("standalone", (0, 4), "单独组建的单位"),
        ("joint", (1, 2, 7), "联合组建的单位"),
        ("guidance", (3,), "仅派指导员的单位"),
        ("none", (5,), "未覆盖的单位"),
        ("unknown", (6,), "未摸排的单位"),
    ],
)
def test_a_state_lists_the_units_in_it(county_clerk, state, places, title):
    units = small_county().units
    response = show(county_clerk, side="base", state=state)
    assert names(response) == [units[place].name for place in places]
    assert response.context["title"] == title
    assert response.context["figure"]["hits"] == len(places)


def test_organizations_can_be_asked_for_by_way_of_forming(county_clerk):
    organizations = small_county().organizations
    alone = show(county_clerk, "secretary_in_post", side="base", way="standalone")
    other = show(county_clerk, "secretary_in_post", side="base", way="joint", kind="social_org")
    assert names(alone) == [organizations[0].name, organizations[2].name]
    assert names(other) == [organizations[3].name]


def test_the_title_says_what_the_list_is(county_clerk):
    titles = [show(county_clerk, side=side).context["title"] for side in ("hits", "gaps", "base")]
    assert titles == [
        "组织覆盖率：已建立党组织的单位",
        "组织覆盖率：未达到的单位",
        "组织覆盖率：纳入基数的单位",
    ]
    assert show(county_clerk, "joint_share", side="gaps").context["title"] == "联合组建率：其余的单位"
    assert (
        show(county_clerk, "secretary_in_post", side="gaps").context["title"] == "书记配备率：未达到的党组织"
    )


def test_the_subtitle_says_for_whom_and_when(county_clerk):
    response = show(county_clerk, area=area(EAST).pk, kind="enterprise")
    assert response.context["subtitle"] == "桥东街道 · 非公企业 · 截至 2020-06-30"
    assert show(county_clerk).context["subtitle"] == "沙河市 · 截至 2020-06-30"


def test_the_workbook_holds_exactly_the_rows_of_the_page(county_clerk):
    small_county()
    asked = {"area": area(EAST).pk, "side": "base"}
    page = show(county_clerk, **asked)
    sheet = openpyxl.load_workbook(io.BytesIO(show(county_clerk, **asked, export="xlsx").content)).active
    written = list(sheet.iter_rows(values_only=True))
    assert written[0][0] == page.context["subtitle"]
    assert list(written[1]) == headings(page)
    assert [row[0] for row in written[2:]] == names(page)
    assert AuditEntry.objects.filter(act="导出").count() == 1


def test_the_day_survives_the_filter(county_clerk):
    small_county()
    response = show(county_clerk, kind="enterprise")
    assert '<input type="hidden" name="on" value="2020-06-30">' in response.content.decode()
    assert response.context["back_url"] == "/reports/dashboard/?on=2020-06-30&kind=enterprise"
    assert response.context["export_url"] == "?on=2020-06-30&kind=enterprise&export=xlsx"


def test_a_township_lists_only_its_own_rows(town_clerk):
    units = small_county().units
    assert names(show(town_clerk, side="base")) == [unit.name for unit in units[:5]]


def test_a_township_cannot_ask_for_its_neighbour(town_clerk):
    small_county()
    assert town_clerk.get(url(), {"area": area(WEST).pk}).status_code == 404
    choices = show(town_clerk).context["filter"].form.fields["area"].queryset
    assert [choice.name for choice in choices] == [EAST]


def test_a_unit_that_moved_away_is_listed_for_then_without_page_and_without_contacts(town_clerk):
    unit = make_unit(EAST, contact_phone="13800000000")
    move_unit(unit, area(WEST), DAY + datetime.timedelta(days=1), "", BY)
    response = show(town_clerk, side="base")
    assert names(response) == [unit.name]
    assert [row["url"] for row in response.context["rows"]] == [""]
    assert "13800000000" not in response.content.decode()


def test_clerks_see_contacts_today_and_leaders_never(county_clerk, leader):
    make_unit(EAST, contact_phone="13800000000")
    today = timezone.localdate().isoformat()
    for client, shown in ((county_clerk, True), (leader, False)):
        response = show(client, side="base", on=today)
        assert ("联系电话" in headings(response)) is shown
        assert ("13800000000" in response.content.decode()) is shown


def test_leaders_export_no_contacts(leader):
    make_unit(EAST, contact_phone="13800000000")
    today = timezone.localdate().isoformat()
    content = show(leader, side="base", on=today, export="xlsx").content
    rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    assert [cell for row in rows for cell in row if cell == "13800000000"] == []


@pytest.mark.parametrize(
    "asked",
    [{"side": "nonsense"}, {"kind": "nonsense"}, {"area": "999999"}, {"area": "x"}, {"state": "nonsense"}],
)
def test_a_question_nobody_understands_leads_nowhere(county_clerk, asked):
    assert county_clerk.get(url(), asked).status_code == 404


def test_an_unknown_figure_leads_nowhere(county_clerk):
    assert county_clerk.get(url("no_such_figure")).status_code == 404


def test_a_day_to_come_is_said_and_today_is_shown(county_clerk):
    response = county_clerk.get(url(), {"on": "2999-01-01"})
    assert [str(message) for message in response.context["messages"]] == [
        "2999-01-01还没有到，已按今天显示。"
    ]
    assert response.context["figure"]["on"] == timezone.localdate().isoformat()


@pytest.mark.parametrize("who", ["secretary", "officer", "auditor", "sysadmin", "nobody"])
def test_roles_without_the_right_are_refused(who, request):
    assert request.getfixturevalue(who).get(url()).status_code == 403


def test_signed_out_leads_to_sign_in(client):
    response = client.get(url())
    assert (response.status_code, response.url) == (302, f"/accounts/sign-in/?next={url()}")


def test_a_finding_is_a_number(county_clerk):
    small_county()
    assert show(county_clerk, "uncovered").context["figure"]["text"] == "2 家"


def test_a_unit_without_known_members_is_among_the_rest(county_clerk):
    unit = make_unit(EAST)
    assert names(show(county_clerk, "member_presence", side="gaps")) == [unit.name]


def test_a_list_costs_the_same_for_few_rows_and_for_many(county_clerk):
    counts = set()
    for _ in range(3):
        for _ in range(5):
            make_organization(EAST, covers=[make_unit(EAST)])
        with CaptureQueriesContext(connection) as queries:
            show(county_clerk)
        counts.add(len(queries))
    assert len(counts) == 1
