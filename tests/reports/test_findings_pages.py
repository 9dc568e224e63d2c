"""Pages of findings: every number is the length of its list, within the scope, on any day."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.template import Context, Template
from django.urls import reverse
from openpyxl import load_workbook

from organizations.choices import Formation
from organizations.models import CoveragePlan, Organization, Unit
from organizations.registration import move_unit
from reports.findings import FINDINGS, SUBJECTS, advice_for, entry
from tests.factories import BY, area, make_officer, make_organization, make_unit
from tests.members.factories import make_member, make_probationary
from tests.reports.ground import EAST, WEST, small_county

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)
ON = DAY.isoformat()


def board(client, **asked) -> dict[str, tuple[str, str]]:
    """{label: (count, address)} of every line of the page."""
    groups = client.get(reverse("reports:finding-board"), {"on": ON} | asked).context["groups"]
    rows = [row for group in groups for row in group["rows"]]
    return {row["cells"][0]["text"]: (row["cells"][1]["text"], row["url"]) for row in rows}


def listing(client, key, **asked):
    return client.get(reverse("reports:finding-list", args=[key]), {"on": ON} | asked)


def names(answer) -> list[str]:
    return [row["cells"][0]["text"] for row in answer.context["rows"]]


def told(answer, name: str) -> list[str]:
    """The texts of a column."""
    place = [column["label"] for column in answer.context["columns"]].index(name)
    return [row["cells"][place]["text"] for row in answer.context["rows"]]


def test_keys_are_unique_and_found():
    keys = [known.key for known in FINDINGS]
    assert (len(set(keys)), [entry(key) for key in keys]) == (len(keys), list(FINDINGS))
    assert entry("no_such_finding") is None


def test_every_finding_says_what_to_do_and_lists_rows_of_its_sheet():
    for known in FINDINGS:
        finding = known.finding
        assert (finding.advice[-1], finding.source != "", finding.label[-1] != "。") == ("。", True, True)
        assert finding.subjects().model is known.subject.model
    assert {known.subject for known in FINDINGS} == set(SUBJECTS)


def test_every_number_is_the_length_of_its_list(county_clerk):
    small_county()
    make_probationary(make_organization(EAST), joined_on=datetime.date(2018, 1, 1))
    make_officer(EAST, assigned_to=[make_unit(EAST) for _ in range(6)])
    shown = board(county_clerk)
    lengths = {label: county_clerk.get(url).context["total"] for label, (_, url) in shown.items()}
    assert {label: int(count.split()[0]) for label, (count, _) in shown.items()} == lengths
    assert (lengths["预备期满未转正"], lengths["指导员派驻超额"], lengths["应建未建"]) == (1, 1, 1)
    assert set(shown) == {known.finding.label for known in FINDINGS}


def test_a_township_has_its_own_findings(town_clerk, stranger, county_clerk):
    small_county()
    clients = (town_clerk, stranger, county_clerk)
    counts = [board(client)["未登记统一社会信用代码"][0] for client in clients]
    assert counts == ["5 家", "3 家", "8 家"]
    mine, theirs = (names(listing(client, "without_credit_code")) for client in clients[:2])
    assert set(mine) & set(theirs) == set()


def test_an_area_narrows_page_and_list(county_clerk):
    small_county()
    shown = board(county_clerk, area=area(WEST).pk)["未登记统一社会信用代码"]
    assert (shown[0], county_clerk.get(shown[1]).context["total"]) == ("3 家", 3)


def test_another_area_leads_nowhere(town_clerk):
    answers = [
        town_clerk.get(reverse("reports:finding-board"), {"area": area(WEST).pk}),
        listing(town_clerk, "should_build", area=area(WEST).pk),
        listing(town_clerk, "no_such_finding"),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_past_day_has_the_findings_of_that_day_and_a_moved_unit_no_page(town_clerk, stranger):
    unit = make_unit(EAST, name="搬走的厂", formal_members=3)
    move_unit(unit, area(WEST), DAY, "划转通知", BY)
    before = {"on": (DAY - ONE).isoformat()}
    answers = [listing(town_clerk, "should_build", **before), listing(stranger, "should_build")]
    assert [(names(answer), answer.context["rows"][0]["url"] != "") for answer in answers] == [
        (["搬走的厂"], False),
        (["搬走的厂"], True),
    ]
    assert names(listing(town_clerk, "should_build")) == []


def test_a_list_tells_heads_source_and_plan(county_clerk):
    surveyed, counted = (
        make_unit(name="摸排厂", formal_members=4),
        make_unit(name="花名册厂", formal_members=1),
    )
    joint = make_organization(formation=Formation.JOINT, covers=[counted])
    for number in range(3):
        make_member(joint, f"党员{number}", unit=counted)
    plan = {"starts_on": DAY, "reason": "should_have", "measure": "standalone", "planned_on": DAY + ONE}
    CoveragePlan.objects.create(unit=surveyed, **plan)
    answer = listing(county_clerk, "should_build")
    assert list(zip(names(answer), told(answer, "正式党员"), told(answer, "人数来源"), strict=True)) == [
        ("摸排厂", "4", "摸排数"),
        ("花名册厂", "3", "花名册"),
    ]
    assert told(answer, "未组建原因") == ["应建未建", ""]
    assert told(answer, "拟采取方式") == ["单独组建", "制定计划"]
    assert told(answer, "计划完成日期") == ["2020-07-01", ""]


def test_the_cell_of_the_plan_leads_to_the_page_that_makes_one(county_clerk):
    unit = make_unit(formal_members=3)
    cells = listing(county_clerk, "should_build").context["rows"][0]["cells"]
    assert [cell["url"] for cell in cells if cell["text"] == "制定计划"] == [
        reverse("organizations:unit-plan", args=[unit.pk])
    ]


def test_the_list_names_article_and_rule_of_the_day(county_clerk):
    page = listing(county_clerk, "should_build").content.decode()
    assert "依据：《中国共产党支部工作条例（试行）》第四条" in page
    assert "当日规则：应单独成立党支部的正式党员数（名） 3" in page


def test_the_list_is_exported_with_its_columns(county_clerk):
    make_unit(name="甲厂", formal_members=3)
    workbook = load_workbook(io.BytesIO(listing(county_clerk, "should_build", export="xlsx").getvalue()))
    assert [row[0] for row in workbook.active.values][-1] == "甲厂"
    assert [row[6:8] for row in workbook.active.values][-2:] == [("正式党员", "人数来源"), (3, "摸排数")]


@pytest.mark.parametrize(
    ("role", "code"),
    [("town_clerk", 200), ("leader", 403), ("secretary", 403), ("officer", 403), ("auditor", 403)],
)
def test_who_may_look(role, code, request):
    client = request.getfixturevalue(role)
    assert client.get(reverse("reports:finding-board")).status_code == code
    assert listing(client, "should_build").status_code == code


def test_a_day_that_cannot_be_is_said(county_clerk):
    answers = [
        county_clerk.get(reverse("reports:finding-board"), {"on": "2020-06-31"}),
        listing(county_clerk, "should_build", on="2020-06-31"),
        listing(county_clerk, "should_build", on="2999-01-01"),
    ]
    told = [[str(message) for message in answer.context["messages"]] for answer in answers]
    assert [len(sentences) for sentences in told] == [1, 1, 1]


def test_an_open_contradiction_is_marked(county_clerk):
    unit = make_unit(EAST)
    Unit.objects.filter(pk=unit.pk).update(closed_on=DAY - ONE, close_reason="deregistered")
    groups = county_clerk.get(reverse("reports:finding-board"), {"on": ON}).context["groups"]
    rows = {row["cells"][0]["text"]: row["cells"] for group in groups for row in group["rows"]}
    found = rows["已注销或尚未成立却在基数"]
    assert [(cell["text"], cell["state"]) for cell in found[1:3]] == [("1 家", "bad"), ("矛盾", "")]
    assert rows["未摸排"][1]["state"] == "warn"
    assert rows["无书记"][1]["state"] == "ok"


# What is found on one row


def test_advice_on_a_unit_and_on_an_organization():
    unit = make_unit(formal_members=3, credit_code="91130582MA0G0T4W8X")
    joint = make_organization(formation=Formation.JOINT, covers=[unit])
    assert [finding.label for finding in advice_for(unit, DAY)] == ["应建未建", "该单独却在联合"]
    assert [finding.label for finding in advice_for(joint, DAY)] == [
        "无书记",
        "未登记届次",
        "主题党日未登记",
        "党员大会未登记",
    ]


def test_advice_costs_one_query(django_assert_num_queries):
    unit = make_unit(formal_members=3)
    with django_assert_num_queries(1):
        advice_for(unit, DAY)


def drawn(row) -> str:
    return Template("{% load advice %}{% advice row day %}").render(Context({"row": row, "day": DAY}))


def test_advice_is_drawn_for_a_page_where_there_is_some():
    unit = make_unit(formal_members=3, credit_code="91130582MA0G0T4W8X")
    html = drawn(unit)
    assert ("应建未建" in html, "第四条" in html) == (True, True)
    make_organization(covers=[unit])
    assert drawn(unit).strip() == ""


@pytest.mark.slow
def test_the_demo_county_has_advice_and_no_contradiction():
    call_command("load_demo", stdout=io.StringIO())
    assert Organization.objects.count() > 0
    call_command("check_data", stdout=io.StringIO())


def test_the_page_of_a_unit_tells_what_is_found_on_it(town_clerk, secretary, organization):
    alone = make_unit("桥东街道", name="该建未建公司", formal_members=3)
    page = town_clerk.get(alone.get_absolute_url()).content.decode()
    assert "应建未建" in page
    assert "《中国共产党支部工作条例（试行）》第四条" in page
    shown = secretary.get(organization.coverages.get().unit.get_absolute_url()).content.decode()
    assert "待办与核对" not in shown
