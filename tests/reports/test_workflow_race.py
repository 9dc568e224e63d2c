"""Two reviewers at one moment: exactly one wins, and the other learns who it was."""

import pytest

from core.models import AuditEntry
from core.saving import Refused
from reports.models import Figure, MonthlyReport, Remark
from reports.opening import period_of
from reports.workflow import DraftPage, save_draft
from tests.racing import at_once, kinds
from tests.reports.monthly import DUE, MONTH, UNCHANGED, actor, drafted, handed_in, step

pytestmark = [pytest.mark.slow]
ROUNDS = 5


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_accepting_and_returning_at_once_exactly_one_wins(
    racing, organization, secretary, town_clerk, signed_in, area, round_number
):
    colleague = signed_in("town_clerk", area=area("桥东街道"))
    report = handed_in(organization, secretary)
    answers = at_once(
        lambda: step("town_accept", report, town_clerk),
        lambda: step("town_return", report, colleague, remarks={"work": "请补充。"}),
    )
    assert kinds(answers) == {"MonthlyReport": 1, "Refused": 1}, answers
    winner = town_clerk if isinstance(answers[0], MonthlyReport) else colleague
    refused = next(answer for answer in answers if isinstance(answer, Refused))
    assert str(refused).startswith(f"{winner.user}已于")
    assert AuditEntry.objects.filter(act__startswith="乡镇").count() == 1
    assert Remark.objects.count() == (winner is colleague)


def test_handing_in_at_once_hands_in_once(racing, organization, secretary, town_clerk):
    report = drafted(organization, filed_source="phone", **UNCHANGED)
    answers = at_once(lambda: step("submit", report, secretary), lambda: step("submit", report, town_clerk))
    assert kinds(answers) == {"MonthlyReport": 1, "Refused": 1}, answers
    assert set(Figure.objects.values_list("revision", flat=True)) == {1}


def test_two_first_drafts_at_once_lose_no_word(racing, organization, secretary, town_clerk):
    def draft(person, text):
        report = MonthlyReport(organization=organization, unchanged=False, work=text)
        return lambda: save_draft(report, period_of(MONTH), actor(person), DUE, DraftPage())

    answers = at_once(draft(secretary, "一"), draft(town_clerk, "二"))
    assert kinds(answers)["MonthlyReport"] == 1, answers
    assert MonthlyReport.objects.get().work == next(a.work for a in answers if isinstance(a, MonthlyReport))
