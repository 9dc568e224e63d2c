"""The dashboard: whose figures, of which day, and every number the length of the list it opens."""

import datetime
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.indicators import Rate
from organizations.models import Coverage
from organizations.registration import move_unit
from reports.board import Board, composition, tiles
from reports.days import EARLIEST
from reports.figures import Cell, Tally
from reports.places import county_scope, places_of
from reports.questions import Question
from tests.factories import BY, area, make_organization, make_unit
from tests.reports.ground import EAST, LEFT_ON, WEST, small_county

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 6, 30)
LINK = re.compile(
    r'<a href="(/reports/figures/[^"]+)">([^<]*)</a>'
)  # quiet zeros have a class and are left out


def show(client, **asked):
    response = client.get(reverse("reports:dashboard"), {"on": DAY.isoformat(), **asked})
    assert response.status_code == 200
    return response


def tile(response, key):
    return next(tile for tile in response.context["tiles"] if tile["key"] == key)


def table(response):
    return {row["area"]: [cell["text"] for cell in row["cells"]] for row in response.context["area_rows"]}


def numbers_and_lists(client, response):
    """Return (number on the page, number of rows behind it) for every link to a list."""
    links, found = LINK.findall(response.content.decode()), []
    pages = {url: client.get(unescape(url)) for url in {url for url, _ in links}}
    for url, text in links:
        page = pages[url]
        assert page.status_code == 200
        number = re.fullmatch(r"\D*(\d+)\D*", text)
        if number:
            found.append((int(number[1]), page.context["total"]))
        else:
            rate = page.context["figure"]
            found.append((text, rate["text"]))
            assert rate["hits"] == page.context["total"]
    return found


def test_the_county_sees_every_area_in_its_order_and_the_total(county_clerk):
    small_county()
    rows = table(show(county_clerk))
    assert list(rows) == [*(a.name for a in places_of(county_scope(DAY)).rows), "合计"]
    assert rows[EAST] == ["5", "2", "2", "1", "0", "0", "80.00%", "100.00%"]
    assert rows[WEST] == ["3", "0", "1", "0", "1", "1", "33.33%", "33.33%"]
    assert rows["柴关乡"] == ["0", "0", "0", "0", "0", "0", "—", "—"]
    assert rows["合计"] == ["8", "2", "3", "1", "1", "1", "62.50%", "75.00%"]


def test_a_township_sees_its_own_row_and_the_totals_of_the_county_without_their_list(town_clerk):
    small_county()
    response = show(town_clerk)
    rows = table(response)
    assert rows == {
        EAST: ["5", "2", "2", "1", "0", "0", "80.00%", "100.00%"],
        "沙河市合计": ["8", "2", "3", "1", "1", "1", "62.50%", "75.00%"],
    }
    links = {row["area"]: {cell["url"] for cell in row["cells"]} for row in response.context["area_rows"]}
    assert links["沙河市合计"] == {""}
    assert "" not in links[EAST]
    assert (tile(response, "org_coverage")["hits"], tile(response, "org_coverage")["total"]) == (4, 5)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("who", "on", "kind"),
    [
        ("county_clerk", LEFT_ON, "all"),
        ("county_clerk", DAY, "enterprise"),
        ("town_clerk", LEFT_ON + datetime.timedelta(days=1), "social_org"),
        ("town_clerk", DAY, "all"),
        ("leader", DAY, "all"),
    ],
)
def test_every_number_is_the_length_of_the_list_it_opens(who, on, kind, request):
    client = request.getfixturevalue(who)
    small_county()
    pairs = numbers_and_lists(client, show(client, on=on.isoformat(), kind=kind))
    assert len(pairs) > 20
    assert [number for number, _ in pairs] == [rows for _, rows in pairs]


def test_a_kind_narrows_every_figure(county_clerk):
    small_county()
    response = show(county_clerk, kind="social_org")
    assert table(response)["合计"] == ["2", "1", "1", "0", "0", "0", "100.00%", "100.00%"]
    assert tile(response, "secretary_in_post")["text"] == "50.00%"
    assert [tab["active"] for tab in response.context["kind_tabs"]] == [False, False, True]


def test_a_tile_tells_what_it_counts(county_clerk):
    small_county()
    shown = tile(show(county_clerk), "org_coverage")
    assert (shown["text"], shown["hits"], shown["total"], shown["gaps"]) == ("62.50%", 5, 8, 3)
    assert shown["as_of"] == "2020-06-30"
    assert shown["definition"] == "已建立党组织（单独或联合组建）的单位数 ÷ 纳入基数的单位数"


def test_figures_without_a_tile_stand_in_a_table(county_clerk):
    small_county()
    rows = {
        row["key"]: (row["text"], row["hits"], row["total"]) for row in show(county_clerk).context["others"]
    }
    assert rows["member_presence"] == ("50.00%", 4, 8)
    assert rows["secretary_from_management"] == ("66.67%", 2, 3)
    assert rows["theme_day_missing"] == ("4", 4, 4)


def test_leaders_see_the_figure_on_members_and_no_list(leader):
    row = next(row for row in show(leader).context["others"] if row["key"] == "probation_overdue")
    assert (row["url"], row["base_url"], row["gaps_url"]) == ("", "", "")
    assert leader.get(reverse("reports:drill-down", args=["probation_overdue"])).status_code == 403


def test_blind_spots_are_a_number_and_a_list(county_clerk):
    ground = small_county()
    response = show(county_clerk)
    assert tile(response, "uncovered")["text"] == "2"
    bare, unknown = ground.units[5:7]
    assert response.context["blind_spots"]["rows"] == [
        {"name": unit.name, "url": unit.get_absolute_url(), "area": WEST} for unit in (bare, unknown)
    ]


def test_the_states_are_drawn_side_by_side_and_fill_the_bar(county_clerk):
    small_county()
    segments = show(county_clerk).context["composition"]
    assert [(s["label"], s["count"], s["x"], s["width"]) for s in segments] == [
        ("单独组建", 2, "0.0000", "25.0000"),
        ("联合组建", 3, "25.0000", "37.5000"),
        ("仅派指导员", 1, "62.5000", "12.5000"),
        ("未覆盖", 1, "75.0000", "12.5000"),
        ("未摸排", 1, "87.5000", "12.5000"),
    ]


def test_a_unit_that_moved_away_is_counted_then_and_shown_without_a_page(town_clerk):
    unit = make_unit(EAST)
    move_unit(unit, area(WEST), DAY + datetime.timedelta(days=1), "", BY)
    spots = show(town_clerk).context["blind_spots"]
    assert (spots["count"], spots["rows"]) == (1, [{"name": unit.name, "url": "", "area": EAST}])


def test_reports_are_those_of_the_last_month_that_was_due(county_clerk):
    small_county()
    response = show(county_clerk)
    shown = tile(response, "reports_received")
    assert (shown["label"], shown["as_of"], shown["total"]) == ("月报报送率（5月）", "2020-05-31", 4)
    assert response.context["freshness"] == "2020年5月月报：应报 4 个党组织，已报送 0 个，县级已审 0 个。"


def test_a_day_to_come_is_said_and_today_is_shown(county_clerk):
    today = timezone.localdate()
    day = today + datetime.timedelta(days=1)
    response = show(county_clerk, on=day.isoformat())
    assert [str(message) for message in response.context["messages"]] == [
        f"{day.isoformat()}还没有到，已按今天显示。"
    ]
    assert tile(response, "org_coverage")["as_of"] == today.isoformat()


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("2020-06-31", "“2020-06-31”不是有效日期，已按今天显示。请按 2017-06-30 的格式填写。"),
        ("0001-01-01", "平台只统计2000年以来的情况，已按今天显示。"),
    ],
)
def test_a_day_that_cannot_be_is_said(county_clerk, on, sentence):
    response = show(county_clerk, on=on)
    assert [str(message) for message in response.context["messages"]] == [sentence]


def test_the_first_day_there_is_can_be_asked_for(county_clerk):
    assert tile(show(county_clerk, on=EARLIEST.isoformat()), "org_coverage")["text"] == "—"


def test_an_unknown_kind_is_all_kinds(county_clerk):
    assert show(county_clerk, kind="nonsense").context["on_form"].initial["kind"] == "all"


def test_an_empty_county_has_no_rates_and_no_bar(county_clerk):
    response = show(county_clerk)
    assert {shown["text"] for shown in response.context["tiles"]} == {"—"}
    assert response.context["composition"] == []


def test_more_hits_than_there_should_be_are_flagged_and_never_shown_as_a_rate():
    tally = Tally({"org_coverage": {Cell(1, "enterprise"): Rate(9, 8)}}, {})
    board = Board(tally, Question(DAY), DAY, places_of(county_scope(DAY)), frozenset())
    shown = next(shown for shown in tiles(board) if shown["key"] == "org_coverage")
    assert (shown["text"], shown["warning"]) == ("9/8", "达到的多于应有的，请核对数据。")
    assert composition(board) == []


@pytest.mark.parametrize("who", ["secretary", "officer", "auditor", "sysadmin", "nobody"])
@pytest.mark.parametrize("page", ["dashboard", "definitions"])
def test_roles_without_the_right_are_refused(who, page, request):
    assert request.getfixturevalue(who).get(reverse(f"reports:{page}")).status_code == 403


def test_signed_out_leads_to_sign_in(client):
    response = client.get(reverse("reports:dashboard"))
    assert (response.status_code, response.url) == (302, "/accounts/sign-in/?next=/reports/dashboard/")


@pytest.mark.slow
def test_a_township_reads_as_many_queries_for_few_units_as_for_many(town_clerk):
    assert counts_of_queries(town_clerk) == 1


@pytest.mark.slow
def test_the_county_reads_as_many_queries_for_few_units_as_for_many(county_clerk):
    assert counts_of_queries(county_clerk) == 1


def counts_of_queries(client) -> int:
    """Return how many different counts of queries the page costs with 1, 6 and 60 units."""
    counts, units = set(), 0
    for wanted in (1, 6, 60):
        for number in range(units, wanted):
            unit = make_unit((EAST, WEST)[number % 2])
            if number % 3 == 0:
                make_organization(covers=[unit])
        units = wanted
        counts.add(queries_of(client))
    return len(counts)


def queries_of(client) -> int:
    with CaptureQueriesContext(connection) as queries:
        show(client)
    return len(queries)


def test_the_definitions_are_those_of_the_catalogue(leader):
    response = leader.get(reverse("reports:definitions"))
    assert [row["key"] for row in response.context["definitions"]][:3] == [
        "org_coverage",
        "standalone_share",
        "joint_share",
    ]


def test_coverage_that_began_later_is_not_counted(county_clerk):
    unit, organization = make_unit(EAST), make_organization(EAST)
    Coverage.objects.create(unit=unit, organization=organization, starts_on=DAY + datetime.timedelta(days=1))
    assert tile(show(county_clerk), "org_coverage")["text"] == "0.00%"
