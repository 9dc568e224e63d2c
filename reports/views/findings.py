"""待办与核对: every finding with its count, and the list of rows behind each."""

import datetime
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from core.findings import Finding
from core.forms import DayField
from core.views import ListPage, Page
from core.views.pages import bad_day
from organizations.models import Area, DatedRule
from reports.finding_sheets import PLANNED
from reports.findings import FINDINGS, SUBJECTS, Entry, entry, narrowed, rows_of
from reports.places import Places, places_of
from reports.questions import with_way_in
from reports.views.days import asked_day
from reports.views.drilldown import sheet_on

PLANS, MAKE_PLAN = "organizations.view_coverageplan", "organizations.add_coverageplan"
CONTRADICTION, ADVICE = "矛盾", "提示"
HEADS = (("事项", False), ("数量", True), ("性质", False), ("处理意见", False), ("依据", False))
TO_PLAN = "制定计划"


class PlaceForm(forms.Form):
    """Which area, and for which day."""

    area = forms.ModelChoiceField(Area.objects.none(), label="管理区域", required=False, empty_label="全部")
    on = DayField(label="截至", required=False)

    def __init__(self, asked: dict, places: Places, day: datetime.date):
        super().__init__({"area": asked.get("area", ""), "on": day}, initial={"on": day})
        self.fields["area"].queryset = Area.objects.filter(pk__in=places.within())


@dataclass(frozen=True)
class Filter:
    """What the filter box of a list needs."""

    form: PlaceForm


class FindingPage:
    """Reads area and day; an address that asks for something unknown leads nowhere."""

    permission = PLANS

    def ask(self, request):
        self.day, sentence = asked_day(request)
        if sentence and not (bad_day(request) and isinstance(self, ListPage)):
            messages.warning(request, sentence)
        self.places = places_of(self.scope)
        self.form = PlaceForm(request.GET.dict(), self.places, self.day)
        if not self.form.is_valid():
            raise Http404
        self.area = self.form.cleaned_data["area"]
        self.whole = self.places.is_county and self.area is None
        self.reach = narrowed(self.scope, self.area) if self.area else self.scope

    def place_text(self) -> str:
        return f"{self.area or self.places.label} · 截至 {self.day.isoformat()}"

    def query(self) -> str:
        asked = {"area": self.area.pk if self.area else "", "on": self.day.isoformat()}
        return urlencode({name: value for name, value in asked.items() if value})


class FindingBoard(FindingPage, Page):
    """All findings of a place on a day."""

    def get(self, request):
        self.ask(request)
        context = {
            "subtitle": self.place_text(),
            "filter": Filter(self.form),
            "columns": [{"label": label, "numeric": numeric} for label, numeric in HEADS],
            "groups": self.groups(),
            "plans_url": f"{reverse('organizations:plan-list')}?on={self.day.isoformat()}",
        }
        return render(request, "reports/finding_board.html", context)

    def groups(self) -> list[dict]:
        """The findings by what they are about; a subject the person may not open is left out."""
        open_to = [one for one in SUBJECTS if self.reach.granting(one.permission).grants]
        return [
            {"label": one.label, "rows": [self.row(known) for known in FINDINGS if known.subject is one]}
            for one in open_to
        ]

    def row(self, known: Entry) -> dict:
        finding = known.finding
        count = rows_of(known, self.reach, self.day, self.whole).count()
        told = (finding.label, f"{count} {known.subject.measure}", nature_of(finding))
        cells = [cell(text) for text in (*told, finding.advice, finding.source)]
        cells[1] |= {"numeric": True, "state": looks_of(finding, count)}
        return {
            "url": f"{reverse('reports:finding-list', args=[known.key])}?{self.query()}",
            "cells": cells,
        }


def cell(text: str) -> dict:
    return {"text": text, "numeric": False, "state": "", "url": ""}


def looks_of(finding: Finding, count: int) -> str:
    if not count:
        return "ok"
    return "bad" if finding.contradiction else "warn"


def nature_of(finding: Finding) -> str:
    return CONTRADICTION if finding.contradiction else ADVICE


class FindingList(FindingPage, ListPage):
    """The rows of one finding, with what is needed to decide about each."""

    template_name = "reports/finding_list.html"

    def get(self, request, key):
        self.entry = entry(key)
        if self.entry is None:
            raise Http404
        if not self.scope.granting(self.entry.subject.permission).grants:
            raise PermissionDenied
        self.ask(request)
        self.sheet = sheet_on(self.entry.subject.sheet, is_past=self.day < request.today)
        return super().get(request)

    def get_queryset(self):
        rows = rows_of(self.entry, self.reach, self.day, self.whole)
        return with_way_in(rows, self.scope.granting(self.entry.subject.permission))

    def filtered(self, queryset):
        return queryset, Filter(self.form)

    def row_url(self, row):
        return super().row_url(row) if row.opens else ""

    def get_title(self):
        return self.entry.finding.label

    def get_subtitle(self):
        return self.place_text()

    def get_context(self, rows, columns, filterset):
        context = super().get_context(rows, columns, filterset)
        finding = self.entry.finding
        context["finding"] = finding
        context["nature"] = nature_of(finding)
        context["rules"] = DatedRule.objects.on(self.day).filter(key__in=finding.rules).order_by("pk")
        context["back_url"] = f"{reverse('reports:finding-board')}?{self.query()}"
        self.lead_to_plans(context, columns)
        return context

    def lead_to_plans(self, context, columns):
        """Let the cell of the plan lead to the page that makes one, where the person may."""
        names = [column.name for column in columns]
        if self.entry.finding.contradiction or PLANNED not in names or not self.allows(MAKE_PLAN):
            return
        for pk, row in zip(context["page_obj"], context["rows"], strict=False):
            if row["url"]:
                planned = row["cells"][names.index(PLANNED)]
                planned["text"] = planned["text"] or TO_PLAN
                planned["url"] = reverse("organizations:unit-plan", args=[pk])
