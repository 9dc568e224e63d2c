"""Pages for what goes wrong: calm, in Chinese, with the number that finds the log line."""

from django.shortcuts import render


def _page(request, status, template):
    return render(request, template, {"request_id": getattr(request, "id", "")}, status=status)


def bad_request(request, exception=None):
    return _page(request, 400, "400.html")


def forbidden(request, exception=None):
    return _page(request, 403, "403.html")


def not_found(request, exception=None):
    return _page(request, 404, "404.html")


def server_error(request):
    return _page(request, 500, "500.html")


def csrf_failure(request, reason=""):
    return _page(request, 403, "403_csrf.html")
