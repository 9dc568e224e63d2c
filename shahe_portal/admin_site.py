"""The back office: Django's admin with the portal's name, open to people whose role has something there."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.decorators import method_decorator


class PortalAdminSite(admin.AdminSite):
    site_title = index_title = "后台管理"
    site_header = settings.PORTAL_NAME

    def has_permission(self, request):
        return request.user.is_active and request.user.is_staff and not request.user.must_change_password

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """There is one sign-in, with its rules for first passwords; who has no place here stays out."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", ""))

    def password_change(self, request, extra_context=None):
        """There is one page on which passwords are changed."""
        return redirect("accounts:first-password")
