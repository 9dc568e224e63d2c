"""Sign-in backend whose permissions are those of the roles held today."""

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from core.scoping import Scope
from organizations.jurisdiction import held_by, scope_of


class JurisdictionBackend(ModelBackend):
    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        return set(scope_today(user_obj).permissions)

    def has_perm(self, user_obj, perm, obj=None):
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj, app_label):
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))


def scope_today(user) -> Scope:
    """Return the scope the middleware has put on the user, else ask for today's roles."""
    scope = getattr(user, "scope_today", None)
    if scope is None:
        today = timezone.localdate()
        scope = scope_of(held_by(user, today), today)
    return scope
