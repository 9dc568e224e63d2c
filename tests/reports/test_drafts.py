"""Drafts of monthly reports: rivals, an old page, and who hands in for whom."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from core.saving import Conflict
from reports.models import MonthlyReport
from reports.opening import period_of
from reports.workflow import DraftPage, save_draft
from tests.factories import BY, make_organization
from tests.reports.monthly import (
    DUE,
    MONTH,
    UNCHANGED,
    drafted,
    handed_in,
    rewritten,
    started,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def row(report) -> MonthlyReport:
    return MonthlyReport.objects.select_related("period", "organization").get(pk=report.pk)


# Drafts


def test_somebody_elses_draft_is_not_overwritten(organization):
    first = drafted(organization, **UNCHANGED)
    mine = MonthlyReport(organization=organization, unchanged=False, work="我写的")
    with pytest.raises(Conflict) as caught:
        save_draft(mine, period_of(MONTH), BY, DUE, DraftPage())
    assert caught.value.current == first
    assert row(first).work == ""


def test_an_old_page_does_not_overwrite_a_newer_draft(organization):
    report = drafted(organization)
    old = row(report)
    rewritten(report, work="新的")
    old.work = "旧页面"
    with pytest.raises(Conflict):
        save_draft(old, old.period, BY, DUE, DraftPage(version=old.version))
    assert row(report).work == "新的"


def test_a_page_that_keeps_itself_is_no_rival_to_itself(organization):
    page = DraftPage(key="page-1", stays=True)
    report = save_draft(typed(organization, "一"), period_of(MONTH), BY, DUE, page)
    report = row(report)
    report.work = "一二"
    save_draft(report, report.period, BY, DUE, page)
    report.work = "一二三"
    save_draft(report, report.period, BY, DUE, DraftPage(key="page-1"))
    assert row(report).work == "一二三"


def test_a_late_keeping_does_not_undo_the_pressed_button(organization):
    report = save_draft(typed(organization, "按下"), period_of(MONTH), BY, DUE, DraftPage(key="page-1"))
    late = row(report)
    late.work = "按"
    with pytest.raises(Conflict):
        save_draft(late, late.period, BY, DUE, DraftPage(key="page-1", stays=True))
    assert row(report).work == "按下"


def typed(organization, text) -> MonthlyReport:
    return MonthlyReport(organization=organization, unchanged=False, work=text)


def test_a_month_has_one_report_for_an_organization(organization):
    report = started(organization)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlyReport.objects.create(period=report.period, organization=organization)


def test_a_branch_secretary_hands_in_for_the_branches_below(organization, secretary, area):
    below = make_organization("桥东街道", name="第一党小组支部", superior=organization)
    report = handed_in(below, secretary, **UNCHANGED)
    assert report.filed_for is False
