"""Members in the back office; people come in through the portal, where they get their organization."""

from django.contrib import admin

from core.admin import ScopedAdmin
from core.audit import HIDDEN
from members.development import admin as development_admin  # noqa: F401 - registers its classes
from members.dues_admin import HandedUpAdmin, ReliefAdmin, ReturnedAdmin  # noqa: F401 - registered
from members.forms import MemberForm, MembershipForm
from members.models import Member, Membership
from members.sheets import masked_id_number
from members.training import admin as training_admin  # noqa: F401 - registers its classes


@admin.register(Member)
class MemberAdmin(ScopedAdmin):
    form = MemberForm
    fieldsets = MemberForm.fieldsets
    list_display = ("name", "status", "sex", "joined_on", "unit", "floating")
    list_filter = ("status", "floating", "on_site")
    list_select_related = ("unit",)
    search_fields = ("search_text",)
    raw_id_fields = ("unit",)

    def has_add_permission(self, request):
        return False

    # What somebody sees who may look and not change: the admin asks its class before the row.

    @admin.display(description="公民身份号码")
    def id_number(self, obj):
        return masked_id_number(obj)

    @admin.display(description="家庭住址")
    def address(self, obj):
        return HIDDEN if obj.address_sealed else ""


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    form = MembershipForm
    list_display = ("member", "organization", "starts_on", "ends_on", "entry_reason", "exit_reason")
    list_filter = ("entry_reason", "exit_reason")
    list_select_related = ("member", "organization")
    search_fields = ("member__search_text", "organization__name")
    raw_id_fields = ("member", "organization")
