"""Filters of the registers; every one works on the day of the page."""

import re

import django_filters as filters

from organizations import conditions as c
from organizations.choices import CoverageState, Formation, OrganizationType, UnitKind
from organizations.models import Area, Officer, Organization, Unit, Visit
from organizations.models.organizations import is_open_on

IN_BASE = (("in", "纳入基数"), ("out", "未纳入基数"))
OPEN = (("open", "现有"), ("closed", "已撤销"))
YES_NO = (("yes", "是"), ("no", "否"))
MONTH = re.compile(r"([12]\d{3})-(0?[1-9]|1[0-2])")
STATES = tuple(CoverageState.choices)


class DayFilterSet(filters.FilterSet):
    """A filter set that knows the day of its page."""

    @property
    def on(self):
        return self.day if hasattr(self, "day") else self.request.today


class UnitFilter(DayFilterSet):
    q = filters.CharFilter(label="名称、代码或拼音首字母", method="by_text")
    kind = filters.ChoiceFilter(label="单位类别", choices=UnitKind.choices)
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves(), method="by_area")
    state = filters.ChoiceFilter(label="覆盖情况", choices=STATES, method="by_state")
    base = filters.ChoiceFilter(label="基数", choices=IN_BASE, method="by_base")
    above_scale = filters.ChoiceFilter(label="规模以上", choices=YES_NO, method="by_scale")

    class Meta:
        model = Unit
        fields = ()

    def by_text(self, rows, name, text):
        return rows.found_by(text)

    def by_area(self, rows, name, area):
        return rows.placed_in(area, self.on)

    def by_state(self, rows, name, state):
        return rows.alias(_state=c.coverage_state_on(self.on)).filter(c.in_base(self.on), _state=state)

    def by_scale(self, rows, name, answer):
        return rows.filter(above_scale=answer == "yes")

    def by_base(self, rows, name, answer):
        return rows.filter(c.in_base(self.on)) if answer == "in" else rows.exclude(c.in_base(self.on))


class OrganizationFilter(DayFilterSet):
    q = filters.CharFilter(label="党组织名称", field_name="name", lookup_expr="contains")
    type = filters.ChoiceFilter(label="党组织类型", choices=OrganizationType.choices)
    formation = filters.ChoiceFilter(label="组建方式", choices=Formation.choices)
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves(), method="by_area")
    state = filters.ChoiceFilter(label="状态", choices=OPEN, method="by_state")

    class Meta:
        model = Organization
        fields = ()

    def by_area(self, rows, name, area):
        return rows.seated_in(area, self.on)

    def by_state(self, rows, name, state):
        return rows.filter(is_open_on(self.on)) if state == "open" else rows.exclude(is_open_on(self.on))


class OfficerFilter(DayFilterSet):
    q = filters.CharFilter(label="姓名", field_name="name", lookup_expr="contains")
    area = filters.ModelChoiceFilter(label="派出区域", queryset=Area.objects.all())

    class Meta:
        model = Officer
        fields = ()


class VisitFilter(DayFilterSet):
    q = filters.CharFilter(label="走访单位", field_name="assignment__unit__name", lookup_expr="contains")
    month = filters.CharFilter(label="月份（如 2017-06）", method="by_month")

    class Meta:
        model = Visit
        fields = ()

    def by_month(self, rows, name, text):
        found = MONTH.fullmatch(text.strip())
        if found is None:
            return rows.none()
        return rows.filter(held_on__year=int(found[1]), held_on__month=int(found[2]))
