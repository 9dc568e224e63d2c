"""Back office of standards: lists and items are kept here; assessments are only read."""

from django.contrib import admin

from core.admin import ScopedAdmin
from standards.models import Assessment, Item, Standard


@admin.register(Standard)
class StandardAdmin(ScopedAdmin):
    list_display = ("label", "key", "position", "starts_on", "ends_on")


@admin.register(Item)
class ItemAdmin(ScopedAdmin):
    list_display = ("label", "standard", "key", "position", "starts_on", "ends_on")
    list_filter = ("standard",)
    list_select_related = ("standard",)


@admin.register(Assessment)
class AssessmentAdmin(ScopedAdmin):
    """Assessments are made in the portal, where the level follows from the role."""

    list_display = ("made_on", "organization", "standard", "level", "made_by")
    list_filter = ("standard", "level")
    list_select_related = ("organization", "standard", "made_by")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
