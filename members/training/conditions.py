"""Who is to be trained on a day, and what training has brought by it: pure functions of a day over members.

A post in an organization is held by a name, and knows no member. Who leads is therefore told by the name: a
member leads on a day when somebody of the same name holds a post, on that day, in the organization to which
the member belongs on that day. A secretary who belongs elsewhere is not found, and of two members of one
organization with the same name both are taken for the one in post.
"""

import datetime

from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from core.spans import holds_on
from members.models import Membership
from members.training.choices import Channel, TargetRole
from members.training_models import NOTHING, Attendance, PartyWork, TrainingTarget, hours_counted_on
from organizations.choices import PostRole
from organizations.models import DemonstrationSite

HOURS = DecimalField(max_digits=7, decimal_places=1)


# Who


def enrolled(day: datetime.date) -> Q:
    """Members who belong to some organization on the day."""
    return Q(Exists(Membership.objects.on(day).filter(member=OuterRef("pk"))))


def in_post(day: datetime.date, **asked) -> Q:
    """Members in whose organization one of their name holds a post on the day; `asked` narrows the posts."""
    posts = {f"organization__posts__{name}": value for name, value in asked.items()}
    named = Membership.objects.on(day).filter(
        holds_on(day, "organization__posts__"), organization__posts__name=F("member__name"), **posts
    )
    return Q(pk__in=named.values("member"))


def party_worker(day: datetime.date) -> Q:
    """Members who work for the Party on the day."""
    working = PartyWork.objects.on(day).filter(
        Exists(Membership.objects.on(day).filter(member=OuterRef("member")))
    )
    return Q(pk__in=working.values("member"))


def leader(day: datetime.date) -> Q:
    """Secretaries, deputies and committee members of the day, and who works for the Party."""
    return in_post(day) | party_worker(day)


def without_member(day: datetime.date) -> Q:
    """Posts of the day whose holder is not found by name among the members of the organization."""
    named = Membership.objects.on(day).filter(
        organization=OuterRef("organization"), member__name=OuterRef("name")
    )
    return holds_on(day) & ~Q(Exists(named))


def site_secretary(day: datetime.date) -> Q:
    """Secretaries of the organizations that are demonstration sites on the day, of whatever level."""
    sites = DemonstrationSite.objects.on(day).values("organization")
    return in_post(day, role=PostRole.SECRETARY, organization__in=sites)


def manager(day: datetime.date) -> Q:
    """Members who manage an enterprise; whether somebody does is not dated."""
    return enrolled(day) & Q(is_manager=True)


# What a year asks for


def target_on(day: datetime.date, role: str):
    return TrainingTarget.objects.on(day).filter(role=role)


def asked_of(role: str, who):
    """Return the condition: these members, while a target for the role is in force."""

    def condition(day: datetime.date) -> Q:
        return who(day) & Q(Exists(target_on(day, role)))

    return condition


# What training has brought


def hours_of(day: datetime.date) -> Case:
    """Expression on attendances: the hours that count in the year of the day, by that day."""
    counted = hours_counted_on(day)
    columns = [When(condition, then=F(name)) for name, condition in counted.items()]
    return Case(*columns, default=Value(NOTHING), output_field=HOURS)


def central_by(day: datetime.date) -> Q:
    """Attendances of central courses that ended in the year of the day, by that day."""
    return Q(course__channel=Channel.CENTRAL, course__ends_on__range=(day.replace(month=1, day=1), day))


def brought(day: datetime.date):
    """Attendances in groups of one member, with `told_hours` and `told_central` of the year of the day."""
    groups = Attendance.objects.counted_on(day).order_by().values("member")
    return groups.annotate(
        told_hours=Sum(hours_of(day)),
        told_central=Count("pk", filter=central_by(day), output_field=IntegerField()),
    )


def reached(role: str):
    """Return the condition: members whose year so far reaches the target of the day."""

    def condition(day: datetime.date) -> Q:
        target = target_on(day, role)
        enough = brought(day).filter(
            told_hours__gte=Subquery(target.values("hours")[:1]),
            told_central__gte=Subquery(target.values("central_courses")[:1]),
        )
        return Q(pk__in=enough.values("member"))

    return condition


def trained_centrally(day: datetime.date) -> Q:
    """Members who took part in a central course that ended in the year of the day, by that day."""
    return Q(pk__in=Attendance.objects.standing().filter(central_by(day)).values("member"))


def year_hours(day: datetime.date) -> Coalesce:
    """Expression on members: the hours of the year of the day, by that day."""
    return _of_member(day, "told_hours", Value(NOTHING, output_field=HOURS))


def year_central(day: datetime.date) -> Coalesce:
    """Expression on members: how many central courses of the year, by that day."""
    return _of_member(day, "told_central", Value(0))


def _of_member(day, name, nothing):
    mine = brought(day).filter(member=OuterRef("pk"))
    return Coalesce(Subquery(mine.values(name)), nothing)


def hours_asked(day: datetime.date, role: str = TargetRole.MEMBER) -> Subquery:
    """Expression: the hours that the year asks of the role on the day."""
    return Subquery(target_on(day, role).values("hours")[:1])
