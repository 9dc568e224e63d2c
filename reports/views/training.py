"""Training by area: of the members, the leaders and others, how many have met what the year asks by a day."""

from django.contrib import messages
from django.shortcuts import render

from core.views import Page
from members.training import indicators
from members.training.conditions import without_member
from members.training_models import TrainingTarget
from organizations.models import Post
from reports.board import openable
from reports.catalogue import CATALOGUE, Entry
from reports.figures import Tally, count_figures
from reports.places import Places, places_of
from reports.questions import Question, Side
from reports.views.dashboard import DayForm
from reports.views.days import asked_day

SHOWN = {
    indicators.TRAINING_MEMBERS: "党员",
    indicators.TRAINING_LEADERS: "书记班子和党务工作者",
    indicators.TRAINING_WORKERS: "党务工作者",
    indicators.TRAINING_SITE_SECRETARIES: "示范点书记",
    indicators.TRAINING_MANAGERS: "经营管理人员",
}
ENTRIES = [known for known in CATALOGUE if known.indicator in SHOWN]
COLUMNS = [word for label in SHOWN.values() for word in (label, "其中未达标", "覆盖率")]


class TrainingTable(Page):
    permission = "reports.view_dashboard"
    title = "培训情况"

    def get(self, request):
        self.day, sentence = asked_day(request)
        if sentence:
            messages.warning(request, sentence)
        return render(request, "reports/training.html", self.get_context())

    def get_context(self) -> dict:
        places = places_of(self.scope, since=self.day)
        tally = count_figures(ENTRIES, self.scope, self.day)
        return {
            "title": self.title,
            "subtitle": f"{places.label}，截至 {self.day.isoformat()}；按当年学时计算",
            "on_form": DayForm(initial={"on": self.day, "kind": "all"}),
            "targets": TrainingTarget.objects.on(self.day),
            "unmatched": Post.objects.within(self.scope).filter(without_member(self.day)).count(),
            "area_columns": [{"label": label} for label in COLUMNS],
            "area_rows": area_rows(tally, places, Question(self.day), openable(self.scope)),
            "definitions": [known.indicator for known in ENTRIES],
        }


def area_rows(tally: Tally, places: Places, question: Question, open_keys: frozenset) -> list[dict]:
    """Return a row for each area in its fixed order, then the total; every number leads to its list."""

    def row(label: str, area: int | None, inside: set[int] | None, total: bool) -> dict:
        asked = question.of(area=area)
        cells = [cell for known in ENTRIES for cell in cells_of(known, tally, inside, asked, open_keys)]
        return {"area": label, "cells": cells, "total": total}

    areas = [row(area.name, area.pk, places.below(area), False) for area in places.rows]
    return [*areas, row("合计", None, None, True)]


def cells_of(known: Entry, tally: Tally, inside, asked: Question, open_keys: frozenset) -> list[dict]:
    rate = tally.rate(known.key, areas=inside)
    shown = ((rate.total, Side.BASE), (rate.total - rate.hits, Side.GAPS), (rate, Side.HITS))
    return [
        {
            "text": str(text),
            "url": asked.of(side=side.value).url(known.key) if rate.total and known.key in open_keys else "",
        }
        for text, side in shown
    ]
