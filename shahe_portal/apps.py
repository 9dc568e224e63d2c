"""The one admin site."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "shahe_portal.admin_site.PortalAdminSite"
