"""The dashboard: figures of one day, each with its definition and the list it counts."""

import datetime
from dataclasses import replace

from django import forms
from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse

from core.forms import DayField
from core.scoping import Scope
from core.views import Page
from organizations import indicators as ground
from organizations.conditions import area_name_on
from reports.board import AREA_COLUMNS, BY_AREA, Board, area_table, composition, openable, others, tiles
from reports.catalogue import ALL_KINDS, CATALOGUE, KIND_LABELS, entry
from reports.figures import Tally, count_figures
from reports.freshness import freshness_text, last_due
from reports.models import Period
from reports.places import county_scope, places_of
from reports.questions import Question, rows_behind, with_way_in
from reports.views.days import asked_day

BLIND_SPOTS_SHOWN = 10
DAY = datetime.timedelta(days=1)


class DayForm(forms.Form):
    on = DayField(label="截至")
    kind = forms.CharField(widget=forms.HiddenInput)


class Dashboard(Page):
    permission = "reports.view_dashboard"

    def get(self, request):
        day, sentence = asked_day(request)
        if sentence:
            messages.warning(request, sentence)
        return render(request, "reports/dashboard.html", self.get_context(day))

    def get_context(self, day: datetime.date) -> dict:
        question = Question(day, asked_kind(self.request.GET.get("kind", "")))
        period = last_due(day)
        board = board_of(self.scope, question, period)
        return {
            "scope_label": board.places.label,
            "subtitle": f"{kind_words(question.kind)}，截至 {day.isoformat()}",
            "kind_tabs": kind_tabs(question),
            "day_links": day_links(question, self.request.today),
            "on_form": DayForm(initial={"on": day, "kind": question.kind}),
            "freshness": freshness_text(period, self.scope, day),
            "tiles": tiles(board),
            "others": others(board),
            "composition": composition(board),
            "blind_spots": blind_spots(board, self.scope),
            "area_columns": [{"label": label} for label in AREA_COLUMNS],
            "area_rows": area_table(board, county_board(board)),
        }


def asked_kind(text: str) -> str:
    return text if text in KIND_LABELS else ALL_KINDS


def kind_words(kind: str) -> str:
    return "非公企业和社会组织" if kind == ALL_KINDS else KIND_LABELS[kind]


def board_of(scope: Scope, question: Question, period: Period) -> Board:
    """Count everything on the page once, within the scope."""
    tally = tally_of(scope, question.on, period)
    places = places_of(scope, since=min(question.on, period.last_day))
    return Board(tally, question, period.last_day, places, openable(scope))


def county_board(board: Board) -> Board | None:
    """Return the county's totals for somebody who sees a part of it: figures without lists."""
    if board.places.is_county:
        return None
    on = board.question.on
    totals = count_figures(BY_AREA, county_scope(on), on)
    return replace(board, tally=totals, open_keys=frozenset())


def tally_of(scope: Scope, on: datetime.date, period: Period) -> Tally:
    monthly = [known for known in CATALOGUE if known.monthly]
    daily = [known for known in CATALOGUE if not known.monthly]
    return count_figures(daily, scope, on) | count_figures(monthly, scope, period.last_day)


def kind_tabs(question: Question) -> list[dict]:
    return [
        {"label": label, "url": page_url(question.of(kind=kind)), "active": kind == question.kind}
        for kind, label in KIND_LABELS.items()
    ]


def day_links(question: Question, today: datetime.date) -> list[dict]:
    """Return the days most often asked for: today and the ends of the last month and the last year."""
    ends = (
        ("今天", today),
        ("上月末", today.replace(day=1) - DAY),
        ("上年末", today.replace(month=1, day=1) - DAY),
    )
    return [
        {"label": label, "url": page_url(question.of(on=day)), "active": day == question.on}
        for label, day in ends
    ]


def page_url(question: Question) -> str:
    return f"{reverse('reports:dashboard')}?on={question.on.isoformat()}&kind={question.kind}"


def blind_spots(board: Board, scope: Scope) -> dict:
    """Return the first units with neither organization nor officer, and the way to all of them."""
    key, question = ground.UNCOVERED.key, board.question
    rows = with_way_in(rows_behind(entry(key), scope, question), scope).annotate(
        area_name=area_name_on(question.on)
    )
    return {
        "count": board.rate(key).hits,
        "total": board.rate(key).total,
        "rows": [spot(row) for row in rows.order_by("pk")[:BLIND_SPOTS_SHOWN]],
        "url": board.link(key),
    }


def spot(unit) -> dict:
    return {"name": unit.name, "url": unit.get_absolute_url() if unit.opens else "", "area": unit.area_name}
