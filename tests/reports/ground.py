"""A small county whose every figure can be worked out by hand.

桥东街道: 4 enterprises (one standalone, two joint, one with an officer), 1 social organization (standalone).
桥西街道: 2 enterprises (one surveyed without anything, one not surveyed), 1 social organization (attached).
沙河经济开发区: 1 enterprise that left the base. All other areas: nothing.
"""

import datetime
from dataclasses import dataclass

from organizations.building import appoint
from organizations.choices import Formation
from organizations.models import Organization, Post, Unit
from organizations.registration import leave_base
from tests.factories import BY, EARLY, make_officer, make_organization, make_unit

EAST, WEST, ZONE = "桥东街道", "桥西街道", "沙河经济开发区"
SURVEYED = datetime.date(2018, 1, 1)
LEFT_ON = datetime.date(2019, 12, 31)


@dataclass(frozen=True)
class Ground:
    units: list[Unit]
    organizations: list[Organization]


def small_county() -> Ground:
    solo, first, second, guided = (make_unit(EAST, formal_members=members) for members in (3, 1, 0, 4))
    school = make_unit(EAST, kind="social_org")
    bare, unknown = make_unit(WEST, surveyed_on=SURVEYED), make_unit(WEST)
    club = make_unit(WEST, kind="social_org", formal_members=2)
    gone = make_unit(ZONE)
    leave_base(gone, LEFT_ON, "dormant", "会议纪要1号", BY)
    organizations = [
        make_organization(EAST, covers=[solo]),
        make_organization(EAST, formation=Formation.JOINT, covers=[first, second]),
        make_organization(EAST, covers=[school]),
        make_organization(WEST, formation=Formation.ATTACHED, covers=[club]),
    ]
    make_officer(EAST, assigned_to=[guided])
    for organization, source in zip(organizations[:3], ("management", "sent", "union"), strict=True):
        appoint(Post(organization=organization, name="某同志", source=source, starts_on=EARLY), BY)
    units = [solo, first, second, guided, school, bare, unknown, club, gone]
    return Ground(units, organizations)
