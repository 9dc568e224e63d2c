"""Development and 三培养一推荐 in the back office; steps and admission come through the portal."""

from django.contrib import admin

from core.admin import ScopedAdmin
from members.cultivation.forms import CultivationForm
from members.cultivation_models import Cultivation
from members.development.forms import CandidateForm, StepRepairForm
from members.development_models import (
    Candidate,
    DevelopmentStep,
    ProbationExtension,
    StepKind,
    WaitingRule,
    Withdrawal,
)
from members.sheets import masked_id_number


class MendedAdmin(ScopedAdmin):
    """Rows that acts of the portal make: mended here, not made."""

    def has_add_permission(self, request):
        return False


@admin.register(StepKind)
class StepKindAdmin(ScopedAdmin):
    list_display = ("number", "label", "stage", "responsible", "needs", "article", "starts_on", "ends_on")
    list_select_related = ("needs",)


@admin.register(WaitingRule)
class WaitingRuleAdmin(ScopedAdmin):
    list_display = (
        "label",
        "after",
        "step",
        "measure",
        "months",
        "strict",
        "article",
        "starts_on",
        "ends_on",
    )


@admin.register(Candidate)
class CandidateAdmin(MendedAdmin):
    form = CandidateForm
    fieldsets = CandidateForm.fieldsets
    list_display = ("name", "organization", "applied_on", "unit", "member")
    list_select_related = ("organization", "unit", "member")
    search_fields = ("search_text",)
    raw_id_fields = ("unit", "organization")

    # What somebody sees who may look and not change: the admin asks its class before the row.

    @admin.display(description="公民身份号码")
    def id_number(self, obj):
        return masked_id_number(obj)


@admin.register(DevelopmentStep)
class DevelopmentStepAdmin(MendedAdmin):
    form = StepRepairForm
    list_display = ("candidate", "kind", "held_on", "responsible", "document")
    list_filter = ("kind",)
    list_select_related = ("candidate", "kind")
    search_fields = ("candidate__search_text",)


@admin.register(Withdrawal)
class WithdrawalAdmin(MendedAdmin):
    list_display = ("candidate", "reason", "starts_on", "ends_on", "document")
    list_select_related = ("candidate",)
    raw_id_fields = ("candidate",)


@admin.register(ProbationExtension)
class ProbationExtensionAdmin(MendedAdmin):
    list_display = ("member", "organization", "decided_on", "extended_to", "document")
    list_select_related = ("member", "organization")
    raw_id_fields = ("member", "organization")


@admin.register(Cultivation)
class CultivationAdmin(ScopedAdmin):
    form = CultivationForm
    list_display = ("person", "step", "held_on", "organization", "unit")
    list_filter = ("step",)
    list_select_related = ("member", "organization", "unit")
    raw_id_fields = ("organization", "unit")
    search_fields = ("name", "member__search_text")
