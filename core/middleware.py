"""What every request carries: its true sender, a number that finds its log lines, no caching."""

import uuid

from django.conf import settings

from core.logs import request_id_var


class RemoteAddressMiddleware:
    """Behind proxies of ours the sender is whom the outermost of them saw, not what a client claims."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        noted = request.META.get("HTTP_X_FORWARDED_FOR", "").replace(",", " ").split()
        if 0 < settings.TRUSTED_PROXIES <= len(noted):
            request.META["REMOTE_ADDR"] = noted[-settings.TRUSTED_PROXIES]
        return self.get_response(request)


class RequestIdMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex[:12]
        token = request_id_var.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            request_id_var.reset(token)
        response["X-Request-Id"] = request.id
        return response


class NoStoreMiddleware:
    """Pages of a signed-in person are never stored by a browser or a proxy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
