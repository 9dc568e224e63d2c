"""Two reviewers at one moment: exactly one wins, and the other learns who it was."""

import sqlite3
import threading
from collections import Counter
from contextlib import closing

import pytest
from django.db import connection

from core.models import AuditEntry
from core.saving import Refused
from reports.models import Figure, MonthlyReport, Remark
from reports.opening import period_of
from reports.workflow import DraftPage, save_draft
from tests.reports.monthly import DUE, MONTH, UNCHANGED, actor, drafted, handed_in, step

pytestmark = [pytest.mark.slow]
ROUNDS = 5


@pytest.fixture
def on_disk(django_db_setup, django_db_blocker, tmp_path):
    """On SQLite, a copy of the database in a file: one in memory makes nobody wait for his turn."""
    if connection.vendor != "sqlite":
        yield
        return
    with django_db_blocker.unblock():
        connection.ensure_connection()
        memory, name = connection.connection, connection.settings_dict["NAME"]
        with closing(sqlite3.connect(tmp_path / "race.sqlite3")) as file:
            memory.backup(file)
        connection.connection, connection.settings_dict["NAME"] = None, str(tmp_path / "race.sqlite3")
        yield
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = memory, name


@pytest.fixture
def racing(on_disk, committed):
    """A database on which several connections really commit."""


def at_once(*acts) -> list:
    """Run the acts in threads that start together; return what each gave back or raised."""
    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        gate.wait()
        try:
            answers[number] = act()
        except Exception as error:  # the answer of a refused act is its error
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def kinds(answers) -> Counter:
    return Counter(type(answer).__name__ for answer in answers)


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
