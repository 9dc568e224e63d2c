"""The members that pages of training ask about: by the organization of the day, within a scope."""

import datetime
from dataclasses import dataclass

from django.db.models import Q, Subquery

from core.scoping import Scope
from members.models import Member, Membership, latest_value_on
from members.training.choices import Trainee
from members.training.indicators import INDICATORS
from members.training_models import Attendance, Course
from organizations.models import Area, Organization, Seat


@dataclass(frozen=True)
class Asked:
    """Whom a list asks about; what is left out narrows nothing."""

    area: Area | None = None
    organization: Organization | None = None
    text: str = ""

    def memberships(self, memberships, day: datetime.date):
        if self.organization is not None:
            memberships = memberships.filter(organization=self.organization)
        if self.area is not None:
            seats = Seat.objects.on(day).filter(area__path__startswith=self.area.path)
            memberships = memberships.filter(organization__in=seats.values("organization"))
        return memberships


def enrolled_within(scope: Scope, asked: Asked, day: datetime.date):
    """Members who belong on the day to an organization within the scope."""
    held = asked.memberships(Membership.objects.on(day).within(scope), day)
    rows = Member.objects.filter(pk__in=held.values("member"))
    return rows.found_by(asked.text) if asked.text else rows


def not_yet_trained(scope: Scope, trainee: str, asked: Asked, day: datetime.date):
    """Those of them who have not met what the year asks by the day."""
    return INDICATORS[Trainee(trainee)].gaps(enrolled_within(scope, asked, day), day)


def who_could_attend(scope: Scope, course: Course, asked: Asked, today: datetime.date):
    """Members within the scope who belonged to an organization while the course was held, with its name."""
    held = Membership.objects.during(course.starts_on, course.ends_on)
    if asked.organization is not None:
        held = held.filter(organization=asked.organization)
    rows = Member.objects.within(scope).filter(pk__in=held.values("member"))
    rows = rows.found_by(asked.text) if asked.text else rows
    return rows.annotate(organization_name=latest_value_on(today, "organization__name"))


def not_on_the_list(course: Course) -> Q:
    """Members who are not on the list of the course."""
    return ~Q(pk__in=Attendance.objects.standing().filter(course=course).values("member"))


def seat_name_of_member(day: datetime.date) -> Subquery:
    """Expression on members: the managing area of the organization of the day, else of the last one."""
    return latest_value_on(day, "organization__seats__area__name")
