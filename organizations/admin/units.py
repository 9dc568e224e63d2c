"""Back office of what was once true of units: former names and reopenings; both are made by acts on pages."""

from django.contrib import admin

from organizations.admin.ground import SpanAdmin
from organizations.models import Reopening, UnitName
from organizations.registration import save_unit


class MadeByActs:
    """Rows that an act writes with others: here they are only mended."""

    def has_add_permission(self, request):
        return False


@admin.register(UnitName)
class UnitNameAdmin(MadeByActs, SpanAdmin):
    list_display = ("name", "unit", "starts_on", "ends_on")
    list_select_related = ("unit",)
    raw_id_fields = ("unit",)

    def save_model(self, request, obj, form, change):
        """A mended former name is found at once: the search text of the unit follows."""
        super().save_model(request, obj, form, change)
        save_unit(obj.unit, request.actor)


@admin.register(Reopening)
class ReopeningAdmin(MadeByActs, SpanAdmin):
    list_display = ("unit", "closed_on", "close_reason", "reopened_on")
    list_select_related = ("unit",)
    raw_id_fields = ("unit",)
