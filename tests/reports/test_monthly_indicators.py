"""Figures of reporting by hand, days in words, the back office, and the invented months."""

import datetime
from random import Random

import pytest
from django.db.models import F

from organizations.jurisdiction import whole_county
from organizations.models import Organization
from reports import demo
from reports.choices import ReportStatus
from reports.expected import counts_of, expected_in, standing
from reports.indicators import REPORTS_ON_TIME, REPORTS_RECEIVED
from reports.lines import lines_of
from reports.models import MonthlyReport, Period
from reports.models.periods import last_day_of, month_after, month_before
from reports.opening import period_of, recent_months
from reports.wording import day_text, days_left_text, due_text
from tests.factories import BY, make_organization
from tests.reports.monthly import DUE, LOCKED, MONTH, UNCHANGED, drafted, handed_in, scope_for, step

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
END = last_day_of(MONTH)


@pytest.fixture
def of_each_kind(organization, secretary, signed_in):
    """Five that owe a report of October: in time, on the last day, late, a draft, nothing at all."""
    handed_in(organization, secretary, day=DUE - DAY)
    for name, day in (("当天", DUE), ("逾期", DUE + DAY)):
        other = make_organization(name=f"{name}党支部")
        handed_in(other, signed_in("secretary", organization=other), day=day, **UNCHANGED)
    drafted(make_organization(name="草稿党支部"))
    make_organization(name="没有开始党支部")


def rates(day) -> tuple[str, str]:
    subjects = Organization.objects.all()
    found = (indicator.rate(subjects, day) for indicator in (REPORTS_RECEIVED, REPORTS_ON_TIME))
    return tuple(f"{rate.hits}/{rate.total} {rate}" for rate in found)


@pytest.mark.parametrize("day", [END, END.replace(day=1), END.replace(day=15)])
def test_any_day_of_a_month_gives_the_month(of_each_kind, day):
    assert rates(day) == ("3/5 60.00%", "2/5 40.00%")


def test_another_month_has_nothing(of_each_kind):
    assert rates(END + DAY) == ("0/5 0.00%", "0/5 0.00%")


def test_who_closed_on_the_last_day_owes_a_report_and_who_closed_before_does_not(db):
    for day in (END, END - DAY):
        make_organization(name=f"{day}撤销党支部", closed_on=day, close_reason="merged")
    assert rates(END) == ("0/1 0.00%", "0/1 0.00%")


def test_who_began_on_the_last_day_owes_a_report_and_who_began_after_does_not(db):
    for day in (END, END + DAY):
        make_organization(name=f"{day}成立党支部", on=day)
    assert rates(END) == ("0/1 0.00%", "0/1 0.00%")


def test_without_organizations_there_is_nothing_to_count(db):
    assert rates(END) == ("0/0 —", "0/0 —")


def test_a_returned_report_was_received(organization, secretary, town_clerk):
    step("town_return", handed_in(organization, secretary), town_clerk, remarks={"work": "请补充。"})
    assert rates(END) == ("1/1 100.00%", "1/1 100.00%")


def test_the_list_counts_what_the_indicators_count(of_each_kind):
    counts = counts_of(expected_in(period_of(MONTH), whole_county(DUE), DUE + DAY))
    assert {status: number for status, number in counts.items() if number} == {"overdue": 2, "submitted": 3}
    assert sum(counts.values()) == REPORTS_RECEIVED.rate(Organization.objects.all(), END).total


# Where an organization stands


@pytest.mark.parametrize(
    ("state", "overdue", "status"),
    [
        (None, False, ReportStatus.MISSING),
        (None, True, ReportStatus.OVERDUE),
        ("draft", False, ReportStatus.DRAFT),
        ("draft", True, ReportStatus.OVERDUE),
        ("returned", True, ReportStatus.RETURNED),
        ("submitted", True, ReportStatus.SUBMITTED),
        ("town_accepted", False, ReportStatus.TOWN_ACCEPTED),
        ("accepted", True, ReportStatus.ACCEPTED),
    ],
)
def test_standing(state, overdue, status):
    assert standing(state, overdue) == status


def test_the_due_day_itself_is_not_overdue(organization):
    scope = whole_county(DUE)
    found = [expected_in(period_of(MONTH), scope, day).get().status for day in (DUE, DUE + DAY)]
    assert found == ["missing", "overdue"]


def test_an_organization_that_moved_owes_its_month_where_it_was(organization, town_clerk, stranger, area):
    seat = organization.seats.get()
    seat.ends_on = END
    seat.save()
    organization.seats.create(area=area("桥西街道"), starts_on=END + DAY)
    period, following = period_of(MONTH), period_of(month_after(MONTH))
    for person, months in ((town_clerk, [1, 0]), (stranger, [0, 1])):
        scope = scope_for(person, DUE)
        assert [expected_in(month, scope, DUE).count() for month in (period, following)] == months


def test_a_report_stays_with_the_township_of_its_month(organization, secretary, town_clerk, stranger, area):
    report = handed_in(organization, secretary)
    organization.seats.update(ends_on=END)
    organization.seats.create(area=area("桥西街道"), starts_on=END + DAY)
    seen = [list(MonthlyReport.objects.within(scope_for(p, DUE))) for p in (town_clerk, stranger)]
    assert seen == [[report], []]


# Words


def test_days_in_words():
    assert day_text(datetime.date(2026, 12, 3)) == "12月3日（周四）"
    assert [days_left_text(DUE, DUE + n * DAY) for n in (-11, 0, 2)] == [
        "还有 11 天",
        "今天截止",
        "已过 2 天",
    ]
    assert due_text(DUE, DUE - DAY) == "11月3日（周二）截止，还有 1 天"
    assert due_text(DUE, DUE) == "11月3日（周二），今天截止"


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (DUE - DAY, "11月3日（周二）截止，还有 1 天"),
        (DUE + DAY, "已于11月3日（周二）截止，11月9日（周一）前仍可补报"),
    ],
)
def test_a_card_says_until_when(organization, secretary, today, words):
    line = next(line for line in lines_of(scope_for(secretary, today), today) if line.period.month == MONTH)
    assert (line.due_text, line.can_be_filed) == (words, True)


def test_a_card_of_a_locked_month_says_whom_to_ask(organization, secretary):
    lines = lines_of(scope_for(secretary, LOCKED), LOCKED)
    line = next(line for line in lines if line.period.month == MONTH)
    assert line.can_be_filed is False
    assert line.closed_text == "已于11月10日（周二）锁定，没有报送。如需补报请联系县级工作人员。"


def test_months_before_the_organization_are_not_asked_for(signed_in):
    young = make_organization(on=END)
    person = signed_in("secretary", organization=young)
    months = [line.period.month for line in lines_of(scope_for(person, LOCKED), LOCKED)]
    assert months == [month_after(MONTH), MONTH]


def test_months_go_back_over_the_turn_of_the_year():
    assert recent_months("2026-02", 4) == ["2026-02", "2026-01", "2025-12", "2025-11"]
    assert (month_before("2026-01"), month_after("2026-12")) == ("2025-12", "2027-01")


# Back office


def test_the_back_office_reads_reports_and_mends_clocks(county_clerk, organization, secretary):
    report = handed_in(organization, secretary)
    page = county_clerk.get(f"/admin/reports/monthlyreport/{report.pk}/change/")
    assert page.context["has_change_permission"] is False
    assert county_clerk.get("/admin/reports/monthlyreport/add/").status_code == 403
    period = report.period
    days = {"opens_on": period.opens_on, "due_on": period.due_on + DAY, "locks_on": period.locks_on}
    answer = county_clerk.post(f"/admin/reports/period/{period.pk}/change/", days | {"repair_days": 5})
    assert (answer.status_code, Period.objects.get().due_on) == (302, period.due_on + DAY)


def test_the_back_office_of_a_neighbour_is_empty(stranger, organization, secretary):
    handed_in(organization, secretary)
    assert stranger.get("/admin/reports/monthlyreport/").context["cl"].result_count == 0


# Invented months


def test_the_invented_months_hold_every_state_and_no_contradiction(db):
    organizations = [make_organization() for _ in range(9)]
    months = [datetime.date(2026, 9, 1), datetime.date(2026, 10, 1)]
    demo.build(organizations, months, Random(1), BY)
    this = MonthlyReport.objects.of_month("2026-10")
    assert set(this.values_list("state", flat=True)) == {
        "draft",
        "submitted",
        "returned",
        "town_accepted",
        "accepted",
    }
    assert period_of("2026-10").opens_on == datetime.date(2026, 10, 1)
    assert set(MonthlyReport.objects.of_month("2026-09").values_list("state", flat=True)) == {"accepted"}
    reviewed = MonthlyReport.objects.filter(accepted_by__isnull=False)
    assert not reviewed.filter(accepted_by=F("submitted_by")).exists()
