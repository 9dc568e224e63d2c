"""Candidates for tests, made by the acts of the portal; every name is invented."""

import datetime

import pytest

from core.saving import Refused
from members.cultivation_models import Cultivation
from members.development.admission import kind_on
from members.development.course import Course
from members.development.files import open_file
from members.development.recording import record_step
from members.development_models import Candidate, DevelopmentStep, ProbationExtension, Withdrawal
from tests.factories import BY

BORN = datetime.date(1990, 1, 15)
APPLIED_ON = datetime.date(2020, 3, 1)
# Every day is lawful and punctual: an examination within each half year, a meeting within a month.
LAWFUL = {
    "talk": "2020-03-20",
    "activist": "2020-06-10",
    "examined": "2020-12-10",
    "prospect": "2021-06-10",
    "introducers": "2021-06-20",
    "trained": "2021-07-01",
    "prereviewed": "2021-09-01",
    "meeting": "2021-10-01",
}


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def refusal(act, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return str(refused.value)


def make_candidate(organization, name="试验申请人甲", **values) -> Candidate:
    plain = {"sex": "male", "birth_date": BORN, "applied_on": APPLIED_ON}
    return open_file(Candidate(name=name, organization=organization, **(plain | values)), BY)


def take(candidate, key: str, on: datetime.date | str, people=(), **values) -> DevelopmentStep:
    """Record one step on a day."""
    day = datetime.date.fromisoformat(on) if isinstance(on, str) else on
    step = DevelopmentStep(candidate=candidate, kind=kind_on(key, day), held_on=day, **values)
    return record_step(step, people, BY)


def bring(candidate, up_to: str, introducers=()) -> Candidate:
    """Record the lawful steps one after another, up to the one named."""
    for key, on in LAWFUL.items():
        if key != "introducers" or introducers:
            take(
                candidate,
                key,
                on,
                introducers if key == "introducers" else (),
                days=3 if key == "trained" else None,
            )
        if key == up_to:
            break
    return candidate


def make_course(organization, member, name: str) -> list:
    """A row of every table of development and 三培养一推荐 that hangs on an organization."""
    candidate = make_candidate(organization, name)
    step = take(candidate, "activist", "2020-06-10", document=f"{name}会议纪要")
    rest = {"starts_on": datetime.date(2021, 1, 1), "ends_on": datetime.date(2021, 1, 31), "reason": "other"}
    extension = {"decided_on": datetime.date(2011, 6, 30), "extended_to": datetime.date(2012, 1, 1)}
    return [
        candidate,
        step,
        Withdrawal.objects.create(candidate=candidate, document=name, **rest),
        ProbationExtension.objects.create(
            member=member, organization=organization, document=name, **extension
        ),
        Cultivation.objects.create(
            step="member_to_technician", organization=organization, member=member, held_on=step.held_on
        ),
    ]


def state(candidate, key: str, on: str):
    course = Course(candidate, day(on), until=day(on))
    return course.state(course.kind(key))


def warnings(candidate, key, on) -> list[str]:
    return Course(candidate, day(on)).warnings(kind_on(key, day(on)), day(on))
