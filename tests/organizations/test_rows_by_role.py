"""Everybody sees exactly the own rows: in lists, exports, drop-downs, filters, and in the back office."""

import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.models import AuditEntry
from organizations.models import Assignment, Coverage, Jurisdiction, Unit
from organizations.registration import end_span, move_unit
from tests.factories import BY, EARLY, area, make_officer, make_unit

EAST, WEST, NEIGHBOUR = "沙河市近处玻璃有限公司", "沙河市远处矿业有限公司", "沙河市近邻食品有限公司"
UNITS, ORGANIZATIONS = "/register/units/", "/register/organizations/"
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def ground(unit, organization, far_unit, far_organization):
    """A unit and its branch on either side, and a second unit of 桥东街道 that no branch covers."""
    make_unit("桥东街道", name=NEIGHBOUR)


UNITS_OF = {
    "county_clerk": [EAST, WEST, NEIGHBOUR],
    "leader": [EAST, WEST, NEIGHBOUR],
    "town_clerk": [EAST, NEIGHBOUR],
    "stranger": [WEST],
    "secretary": [EAST],
    "officer": [EAST],
}
ORGANIZATIONS_OF = {
    "county_clerk": ["近处玻璃党支部", "远处矿业党支部"],
    "leader": ["近处玻璃党支部", "远处矿业党支部"],
    "town_clerk": ["近处玻璃党支部"],
    "stranger": ["远处矿业党支部"],
    "secretary": ["近处玻璃党支部"],
}


def listed(client, url: str) -> list[str]:
    return [row["cells"][0]["text"] for row in client.get(url).context["rows"]]


def exported(client, url: str) -> list[list]:
    """The lines of the workbook from its head on; what stands above is left out."""
    workbook = load_workbook(io.BytesIO(client.get(url).getvalue()))
    rows = [list(row) for row in workbook.active.values]
    head = next(place for place, row in enumerate(rows) if row[1] is not None)
    return rows[head:]


@pytest.mark.parametrize(
    ("role", "url", "rows"),
    [
        *((role, UNITS, rows) for role, rows in UNITS_OF.items()),
        *((role, ORGANIZATIONS, rows) for role, rows in ORGANIZATIONS_OF.items()),
    ],
)
def test_list_and_export_hold_exactly_the_own_rows(role, url, rows, request):
    client = request.getfixturevalue(role)
    answer = client.get(url)
    assert sorted(listed(client, url)) == sorted(rows)
    assert answer.context["total"] == len(rows)
    export = exported(client, f"{url}?export=xlsx")
    assert export[0] == [column["label"] for column in answer.context["columns"]]
    assert sorted(line[0] for line in export[1:]) == sorted(rows)


def test_export_is_told_with_its_count_and_filter(town_clerk):
    before = AuditEntry.objects.count()
    exported(town_clerk, f"{UNITS}?q=%E8%BF%91%E9%82%BB&export=xlsx")
    entry = AuditEntry.objects.first()
    assert AuditEntry.objects.count() == before + 1
    assert (entry.act, entry.user, entry.model, entry.object_label) == (
        "导出", town_clerk.user, "organizations.unit", "单位名录",
    )  # fmt: skip
    assert entry.changes == {"rows": [None, 1], "filter": [None, "q=%E8%BF%91%E9%82%BB&export=xlsx"]}


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("?q=近邻", [NEIGHBOUR]),
        ("?q=shsjlsp", [NEIGHBOUR]),
        ("?kind=social_org", []),
        ("?state=standalone", [EAST]),
        ("?state=unknown", [NEIGHBOUR]),
        ("?base=out", []),
        ("?on=2015-12-31&base=in", []),
        ("?on=2016-01-01&state=standalone", [EAST]),
        ("?on=gestern", [EAST, NEIGHBOUR]),
        ("?above_scale=yes", []),
    ],
)
def test_filter_narrows_list_and_export_alike(query, rows, town_clerk):
    assert listed(town_clerk, UNITS + query) == rows
    assert [line[0] for line in exported(town_clerk, f"{UNITS}{query}&export=xlsx")[1:]] == rows


def test_day_that_is_no_day_is_told(town_clerk):
    page = town_clerk.get(f"{UNITS}?on=gestern").content.decode()
    assert page.count("“gestern”不是有效日期，已按今天显示。请按 2017-06-30 的格式填写。") == 1


def area_choices(client, url: str) -> set[str]:
    field = client.get(url).context["filter"].form.fields["area"]
    return {place.name for place in field.queryset}


def test_filter_offers_the_own_areas_only(county_clerk, town_clerk, leader, secretary, officer):
    for url in (UNITS, ORGANIZATIONS):
        assert area_choices(town_clerk, url) == {"桥东街道"}
        assert area_choices(secretary, url) == set()
        assert len(area_choices(county_clerk, url)) == len(area_choices(leader, url)) == 14
    assert area_choices(officer, UNITS) == set()


@pytest.mark.parametrize(("role", "rows"), [("town_clerk", UNITS_OF["town_clerk"]), ("secretary", [EAST])])
def test_asking_for_a_foreign_area_shows_nothing_foreign(role, rows, request):
    client = request.getfixturevalue(role)
    assert listed(client, f"{UNITS}?area={area('桥西街道').pk}") == rows


DROP_DOWNS = {
    "unit-cover": ("organization", "近处玻璃党支部", "远处矿业党支部"),
    "unit-assign": ("officer", "近处指导员", "远处指导员"),
    "unit-move": ("area", "桥东街道", "桥西街道"),
}


@pytest.mark.parametrize("name", DROP_DOWNS)
def test_drop_down_offers_the_own_rows_only(name, town_clerk, county_clerk, unit):
    make_officer("桥东街道", name="近处指导员")
    make_officer("桥西街道", name="远处指导员")
    field, near, far = DROP_DOWNS[name]
    url = reverse(f"organizations:{name}", args=[unit.pk])
    offered = [
        {str(row) for row in client.get(url).context["form"].fields[field].queryset}
        for client in (town_clerk, county_clerk)
    ]
    assert offered[0] == {near}
    assert offered[1] >= {near, far}


def test_visit_is_recorded_for_the_own_assignments_only(officer, town_clerk, unit, far_unit):
    make_officer("桥西街道", assigned_to=[far_unit])
    make_officer("桥东街道", assigned_to=[unit])
    mine = Assignment.objects.filter(officer__name="试验指导员甲")
    url = reverse("organizations:visit-create")
    assert list(officer.get(url).context["form"].fields["assignment"].queryset) == list(mine)
    offered = town_clerk.get(url).context["form"].fields["assignment"].queryset
    assert {assignment.unit for assignment in offered} == {unit}


PHONES = {"county_clerk": True, "town_clerk": True, "secretary": True, "officer": False, "leader": False}


@pytest.mark.parametrize(("role", "shown"), PHONES.items())
def test_phone_is_shown_by_role_in_list_export_and_page(role, shown, request, unit):
    client = request.getfixturevalue(role)
    heads = [column["label"] for column in client.get(UNITS).context["columns"]]
    export = exported(client, f"{UNITS}?export=xlsx")
    page = client.get(unit.get_absolute_url()).content.decode()
    assert ["联系电话" in heads, "联系电话" in export[0]] == [shown, shown]
    assert ("13800000000" in page, "13800000000" in str(export)) == (shown, shown)


def test_phone_is_shown_only_where_every_row_may_show_it(leader, unit, far_unit, organization):
    """A leader who is also a secretary sees the county without phones, and the own unit with its phone."""
    Jurisdiction.objects.create(
        user=leader.user, role="secretary", organization=organization, starts_on=EARLY
    )
    assert "联系电话" not in [column["label"] for column in leader.get(UNITS).context["columns"]]
    pages = [leader.get(one.get_absolute_url()).content.decode() for one in (unit, far_unit)]
    assert ["13800000000" in pages[0], "13900000000" in pages[1]] == [True, False]


def test_role_without_rows_takes_no_phone_away(town_clerk):
    Jurisdiction.objects.create(user=town_clerk.user, role="sysadmin", starts_on=EARLY)
    assert "联系电话" in [column["label"] for column in town_clerk.get(UNITS).context["columns"]]


def test_moved_unit_changes_hands_on_its_day(town_clerk, stranger, unit):
    today = timezone.localdate()
    move_unit(unit, area("桥西街道"), today, "管理归属调整", BY)
    assert (listed(town_clerk, UNITS), sorted(listed(stranger, UNITS))) == ([NEIGHBOUR], sorted([EAST, WEST]))
    assert town_clerk.get(unit.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("ago", "rows"), [(0, [EAST]), (1, [])])
def test_secretary_sees_a_unit_until_the_last_day_of_its_coverage(ago, rows, secretary, unit):
    end_span(Coverage.objects.get(unit=unit), timezone.localdate() - ago * DAY, BY)
    assert listed(secretary, UNITS) == rows


@pytest.mark.parametrize(("ago", "rows"), [(0, [EAST]), (1, [])])
def test_officer_sees_a_unit_until_the_last_day_of_the_assignment(ago, rows, officer, unit):
    end_span(Assignment.objects.get(unit=unit), timezone.localdate() - ago * DAY, BY)
    assert listed(officer, UNITS) == rows


CHANGELISTS = ("unit", "coverage", "post", "officer")


def in_changelist(client, noun: str) -> list[str]:
    answer = client.get(f"/admin/organizations/{noun}/")
    return sorted(str(row) for row in answer.context["cl"].result_list)


@pytest.mark.slow
@pytest.mark.parametrize("noun", CHANGELISTS)
def test_changelist_shows_exactly_the_own_rows(noun, county_clerk, town_clerk, stranger, unit, far_unit):
    for place, one in (("桥东街道", unit), ("桥西街道", far_unit)):
        make_officer(place, name=f"{place}指导员", assigned_to=[one])
        branch = one.coverages.get().organization
        branch.posts.create(name=f"{place}书记", starts_on=EARLY)
    near, far, all_rows = (in_changelist(client, noun) for client in (town_clerk, stranger, county_clerk))
    assert (len(near) > 0, len(far) > 0, sorted(near + far)) == (True, True, all_rows)
    assert not set(near) & set(far)


@pytest.mark.parametrize("noun", ["unit", "organization"])
def test_foreign_row_is_absent_from_the_back_office(noun, town_clerk, far_unit, far_organization):
    foreign = {"unit": far_unit, "organization": far_organization}[noun]
    page = f"/admin/organizations/{noun}/{foreign.pk}/change/"
    answers = [town_clerk.get(page), town_clerk.post(page, {"name": "改名"})]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/admin/")] * 2
    foreign.refresh_from_db()
    assert foreign.name != "改名"


def test_nothing_is_deleted_in_the_back_office(county_clerk, unit):
    assert county_clerk.get(f"/admin/organizations/unit/{unit.pk}/delete/").status_code == 403
    deleting = {"action": "delete_selected", "_selected_action": [unit.pk], "post": "yes"}
    county_clerk.post("/admin/organizations/unit/", deleting)
    assert Unit.objects.filter(pk=unit.pk).exists()


@pytest.mark.parametrize("noun", ["unit", "organization"])
def test_what_needs_an_area_is_not_added_in_the_back_office(noun, county_clerk):
    assert county_clerk.get(f"/admin/organizations/{noun}/add/").status_code == 403


def test_back_office_is_for_staff(signed_in):
    client = signed_in("county_clerk", area=area("沙河市"))
    assert client.get("/admin/organizations/unit/").status_code == 302
