"""The filter of the list of plans."""

import django_filters as filters

from organizations.choices import Measure, PlanState, UncoveredReason
from organizations.filters import DayFilterSet
from organizations.models import Area, CoveragePlan, Unit
from organizations.plan_conditions import plan_state_on


class PlanFilter(DayFilterSet):
    q = filters.CharFilter(label="单位名称", method="by_text")
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves(), method="by_area")
    reason = filters.ChoiceFilter(label="未组建原因", choices=UncoveredReason.choices)
    measure = filters.ChoiceFilter(label="拟采取方式", choices=Measure.choices)
    state = filters.ChoiceFilter(label="落实情况", choices=PlanState.choices, method="by_state")

    class Meta:
        model = CoveragePlan
        fields = ()

    def by_text(self, rows, name, text):
        return rows.filter(unit__in=Unit.objects.found_by(text))

    def by_area(self, rows, name, area):
        return rows.filter(unit__in=Unit.objects.placed_in(area, self.on))

    def by_state(self, rows, name, state):
        return rows.alias(_state=plan_state_on(self.on)).filter(_state=state)
