"""Filters of the list of expected reports."""

import django_filters as filters

from organizations.filters import DayFilterSet
from organizations.models import Area, Organization
from reports.choices import ReportStatus

TIMELY = (("on_time", "按时"), ("late", "逾期报送"))


class ExpectedFilter(DayFilterSet):
    """The month itself is chosen by the page; here it stands so that a search keeps it."""

    month = filters.ChoiceFilter(label="月份", empty_label=None, method="as_it_is")
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves_ever(), method="by_area")
    status = filters.ChoiceFilter(label="报送情况", choices=ReportStatus.choices)
    timely = filters.ChoiceFilter(label="是否按时", choices=TIMELY, method="by_timely")
    q = filters.CharFilter(label="党组织名称", field_name="name", lookup_expr="contains")

    class Meta:
        model = Organization
        fields = ()

    def offer_months(self, months, due_on):
        self.form.fields["month"].choices = [(month, month) for month in months]
        self.due_on = due_on

    def as_it_is(self, rows, name, month):
        return rows

    def by_area(self, rows, name, area):
        return rows.seated_in(area, self.on)

    def by_timely(self, rows, name, answer):
        if answer == "on_time":
            return rows.filter(received_on__lte=self.due_on)
        return rows.filter(received_on__gt=self.due_on)
