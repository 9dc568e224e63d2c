"""One report as its readers see it, and the steps they take on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from core import posts
from core.saving import Refused
from core.views import fetch_or_404
from reports.choices import RemarkField, ReportState
from reports.models import MonthlyReport
from reports.opening import is_closed_to
from reports.reading import answers_handed_in, changes_since_return, known_of, remarks_by_field
from reports.sheets import STATUS_LOOKS
from reports.views.monthly import VIEW
from reports.views.monthly_filing import show_check
from reports.workflow import ACCEPT_AS_COUNTY, ACCEPT_AS_TOWN, STEPS, SUBMIT, history_of, take

DONE_TEXTS = {
    "submit": "已报送。乡镇审核后状态会在这里更新。",
    "town_accept": "已审核通过，转县级审核。",
    "town_return": "已退回，填报人会看到您的意见。",
    "county_accept": "已审核通过，本月月报办结。",
    "county_return": "已退回，填报人会看到您的意见。",
}
REVIEWING = {ACCEPT_AS_TOWN: ReportState.SUBMITTED, ACCEPT_AS_COUNTY: ReportState.TOWN_ACCEPTED}
USED_KEY = "这张表已提交过，内容又有改动。请刷新页面后再操作。"


def fetch_report(request, pk, permission) -> MonthlyReport:
    """Return the report within the branches that grant the permission."""
    if not request.scope.allows(permission):
        raise PermissionDenied
    reports = MonthlyReport.objects.within(request.scope.granting(permission))
    return fetch_or_404(reports.select_related("period", "organization", "submitted_by"), pk)


def report_detail(request, pk):
    return show_report(request, fetch_report(request, pk, VIEW))


def report_act(request, pk, step):
    """Take one step; what was typed stays on the page when the step is refused."""
    if step not in STEPS:
        raise Http404
    report = fetch_report(request, pk, STEPS[step].permission)
    if request.method != "POST":
        return redirect(report)
    key = request.POST.get(posts.FIELD) or posts.new_key()
    try:
        location = posts.once(
            request.user, key, posts.digest_of(request.POST), lambda: _take(request, report, step)
        )
    except posts.OtherContent:
        return refuse(request, report, step, USED_KEY)
    except Refused as refusal:
        return refuse(request, report, step, str(refusal))
    messages.success(request, DONE_TEXTS[step])
    return redirect(location)


def _take(request, report, step) -> str:
    version = request.POST.get("_version", "")
    report = take(
        step,
        report,
        by=request.actor,
        scope=request.scope,
        today=request.today,
        remarks=typed_remarks(request),
        version=int(version) if version.isdecimal() else None,
    )
    return report.get_absolute_url()


def typed_remarks(request) -> dict[str, str]:
    return {field: request.POST.get(f"remark_{field}", "")[:300] for field in RemarkField.values}


def refuse(request, report, step, sentence):
    """Show the page again as it is now, with the sentence and with what was typed."""
    report = fetch_report(request, report.pk, STEPS[step].permission)
    if STEPS[step].permission == SUBMIT and report.is_in_hand:
        return show_check(request, report, error=sentence, status=422)
    return show_report(request, report, error=sentence, status=422)


def show_report(request, report, error="", status=200):
    """The report for reading, with the review form for somebody whose step is next."""
    steps = steps_open_to(request, report)
    hidden = report.revision == 0 and not can(request, report, SUBMIT)
    context = {
        "report": report,
        "revision": report.revision,
        "look": STATUS_LOOKS[report.state],
        "known": known_of(report, request.scope),
        "answers": [] if hidden else answer_rows(request, report),
        "known_remarks": remarks_by_field(report)["known"],
        "typed_known": request.POST.get("remark_known", ""),
        "changes": changes_since_return(report),
        "history": history_rows(report),
        "steps": steps,
        "own": report.submitted_by == request.user and could_review(request, report),
        "edit_url": edit_url(request, report),
        "reopen_url": reopen_url(request, report),
        "next_url": next_url(request, report),
        "error": error,
        "post_key": posts.new_key(),
        "narrow": not any(map(request.scope.allows, REVIEWING)),
    }
    return render(request, "reports/monthly_detail.html", context, status=status)


def can(request, report, permission) -> bool:
    """Say whether this person holds the permission over this report."""
    return MonthlyReport.objects.within(request.scope.granting(permission)).filter(pk=report.pk).exists()


def review_steps(report) -> list[str]:
    return [name for name, step in STEPS.items() if name != "submit" and report.state in step.sources]


def steps_open_to(request, report) -> list[dict]:
    """Return the buttons of the review form: none for what one handed in oneself."""
    if report.submitted_by == request.user:
        return []
    return [
        {
            "label": STEPS[name].label,
            "url": reverse("reports:report-act", args=[report.pk, name]),
            "returns": STEPS[name].needs_remark,
        }
        for name in review_steps(report)
        if can(request, report, STEPS[name].permission)
    ]


def could_review(request, report) -> bool:
    """Say whether a step would be open to this person, had somebody else handed in."""
    return any(can(request, report, STEPS[name].permission) for name in review_steps(report))


def answer_rows(request, report) -> list[dict]:
    remarks = remarks_by_field(report)
    return [
        {
            "key": key,
            "label": label,
            "text": text,
            "remarks": remarks.get(key, []),
            "typed": request.POST.get(f"remark_{key}", ""),
        }
        for key, label, text in answers_handed_in(report)
    ]


def history_rows(report) -> list:
    """Return the steps taken, oldest first; savings of a draft are left to the audit trail."""
    acts = [step.label for step in STEPS.values()] + ["同意补报"]
    return list(history_of(report).filter(act__in=acts).select_related("user").order_by("pk"))


def edit_url(request, report) -> str:
    """Return where the one who reports goes on writing, when that is open to this person now."""
    open_now = report.is_in_hand and not is_closed_to(report, report.period, request.today)
    if not open_now or not can(request, report, SUBMIT):
        return ""
    return reverse("reports:report-edit", args=[report.period.month, report.organization_id])


def reopen_url(request, report) -> str:
    """Return where the county opens a locked month for this organization again."""
    closed = report.is_in_hand and is_closed_to(report, report.period, request.today)
    if not closed or not can(request, report, ACCEPT_AS_COUNTY):
        return ""
    return reverse("reports:report-reopen", args=[report.period.month, report.organization_id])


def next_url(request, report) -> str:
    """Return the next report of the month that waits for this person, so that reviewing needs no list."""
    for permission, state in REVIEWING.items():
        rows = MonthlyReport.objects.within(request.scope.granting(permission))
        rows = rows.filter(period=report.period, state=state).exclude(submitted_by=request.user)
        following = rows.exclude(pk=report.pk).order_by("pk").first()
        if following:
            return following.get_absolute_url()
    return ""
