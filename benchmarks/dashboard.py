"""Times the figures by area against one hand-written statement, and the pages that show them."""

import datetime
import io
import time
from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks import county
from organizations.choices import CoverageState, Role
from organizations.models import Area, Jurisdiction
from reports.catalogue import CATALOGUE
from reports.figures import Tally, count_figures
from reports.places import county_scope
from reports.subjects import UNIT
from reports.summary_figures import summary_of
from reports.summary_workbook import write_summary

ROUNDS = 5
OF_UNITS = [known for known in CATALOGUE if known.subject is UNIT and known.on_tile]
PAGES = {
    "dashboard": "/reports/dashboard/",
    "list behind a figure": "/reports/figures/org_coverage/?side=gaps",
    "summary": "/reports/summary/",
    "register of units": "/register/units/",
}
# What somebody who knows the tables would write for the same question, in one statement.
BY_HAND = """
WITH spans AS (
    SELECT u.id, u.kind, p.area_id AS area,
        s.formal_members >= 3 AS enough, u.surveyed_on <= %(day)s AS surveyed,
        o.id IS NOT NULL AS covered, COALESCE(o.formation = 'standalone', 0) AS alone,
        EXISTS (SELECT 1 FROM organizations_assignment a WHERE a.unit_id = u.id
            AND a.starts_on <= %(day)s AND (a.ends_on IS NULL OR a.ends_on >= %(day)s)) AS guided
    FROM organizations_unit u
    JOIN organizations_basespell b ON b.unit_id = u.id
        AND b.starts_on <= %(day)s AND (b.ends_on IS NULL OR b.ends_on >= %(day)s)
    JOIN organizations_placement p ON p.unit_id = u.id
        AND p.starts_on <= %(day)s AND (p.ends_on IS NULL OR p.ends_on >= %(day)s)
    LEFT JOIN organizations_survey s ON s.unit_id = u.id
        AND s.starts_on <= %(day)s AND (s.ends_on IS NULL OR s.ends_on >= %(day)s)
    LEFT JOIN organizations_coverage c ON c.unit_id = u.id
        AND c.starts_on <= %(day)s AND (c.ends_on IS NULL OR c.ends_on >= %(day)s)
    LEFT JOIN organizations_organization o ON o.id = c.organization_id
)
SELECT area, kind, COUNT(*), SUM(covered), SUM(alone), SUM(covered AND NOT alone), SUM(covered OR guided),
    SUM(NOT covered AND NOT guided), SUM(enough), SUM(enough AND alone), SUM(guided AND NOT covered),
    SUM(NOT covered AND NOT guided AND COALESCE(surveyed, 0)),
    SUM(NOT covered AND NOT guided AND NOT COALESCE(surveyed, 0))
FROM spans GROUP BY area, kind
"""


def main(units: int = 10_000) -> None:
    """Build the county, check that both answers agree, print what each costs."""
    county.build(units)
    day = timezone.localdate()
    agree(by_portal(day), by_hand(day))
    portal, hand = best_of(lambda: by_portal(day)), best_of(lambda: by_hand(day))
    print(f"{units} units, best of {ROUNDS} rounds")
    print(f"figures by area: portal {portal:.1f} ms, by hand {hand:.1f} ms, ratio {portal / hand:.2f}")
    time_pages()
    print(f"summary workbook: {best_of(lambda: workbook(day), rounds=1):.0f} ms")


def by_portal(day: datetime.date) -> Tally:
    return count_figures(OF_UNITS, county_scope(day), day)


def by_hand(day: datetime.date) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, {"day": day.isoformat()})
        return cursor.fetchall()


def agree(tally: Tally, rows: list[tuple]) -> None:
    """Stop when the two answers differ for any area and kind."""
    for area, kind, base, *hand in rows:
        rates = [tally.rate(known.key, kind, {area}) for known in OF_UNITS]
        states = [tally.in_state(state, kind, {area}) for state in CoverageState]
        found = [*(rate.hits for rate in rates[:5]), rates[5].total, rates[5].hits, *states[2:]]
        assert (rates[0].total, found) == (base, hand), f"{area} {kind}: {found} != {hand}"


def best_of(act: Callable, rounds: int = ROUNDS) -> float:
    """Return the milliseconds of the quickest round."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        act()
        times.append(time.process_time() - started)
    return 1000 * min(times)


def time_pages() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    client = signed_in()
    for name, address in PAGES.items():
        milliseconds = best_of(lambda address=address: open_page(client, address))
        with CaptureQueriesContext(connection) as queries:
            open_page(client, address)
        print(f"{name}: {milliseconds:.0f} ms, {len(queries)} queries")


def signed_in() -> Client:
    user = get_user_model().objects.create_user(username="bench", password=None, must_change_password=False)
    Jurisdiction.objects.create(
        user=user, role=Role.COUNTY_CLERK, area=Area.objects.get(parent=None), starts_on=county.START
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="organizations.backends.JurisdictionBackend")
    return client


def open_page(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200, address


def workbook(day: datetime.date) -> None:
    scope = county_scope(day)
    write_summary(io.BytesIO(), summary_of(scope, day), scope, "试验部门", day)
