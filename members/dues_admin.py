"""Dues in the back office, to be read only; incomes and what members paid are not here."""

from django.contrib import admin

from core.admin import ScopedAdmin
from members.dues_models import HandedUp, Relief, Returned


class ReadAdmin(ScopedAdmin):
    """Rows are added in the portal."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Relief)
class ReliefAdmin(ReadAdmin):
    list_display = ("member", "organization", "amount", "starts_on", "ends_on", "document")
    list_select_related = ("member", "organization")
    search_fields = ("member__search_text", "organization__name")


class MovementAdmin(ReadAdmin):
    list_select_related = ("organization", "reversal")
    search_fields = ("organization__name",)
    date_hierarchy = "day"


@admin.register(HandedUp)
class HandedUpAdmin(MovementAdmin):
    list_display = ("day", "organization", "period_text", "amount", "document", "standing")


@admin.register(Returned)
class ReturnedAdmin(MovementAdmin):
    list_display = ("day", "organization", "amount", "document", "standing")
