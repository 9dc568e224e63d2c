"""Rows for tests, made by the acts the portal itself uses; every name is invented."""

import datetime
import itertools

from core.audit import Actor
from organizations.building import assign, cover, set_up
from organizations.choices import Formation, OrganizationType, Role
from organizations.models import Area, Jurisdiction, Officer, Organization, Unit
from organizations.registration import register_unit

TODAY = datetime.date(2026, 11, 22)
EARLY = datetime.date(2016, 1, 1)
BY = Actor()
numbers = itertools.count(1)


def area(name: str) -> Area:
    return Area.objects.get(name=name)


def make_unit(place="桥东街道", *, on=EARLY, name=None, kind="enterprise", in_base=True, **values) -> Unit:
    number = next(numbers)
    place = area(place) if isinstance(place, str) else place
    unit = Unit(name=name or f"沙河市试验{number}有限公司", kind=kind, **values)
    return register_unit(unit, place, on, BY, in_base=in_base)


def make_organization(
    place="桥东街道", *, on=EARLY, name=None, formation=Formation.STANDALONE, covers=(), **values
):
    number = next(numbers)
    place = area(place) if isinstance(place, str) else place
    kind = OrganizationType.BRANCH if formation == Formation.STANDALONE else OrganizationType.JOINT_BRANCH
    organization = Organization(
        name=name or f"试验{number}党支部", formation=formation, type=kind, established_on=on, **values
    )
    set_up(organization, place, BY)
    for unit in covers:
        cover(unit, organization, on, BY)
    return organization


def make_officer(place="桥东街道", *, name=None, assigned_to=(), on=EARLY, **values) -> Officer:
    place = area(place) if isinstance(place, str) else place
    officer = Officer.objects.create(name=name or f"试验指导员{next(numbers)}", area=place, **values)
    for unit in assigned_to:
        assign(officer, unit, on, BY)
    return officer


def make_user(user_model, role: str = "", *, staff=False, on=EARLY, **over):
    """Make a person with a password of one's own and, when a role is named, a jurisdiction over `over`."""
    number = next(numbers)
    user = user_model.objects.create_user(
        username=f"user{number}",
        password="Test-Password-1",
        full_name=f"试验人员{number}",
        must_change_password=False,
        is_staff=staff,
    )
    if role:
        Jurisdiction.objects.create(user=user, role=Role(role), starts_on=on, **over)
    return user
