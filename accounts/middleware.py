"""A first password opens only the page on which it is changed."""

from django.shortcuts import redirect
from django.urls import reverse


class FirstPasswordMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and user.must_change_password and not self._is_open(request.path):
            return redirect("accounts:first-password")
        return self.get_response(request)

    def _is_open(self, path: str) -> bool:
        open_pages = {reverse("accounts:first-password"), reverse("accounts:sign-out")}
        return path in open_pages or path.startswith("/static/")
