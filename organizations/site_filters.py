"""Filters of demonstration sites, liaison, centres and departments; every one works on the page's day."""

import django_filters as filters
from django.db.models import Exists

from organizations.choices import SiteLevel
from organizations.models import Area, CentreService, DemonstrationSite, Department, Liaison, ServiceCentre
from organizations.post_conditions import seated_there
from organizations.post_filters import AsOfFilterSet, HeldFilterSet
from organizations.sheets.sites import centre_is_open, placements_of_parent

OPEN = (("open", "启用中"), ("closed", "已停用"))


class SiteFilter(HeldFilterSet):
    q = filters.CharFilter(label="党组织名称", field_name="organization__name", lookup_expr="contains")
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves(), method="by_area")
    level = filters.ChoiceFilter(label="级别", choices=SiteLevel.choices)

    class Meta:
        model = DemonstrationSite
        fields = ()

    def by_area(self, rows, name, area):
        return rows.filter(seated_there(area, self.on))


class OfUnitFilterSet(HeldFilterSet):
    """Facts about units, found by name, former name, code or initials of the unit and by its area."""

    q = filters.CharFilter(label="单位名称、代码或拼音首字母", method="by_unit")
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves(), method="by_area")

    def by_unit(self, rows, name, text):
        return rows.filter(unit__search_text__contains=text.strip().lower())

    def by_area(self, rows, name, area):
        placed = placements_of_parent(self.on).filter(area__path__startswith=area.path)
        return rows.filter(Exists(placed))


class LiaisonFilter(OfUnitFilterSet):
    leader = filters.CharFilter(label="联系领导", lookup_expr="contains")

    class Meta:
        model = Liaison
        fields = ()


class ServiceFilter(OfUnitFilterSet):
    centre = filters.ModelChoiceFilter(label="党群服务中心", queryset=ServiceCentre.objects.all())

    class Meta:
        model = CentreService
        fields = ()


class CentreFilter(AsOfFilterSet):
    q = filters.CharFilter(label="中心名称", field_name="name", lookup_expr="contains")
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.all(), method="by_area")
    state = filters.ChoiceFilter(label="状态", choices=OPEN, method="by_state")

    class Meta:
        model = ServiceCentre
        fields = ()

    def by_area(self, rows, name, area):
        return rows.filter(area__path__startswith=area.path)

    def by_state(self, rows, name, state):
        condition = centre_is_open(self.on)
        return rows.filter(condition if state == "open" else ~condition)


class DepartmentFilter(HeldFilterSet):
    q = filters.CharFilter(label="部门名称", field_name="name", lookup_expr="contains")

    class Meta:
        model = Department
        fields = ()
