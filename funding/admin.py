"""Back office of funding: sources are kept here; the ledger is only read."""

from django.contrib import admin

from core.admin import ScopedAdmin
from funding.models import Entry, Source


@admin.register(Source)
class SourceAdmin(ScopedAdmin):
    list_display = ("label", "key", "position", "starts_on", "ends_on")


@admin.register(Entry)
class EntryAdmin(ScopedAdmin):
    """Lines are added and reversed in the portal, where the day is checked."""

    list_display = ("day", "organization", "source", "kind", "amount", "purpose", "standing")
    list_filter = ("kind", "source")
    list_select_related = ("organization", "source", "reversal")
    date_hierarchy = "day"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
