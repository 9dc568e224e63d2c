"""Times acts on many rows against the same acts row by row, in one run on one database.

`python -m benchmarks.acts [number of units]` runs this measurement alone.
"""

import datetime
import sys
import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection, transaction

from core.audit import Actor
from core.journal import Journal
from core.saving import add, add_all
from members.joining import admit, admit_all
from members.models import Member
from organizations.building import (
    appoint,
    appoint_all,
    assign,
    assign_all,
    cover,
    cover_all,
    set_up,
    set_up_all,
)
from organizations.choices import Formation
from organizations.models import Area, Assignment, Coverage, Officer, Organization, Post, Unit
from organizations.registration import register_unit, register_units, save_unit, save_units

UNITS = 10_000
START = datetime.date(2016, 1, 1)
COVERED, ORGANIZATIONS, OFFICERS = 1 / 3, 0.15, 0.05
OF_AN_IMPORT = ("register_units", "set_up_all", "cover_all", "appoint_all", "add_all", "assign_all")
HEADINGS = (
    "act",
    "rows",
    "together s",
    "CPU s",
    "statements",
    "one by one",
    "s",
    "CPU s",
    "statements",
    "ratio",
)


class Rows:
    """New rows of an import of so many units, none saved."""

    def __init__(self, number: int):
        areas = list(Area.objects.leaves())
        self.units = [Unit(name=f"沙河市试验{n}有限公司", employees=n % 90) for n in range(number)]
        self.placed = [(unit, areas[n % len(areas)]) for n, unit in enumerate(self.units)]
        branches = [
            Organization(name=f"试验{n}党支部", formation=Formation.JOINT, established_on=START)
            for n in range(int(number * ORGANIZATIONS))
        ]
        self.seated = [(branch, areas[n % len(areas)]) for n, branch in enumerate(branches)]
        self.officers = [
            Officer(name=f"试验指导员{n}", area=areas[n % len(areas)]) for n in range(int(number * OFFICERS))
        ]
        self.members = [self._member(n, branch) for n, branch in enumerate(branches * 3)]

    def _member(self, number, branch):
        days = {"birth_date": datetime.date(1970, 1, 1), "joined_on": datetime.date(2000, 7, 1)}
        name, status = f"试验党员{number}", {"sex": "male", "status": "probationary"}
        return Member(name=name, **days, **status), branch, START

    def coverages(self) -> list[Coverage]:
        covered, branches = self.units[: int(len(self.units) * COVERED)], self.seated
        return [
            Coverage(unit=unit, organization=branches[n % len(branches)][0], starts_on=START)
            for n, unit in enumerate(covered)
        ]

    def posts(self) -> list[Post]:
        return [Post(organization=branch, name="某同志", starts_on=START) for branch, _ in self.seated]

    def assignments(self) -> list[Assignment]:
        pairs = zip(self.officers, reversed(self.units), strict=False)
        return [Assignment(officer=officer, unit=unit, starts_on=START) for officer, unit in pairs]

    def changed(self) -> list[Unit]:
        for unit in self.units:
            unit.employees, unit.industry, unit.address = unit.employees + 1, "玻璃", "试验路1号"
        return self.units


def acts(rows: Rows, by: Actor) -> list[tuple]:
    """Name, rows, the act on many and the act on one, in the order of an import."""
    return [
        (
            "register_units",
            lambda: rows.placed,
            lambda given: register_units(given, START, by),
            lambda one: register_unit(*one, START, by),
        ),
        (
            "set_up_all",
            lambda: rows.seated,
            lambda given: set_up_all(given, by),
            lambda one: set_up(*one, by),
        ),
        (
            "cover_all",
            rows.coverages,
            lambda given: cover_all(given, by),
            lambda one: cover(one.unit, one.organization, one.starts_on, by),
        ),
        ("appoint_all", rows.posts, lambda given: appoint_all(given, by), lambda one: appoint(one, by)),
        ("add_all", lambda: rows.officers, lambda given: add_all(given, by), lambda one: add(one, by)),
        (
            "assign_all",
            rows.assignments,
            lambda given: assign_all(given, by),
            lambda one: assign(one.officer, one.unit, one.starts_on, by),
        ),
        ("save_units", rows.changed, lambda given: save_units(given, by), lambda one: save_unit(one, by)),
        ("admit_all", lambda: rows.members, lambda given: admit_all(given, by), lambda one: admit(*one, by)),
    ]


class Count:
    """Counts the statements that are sent."""

    def __init__(self):
        self.number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def measured(act: Callable, given: list) -> tuple[float, float, int]:
    """Seconds of the act in one transaction by the clock and of CPU here, and how many statements it sent."""
    count, started, busy = Count(), time.perf_counter(), time.process_time()
    with transaction.atomic(), connection.execute_wrapper(count):
        act(given)
    return time.perf_counter() - started, time.process_time() - busy, count.number


def each(act: Callable) -> Callable:
    return lambda given: [act(one) for one in given]


def main(number: int = UNITS):
    call_command("migrate", interactive=False, verbosity=0)
    print(f"acts on many rows, {connection.vendor}; one by one on a tenth of them, with a journal")
    print(*(f"{heading:>14}" for heading in HEADINGS))
    by = Actor(request_id="benchmark", journal=Journal())
    many, few = acts(Rows(number), by), acts(Rows(number // 10), by)
    clock = busy = 0.0
    for (name, rows, together, _), (_, tenth, _, one) in zip(many, few, strict=True):
        given, alone = rows(), tenth()
        seconds, cpu, statements = measured(together, given)
        slow, slow_cpu, sent = measured(each(one), alone)
        ratio = (slow_cpu / len(alone)) / (cpu / len(given))
        quick = (name, len(given), f"{seconds:.2f}", f"{cpu:.2f}", statements)
        values = (*quick, len(alone), f"{slow:.2f}", f"{slow_cpu:.2f}", sent, f"{ratio:.1f}")
        print(*(f"{value:>14}" for value in values), flush=True)
        if name in OF_AN_IMPORT:
            clock, busy = clock + seconds, busy + cpu
    print(f"{number} new units with what an import brings: {clock:.2f} s, of it {busy:.2f} s of CPU here")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
