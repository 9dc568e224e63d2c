"""Filters of officers, visits and advice; every one works on the day of the page."""

import datetime

import django_filters as filters

from organizations import duties
from organizations.choices import AdviceState, OfficerGrade, OfficerService, VisitManner
from organizations.filters import MONTH, YES_NO, DayFilterSet
from organizations.models import AdviceItem, Area, Assignment, Officer, Visit
from organizations.models.officers import advised_below, visited_below
from organizations.models.units import UNIT_ANCHORS
from organizations.sheets.officers import advice_state_on

IN_OFFICE = (("in", "在任"), ("left", "已离任"))
KEPT = (("due", "未到位"), ("kept", "已到位"))


def month_in(text: str) -> datetime.date | None:
    """Return the first of the month that the text names (2017-06), None when it names none."""
    found = MONTH.fullmatch(text.strip())
    return datetime.date(int(found[1]), int(found[2]), 1) if found else None


class OfficerFilter(DayFilterSet):
    q = filters.CharFilter(label="姓名", field_name="name", lookup_expr="contains")
    area = filters.ModelChoiceFilter(label="派出区域", queryset=Area.objects.all(), method="by_area")
    service = filters.ChoiceFilter(label="专职或兼职", choices=OfficerService.choices)
    grade = filters.ChoiceFilter(label="驻派等级", choices=OfficerGrade.choices)
    office = filters.ChoiceFilter(label="在任情况", choices=IN_OFFICE, method="by_office")
    overloaded = filters.ChoiceFilter(label="超额", choices=YES_NO, method="by_load")

    class Meta:
        model = Officer
        fields = ()

    def by_area(self, rows, name, area):
        return rows.filter(area__path__startswith=area.path)

    def by_office(self, rows, name, answer):
        condition = duties.in_office(self.on)
        return rows.filter(condition if answer == "in" else ~condition)

    def by_load(self, rows, name, answer):
        over = rows.filter(duties.overloaded(self.on))
        return over if answer == "yes" else rows.exclude(pk__in=over.values("pk"))


class VisitFilter(DayFilterSet):
    q = filters.CharFilter(label="走访单位", field_name="assignment__unit__name", lookup_expr="contains")
    month = filters.CharFilter(label="月份（如 2017-06）", method="by_month")
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves(), method="by_area")
    officer = filters.ModelChoiceFilter(
        label="指导员", queryset=Officer.objects.all(), field_name="assignment__officer"
    )
    manner = filters.ChoiceFilter(label="走访方式", choices=VisitManner.choices)

    class Meta:
        model = Visit
        fields = ()

    def by_month(self, rows, name, text):
        first = month_in(text)
        if first is None:
            return rows.none()
        return rows.filter(held_on__range=(first, duties.last_of_month(first)))

    def by_area(self, rows, name, area):
        return rows.filter(visited_below(area.path, self.on))


class DueVisitFilter(DayFilterSet):
    month = filters.CharFilter(label="月份（如 2017-06）", method="by_month")
    q = filters.CharFilter(label="走访单位", field_name="unit__name", lookup_expr="contains")
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves(), method="by_area")
    officer = filters.ModelChoiceFilter(label="指导员", queryset=Officer.objects.all())
    kept = filters.ChoiceFilter(label="走访情况", choices=KEPT, method="by_kept")

    class Meta:
        model = Assignment
        fields = ()

    def by_month(self, rows, name, text):
        """The month is the page's: it chooses the day."""
        return rows

    def by_area(self, rows, name, area):
        return rows.filter(UNIT_ANCHORS["area"](area.path, self.on))

    def by_kept(self, rows, name, answer):
        condition = duties.visits_kept if answer == "kept" else duties.visits_missing
        return rows.filter(condition(self.on))


class AdviceFilter(DayFilterSet):
    q = filters.CharFilter(label="单位", field_name="visit__assignment__unit__name", lookup_expr="contains")
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves(), method="by_area")
    officer = filters.ModelChoiceFilter(
        label="指导员", queryset=Officer.objects.all(), field_name="visit__assignment__officer"
    )
    state = filters.ChoiceFilter(label="状态", choices=AdviceState.choices, method="by_state")

    class Meta:
        model = AdviceItem
        fields = ()

    def by_area(self, rows, name, area):
        return rows.filter(advised_below(area.path, self.on))

    def by_state(self, rows, name, state):
        return rows.alias(_state=advice_state_on(self.on)).filter(_state=state)
