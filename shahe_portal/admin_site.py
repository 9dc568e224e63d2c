"""The back office: Django's admin with the portal's name, open to people whose role has something there."""

from django.conf import settings
from django.contrib import admin


class PortalAdminSite(admin.AdminSite):
    site_title = index_title = "后台管理"
    site_header = settings.PORTAL_NAME

    def has_permission(self, request):
        return request.user.is_active and request.user.is_staff and not request.user.must_change_password
