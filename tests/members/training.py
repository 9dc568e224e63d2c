"""Courses and attendances for tests, made by the acts of the portal; every name is invented."""

import datetime

from members.training.recording import attend, hold_course, take_up
from members.training_models import Attendance, Course, PartyWork
from tests.factories import BY, EARLY, area

HELD = datetime.date(2026, 3, 10)


def new_course(place="桥东街道", *, on=HELD, until=None, **values) -> Course:
    plain = {
        "topic": "党的创新理论",
        "area": area(place),
        "organizer": "市委组织部",
        "level": "town",
        "kind": "topic",
        "channel": "central",
        "starts_on": on,
        "ends_on": until or on,
        "hours": 8,
        "for_members": True,
    }
    return Course(**(plain | values))


def make_course(place="桥东街道", members=(), **values) -> Course:
    return hold_course(new_course(place, **values), members, BY)


def attended(course: Course, member) -> Attendance:
    return attend(course, [member], BY)[0]


def trained(member, hours, on=HELD, **values) -> Course:
    """The member took part in a course of so many hours."""
    return make_course(members=[member], hours=hours, on=on, **values)


def works_for_the_party(member, on=EARLY) -> PartyWork:
    return take_up(PartyWork(member=member, starts_on=on), BY)
