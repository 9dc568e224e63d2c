"""Back office of the registry comparison: read here, decided on the pages."""

from django.contrib import admin

from core.admin import ScopedAdmin
from organizations.models import Exclusion, RegistryLine, RegistryList


class ReadOnlyAdmin(ScopedAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(RegistryList)
class RegistryListAdmin(ReadOnlyAdmin):
    list_display = ("file_name", "source", "listed_on", "area", "line_count", "made_by", "made_at")
    list_select_related = ("area", "made_by")
    list_filter = ("source",)


@admin.register(RegistryLine)
class RegistryLineAdmin(ReadOnlyAdmin):
    list_display = ("name", "code_text", "list", "row", "area", "matched_by", "decision", "decided_by")
    list_select_related = ("list", "area", "decided_by")
    list_filter = ("decision", "fault")
    search_fields = ("name", "code_text")


@admin.register(Exclusion)
class ExclusionAdmin(ReadOnlyAdmin):
    list_display = ("name", "credit_code", "area", "reason", "excluded_on", "excluded_by", "revoked_on")
    list_select_related = ("area", "excluded_by")
    search_fields = ("name", "credit_code")
