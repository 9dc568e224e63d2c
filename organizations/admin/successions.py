"""Successions in the back office: the acts write them, here they are repaired."""

from django.contrib import admin

from core.admin import ScopedAdmin
from organizations.models import Succession


@admin.register(Succession)
class SuccessionAdmin(ScopedAdmin):
    list_display = ("predecessor", "organization", "kind", "on", "document")
    list_filter = ("kind",)
    list_select_related = ("predecessor", "organization")
    raw_id_fields = ("predecessor", "organization")

    def has_add_permission(self, request):
        """A succession comes with the act that brings it about."""
        return False
