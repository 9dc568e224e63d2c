"""Filters of the comparison: a name or code, and an area."""

import django_filters as filters
from django.db.models import Q

from organizations.models import Area, RegistryLine, Unit


class ComparisonFilter(filters.FilterSet):
    q = filters.CharFilter(label="名称或代码", method="by_text")
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves(), method="by_area")


class LineFilter(ComparisonFilter):
    class Meta:
        model = RegistryLine
        fields = ()

    def by_text(self, rows, name, text):
        text = text.strip()
        return rows.filter(Q(name__contains=text) | Q(code_text__contains=text.upper()))

    def by_area(self, rows, name, area):
        return rows.filter(area__path__startswith=area.path)


class GoneFilter(ComparisonFilter):
    class Meta:
        model = Unit
        fields = ()

    def by_text(self, rows, name, text):
        return rows.found_by(text)

    def by_area(self, rows, name, area):
        return rows.placed_in(area, self.request.scope.on)
