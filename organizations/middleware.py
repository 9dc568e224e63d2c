"""Every request knows today, who acts, and what that person may see."""

from django.utils import timezone

from core.audit import Actor
from organizations.jurisdiction import held_by, role_label, scope_of


class ScopeMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.today = timezone.localdate()
        held = held_by(request.user, request.today) if request.user.is_authenticated else []
        request.scope = scope_of(held, request.today)
        request.role_label = role_label(held)
        request.user.scope_today = request.scope
        user = request.user if request.user.is_authenticated else None
        request.actor = Actor(user, request.id, request.META.get("REMOTE_ADDR", ""))
        return self.get_response(request)
