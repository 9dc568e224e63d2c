"""Acts of training: a course is held, people are put on its list, hours are mended, mistakes withdrawn."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from django.db import transaction

from core.audit import Actor
from core.saving import Refused, add, add_all, change, change_all, refuse_invalid
from members.models import Member, Membership
from members.training_models import Attendance, Course, PartyWork

NAMED = 20
NO_OTHER_HOURS: Mapping[int, Decimal] = MappingProxyType({})


def named(people: Iterable) -> str:
    """Name people in a sentence: all of a short list, the first of a long one and how many there are."""
    names = [str(person) for person in people]
    more = f"等{len(names)}人" if len(names) > NAMED else ""
    return f"{'、'.join(names[:NAMED])}{more}"


def hold_course(course: Course, members: Iterable[Member], by: Actor) -> Course:
    """Put a course on record together with who attended it."""
    with transaction.atomic():
        refuse_invalid(course)
        add(course, by)
        attend(course, members, by)
    return course


def change_course(course: Course, by: Actor, version: int | None = None) -> Course:
    """Save a known course; whoever attended all of it gets the hours it has now.

    Raises Refused when somebody on the list was no member on the new days, or attended for more hours.
    """
    with transaction.atomic():
        before = Course.objects.select_for_update().get(pk=course.pk)
        refuse_invalid(course)
        change(course, by, version=version)
        rows = list(course.attendances.select_related("member"))
        refuse_no_members(course, [row.member for row in rows if not row.withdrawn])
        change_all([row for row in rows if _follows(row, before, course)], by)
        _refuse_more_hours(course)
    return course


def _follows(row: Attendance, before: Course, course: Course) -> bool:
    """Give the row the hours of the course where it had those of before; say whether it did."""
    followed = False
    for name in ("hours", "next_hours"):
        if getattr(row, name) == getattr(before, name) != getattr(course, name):
            setattr(row, name, getattr(course, name))
            followed = True
    return followed


def _refuse_more_hours(course):
    over = course.attendances.select_related("member")
    over = list(over.filter(hours__gt=course.hours) | over.filter(next_hours__gt=course.next_hours))
    if over:
        raise Refused(f"{named(row.member for row in over)}登记的学时多于培训的学时，请先修改名单中的学时。")


def attend(
    course: Course, members: Iterable[Member], by: Actor, hours: Mapping[int, Decimal] = NO_OTHER_HOURS
) -> list[Attendance]:
    """Put members on the list of a course, each with its hours; one refused, none added.

    `hours` are those of members, by number, who took part in less of it; they lie in the year it began.
    Raises Refused, naming them, for people who belonged to no organization while it was held, and for those
    who are on the list already. Who was withdrawn from the list comes back.
    """
    people = {member.pk: member for member in members}
    with transaction.atomic():
        known = {row.member_id: row for row in course.attendances.filter(member__in=people)}
        twice = [people[pk] for pk, row in known.items() if not row.withdrawn]
        if twice:
            raise Refused(f"{named(twice)}已在这期培训的名单中，请从本次名单中去掉。")
        refuse_no_members(course, people.values())
        back = [_whole(row, course, hours) for row in known.values()]
        change_all(back, by, act="恢复参训")
        new = [
            _whole(Attendance(member=one, course=course), course, hours)
            for pk, one in people.items()
            if pk not in known
        ]
        return [*back, *add_all(new, by)]


def _whole(row: Attendance, course: Course, hours: Mapping[int, Decimal]) -> Attendance:
    row.hours = hours.get(row.member_id, course.hours)
    row.next_hours, row.withdrawn = course.next_hours, ""
    return row


def refuse_no_members(course: Course, members: Iterable[Member]) -> None:
    """Raise Refused, naming them, when some belonged to no organization on any day of the course."""
    people = {member.pk: member for member in members}
    held = Membership.objects.during(course.starts_on, course.ends_on).filter(member__in=people)
    strangers = people.keys() - set(held.values_list("member", flat=True))
    if strangers:
        raise Refused(
            f"{named(people[pk] for pk in sorted(strangers))}在培训期间（{course.period_text}）"
            "不是在册党员，请核对人员和培训日期。"
        )


def change_hours(
    attendance: Attendance, hours: Decimal, next_hours: Decimal, by: Actor, version: int | None = None
) -> Attendance:
    """Record for how many hours of the course somebody was there."""
    attendance.hours, attendance.next_hours = hours, next_hours
    refuse_invalid(attendance)
    return change(attendance, by, version=version, act="修改学时")


def withdraw(attendance: Attendance, reason: str, by: Actor) -> Attendance:
    """Take somebody off the list who was put on it by mistake; the line stays, with the reason."""
    if attendance.withdrawn:
        raise Refused("这条参训记录已经撤销，无需再办。")
    attendance.withdrawn = reason
    return change(attendance, by, act="撤销参训", reason=reason)


def take_up(work: PartyWork, by: Actor) -> PartyWork:
    """Put on record that a member works for the Party from a day on."""
    refuse_invalid(work)
    if not work.member.memberships.on(work.starts_on).exists():
        raise Refused(f"{work.member}在{work.starts_on}不是在册党员，请核对日期。")
    return add(work, by)
