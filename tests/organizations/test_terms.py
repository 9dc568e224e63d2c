"""Elections and extensions: due days by the rule of the day, refusals, questions, and what is shown."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core.models import AuditEntry
from core.saving import Refused
from organizations.building import appoint
from organizations.choices import OrganizationType
from organizations.models import DatedRule, Organization, Post, Term
from organizations.terms import elect, extend, term_due_on
from tests.factories import BY, make_organization
from tests.pages import confirmed

DAY = datetime.timedelta(days=1)


def day_of(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def url(name, row=None) -> str:
    return reverse(f"organizations:{name}", args=[row.pk] if row else [])


def errors_of(answer) -> dict:
    assert answer.status_code == 422
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def term_of(organization, first: str, due: str | None = None) -> Term:
    starts_on = day_of(first)
    due_on = day_of(due) if due else term_due_on(organization, starts_on)
    return Term(organization=organization, starts_on=starts_on, due_on=due_on)


@pytest.mark.parametrize(
    ("kind", "day", "due"),
    [
        (OrganizationType.BRANCH, "2020-07-01", "2023-07-01"),
        (OrganizationType.JOINT_BRANCH, "2020-02-29", "2023-02-28"),
        (OrganizationType.GENERAL_BRANCH, "2018-07-12", "2021-07-12"),
        (OrganizationType.COMMITTEE, "2018-07-12", "2023-07-12"),
        (OrganizationType.COMMITTEE, "2018-07-11", "2021-07-11"),
        (OrganizationType.BRANCH, "2016-03-01", "2019-03-01"),
    ],
)
def test_due_day_follows_the_rule_of_the_election_day(kind, day, due, organization):
    organization.type = kind
    assert term_due_on(organization, day_of(day)) == day_of(due)


def test_where_no_rule_was_in_force_nothing_is_computed(organization):
    DatedRule.objects.filter(key="branch_term").delete()
    assert term_due_on(organization, day_of("2020-07-01")) is None


def test_election_ends_the_running_term_the_day_before(organization):
    elect(term_of(organization, "2017-06-01"), BY)
    elect(term_of(organization, "2020-07-01"), BY)
    held = Term.objects.order_by("starts_on").values_list("starts_on", "ends_on", "due_on")
    assert list(held) == [
        (day_of("2017-06-01"), day_of("2020-06-30"), day_of("2020-06-01")),
        (day_of("2020-07-01"), None, day_of("2023-07-01")),
    ]
    assert list(AuditEntry.objects.filter(model="organizations.term").values_list("act", flat=True)) == [
        "新增", "结束", "新增",
    ]  # fmt: skip


@pytest.mark.parametrize("day", ["2020-07-01", "2020-06-30", "2017-01-01"])
def test_election_before_another_one_is_refused(day, organization):
    elect(term_of(organization, "2020-07-01"), BY)
    with pytest.raises(
        Refused, match="“近处玻璃党支部”已登记2020-07-01选举的届次，本次选举日期应晚于这一天。"
    ):
        elect(term_of(organization, day), BY)
    assert Term.objects.count() == 1


def test_election_lies_within_the_life_of_the_organization(db):
    organization = make_organization("桥东街道", name="短期党支部")
    organization.closed_on, organization.close_reason = day_of("2020-12-31"), "merged"
    organization.save()
    with pytest.raises(Refused, match="“短期党支部”成立于2016-01-01，选举日期不能更早。"):
        elect(term_of(organization, "2015-12-31"), BY)
    with pytest.raises(Refused, match="“短期党支部”已于2020-12-31撤销，不能再登记换届。"):
        elect(term_of(organization, "2021-01-01"), BY)
    assert elect(term_of(organization, "2020-12-31"), BY).ends_on == day_of("2020-12-31")


def test_nothing_stays_of_an_election_whose_secretary_is_refused(organization):
    elect(term_of(organization, "2017-06-01"), BY)
    appoint(Post(organization=organization, name="李红", starts_on=day_of("2021-01-01")), BY)
    with pytest.raises(Refused, match="李红从2021-01-01起任书记"):
        elect(term_of(organization, "2020-07-01"), BY, Post(name="王明"))
    assert list(Term.objects.values_list("starts_on", "ends_on")) == [(day_of("2017-06-01"), None)]


def election(**values) -> dict:
    return {"starts_on": "2020-07-01", "_post_key": "key-1", **values}


def test_registering_an_election_with_its_secretary(town_clerk, organization):
    elect(term_of(organization, "2017-06-01"), BY)
    appoint(Post(organization=organization, name="王明", starts_on=day_of("2017-06-01")), BY)
    page = url("organization-elect", organization)
    facts = election(
        should_attend="9", attended="8", document="沙组复〔2020〕3号", name="李红", source="union"
    )
    preview = town_clerk.post(page, facts)
    assert preview.context["changes"] == [
        "结束届次：近处玻璃党支部（2017-06-01选举，2020-06-01届满）（截止日期：2020-06-30）",
        "新增届次：近处玻璃党支部（2020-07-01选举，2023-07-01届满）"
        "（应到会人数：9；实到会人数：8；批复文号：沙组复〔2020〕3号）",
        "卸任任职：王明（书记）（截止日期：2020-06-30）",
        "新增任职：李红（书记）（起始日期：2020-07-01；人选来源：工会负责人）",
    ]
    assert (Term.objects.count(), Post.objects.count()) == (1, 1)
    answer = confirmed(town_clerk, page, facts)
    assert answer.url == organization.get_absolute_url()
    term = Term.objects.get(ends_on=None)
    assert (term.due_on, term.should_attend, term.attended) == (day_of("2023-07-01"), 9, 8)
    held = Post.objects.order_by("starts_on").values_list("name", "source", "ends_on")
    assert list(held) == [("王明", "unknown", day_of("2020-06-30")), ("李红", "union", None)]


def test_election_without_a_new_secretary_leaves_the_post(town_clerk, organization):
    appoint(Post(organization=organization, name="王明", starts_on=day_of("2017-06-01")), BY)
    confirmed(town_clerk, url("organization-elect", organization), election())
    assert list(Post.objects.values_list("name", "ends_on")) == [("王明", None)]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"starts_on": "2999-01-01"}, {"starts_on": ["日期不能晚于今天，请核对。"]}),
        ({"starts_on": ""}, {"starts_on": ["请填写选举日期。"]}),
        ({"due_on": "2020-07-01"}, {"__all__": ["届满日期应晚于选举日期。"]}),
        (
            {"should_attend": "5", "attended": "6"},
            {"attended": ["实到会人数不能多于应到会人数，请核对。"]},
        ),
        ({"unit_post": "董事"}, {"name": ["请填写新任书记姓名，或清空这一组。"]}),
    ],
)
def test_election_that_cannot_be_is_refused(values, error, town_clerk, organization):
    answer = town_clerk.post(url("organization-elect", organization), election(**values))
    assert errors_of(answer) == error
    assert not Term.objects.exists()


@pytest.mark.parametrize(
    ("values", "warnings"),
    [
        ({}, []),
        ({"due_on": "2022-07-01"}, []),
        ({"due_on": "2023-07-01"}, []),
        (
            {"due_on": "2023-07-02"},
            ["按选举当日的任期规定（一般3年）应于2023-07-01届满，填写的日期更晚。"],
        ),
        ({"should_attend": "8", "attended": "5"}, []),
        ({"should_attend": "8", "attended": "4"}, ["应到8人、实到4人，到会人数没有超过半数。"]),
        ({"should_attend": "8", "attended": "0"}, ["应到8人、实到0人，到会人数没有超过半数。"]),
    ],
)
def test_election_that_is_unusual_is_asked_about(values, warnings, town_clerk, organization):
    page = url("organization-elect", organization)
    assert town_clerk.post(page, election(**values)).context["warnings"] == warnings
    confirmed(town_clerk, page, election(**values))
    assert Term.objects.count() == 1


def test_without_a_rule_the_due_day_is_asked_for(town_clerk, organization):
    DatedRule.objects.filter(key="branch_term").delete()
    answer = town_clerk.post(url("organization-elect", organization), election())
    assert errors_of(answer) == {"due_on": ["选举当日没有任期规定，请填写届满日期。"]}


@pytest.fixture
def term(organization):
    return elect(term_of(organization, "2020-07-01"), BY)


def extension(**values) -> dict:
    facts = {"extended_to": "2024-07-01", "document": "沙组复〔2023〕1号", "_post_key": "key-1"}
    return {**facts, **values}


def test_extending_a_term(town_clerk, term, organization):
    page = url("term-extend", term)
    preview = town_clerk.post(page, extension())
    assert preview.context["changes"] == [
        "延长届次：近处玻璃党支部（2020-07-01选举，2023-07-01届满）"
        "（批准延期至：2024-07-01；延期批复：沙组复〔2023〕1号）"
    ]
    assert preview.context["warnings"] == []
    assert confirmed(town_clerk, page, extension()).url == organization.get_absolute_url()
    term.refresh_from_db()
    assert (term.extended_to, term.due_on) == (day_of("2024-07-01"), day_of("2023-07-01"))


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"extended_to": "2023-07-01"}, {"__all__": ["这一届2023-07-01届满，延期应晚于这一天。"]}),
        ({"document": ""}, {"document": ["请填写延期批复。"]}),
        ({"extended_to": "明年"}, {"extended_to": ["请填写有效日期，例如 2017-06-30。"]}),
    ],
)
def test_extension_that_cannot_be_is_refused(values, error, town_clerk, term):
    assert errors_of(town_clerk.post(url("term-extend", term), extension(**values))) == error


def test_extension_beyond_a_year_is_asked_about(town_clerk, term):
    answer = town_clerk.post(url("term-extend", term), extension(extended_to="2024-07-02"))
    assert answer.context["warnings"] == [
        "延期一般不超过2024-07-01（《关于党的基层组织任期的意见》第二条）。"
    ]


def test_term_that_is_over_is_not_extended(organization, term):
    elect(term_of(organization, "2023-08-01"), BY)
    term.refresh_from_db()
    with pytest.raises(Refused, match="“近处玻璃党支部”的这一届已于2023-07-31结束，不能再延期。"):
        extend(term, day_of("2024-07-01"), "沙组复〔2023〕1号", BY)


def states_on(client, **query) -> dict[str, str]:
    answer = client.get(url("term-list"), query)
    return {row["cells"][0]["text"]: row["cells"][7]["text"] for row in answer.context["rows"]}


def test_where_the_organizations_stand(town_clerk, term, far_organization):
    make_organization("桥东街道", name="无届党支部")
    make_organization("桥东街道", name="临时党支部")
    Organization.objects.filter(name="临时党支部").update(type=OrganizationType.TEMPORARY)
    rest = {"无届党支部": "未登记届次", "临时党支部": "不需换届"}
    for day, state in (
        ("2020-07-01", "在任"),
        ("2023-01-01", "6个月内届满"),
        ("2023-07-01", "1个月内届满"),
        ("2023-07-02", "届满未换届"),
    ):
        assert states_on(town_clerk, on=day) == {"近处玻璃党支部": state, **rest}
    assert states_on(town_clerk, on="2023-07-02", state="overdue") == {"近处玻璃党支部": "届满未换届"}
    assert states_on(town_clerk, on="2020-07-01", state="overdue") == {}
    assert states_on(town_clerk, on="2020-07-01", state="none") == {"无届党支部": "未登记届次"}
    assert states_on(town_clerk, on="2020-07-01", type="temporary") == {"临时党支部": "不需换届"}
    assert states_on(town_clerk, on="2015-12-31") == {}


def test_terms_of_an_area_are_exported_with_real_days(county_clerk, term, far_organization, area):
    query = {"area": area("桥东街道").pk, "on": "2021-01-01"}
    assert states_on(county_clerk, **query) == {"近处玻璃党支部": "在任"}
    answer = county_clerk.get(url("term-list"), {**query, "export": "xlsx"})
    rows = list(load_workbook(io.BytesIO(answer.getvalue())).active.values)
    assert rows[-2][4:] == ("选举日期", "届满日期", "批准延期至", "届次情况")
    assert rows[-1][4].date() == day_of("2020-07-01")
    assert rows[-1][5:] == (datetime.datetime(2023, 7, 1), None, "在任")


def test_page_of_the_organization_tells_its_terms(town_clerk, term, organization):
    Term.objects.filter(pk=term.pk).update(should_attend=9, attended=8)
    elect(term_of(organization, "2023-08-01"), BY)
    answer = town_clerk.get(organization.get_absolute_url())
    part = next(one for one in answer.context["sections"] if one["heading"] == "届次")
    assert [[cell["text"] for cell in row["cells"]] for row in part["rows"]] == [
        ["2023-08-01 至 今", "2026-08-01", "", "", "", "延期"],
        ["2020-07-01 至 2023-07-31", "2023-07-01", "", "应到9人，实到8人", "", ""],
    ]
    running = Term.objects.get(ends_on=None)
    assert [row["cells"][-1]["url"] for row in part["rows"]] == [url("term-extend", running), ""]
    assert "登记换届" in {action["label"] for action in answer.context["actions"]}


def test_neighbour_and_auditor_register_nothing(stranger, auditor, term, organization):
    pages = [url("organization-elect", organization), url("term-extend", term)]
    assert [stranger.get(page).status_code for page in pages] == [404, 404]
    assert [auditor.post(page, {}).status_code for page in pages] == [403, 403]
    assert states_on(stranger) == {}
