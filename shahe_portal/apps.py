"""Django's own apps as the portal uses them: one admin site, and only the static files that a page names."""

from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalAdminConfig(AdminConfig):
    default_site = "shahe_portal.admin_site.PortalAdminSite"


class PortalStaticFilesConfig(StaticFilesConfig):
    """Leave out the parts of Bootstrap that no page names: collecting takes a tenth of the time."""

    ignore_patterns = (
        *StaticFilesConfig.ignore_patterns,
        "bootstrap-*",
        "bootstrap.rtl*",
        "bootstrap.css*",
        "bootstrap*.js*",
    )
