"""Back office of plans."""

from django.contrib import admin

from organizations.admin.ground import SpanAdmin
from organizations.forms.plans import PlanAdminForm
from organizations.models import CoveragePlan


@admin.register(CoveragePlan)
class CoveragePlanAdmin(SpanAdmin):
    form = PlanAdminForm
    list_display = ("unit", "reason", "measure", "planned_on", "starts_on", "ends_on")
    list_select_related = ("unit",)
    list_filter = ("reason", "measure")
