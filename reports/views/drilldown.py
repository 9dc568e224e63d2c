"""The list behind a figure: exactly the rows it counts, with its definition above them."""

from dataclasses import dataclass, replace

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from core.indicators import Rate
from core.sheets import Sheet
from core.views import ListPage
from core.views.pages import bad_day
from organizations.choices import CoverageState
from reports.catalogue import ALL_KINDS, KIND_LABELS, entry
from reports.places import places_of
from reports.questions import QuestionForm, Way, rows_behind, sides_of, subjects_of, with_way_in
from reports.views.days import asked_day


@dataclass(frozen=True)
class Filter:
    """What the filter box of a list needs."""

    form: forms.Form


class DrillDown(ListPage):
    permission = "reports.view_dashboard"
    template_name = "reports/drill_down.html"

    def get(self, request, key):
        self.entry = entry(key)
        if self.entry is None:
            raise Http404
        self.scope = self.scope.granting(self.entry.subject.permission)
        if not self.scope.grants:
            raise PermissionDenied
        self.ask(request)
        self.sheet = sheet_on(self.entry.subject.sheet, is_past=self.day < request.today)
        return super().get(request)

    def ask(self, request):
        """Read the question; an address that asks for something unknown leads nowhere."""
        self.day, sentence = asked_day(request)
        if sentence and not bad_day(request):
            messages.warning(request, sentence)
        self.places = places_of(self.scope)
        self.form = QuestionForm(request.GET.dict(), self.entry, self.places)
        if not self.form.is_valid():
            raise Http404
        self.question = self.form.question(self.day)

    def get_queryset(self):
        return with_way_in(rows_behind(self.entry, self.scope, self.question), self.scope)

    def filtered(self, queryset):
        return queryset, Filter(self.form)

    def row_url(self, row):
        return super().row_url(row) if row.opens else ""

    def get_title(self):
        if self.question.state:
            return f"{CoverageState(self.question.state).label}的单位"
        return f"{self.entry.indicator.label}：{dict(sides_of(self.entry))[self.question.side]}"

    def get_subtitle(self):
        area = self.form.cleaned_data["area"]
        kind = "" if self.question.kind == ALL_KINDS else KIND_LABELS[self.question.kind]
        way = Way(self.question.way).label if self.question.way else ""
        parts = (area.name if area else self.places.label, kind, way, f"截至 {self.day.isoformat()}")
        return " · ".join(filter(None, parts))

    def get_context(self, rows, columns, filterset):
        context = super().get_context(rows, columns, filterset)
        context["figure"] = self.figure(context["total"])
        context["back_url"] = (
            f"{reverse('reports:dashboard')}?on={self.day.isoformat()}&kind={self.question.kind}"
        )
        return context

    def figure(self, count: int) -> dict:
        """Return the figure these rows belong to: the indicator's, or the share of the state asked for."""
        indicator, question = self.entry.indicator, self.question
        rate = indicator.rate(subjects_of(self.entry, self.scope, question), self.day)
        label, definition = indicator.label, indicator.definition
        if question.state:
            rate, label = Rate(count, rate.total), CoverageState(question.state).label
            definition = f"覆盖情况为“{label}”的单位数 ÷ 纳入基数的单位数"
        measure = self.entry.subject.measure
        text = f"{rate.hits} {measure}" if indicator.finding and rate.total else str(rate)
        return {
            "label": label,
            "definition": definition,
            "text": text,
            "hits": rate.hits,
            "total": f"{rate.total} {measure}",
            "on": self.day.isoformat(),
        }


def sheet_on(sheet: Sheet, is_past: bool) -> Sheet:
    """A list of a past day shows no contacts: they are today's, and the unit may have moved since."""
    if not is_past:
        return sheet
    return replace(sheet, columns=tuple(column for column in sheet.columns if not column.private))
