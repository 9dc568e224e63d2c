"""The filter of the list of 三培养一推荐; it works on the day of the page."""

import django_filters as filters
from django.db.models import Q

from members.choices import CultivationStep
from members.cultivation_models import Cultivation
from organizations.models import Area, Organization
from organizations.post_conditions import seated_there
from organizations.post_filters import AsOfFilterSet


class CultivationFilter(AsOfFilterSet):
    q = filters.CharFilter(label="姓名", method="by_text")
    year = filters.NumberFilter(label="年度", field_name="held_on", lookup_expr="year")
    step = filters.ChoiceFilter(label="步骤", choices=CultivationStep.choices)
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves_ever(), method="by_area")
    organization = filters.ModelChoiceFilter(
        label="党组织", queryset=Organization.objects.order_by("name"), field_name="organization"
    )

    class Meta:
        model = Cultivation
        fields = ()

    def by_text(self, rows, name, text):
        return rows.filter(Q(name__contains=text.strip()) | Q(member__name__contains=text.strip()))

    def by_area(self, rows, name, area):
        return rows.filter(seated_there(area, self.on))
