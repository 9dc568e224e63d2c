"""Pages of the bridge: two days compared, and the list behind each step."""

import datetime
from dataclasses import dataclass, replace

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from core.forms import DayField
from core.sheets import Column
from core.views import ListPage, Page
from organizations.choices import CoverageState
from organizations.models import Area
from reports import bridge
from reports.catalogue import ALL_KINDS, KIND_LABELS
from reports.days import why_not
from reports.places import Places, places_of
from reports.questions import with_way_in
from reports.subjects import UNIT
from reports.views.drilldown import Filter, sheet_on

BY_AREA = (bridge.ORGANIZATION, bridge.WORK)
STANDING_LABELS = {
    **dict(CoverageState.choices),
    bridge.OUT: "不在基数",
    bridge.ELSEWHERE: "在其他区域",
}


class BridgeForm(forms.Form):
    """Which two days, which units, which area."""

    first = DayField(label="从")
    last = DayField(label="到")
    kind = forms.ChoiceField(label="单位类别", choices=KIND_LABELS.items())
    area = forms.ModelChoiceField(Area.objects.none(), label="管理区域", required=False, empty_label="全部")

    def __init__(self, asked: dict, today: datetime.date, places: Places):
        year = datetime.date(today.year - 1, 12, 31)
        usual = {"first": year.isoformat(), "last": today.isoformat(), "kind": ALL_KINDS}
        super().__init__(usual | {name: text for name, text in asked.items() if text}, initial=usual)
        self.today = today
        self.fields["area"].queryset = Area.objects.filter(pk__in=places.within())

    def clean(self):
        cleaned = super().clean()
        for name in ("first", "last"):
            problem = why_not(cleaned[name], self.today) if cleaned.get(name) else ""
            if problem:
                self.add_error(name, f"{problem}，请改选日期。")
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first >= last:
            self.add_error("last", "后一日期应晚于前一日期，请核对。")
        return cleaned


@dataclass(frozen=True)
class Asked:
    """A valid question: the two days, the kind, and the areas it is seen from."""

    days: bridge.Days
    kind: str
    area: Area | None
    places: Places

    @property
    def unit_kind(self) -> str | None:
        return None if self.kind == ALL_KINDS else self.kind

    @property
    def areas(self) -> set[int]:
        return self.places.below(self.area) if self.area else self.places.reached()

    def url(self, measure: bridge.Measure, term: bridge.Term, area: int | None) -> str:
        asked = {"first": self.days.first, "last": self.days.last, "kind": self.kind, "area": area or ""}
        address = reverse("reports:bridge-list", args=[measure.key, term.key])
        return f"{address}?{urlencode({name: value for name, value in asked.items() if value})}"


def asked_of(form: BridgeForm, places: Places) -> Asked:
    data = form.cleaned_data
    return Asked(bridge.Days(data["first"], data["last"]), data["kind"], data["area"], places)


def signed(number: int) -> str:
    """Return a difference as people write it: +3, −2, 0."""
    return f"{number:+d}".replace("-", "−") if number else "0"


class BridgePage(Page):
    """Coverage on two days, and every step between them."""

    permission = "reports.view_dashboard"

    def get(self, request):
        places = places_of(self.scope)
        form = BridgeForm(request.GET.dict(), request.today, places)
        context = {"title": "两日对比", "filter": Filter(form), "bridges": []}
        if not form.is_valid():
            return render(request, "reports/bridge.html", context, status=422)
        asked = asked_of(form, places)
        pairs = bridge.count_pairs(asked.days, asked.unit_kind)
        context["bridges"] = [self.told(measure, pairs, asked) for measure in bridge.MEASURES]
        context["area_tables"] = [self.by_area(measure, pairs, asked) for measure in BY_AREA]
        context["days"] = asked.days
        return render(request, "reports/bridge.html", context)

    def told(self, measure, pairs, asked: Asked) -> dict:
        """One bridge as lines: the first day, the steps that happened, the second day."""
        found = bridge.bridge_of(measure, pairs, asked.areas)
        area = asked.area.pk if asked.area else None
        return {
            "label": measure.label,
            "is_rate": measure is not bridge.BASE,
            "start": found.start,
            "end": found.end,
            "net": signed(found.net),
            "steps": [
                {
                    "label": term.label,
                    "text": signed(term.sign * found.counts[term.key]),
                    "zero": not found.counts[term.key],
                    "url": asked.url(measure, term, area) if self.opens else "",
                }
                for term in measure.terms
            ],
        }

    @property
    def opens(self) -> bool:
        """Say whether the lists may be opened wherever the figures are seen."""
        return self.scope.granting(UNIT.permission).grants == self.scope.grants

    def by_area(self, measure, pairs, asked: Asked) -> dict:
        """A row for each area: both ends and every step."""
        terms = measure.terms
        rows = [self.area_row(measure, pairs, asked, area) for area in asked.places.rows]
        whole = self.cells(measure, pairs, asked, asked.places.reached(), None)
        return {
            "label": measure.label,
            "columns": ["期初", *(term.short for term in terms), "期末", "期初率", "期末率"],
            "rows": [*rows, {"area": "合计", "total": True, "cells": whole}],
        }

    def area_row(self, measure, pairs, asked: Asked, area: Area) -> dict:
        cells = self.cells(measure, pairs, asked, asked.places.below(area), area.pk)
        return {"area": area.name, "total": False, "cells": cells}

    def cells(self, measure, pairs, asked: Asked, areas, area: int | None) -> list[dict]:
        found = bridge.bridge_of(measure, pairs, areas)
        steps = [
            {
                "text": str(found.counts[term.key]),
                "url": asked.url(measure, term, area) if self.opens else "",
            }
            for term in measure.terms
        ]
        ends = [{"text": str(found.end.hits)}, {"text": str(found.start)}, {"text": str(found.end)}]
        return [{"text": str(found.start.hits)}, *steps, *ends]


class BridgeList(ListPage):
    """The units behind one step of a bridge, with where they stood on both days."""

    permission = "reports.view_dashboard"

    def get(self, request, measure, term):
        self.scope = self.scope.granting(UNIT.permission)
        self.places = places_of(self.scope)
        form = BridgeForm(request.GET.dict(), request.today, self.places)
        known = {(m.key, t.key): (m, t) for m in bridge.MEASURES for t in m.terms}
        if (measure, term) not in known or not form.is_valid():
            raise Http404
        self.measure, self.term = known[measure, term]
        self.asked = asked_of(form, self.places)
        self.day = self.asked.days.last
        self.sheet = self.told_sheet(request.today)
        return super().get(request)

    def told_sheet(self, today):
        """The columns of units as of the second day, and where they stood on the two days."""
        days, areas = self.asked.days, self.asked.areas
        sheet = sheet_on(UNIT.sheet, is_past=days.last < today)

        def text_of(when):
            def text(row):
                state, area = getattr(row, f"_{when}"), getattr(row, f"_area_{when}")
                return STANDING_LABELS[bridge.standing(state, area, areas)]

            return text

        stood = (
            Column("_before", f"{days.first.isoformat()}情况", text=text_of("before")),
            Column("_after", f"{days.last.isoformat()}情况", text=text_of("after")),
        )
        kept = tuple(column for column in sheet.columns if column.name != "coverage_state")
        return replace(sheet, columns=(kept[0], *stood, *kept[1:]), empty_text="没有这样的单位。")

    def get_queryset(self):
        asked = self.asked
        rows = bridge.rows_of(self.term, asked.days, asked.unit_kind, asked.areas)
        return with_way_in(rows, self.scope)

    def row_url(self, row):
        return super().row_url(row) if row.opens else ""

    def get_title(self):
        return f"{self.measure.label}：{self.term.label}"

    def get_subtitle(self):
        days = self.asked.days
        area = self.asked.area.name if self.asked.area else self.places.label
        return (
            f"{area} · {KIND_LABELS[self.asked.kind]} · {days.first.isoformat()} 到 {days.last.isoformat()}"
        )
