"""Dues in the back office: relief, and the ledgers that are only read; incomes and payments are not here."""

from django.contrib import admin

from core.admin import ScopedAdmin
from members.dues.forms import ReliefAdminForm
from members.dues_models import HandedUp, Relief, Returned


@admin.register(Relief)
class ReliefAdmin(ScopedAdmin):
    form = ReliefAdminForm
    list_display = ("member", "organization", "amount", "starts_on", "ends_on", "document")
    list_select_related = ("member", "organization")
    search_fields = ("member__search_text", "organization__name")
    raw_id_fields = ("member", "organization")


class MovementAdmin(ScopedAdmin):
    """Lines are added and reversed in the portal."""

    list_select_related = ("organization", "reversal")
    search_fields = ("organization__name",)
    date_hierarchy = "day"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(HandedUp)
class HandedUpAdmin(MovementAdmin):
    list_display = ("day", "organization", "period_text", "amount", "document", "standing")


@admin.register(Returned)
class ReturnedAdmin(MovementAdmin):
    list_display = ("day", "organization", "amount", "document", "standing")
