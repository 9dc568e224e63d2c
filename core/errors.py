"""Pages for what goes wrong: calm, in Chinese, with the number that finds the log line.

They are drawn without session and user, because these may be what is out of reach.
"""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER_SECONDS = 30


def _page(request, status, template):
    context = {"request_id": getattr(request, "id", ""), "portal_name": settings.PORTAL_NAME}
    return HttpResponse(render_to_string(template, context), status=status)


def bad_request(request, exception=None):
    return _page(request, 400, "400.html")


def forbidden(request, exception=None):
    return _page(request, 403, "403.html")


def not_found(request, exception=None):
    return _page(request, 404, "404.html")


def server_error(request):
    """Show the page of an unexpected failure; a database out of reach is said to be temporary (503)."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        response = _page(request, 503, "503.html")
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    return _page(request, 500, "500.html")


def csrf_failure(request, reason=""):
    return _page(request, 403, "403_csrf.html")
