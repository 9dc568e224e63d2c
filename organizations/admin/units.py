"""Back office of what was once true of units: names, reopenings, surveys; acts on pages make them."""

from django.contrib import admin

from core.saving import change
from organizations.admin.ground import SpanAdmin
from organizations.models import Reopening, Survey, UnitName
from organizations.registration import search_text_of
from organizations.surveying import follow_surveys


class MadeByActs:
    """Rows that an act writes with others: here they are only mended."""

    def has_add_permission(self, request):
        return False


@admin.register(UnitName)
class UnitNameAdmin(MadeByActs, SpanAdmin):
    list_display = ("name", "unit", "starts_on", "ends_on")
    list_select_related = ("unit",)
    raw_id_fields = ("unit",)

    def save_model(self, request, obj, form, change_):
        """A mended former name is found at once: the search text of the unit follows."""
        super().save_model(request, obj, form, change_)
        obj.unit.search_text = search_text_of(obj.unit)
        change(obj.unit, request.actor)


@admin.register(Reopening)
class ReopeningAdmin(MadeByActs, SpanAdmin):
    list_display = ("unit", "closed_on", "close_reason", "reopened_on")
    list_select_related = ("unit",)
    raw_id_fields = ("unit",)


@admin.register(Survey)
class SurveyAdmin(MadeByActs, SpanAdmin):
    list_display = ("unit", "starts_on", "ends_on", "employees", "formal_members", "above_scale")
    list_select_related = ("unit",)
    raw_id_fields = ("unit",)

    def save_model(self, request, obj, form, change_):
        """Mending the latest survey mends what lists show of the unit."""
        super().save_model(request, obj, form, change_)
        follow_surveys(obj.unit, request.actor)
