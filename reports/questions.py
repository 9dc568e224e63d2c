"""What a figure is asked for, and the rows that answer: the figure is the number of these rows."""

import datetime
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django import forms
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from core.scoping import Scope
from organizations.choices import CoverageState, Formation
from organizations.conditions import in_state
from organizations.models import Area
from reports.catalogue import ALL_KINDS, KIND_LABELS, Entry
from reports.places import Places
from reports.subjects import ORGANIZATION, UNIT


class Side(models.TextChoices):
    """Which of the rows of an indicator: those that hit, those that do not, or the whole denominator."""

    HITS = "hits", "分子"
    GAPS = "gaps", "分母中其余的"
    BASE = "base", "分母"


class Way(models.TextChoices):
    """How an organization was formed, as figures tell it: alone for one unit, or in any other way."""

    STANDALONE = "standalone", "单独"
    JOINT = "joint", "联合（含区域、行业、挂靠、功能型）"


@dataclass(frozen=True)
class Question:
    """Day, kind and area of a figure; the rest says which of its rows are wanted.

    `state` is for units, `way` for organizations.
    """

    on: datetime.date
    kind: str = ALL_KINDS
    area: int | None = None
    side: str = Side.HITS.value
    state: str = ""
    way: str = ""

    def of(self, **other) -> "Question":
        return replace(self, **other)

    def url(self, key: str) -> str:
        """Return the address of the list behind the figure; what is not asked for is left out."""
        asked = {name: value for name, value in asdict(self).items() if value}
        return f"{reverse('reports:drill-down', args=[key])}?{urlencode(asked)}"


class QuestionForm(forms.Form):
    """Reads a question from the address, and is the filter of the list."""

    side = forms.ChoiceField(label="名单", choices=Side.choices)
    kind = forms.ChoiceField(label="单位类别", choices=KIND_LABELS.items())
    area = forms.ModelChoiceField(Area.objects.none(), label="管理区域", required=False, empty_label="全部")
    state = forms.ChoiceField(
        label="覆盖情况", choices=[("", "全部"), *CoverageState.choices], required=False
    )

    way = forms.ChoiceField(label="组建方式", choices=[("", "全部"), *Way.choices], required=False)

    defaults = {"side": Side.HITS.value, "kind": ALL_KINDS}

    def __init__(self, asked: dict, entry: Entry, places: Places):
        super().__init__({**self.defaults, **asked}, initial=self.defaults)
        self.fields["area"].queryset = Area.objects.filter(pk__in=places.within())
        self.fields["side"].choices = sides_of(entry)
        for name, subject in (("state", UNIT), ("way", ORGANIZATION)):
            if entry.subject is not subject:
                del self.fields[name]

    def question(self, on: datetime.date) -> Question:
        asked = self.cleaned_data
        area = asked["area"].pk if asked["area"] else None
        return Question(
            on, asked["kind"], area, asked["side"], state=asked.get("state", ""), way=asked.get("way", "")
        )


def sides_of(entry: Entry) -> list[tuple[str, str]]:
    """Return the lists of an indicator in its own words."""
    noun = entry.subject.sheet.model._meta.verbose_name
    words = (entry.indicator.numerator, f"{entry.gap_words}的{noun}", entry.indicator.denominator)
    return list(zip(Side.values, words, strict=True))


def subjects_of(entry: Entry, scope: Scope, question: Question):
    """Return the rows of the kind and area asked for, within the scope as it reached that day."""
    day, subject = question.on, entry.subject
    rows = entry.indicator.subjects().within(replace(scope, on=day))
    if question.kind != ALL_KINDS:
        rows = subject.with_kind(rows, day).filter(_kind=question.kind)
    if question.area is not None:
        below = Area.objects.below(Area.objects.get(pk=question.area))
        rows = subject.with_area(rows, day).filter(_area__in=below.values("pk"))
    if question.way:
        alone = Q(formation=Formation.STANDALONE)
        rows = rows.filter(alone if question.way == Way.STANDALONE else ~alone)
    return rows


def rows_behind(entry: Entry, scope: Scope, question: Question):
    """Return the rows that the figure counts."""
    side = getattr(entry.indicator, question.side)
    rows = side(subjects_of(entry, scope, question), question.on)
    if question.state:
        rows = rows.filter(in_state(question.on, question.state))
    return rows


def with_way_in(rows, scope: Scope):
    """Tell of each row, as `opens`, whether its page is within the scope today: it may have moved since."""
    return rows.annotate(opens=Exists(rows.model.objects.within(scope).filter(pk=OuterRef("pk"))))
