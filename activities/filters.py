"""Filters of the list of activities."""

import django_filters as filters
from django import forms
from django.db.models import Q

from activities.choices import ActivityKind
from activities.models import Activity, Element
from organizations.models import Organization


class MonthInput(forms.DateInput):
    """A month is typed and shown as 2017-06, and picked where the browser can."""

    input_type = "month"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%Y-%m")


class MonthFilter(filters.DateFilter):
    """Compares with the first day of the month that was asked for."""

    def __init__(self, **kwargs):
        super().__init__(
            input_formats=["%Y-%m"],
            widget=MonthInput,
            error_messages={"invalid": "请按 2017-06 的格式填写月份。"},
            **kwargs,
        )


class ActivityFilter(filters.FilterSet):
    q = filters.CharFilter(label="主题或内容", method="by_text")
    organization = filters.ModelChoiceFilter(label="党组织", queryset=Organization.objects.order_by("name"))
    kind = filters.ChoiceFilter(label="活动类型", choices=ActivityKind.choices)
    element = filters.ModelChoiceFilter(
        label="载体内容", queryset=Element.objects.all(), field_name="elements"
    )
    first = MonthFilter(label="起始月份", field_name="held_on", lookup_expr="gte")
    last = MonthFilter(label="截止月份", method="until_month")

    class Meta:
        model = Activity
        fields = ()

    def by_text(self, rows, name, text):
        return rows.filter(Q(title__contains=text) | Q(content__contains=text))

    def until_month(self, rows, name, first_day):
        """Keep everything up to the last day of the month."""
        next_year, month = divmod(first_day.year * 12 + first_day.month, 12)
        return rows.filter(held_on__lt=first_day.replace(year=next_year, month=month + 1))
