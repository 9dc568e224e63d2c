"""Times the questions of the ground against hand-written SQL, on a hundred thousand units with their past.

    python scripts/throwaway_postgres.py .venv/bin/python -m benchmarks.scale 100000

Both sides fetch their answer from the same database in the same run, and must agree before they are timed.
"""

import datetime
import sys
import time
from collections import Counter
from collections.abc import Callable

from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory

from benchmarks import county
from organizations.choices import CoverageState, Formation
from organizations.filters import UnitFilter
from organizations.models import Area, Coverage, Organization, Seat, Unit
from organizations.sheets import UNITS
from reports import bridge
from reports.board import BY_AREA
from reports.figures import count_figures
from reports.places import county_scope

ROUNDS = 5
FIRST, LAST = datetime.date(2015, 6, 30), datetime.date(2020, 6, 30)
PAST_FROM, PAST_TO = datetime.date(2010, 1, 1), datetime.date(2015, 12, 31)
ON = "{0}.starts_on <= %({1})s AND ({0}.ends_on IS NULL OR {0}.ends_on >= %({1})s)"


def on(table: str, day: str) -> str:
    return ON.format(table, day)


def stood(day: str) -> str:
    """What somebody who knows the tables joins to tell where every unit of the base stands on a day."""
    return f"""
    SELECT u.id, u.kind, p.area_id AS area, CASE
        WHEN o.formation = 'standalone' THEN 'standalone' WHEN o.id IS NOT NULL THEN 'joint'
        WHEN a.unit_id IS NOT NULL THEN 'guidance' WHEN u.surveyed_on <= %({day})s THEN 'none'
        ELSE 'unknown' END AS state
    FROM organizations_unit u
    JOIN organizations_basespell b ON b.unit_id = u.id AND {on("b", day)}
    JOIN organizations_placement p ON p.unit_id = u.id AND {on("p", day)}
    LEFT JOIN organizations_coverage c ON c.unit_id = u.id AND {on("c", day)}
    LEFT JOIN organizations_organization o ON o.id = c.organization_id
    LEFT JOIN (SELECT DISTINCT unit_id FROM organizations_assignment a WHERE {on("a", day)}) a
        ON a.unit_id = u.id
    """  # noqa: S608 -- only names of tables and of parameters stand in it


BY_AREA_SQL = f"SELECT area, kind, state, COUNT(*) FROM ({stood('last')}) s GROUP BY 1, 2, 3"  # noqa: S608
BRIDGE_SQL = f"""
SELECT f.area, COALESCE(f.state, ''), l.area, COALESCE(l.state, ''), COUNT(*)
FROM ({stood("first")}) f FULL JOIN ({stood("last")}) l ON l.id = f.id GROUP BY 1, 2, 3, 4
"""  # noqa: S608
MISSED = f"""
FROM organizations_unit u JOIN organizations_placement p ON p.unit_id = u.id AND p.area_id = %(area)s
    AND {on("p", "last")}
WHERE EXISTS (SELECT 1 FROM organizations_basespell b WHERE b.unit_id = u.id AND {on("b", "last")})
    AND NOT EXISTS (SELECT 1 FROM organizations_coverage c WHERE c.unit_id = u.id AND {on("c", "last")})
    AND NOT EXISTS (SELECT 1 FROM organizations_assignment a WHERE a.unit_id = u.id AND {on("a", "last")})
    AND u.surveyed_on <= %(last)s
"""  # noqa: S608
COUNT_SQL = f"SELECT COUNT(*) {MISSED}"
COLUMNS = f"""
SELECT page.*, ar.name, o.name, o.formation, (SELECT f.name FROM organizations_assignment a JOIN
    organizations_officer f ON f.id = a.officer_id WHERE a.unit_id = page.id AND {on("a", "last")} LIMIT 1)
FROM page
LEFT JOIN organizations_placement p ON p.unit_id = page.id AND {on("p", "last")}
LEFT JOIN organizations_area ar ON ar.id = p.area_id
LEFT JOIN organizations_coverage c ON c.unit_id = page.id AND {on("c", "last")}
LEFT JOIN organizations_organization o ON o.id = c.organization_id ORDER BY page.id
"""  # noqa: S608
PAGE_SQL = f"WITH page AS (SELECT u.* {MISSED} ORDER BY u.id LIMIT 50) {COLUMNS}"


def main(units: int = 100_000) -> None:
    county.build(units)
    give_a_past()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{connection.vendor}: {units} units, {Coverage.objects.count()} coverages, best of {ROUNDS}")
    area = Area.objects.get(name="桥东街道")
    values = {"first": FIRST.isoformat(), "last": LAST.isoformat(), "area": area.pk}
    for name, portal, hand in questions(area, values):
        compare(name, portal, hand)


def give_a_past() -> None:
    """Every unit that is covered was covered by another organization before."""
    covered = list(Coverage.objects.values_list("unit_id", "unit__placements__area"))
    former = Organization.objects.bulk_create(
        (
            Organization(
                name=f"原党支部{number}",
                formation=Formation.JOINT,
                established_on=PAST_FROM,
                closed_on=PAST_TO,
                close_reason="merged",
            )
            for number in range(len(covered) // 5 + 1)
        ),
        batch_size=5000,
    )
    seats = (
        Seat(organization=o, area_id=covered[5 * n][1], starts_on=PAST_FROM)
        for n, o in enumerate(former)
        if 5 * n < len(covered)
    )
    Seat.objects.bulk_create(seats, batch_size=5000)
    spans = (
        Coverage(unit_id=u, organization=former[n // 5], starts_on=PAST_FROM, ends_on=PAST_TO)
        for n, (u, _) in enumerate(covered)
    )
    Coverage.objects.bulk_create(spans, batch_size=5000)


def questions(area: Area, values: dict):
    """The portal's way and the hand-written way to the same answer."""
    scope = county_scope(LAST)
    days = bridge.Days(FIRST, LAST)
    yield "table by area", lambda: by_area(scope), lambda: counter(fetch(BY_AREA_SQL, values))
    if connection.vendor == "postgresql":  # SQLite before 3.39 has no FULL JOIN
        yield (
            "bridge",
            lambda: told(bridge.count_pairs(days)),
            lambda: counter(fetch(BRIDGE_SQL, values)),
        )
    asked = {"state": CoverageState.NONE.value, "area": str(area.pk)}
    yield (
        "filtered list, count and first page",
        lambda: first_page(filtered(asked)),
        lambda: (fetch(COUNT_SQL, values)[0][0], [row[0] for row in fetch(PAGE_SQL, values)]),
    )


def by_area(scope) -> Counter:
    tally = count_figures(BY_AREA, scope, LAST)
    return Counter(
        {
            (cell.area, cell.kind, state): n
            for state, cells in tally.states.items()
            for cell, n in cells.items()
        }
    )


def counter(rows: list[tuple]) -> Counter:
    return Counter({tuple(row[:-1]): row[-1] for row in rows})


def told(pairs: Counter) -> Counter:
    return Counter({(p.area_before, p.before, p.area_after, p.after): n for p, n in pairs.items()})


def filtered(asked: dict):
    """The rows of the register behind its filter form, as the page asks for them."""
    query = QueryDict(mutable=True)
    query.update(asked)
    scope = county_scope(LAST)
    request = RequestFactory().get("/")
    filterset = UnitFilter(query, queryset=Unit.objects.within(scope), request=request)
    filterset.day = LAST
    return filterset.qs


def first_page(rows) -> tuple[int, list[int]]:
    return rows.count(), ids(UNITS.prepare(rows, LAST))


def ids(rows) -> list[int]:
    """The first page as the list page reads it: the numbers of the rows, then the rows with their columns."""
    numbers = list(rows.values_list("pk", flat=True)[:50])
    return [row.pk for row in rows.filter(pk__in=numbers)]


def fetch(sql: str, values: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def compare(name: str, portal: Callable, hand: Callable) -> None:
    assert portal() == hand(), f"{name}: the two answers differ"
    ours, theirs = best_of(portal), best_of(hand)
    print(f"{name}: portal {ours:.0f} ms, by hand {theirs:.0f} ms, ratio {ours / theirs:.2f}", flush=True)


def best_of(act: Callable, rounds: int = ROUNDS) -> float:
    """Return the milliseconds of the quickest round, by the clock: the database may be another process."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return 1000 * min(times)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
