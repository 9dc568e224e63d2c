"""Back office of guidance: what visits advised."""

from django.contrib import admin

from core.admin import ScopedAdmin
from organizations.models import AdviceItem


@admin.register(AdviceItem)
class AdviceItemAdmin(ScopedAdmin):
    list_display = ("text", "owner", "due_on", "closed_on")
    list_select_related = ("visit",)
    raw_id_fields = ("visit",)
