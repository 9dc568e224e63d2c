"""The steps of a monthly report, as a table, and the one function that takes a step."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core.audit import Actor
from core.models import AuditEntry
from core.saving import Conflict, Refused, change
from core.scoping import Scope
from organizations.models import Organization
from reports.choices import RemarkField, ReportState
from reports.facts import ANSWERS, answers_of, facts_of
from reports.models import Figure, MonthlyReport, Period, Remark
from reports.opening import begin, is_closed_to, reopened_until

SUBMIT = "reports.submit_monthlyreport"
ACCEPT_AS_TOWN = "reports.accept_as_town"
ACCEPT_AS_COUNTY = "reports.accept_as_county"
SAVED_DRAFT = "保存草稿"


@dataclass(frozen=True)
class Step:
    """One arrow between states; `effect` writes on the report who did it, and what else the step means."""

    label: str
    sources: tuple[str, ...]
    target: str
    permission: str
    effect: Callable
    needs_remark: bool = False


@dataclass(frozen=True)
class Taking:
    """The circumstances of one step: who, when, and what the reviewer wrote beside which answer."""

    by: Actor
    scope: Scope
    today: datetime.date
    remarks: dict[str, str]


def hand_in(report: MonthlyReport, taking: Taking) -> None:
    """Mark who handed in, for whom, and the first day it was received; freeze what the report says."""
    report.filed_for = files_for_others(report.organization, taking.scope)
    if not report.filed_for:
        report.filed_source = ""
    report.submitted_by, report.submitted_at = taking.by.user, timezone.now()
    report.received_on = report.received_on or taking.today
    report.revision += 1
    freeze(report)


def accept_as_town(report: MonthlyReport, taking: Taking) -> None:
    report.town_accepted_by, report.town_accepted_at = taking.by.user, timezone.now()


def accept_as_county(report: MonthlyReport, taking: Taking) -> None:
    report.accepted_by, report.accepted_at = taking.by.user, timezone.now()


def hand_back(report: MonthlyReport, taking: Taking) -> None:
    """Undo the township's acceptance and leave the days granted for mending, even beyond the lock."""
    report.town_accepted_by = report.town_accepted_at = None
    report.open_until = reopened_until(report, taking.today)


STEPS = {
    "submit": Step("上报", (ReportState.DRAFT, ReportState.RETURNED), ReportState.SUBMITTED, SUBMIT, hand_in),
    "town_accept": Step(
        "乡镇审核通过", (ReportState.SUBMITTED,), ReportState.TOWN_ACCEPTED, ACCEPT_AS_TOWN, accept_as_town
    ),
    "town_return": Step(
        "乡镇退回", (ReportState.SUBMITTED,), ReportState.RETURNED, ACCEPT_AS_TOWN, hand_back, True
    ),
    "county_accept": Step(
        "县级审核通过", (ReportState.TOWN_ACCEPTED,), ReportState.ACCEPTED, ACCEPT_AS_COUNTY, accept_as_county
    ),
    "county_return": Step(
        "县级退回", (ReportState.TOWN_ACCEPTED,), ReportState.RETURNED, ACCEPT_AS_COUNTY, hand_back, True
    ),
}


def take(
    name: str,
    report: MonthlyReport,
    by: Actor,
    scope: Scope,
    today: datetime.date,
    remarks: dict[str, str] | None = None,
    version: int | None = None,
) -> MonthlyReport:
    """Take one step on the report as it stands now, or raise Refused; of two at once, one wins.

    `version` is the one the person has read: a report that changed since is not reviewed unread.
    """
    step = STEPS[name]
    written = {field: text.strip() for field, text in (remarks or {}).items() if text.strip()}
    taking = Taking(by, scope, today, written)
    with transaction.atomic():
        row = locked(report, scope.granting(step.permission))
        check(step, row, taking, version)
        note_remarks(row, taking)
        step.effect(row, taking)
        row.state = step.target
        return _save(row, step, taking)


def locked(report: MonthlyReport, scope: Scope) -> MonthlyReport:
    """Return the row as it is now, locked; a row outside the branches that grant the step is forbidden."""
    rows = MonthlyReport.objects.within(scope).select_related("period", "organization")
    row = rows.select_for_update(of=("self",)).filter(pk=report.pk).first()
    if row is None:
        raise PermissionDenied
    return row


def _save(row: MonthlyReport, step: Step, taking: Taking) -> MonthlyReport:
    reason = "；".join(taking.remarks.values())[:300]
    try:
        return change(row, taking.by, version=row.version, act=step.label, reason=reason)
    except Conflict as conflict:
        raise Refused(too_late_text(conflict.current, step)) from conflict


def check(step: Step, row: MonthlyReport, taking: Taking, version: int | None) -> None:
    """Refuse with one sentence what this step does not allow now."""
    if row.state not in step.sources or version not in (None, row.version):
        raise Refused(too_late_text(row, step))
    if step.permission == SUBMIT:
        refuse_unless_open(row, row.period, taking.today)
        refuse_incomplete(row, taking.scope)
    elif row.submitted_by == taking.by.user:
        raise Refused("这份月报由您本人报送，不能由您审核，请由其他工作人员审核。")
    if step.needs_remark and not taking.remarks:
        raise Refused("退回时请至少在一处写明意见，告诉填报人改什么。")


def too_late_text(row: MonthlyReport, step: Step) -> str:
    """Return who did what to the report and when, for somebody who came second."""
    entry = history_of(row).select_related("user").first()
    state = row.get_state_display()
    if entry is None:
        return f"这份月报现在是“{state}”，不能{step.label}。"
    when = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M")
    return (
        f"{entry.user or '系统'}已于 {when} {entry.act}，这份月报现在是“{state}”。"
        f"本次{step.label}没有执行，请核对后再操作。"
    )


def history_of(report: MonthlyReport):
    """Return the audit entries of the report, newest first."""
    return AuditEntry.objects.filter(model=report._meta.label_lower, object_id=str(report.pk))


def refuse_unless_open(report: MonthlyReport, period: Period, today: datetime.date) -> None:
    """Refuse a month that has not opened yet or no longer takes this report."""
    if not period.is_open_on(today):
        raise Refused(f"{period.month} 月报从 {period.opens_on.isoformat()} 起填报，现在还不能填写。")
    if is_closed_to(report, period, today):
        raise Refused(
            f"{period.month} 月报已于 {period.locks_on.isoformat()} 锁定，如需补报请联系县级工作人员。"
        )


def refuse_unless_in_hand(report: MonthlyReport) -> None:
    if not report.is_in_hand:
        raise Refused(
            f"这份月报现在是“{report.get_state_display()}”，不能再修改；需要更正时请联系审核人退回。"
        )


def refuse_incomplete(report: MonthlyReport, scope: Scope) -> None:
    for sentence in missing_answers(report, scope).values():
        raise Refused(sentence)


def missing_answers(report: MonthlyReport, scope: Scope) -> dict[str, str]:
    """Return {field: what is still to be answered before hand-in}."""
    missing = {}
    told = bool(report.member_changes.strip() or report.work.strip())
    if report.unchanged is None:
        missing["unchanged"] = "请选择本月有无变化。"
    elif report.unchanged and told:
        missing["unchanged"] = (
            "您选了“本月无变化”，但已填写党员变动或本月工作。请改选“有变化”，或清空这两项。"
        )
    elif not report.unchanged and not told:
        missing["member_changes"] = "您选了“有变化”，请填写党员变动或本月工作，填一项即可。"
    if files_for_others(report.organization, scope) and not report.filed_source:
        missing["filed_source"] = "代填月报请注明依据：电话、纸质或当面。"
    return missing


def files_for_others(organization: Organization, scope: Scope) -> bool:
    """Say whether this person hands in for an organization that is not in his own branch."""
    own = scope.granting(SUBMIT).paths("organization")
    return not any(organization.path.startswith(path) for path in own)


def freeze(report: MonthlyReport) -> None:
    """Store every fact and answer of this hand-in under its revision; earlier revisions stay as they are."""
    known = [(fact.key, fact.label, fact.text) for fact in facts_of(report.organization, report.period)]
    Figure.objects.bulk_create(
        Figure(report=report, revision=report.revision, key=key, label=label, text=text)
        for key, label, text in known + answers_of(report)
    )


def note_remarks(report: MonthlyReport, taking: Taking) -> None:
    """Store what the reviewer wrote, each beside what was handed in."""
    frozen = report.figures.of_revision(report.revision)
    answers = {figure.key: figure.text for figure in frozen}
    known = "；".join(f"{figure.label} {figure.text}" for figure in frozen if figure.key not in ANSWERS)
    Remark.objects.bulk_create(
        Remark(
            report=report,
            revision=report.revision,
            field=RemarkField(field),
            text=text,
            value_then=answers.get(field, known),
            made_by=taking.by.user,
        )
        for field, text in taking.remarks.items()
    )


@dataclass(frozen=True)
class DraftPage:
    """The page a draft comes from: its key, the version it was opened with, and whether it stays open."""

    version: int = 0
    key: str = ""
    stays: bool = False


def save_draft(
    report: MonthlyReport, period: Period, by: Actor, today: datetime.date, page: DraftPage
) -> MonthlyReport:
    """Store the answers typed so far; raises Conflict when somebody was faster, Refused when it is too late.

    A page that keeps itself while being typed in is no rival to itself, even where an answer got lost.
    """
    refuse_unless_open(report, period, today)
    with transaction.atomic():
        stored = begin(report.organization, period, by)
        refuse_unless_in_hand(stored)
        saved = _with_answers_of(report, stored)
        expected = stored.version if _may_write(stored, report, page) else page.version
        change(saved, by, version=expected, act=SAVED_DRAFT)
        key = page.key if page.stays else ""
        MonthlyReport.objects.filter(pk=saved.pk).update(draft_key=key)
    return saved


def _may_write(stored: MonthlyReport, report: MonthlyReport, page: DraftPage) -> bool:
    """Say whether nobody but this page has written since: it is its own draft, or one just begun."""
    just_begun = report.pk is None and stored.version == 1
    return just_begun or (page.key != "" and stored.draft_key == page.key)


def _with_answers_of(report: MonthlyReport, stored: MonthlyReport) -> MonthlyReport:
    for name in (*ANSWERS, "filed_source"):
        setattr(stored, name, getattr(report, name))
    return stored
