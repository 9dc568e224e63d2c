"""Addresses of the portal."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path

from core import health
from reports.views.home import home


@login_not_required
def favicon(request):
    """Lead browsers that ask for the icon by its old name to the hashed file."""
    return redirect(static("favicon.ico"))


urlpatterns = [
    path("", home, name="home"),
    path("favicon.ico", favicon, name="favicon"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("accounts.urls")),
    path("saved-views/", include("core.urls")),
    path("register/", include("organizations.urls")),
    path("register/", include("members.restructuring_urls")),
    path("members/", include("members.urls")),
    path("dues/", include("members.dues_urls")),
    path("development/", include("members.development.urls")),
    path("cultivation/", include("members.cultivation.urls")),
    path("training/", include("members.training.urls")),
    path("activities/", include("activities.urls")),
    path("funding/", include("funding.urls")),
    path("standards/", include("standards.urls")),
    path("reports/", include("reports.urls")),
    path("imports/", include("intake.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "core.errors.bad_request"
handler403 = "core.errors.forbidden"
handler404 = "core.errors.not_found"
handler500 = "core.errors.server_error"
