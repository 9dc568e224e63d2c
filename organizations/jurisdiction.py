"""From roles held on a day to the scope of a person."""

import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied

from core.scoping import Grant, Scope
from organizations.models import Area, Jurisdiction


def held_by(user, day: datetime.date) -> list[Jurisdiction]:
    """Return the roles the user holds on the day, with what they are held over."""
    held = Jurisdiction.objects.on(day).filter(user=user)
    return list(held.select_related("area", "organization", "officer").order_by("pk"))


def scope_of(jurisdictions: list[Jurisdiction], day: datetime.date) -> Scope:
    """Return the branches these roles open on the day, each with what may be done there."""
    return Scope(day, tuple(_grant(jurisdiction) for jurisdiction in jurisdictions))


def whole_county(day: datetime.date) -> Scope:
    """The scope of the command line: every branch, every permission."""
    everything = frozenset().union(*settings.ROLE_PERMISSIONS.values())
    return Scope(day, tuple(Grant(kind, "", everything) for kind in ("area", "organization", "officer")))


def _grant(jurisdiction: Jurisdiction) -> Grant:
    kind, path = jurisdiction.branch
    return Grant(kind, path, settings.ROLE_PERMISSIONS[jurisdiction.role])


def own_area(scope: Scope) -> Area:
    """The area under whose name a workbook is kept: the first the person looks after; 403 without one."""
    area = Area.objects.within(scope).order_by("path").first()
    if area is None:
        raise PermissionDenied
    return area


def role_label(jurisdictions: list[Jurisdiction]) -> str:
    """Return the roles and what they are held over, for the head of every page."""
    return "；".join(_label(jurisdiction) for jurisdiction in jurisdictions) or "未分配职责"


def _label(jurisdiction: Jurisdiction) -> str:
    node = jurisdiction.area or jurisdiction.organization or jurisdiction.officer
    return f"{jurisdiction.get_role_display()} · {node}" if node else jurisdiction.get_role_display()
