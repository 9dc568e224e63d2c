"""Filters of posts and terms; every one works on the day of the page."""

import django_filters as filters

from core.forms import DayInput
from organizations import post_conditions as p
from organizations import term_conditions as t
from organizations.choices import OrganizationType, PositionClass, PostRole, PostSource, TermState
from organizations.filters import YES_NO, DayFilterSet
from organizations.models import Area, Organization, Post

HELD = (("over", "已结束"), ("all", "全部"))


class AsOfFilterSet(DayFilterSet):
    """Asks for the day of the page among its conditions."""

    on = filters.DateFilter(label="截至", widget=DayInput, method="as_it_is")

    def as_it_is(self, rows, name, value):
        """The day is chosen by the page itself."""
        return rows


class HeldFilterSet(AsOfFilterSet):
    """Facts with days: those of the page's day unless the past is asked for."""

    held = filters.ChoiceFilter(label="状态", choices=HELD, empty_label="现有", method="by_held")

    def by_held(self, rows, name, answer):
        return rows.filter(ends_on__lt=self.on) if answer == "over" else rows


class PostFilter(HeldFilterSet):
    q = filters.CharFilter(label="姓名", field_name="name", lookup_expr="contains")
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves(), method="by_area")
    role = filters.ChoiceFilter(label="党内职务", choices=PostRole.choices)
    source = filters.ChoiceFilter(label="人选来源", choices=PostSource.choices)
    unit_position = filters.ChoiceFilter(label="行政职务类别", choices=PositionClass.choices)
    both_ways = filters.ChoiceFilter(label="双向进入", choices=YES_NO, method="by_both_ways")
    crossed = filters.ChoiceFilter(label="交叉任职", choices=YES_NO, method="by_crossed")

    class Meta:
        model = Post
        fields = ()

    def by_area(self, rows, name, area):
        return rows.filter(p.seated_there(area, self.on))

    def by_both_ways(self, rows, name, answer):
        condition = p.entered_both_ways(self.on)
        return rows.filter(condition if answer == "yes" else ~condition)

    def by_crossed(self, rows, name, answer):
        condition = p.cross_posted(self.on)
        return rows.filter(condition if answer == "yes" else ~condition)


class TermFilter(AsOfFilterSet):
    q = filters.CharFilter(label="党组织名称", field_name="name", lookup_expr="contains")
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves(), method="by_area")
    type = filters.ChoiceFilter(label="党组织类型", choices=OrganizationType.choices)
    state = filters.ChoiceFilter(label="届次情况", choices=TermState.choices, method="by_state")

    class Meta:
        model = Organization
        fields = ()

    def by_area(self, rows, name, area):
        return rows.seated_in(area, self.on)

    def by_state(self, rows, name, state):
        return rows.filter(t.in_state(self.on, state))
