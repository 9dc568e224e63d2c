"""Back office of demonstration sites, liaison, service centres and departments."""

from django.contrib import admin

from core.admin import ScopedAdmin
from organizations.admin.ground import SpanAdmin
from organizations.models import CentreService, DemonstrationSite, Department, Liaison, ServiceCentre


@admin.register(DemonstrationSite)
class DemonstrationSiteAdmin(SpanAdmin):
    list_display = ("organization", "level", "starts_on", "ends_on", "document")
    list_filter = ("level",)
    list_select_related = ("organization",)
    raw_id_fields = ("organization",)


@admin.register(Liaison)
class LiaisonAdmin(SpanAdmin):
    list_display = ("unit", "leader", "leader_post", "starts_on", "ends_on")
    list_select_related = ("unit",)
    raw_id_fields = ("unit",)
    search_fields = ("leader",)


@admin.register(ServiceCentre)
class ServiceCentreAdmin(ScopedAdmin):
    list_display = ("name", "area", "address", "opened_on", "closed_on")
    list_select_related = ("area",)
    search_fields = ("name",)


@admin.register(CentreService)
class CentreServiceAdmin(SpanAdmin):
    list_display = ("unit", "centre", "starts_on", "ends_on")
    list_select_related = ("unit", "centre")
    raw_id_fields = ("unit",)


@admin.register(Department)
class DepartmentAdmin(SpanAdmin):
    list_display = ("name", "duty", "starts_on", "ends_on")
