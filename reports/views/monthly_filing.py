"""The path of the one who reports: write, check, hand in; a draft lives on the server."""

import re
from dataclasses import replace

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core import posts
from core.saving import Conflict, Refused
from core.views import FormPage, fetch_or_404
from organizations.models import Organization
from reports.facts import answers_of, facts_of
from reports.forms import ReopenForm, ReportForm
from reports.lines import Line
from reports.models import MonthlyReport, Period
from reports.models.periods import MONTH_PATTERN, month_before
from reports.opening import period_of, reopen
from reports.reading import facts_for, last_figures, remarks_by_field
from reports.workflow import (
    ACCEPT_AS_COUNTY,
    SUBMIT,
    DraftPage,
    files_for_others,
    missing_answers,
    refuse_unless_in_hand,
    refuse_unless_open,
    save_draft,
)

TO_CHECK, TO_DRAFT = "check", "draft"


class OrganizationMonthPage(FormPage):
    """A form about one month of one organization within the scope as it was at the end of that month."""

    def dispatch(self, request, month, organization):
        self.check_permission(request)
        self.period = period_or_404(month)
        scope = replace(request.scope.granting(self.permission), on=self.period.last_day)
        expected = Organization.objects.open_on(self.period.last_day).within(scope)
        self.organization = fetch_or_404(expected, organization)
        self.report = report_of(self.organization, self.period)
        return super().dispatch(request)

    def get_back_url(self):
        return reverse("reports:report-list")


def period_or_404(month: str) -> Period:
    if not re.match(MONTH_PATTERN, month):
        raise Http404
    return period_of(month)


def report_of(organization: Organization, period: Period) -> MonthlyReport:
    """Return the report of the month, or one that is not stored yet."""
    known = MonthlyReport.objects.filter(period__month=period.month, organization=organization)
    known = known.select_related("period", "organization").first()
    return known or MonthlyReport(period=period, organization=organization)


class ReportEdit(OrganizationMonthPage):
    """Facts known, three questions, two buttons. Answers are kept as a draft before anything else happens."""

    permission = SUBMIT
    form_class = ReportForm
    template_name = "reports/monthly_edit.html"
    submit_label = "保存草稿"

    def get(self, request):
        try:
            refuse_unless_in_hand(self.report)
            refuse_unless_open(self.report, self.period, request.today)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect(self.report if self.report.pk else "reports:report-list")
        return self.show(self.checked_form() if TO_CHECK in request.GET else self.get_form())

    def checked_form(self):
        """Return the stored draft as a form that says at each field what is missing."""
        answers = {name: getattr(self.report, name) for name in self.form_class._meta.fields}
        form = self.get_form({name: "" if value is None else str(value) for name, value in answers.items()})
        for name, sentence in missing_answers(self.report, self.request.scope).items():
            form.add_error(name, sentence)
        return form

    def post(self, request):
        if request.POST.get("go") == TO_DRAFT:
            return self.keep(self.get_form(request.POST))
        return super().post(request)

    def keep(self, form):
        """Store what is typed while it is being typed; answers in JSON and uses up no post key."""
        if not form.is_valid():
            return JsonResponse({"message": "未自动保存：内容太长或有误"}, status=422)
        try:
            report = self.act(form)
        except (Conflict, IntegrityError):
            return JsonResponse({"message": "未自动保存：别处也在修改，请点“保存草稿”核对"}, status=409)
        except Refused as refusal:
            return JsonResponse({"message": str(refusal)}, status=422)
        saved_at = timezone.localtime().strftime("%H:%M")
        return JsonResponse({"version": report.version, "message": f"已自动保存 {saved_at}"})

    def get_form_kwargs(self):
        return {"instance": self.report, "for_others": self.for_others}

    @property
    def for_others(self) -> bool:
        return files_for_others(self.organization, self.request.scope)

    def act(self, form):
        report = form.save(commit=False)
        return save_draft(report, self.period, self.request.actor, self.request.today, self.posted_page())

    def posted_page(self) -> DraftPage:
        post = self.request.POST
        version = post.get("_version", "")
        return DraftPage(
            version=int(version) if version.isdecimal() else 0,
            key=post.get(posts.FIELD, "")[:64],
            stays=post.get("go") == TO_DRAFT,
        )

    def get_version(self):
        return self.request.POST.get("_version") or (self.report.version if self.report.pk else "")

    @property
    def done_text(self):
        complete = self.goes_on and not missing_answers(self.report, self.request.scope)
        return "草稿已保存，请核对后上报。" if complete else "草稿已保存，还没有上报。"

    @property
    def goes_on(self) -> bool:
        return self.request.POST.get("go") == TO_CHECK

    def success_url(self, report):
        here = reverse("reports:report-edit", args=[self.period.month, self.organization.pk])
        if not self.goes_on:
            return here
        if missing_answers(report, self.request.scope):
            return f"{here}?{TO_CHECK}=1"
        return reverse("reports:report-check", args=[report.pk])

    def get_title(self):
        return f"{self.period.month_text}月报"

    def get_context(self, form, warnings=()):
        remarks = remarks_by_field(self.report, self.report.revision)
        return super().get_context(form, warnings) | {
            "period": self.period,
            "organization": self.organization,
            "facts": facts_for(facts_of(self.organization, self.period), self.request.scope),
            "questions": self.questions(form, remarks),
            "known_remarks": remarks["known"],
            "revision": self.report.revision,
            "due_words": self.line().due_text,
        }

    def line(self) -> Line:
        report = self.report if self.report.pk else None
        return Line(self.organization, self.period, report, self.request.today)

    def questions(self, form, remarks) -> list[dict]:
        """Return each field with the remarks that stand beside it and what was answered last month."""
        before = last_figures(report_of(self.organization, period_of(month_before(self.period.month))))
        return [
            {
                "field": field,
                "remarks": remarks[field.name],
                "before": before.get(field.name, ""),
                "only_if_changed": field.name in ("member_changes", "work"),
            }
            for field in form
        ]


def report_check(request, pk):
    """Show everything once more; one button hands it in."""
    reports = MonthlyReport.objects.within(request.scope.granting(SUBMIT))
    report = fetch_or_404(reports.select_related("period", "organization"), pk)
    return redirect(report) if not report.is_in_hand else show_check(request, report)


def show_check(request, report, error="", status=200):
    context = {
        "report": report,
        "facts": facts_for(facts_of(report.organization, report.period), request.scope),
        "answers": [
            {"label": label, "text": text}
            for key, label, text in answers_of(report)
            if text or key == "unchanged"
        ],
        "missing": list(missing_answers(report, request.scope).values()),
        "for_others": files_for_others(report.organization, request.scope),
        "edit_url": reverse("reports:report-edit", args=[report.period.month, report.organization_id]),
        "error": error,
        "post_key": posts.new_key(),
    }
    return render(request, "reports/monthly_check.html", context, status=status)


class ReportReopen(OrganizationMonthPage):
    """The county lets one organization file a locked month until a day."""

    permission = ACCEPT_AS_COUNTY
    form_class = ReopenForm
    submit_label = "同意补报"
    done_text = "已同意补报，对方现在可以填写并上报。"

    def get_title(self):
        return f"同意补报：{self.organization} {self.period.month_text}"

    def act(self, form):
        request = self.request
        return reopen(
            self.organization, self.period, by=request.actor, today=request.today, **form.cleaned_data
        )

    def success_url(self, report):
        return report.period.get_absolute_url()
