"""Back office of monthly reporting: clocks may be repaired, reports only read: they move by their steps."""

from django.contrib import admin

from core.admin import ScopedAdmin
from reports.forms import PeriodForm
from reports.models import MonthlyReport, Period


@admin.register(Period)
class PeriodAdmin(ScopedAdmin):
    form = PeriodForm
    list_display = ["month", "opens_on", "due_on", "locks_on", "repair_days"]

    def has_add_permission(self, request):
        return False


@admin.register(MonthlyReport)
class MonthlyReportAdmin(ScopedAdmin):
    list_display = ["period", "organization", "state", "received_on", "filed_for", "revision"]
    list_filter = ["state", "filed_for"]
    list_select_related = ["period", "organization"]
    search_fields = ["organization__name", "period__month"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
