"""Initiatives, their elements and the activities in the back office."""

from django.contrib import admin

from activities.forms import ActivityForm
from activities.models import Activity, Element, Initiative
from activities.recording import record_activity
from core.admin import ScopedAdmin


@admin.register(Initiative)
class InitiativeAdmin(ScopedAdmin):
    list_display = ("label", "key", "position", "starts_on", "ends_on")


@admin.register(Element)
class ElementAdmin(ScopedAdmin):
    list_display = ("label", "initiative", "position", "starts_on", "ends_on")
    list_filter = ("initiative",)
    list_select_related = ("initiative",)


@admin.register(Activity)
class ActivityAdmin(ScopedAdmin):
    form = ActivityForm
    fieldsets = ActivityForm.fieldsets
    list_display = ("__str__", "held_on", "kind", "organization", "expected", "present")
    list_filter = ("kind",)
    list_select_related = ("organization",)
    search_fields = ("title", "organization__name")
    raw_id_fields = ("organization",)

    def save_model(self, request, obj, form, change):
        """Save through the act of the portal, so that the elements stand in the audit trail."""
        record_activity(obj, form.cleaned_data["elements"], request.actor)
