"""The summary: formulas come to what stands beside them, and lists prove the numbers."""

import datetime
import io
import re
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl.utils import range_boundaries

from core.models import AuditEntry
from organizations.choices import Formation
from organizations.models import Coverage
from organizations.registration import move_unit
from reports.places import county_scope
from reports.remembered import with_results
from reports.summary_figures import as_of, summary_of
from reports.summary_sheets import BASE_UNITS
from reports.summary_workbook import TOTAL_ROW, write_summary
from tests.factories import BY, EARLY, area, make_organization, make_unit
from tests.reports.ground import EAST, WEST, ZONE, small_county

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 6, 30)
MADE_ON = datetime.date(2020, 7, 2)
DASH = "—"
# 总数, 党组织 单独/联合, 已覆盖 小计/单独/联合, 仅指导员, 组织率, 工作率; first enterprises, then the others.
BY_HAND = {
    "合计": [6, 1, 1, 3, 1, 2, 1, 50.0, 66.67, 2, 1, 1, 2, 1, 1, 0, 100.0, 100.0],
    EAST: [4, 1, 1, 3, 1, 2, 1, 75.0, 100.0, 1, 1, 0, 1, 1, 0, 0, 100.0, 100.0],
    WEST: [2, 0, 0, 0, 0, 0, 0, 0.0, 0.0, 1, 0, 1, 1, 0, 1, 0, 100.0, 100.0],
    ZONE: [0, 0, 0, 0, 0, 0, 0, DASH, DASH, 0, 0, 0, 0, 0, 0, 0, DASH, DASH],
}


def written(on=DAY, results=False):
    stream, scope = io.BytesIO(), county_scope(on)
    write_summary(stream, summary_of(scope, on), scope, "中共沙河市委组织部", MADE_ON)
    return openpyxl.load_workbook(stream, data_only=results)


def rows_of(sheet):
    return {row[1]: list(row[2:20]) for row in sheet.iter_rows(min_row=TOTAL_ROW, values_only=True) if row[1]}


def summed(sheet, formula):
    """Work a formula of the total row out from the cells it names, with exact numbers."""
    sums = re.findall(r"SUM\((\w+:\w+)\)", formula)
    worth = [sum_of(sheet, cells) for cells in sums]
    if not formula.startswith("=IF"):
        return worth[0]
    total, hits = worth[0], sum(worth[1:-1])
    assert sums[0] == sums[-1]
    if total == 0:
        return DASH
    return float((Decimal(hits * 100) / total).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def sum_of(sheet, cells):
    left, top, _, bottom = range_boundaries(cells)
    return sum(sheet.cell(row, left).value for row in range(top, bottom + 1))


def test_the_numbers_are_those_worked_out_by_hand():
    small_county()
    rows = rows_of(written(results=True)["覆盖情况"])
    assert {name: rows[name] for name in BY_HAND} == BY_HAND
    assert next(iter(rows)) == "合计"
    assert len(rows) == 15


def test_the_total_is_made_of_formulas_that_come_to_what_stands_beside_them():
    small_county()
    sheet, results = written()["覆盖情况"], rows_of(written(results=True)["覆盖情况"])
    formulas = rows_of(sheet)["合计"]
    assert [formula[0] for formula in formulas] == ["="] * 18
    assert [summed(sheet, formula) for formula in formulas] == results["合计"] == BY_HAND["合计"]


def test_formulas_of_an_empty_county_come_to_the_dash():
    sheet = written()["覆盖情况"]
    worth = [summed(sheet, formula) for formula in rows_of(sheet)["合计"]]
    assert worth == rows_of(written(results=True)["覆盖情况"])["合计"]
    assert worth[:2] + worth[7:9] == [0, 0, DASH, DASH]


def test_rates_are_numbers_with_two_places_and_codes_are_text():
    small_county()
    book = written()
    rate = book["覆盖情况"].cell(TOTAL_ROW + 2, 10)
    assert (rate.value, rate.data_type, rate.number_format) == (75, "n", "0.00")
    assert {cell.data_type for row in book["明细"].iter_rows(min_row=3) for cell in row if cell.value} == {
        "s"
    }


def test_a_half_is_rounded_up():
    for number in range(16):
        unit = make_unit(EAST)
        if number < 1:
            make_organization(EAST, covers=[unit])
    assert rows_of(written(results=True)["覆盖情况"])[EAST][7] == 6.25
    for _ in range(144):
        make_unit(EAST)
    assert rows_of(written(results=True)["覆盖情况"])[EAST][7] == 0.63


def test_the_lists_prove_the_numbers():
    ground = small_county()
    book = written(results=True)
    units = list(book["明细"].iter_rows(min_row=3, values_only=True))
    assert [(row[0], row[1], row[4]) for row in units] == [
        (EAST, "非公企业", "单独组建"),
        (EAST, "非公企业", "联合组建"),
        (EAST, "非公企业", "联合组建"),
        (EAST, "非公企业", "仅派指导员"),
        (EAST, "社会组织", "单独组建"),
        (WEST, "非公企业", "未覆盖"),
        (WEST, "非公企业", "未摸排"),
        (WEST, "社会组织", "联合组建"),
    ]
    assert units[0][5:7] == (ground.organizations[0].name, "某同志")
    organizations = list(book["党组织明细"].iter_rows(min_row=3, values_only=True))
    assert [(row[0], row[1], row[4], row[5]) for row in organizations] == [
        (EAST, "非公企业", "单独组建", 1),
        (EAST, "非公企业", "联合组建", 2),
        (EAST, "社会组织", "单独组建", 1),
        (WEST, "社会组织", "挂靠组建", 1),
    ]


def test_the_lists_hold_no_contacts():
    make_unit(EAST, contact_phone="13800000000")
    cells = [cell for sheet in written() for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "13800000000" not in cells


def test_a_name_that_begins_like_a_formula_stays_a_name():
    make_unit(EAST, name="=1+1")
    cell = written()["明细"].cell(3, 3)
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_the_form_prints_on_one_page_width_and_merges_only_in_the_head():
    sheet = written()["覆盖情况"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$4:$6", "C7")
    assert max(merged.max_row for merged in sheet.merged_cells.ranges) == TOTAL_ROW - 1


def test_the_letterhead_names_who_when_and_in_what():
    sheet = written()["覆盖情况"]
    assert [sheet[place].value for place in ("A1", "A2", "A3", "I3", "P3")] == [
        "附件1",
        "沙河市非公有制企业和社会组织党组织覆盖情况汇总表（截至2020年6月30日）",
        "填报单位（盖章）：中共沙河市委组织部",
        "填报时间：2020年7月2日",
        "单位：家、个、%",
    ]


def test_a_month_that_is_not_over_says_so():
    day = datetime.date(2020, 6, 29)
    title = written(day)["覆盖情况"]["A2"].value
    assert title == "沙河市非公有制企业和社会组织党组织覆盖情况汇总表（截至2020年6月29日，当月未结束）"
    assert as_of("2020-06", day) == day
    assert as_of("2020-05", day) == datetime.date(2020, 5, 31)


def test_a_unit_that_moved_keeps_its_place_in_the_months_before():
    unit = make_unit(EAST)
    move_unit(unit, area(ZONE), DAY + datetime.timedelta(days=1), "", BY)
    before, after = (rows_of(written(day)["覆盖情况"]) for day in (DAY, datetime.date(2020, 7, 31)))
    assert [(rows[EAST][0], rows[ZONE][0]) for rows in (before, after)] == [(1, 0), (0, 1)]


def test_an_organization_that_never_covered_a_unit_is_named_in_a_note():
    make_organization(formation=Formation.JOINT)
    summary = summary_of(county_scope(DAY), DAY)
    assert summary.without_units == 1
    assert summary.numbers()[1:3] == [0, 0]


def test_what_hangs_on_the_county_itself_has_a_line_of_its_own():
    county = area("沙河市")
    organization = make_organization(county)
    unit = make_unit(county)
    Coverage.objects.create(unit=unit, organization=organization, starts_on=EARLY)
    lines = summary_of(county_scope(DAY), DAY).lines
    assert [line.label for line in lines][-2:] == [ZONE, "沙河市本级"]
    assert rows_of(written(results=True)["覆盖情况"])["合计"][:4] == [1, 1, 0, 1]


def test_only_formulas_with_a_known_result_are_filled_in():
    xml = (
        '<c r="A1" s="1"><f>SUM(B1:B2)</f><v></v></c>'
        '<c r="A2"><f>X&amp;Y</f><v /></c><c r="A3"><f>1</f><v/></c>'
    )
    assert with_results(xml, {"A1": 3, "A2": "<—>"}) == (
        '<c r="A1" s="1"><f>SUM(B1:B2)</f><v>3</v></c>'
        '<c r="A2" t="str"><f>X&amp;Y</f><v>&lt;—&gt;</v></c><c r="A3"><f>1</f><v></v></c>'
    )


def test_the_page_shows_the_last_month_that_is_over_and_each_number_opens_its_list(county_clerk):
    small_county()
    response = county_clerk.get(reverse("reports:summary"))
    today = timezone.localdate()
    last = today.replace(day=1) - datetime.timedelta(days=1)
    assert response.context["subtitle"] == f"截至 {last.isoformat()}"
    rows = {row["label"]: row["cells"] for row in response.context["rows"]}
    assert [float(cell["text"]) for cell in rows["合计"]] == BY_HAND["合计"]
    for cell in rows[EAST]:
        page = county_clerk.get(cell["url"])
        number, figure = cell["text"], page.context["figure"]
        assert (
            (f"{number}%" == figure["text"])
            if isinstance(number, Decimal)
            else number == page.context["total"]
        )


def test_the_page_hands_out_the_workbook_and_says_so_in_the_trail(county_clerk):
    small_county()
    response = county_clerk.get(reverse("reports:summary"), {"month": "2026-10", "export": "xlsx"})
    sheets = openpyxl.load_workbook(io.BytesIO(response.content)).sheetnames
    assert sheets == ["覆盖情况", "明细", "党组织明细"]
    assert AuditEntry.objects.filter(act="导出", object_label=BASE_UNITS.title).count() == 1


@pytest.mark.parametrize("month", ["2026-13", "nonsense", "2099-01"])
def test_a_month_that_is_not_offered_leads_nowhere(county_clerk, month):
    assert county_clerk.get(reverse("reports:summary"), {"month": month}).status_code == 404


def test_leaders_may_read_the_summary(leader):
    assert leader.get(reverse("reports:summary")).status_code == 200


@pytest.mark.parametrize("who", ["town_clerk", "secretary", "officer", "auditor", "sysadmin", "nobody"])
def test_roles_without_the_right_are_refused(who, request):
    assert request.getfixturevalue(who).get(reverse("reports:summary")).status_code == 403


def test_signed_out_leads_to_sign_in(client):
    response = client.get(reverse("reports:summary"))
    assert (response.status_code, response.url) == (302, "/accounts/sign-in/?next=/reports/summary/")
