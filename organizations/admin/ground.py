"""Back office of the ground: the same forms, scopes and audit as the pages."""

from django.contrib import admin

from core.admin import ScopedAdmin, indicator_filter
from organizations import forms
from organizations.indicators import ORG_COVERAGE, SECRETARY_IN_POST, UNCOVERED, WORK_COVERAGE
from organizations.models import (
    Area,
    AreaName,
    Assignment,
    BaseSpell,
    Coverage,
    DatedRule,
    ImportBatch,
    Jurisdiction,
    Officer,
    Organization,
    Placement,
    Seat,
    Unit,
    Visit,
)
from organizations.registration import save_unit


@admin.register(Area)
class AreaAdmin(ScopedAdmin):
    list_display = ("name", "kind", "code", "parent")
    fields = ("name", "kind", "code", "parent", "position")


@admin.register(AreaName)
class AreaNameAdmin(ScopedAdmin):
    list_display = ("name", "area", "starts_on", "ends_on")
    list_select_related = ("area",)


@admin.register(Unit)
class UnitAdmin(ScopedAdmin):
    form = forms.UnitForm
    list_display = ("name", "kind", "credit_code", "employees", "formal_members")
    list_filter = (
        "kind",
        indicator_filter(ORG_COVERAGE),
        indicator_filter(WORK_COVERAGE),
        indicator_filter(UNCOVERED),
    )
    search_fields = ("search_text",)
    fieldsets = forms.UnitForm.fieldsets

    def has_add_permission(self, request):
        """A unit is registered with its area on its page: without one nobody would see it."""
        return False

    def save_model(self, request, obj, form, change):
        save_unit(obj, form.survey_day, request.actor)


@admin.register(Organization)
class OrganizationAdmin(ScopedAdmin):
    form = forms.OrganizationForm
    list_display = ("name", "type", "formation", "established_on", "closed_on")
    list_filter = ("type", "formation", indicator_filter(SECRETARY_IN_POST))
    search_fields = ("name",)
    fieldsets = forms.OrganizationForm.fieldsets

    def has_add_permission(self, request):
        """An organization is set up with its area on its page: without one nobody would see it."""
        return False


class SpanAdmin(ScopedAdmin):
    """Dated facts: shown with their days, never deleted."""

    list_per_page = 50


@admin.register(Placement)
class PlacementAdmin(SpanAdmin):
    list_display = ("unit", "area", "starts_on", "ends_on")
    list_select_related = ("unit", "area")
    raw_id_fields = ("unit",)


@admin.register(BaseSpell)
class BaseSpellAdmin(SpanAdmin):
    list_display = ("unit", "starts_on", "ends_on", "exit_reason")
    list_select_related = ("unit",)
    raw_id_fields = ("unit",)
    readonly_fields = ("approved_by",)


@admin.register(Coverage)
class CoverageAdmin(SpanAdmin):
    list_display = ("unit", "organization", "starts_on", "ends_on")
    list_select_related = ("unit", "organization")
    raw_id_fields = ("unit", "organization")


@admin.register(Seat)
class SeatAdmin(SpanAdmin):
    list_display = ("organization", "area", "starts_on", "ends_on")
    list_select_related = ("organization", "area")
    raw_id_fields = ("organization",)


@admin.register(Officer)
class OfficerAdmin(ScopedAdmin):
    form = forms.OfficerForm
    list_display = ("name", "employer", "area")
    list_select_related = ("area",)


@admin.register(Assignment)
class AssignmentAdmin(SpanAdmin):
    list_display = ("officer", "unit", "starts_on", "ends_on")
    list_select_related = ("officer", "unit")
    raw_id_fields = ("unit",)


@admin.register(Visit)
class VisitAdmin(ScopedAdmin):
    list_display = ("assignment", "held_on", "manner")
    list_select_related = ("assignment__unit", "assignment__officer")
    raw_id_fields = ("assignment",)


@admin.register(Jurisdiction)
class JurisdictionAdmin(SpanAdmin):
    """Roles are given by the system administrator, who looks after no area himself."""

    narrow = False
    list_display = ("user", "role", "area", "organization", "officer", "starts_on", "ends_on")
    list_select_related = ("user", "area", "organization", "officer")


@admin.register(DatedRule)
class DatedRuleAdmin(SpanAdmin):
    list_display = ("label", "value", "starts_on", "ends_on", "source")


@admin.register(ImportBatch)
class ImportBatchAdmin(ScopedAdmin):
    list_display = ("file_name", "area", "made_by", "made_at", "state")
    list_select_related = ("area", "made_by")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
