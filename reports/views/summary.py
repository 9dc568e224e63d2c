"""The monthly summary: shown as it prints, and as a workbook with the lists that prove it."""

from urllib.parse import quote

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render

from core.exports import XLSX, log_export
from core.indicators import NOTHING_TO_COUNT
from core.views import Page
from organizations import indicators as ground
from organizations.choices import CoverageState, UnitKind
from reports.models.periods import month_before, month_of
from reports.opening import recent_months
from reports.questions import Question, Side, Way
from reports.summary_figures import Summary, as_of, summary_of
from reports.summary_sheets import BASE_UNITS
from reports.summary_workbook import write_summary

MONTHS_OFFERED = 36
UNITS = "organizations.view_unit"
# The list behind each number of a block, in the order of the columns.
LISTS = (
    (ground.ORG_COVERAGE.key, {"side": Side.BASE.value}),
    (ground.SECRETARY_IN_POST.key, {"side": Side.BASE.value, "way": Way.STANDALONE.value}),
    (ground.SECRETARY_IN_POST.key, {"side": Side.BASE.value, "way": Way.JOINT.value}),
    (ground.ORG_COVERAGE.key, {}),
    (ground.STANDALONE_SHARE.key, {}),
    (ground.JOINT_SHARE.key, {}),
    (ground.ORG_COVERAGE.key, {"side": Side.BASE.value, "state": CoverageState.GUIDANCE.value}),
    (ground.ORG_COVERAGE.key, {}),
    (ground.WORK_COVERAGE.key, {}),
)


class MonthForm(forms.Form):
    month = forms.ChoiceField(label="月份")

    def __init__(self, months: list[str], month: str):
        super().__init__({"month": month})
        self.fields["month"].choices = [(name, f"{name[:4]}年{int(name[5:])}月") for name in months]


class SummaryPage(Page):
    permission = "reports.view_summary"

    def get(self, request):
        self.scope = self.scope.granting(UNITS)
        if not self.scope.grants:
            raise PermissionDenied
        form = self.asked()
        month = form.cleaned_data["month"]
        summary = summary_of(self.scope, as_of(month, request.today))
        if request.GET.get("export") == "xlsx":
            return self.download(summary, month)
        return render(request, "reports/summary.html", self.get_context(form, month, summary))

    def asked(self) -> MonthForm:
        """Read the month, by default the last one that is over; a month that is not offered leads nowhere."""
        this = month_of(self.request.today)
        form = MonthForm(
            recent_months(this, MONTHS_OFFERED), self.request.GET.get("month") or month_before(this)
        )
        if not form.is_valid():
            raise Http404
        return form

    def get_context(self, form: MonthForm, month: str, summary: Summary) -> dict:
        return {
            "title": f"{summary.places.label}党组织覆盖情况汇总表",
            "subtitle": day_text(summary),
            "form": form,
            "export_url": f"?month={month}&export=xlsx",
            "kinds": UnitKind.labels,
            "rows": rows_of(summary, self.allows("reports.view_dashboard")),
        }

    def download(self, summary: Summary, month: str) -> HttpResponse:
        log_export(self.request.actor, BASE_UNITS, len(summary.lines), self.request.GET.urlencode())
        response = HttpResponse(content_type=XLSX)
        name = quote(f"党组织覆盖情况汇总表 {month}.xlsx")
        response["Content-Disposition"] = f"attachment; filename=\"summary.xlsx\"; filename*=UTF-8''{name}"
        write_summary(response, summary, self.scope, settings.DEPARTMENT_NAME, self.request.today)
        return response


def day_text(summary: Summary) -> str:
    return f"截至 {summary.on.isoformat()}{'，当月未结束' if summary.is_unfinished else ''}"


def rows_of(summary: Summary, opens: bool) -> list[dict]:
    """Return the total and the lines; each number with its list where the person may open lists."""
    total = {"label": "合计", "cells": cells_of(summary, None, None, opens), "note": "", "total": True}
    lines = [
        {
            "label": line.label,
            "cells": cells_of(summary, line.areas, line.asked, opens and line.asked is not None),
            "note": line.note,
            "total": False,
        }
        for line in summary.lines
    ]
    return [total, *lines]


def cells_of(summary: Summary, areas, asked: int | None, opens: bool) -> list[dict]:
    urls = [
        Question(summary.on, kind.value, asked, **rows).url(key) for kind in UnitKind for key, rows in LISTS
    ]
    numbers = summary.numbers(areas)
    return [
        {"text": number, "url": url if opens and number != NOTHING_TO_COUNT else ""}
        for number, url in zip(numbers, urls, strict=True)
    ]
