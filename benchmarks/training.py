"""Times the questions of training against hand-written SQL, on a million members with three years of courses.

    python scripts/throwaway_postgres.py .venv/bin/python -m benchmarks.training 1000000

Both sides fetch their answer from the same database in the same run, and must agree before they are timed.
PostgreSQL only: the rows are made there.
"""

import datetime
import sys

from django.core.management import call_command
from django.core.paginator import Paginator
from django.db import connection

from benchmarks import county
from benchmarks.county import START
from benchmarks.dashboard import open_page, signed_in
from benchmarks.scale import ROUNDS, best_of, compare, fetch
from core.views.lists import PAGE_SIZE
from members.training.choices import Channel, CourseKind, CourseLevel, Trainee
from members.training.indicators import TRAINING_LEADERS, TRAINING_MEMBERS
from members.training.trainees import Asked, not_yet_trained
from members.training_models import Course
from organizations.models import Area, Organization
from reports.catalogue import CATALOGUE
from reports.figures import count_figures
from reports.places import county_scope

DAY = datetime.date(2026, 10, 31)
OF_MEMBERS = [known for known in CATALOGUE if known.indicator in (TRAINING_MEMBERS, TRAINING_LEADERS)]
MOVED = datetime.date(2026, 3, 31)
ORGANIZATION_SIZE, COURSES, YEARS = 50, 400, 3
AREA = "桥东街道"

# One statement a table. One member in fifty went from one organization to another; each has two posts held by
# its members.
ROWS = (
    """INSERT INTO members_member (name, sex, birth_date, ethnicity, education, status, joined_on,
        full_member_on, phone, job, is_manager, is_technician, floating, on_site, search_text,
        id_number_sealed, id_number_print, address_sealed, version)
    SELECT '党员' || n, 'male', '1980-01-01', 'han', '', 'formal', '2005-07-01', '2006-07-01', '',
        '', n %% 20 = 0, false, 'none', true, '党员' || n, '', '', '', 1
    FROM generate_series(1, %(members)s) n""",
    """INSERT INTO members_membership (member_id, organization_id, starts_on, ends_on, entry_reason,
        entry_document, exit_reason, exit_document)
    SELECT m.id, o.id, %(start)s, CASE WHEN m.id %% 50 = 7 THEN %(moved)s END, 'registered', '',
        CASE WHEN m.id %% 50 = 7 THEN 'transferred_out' ELSE '' END, ''
    FROM members_member m JOIN numbered o ON o.place = m.id %% %(organizations)s""",
    """INSERT INTO members_membership (member_id, organization_id, starts_on, entry_reason, entry_document,
        exit_reason, exit_document)
    SELECT m.id, o.id, %(moved)s + 1, 'transferred_in', '', '', ''
    FROM members_member m JOIN numbered o ON o.place = (m.id + 5) %% %(organizations)s
    WHERE m.id %% 50 = 7""",
    """INSERT INTO organizations_post (organization_id, role, name, source, unit_post, unit_position,
        full_time, phone, starts_on)
    SELECT organization_id, 'member', name, 'unknown', '', '', false, '', %(start)s
    FROM (SELECT ms.organization_id, m.name,
            row_number() OVER (PARTITION BY ms.organization_id ORDER BY m.id) AS n
        FROM members_membership ms JOIN members_member m ON m.id = ms.member_id
        WHERE ms.ends_on IS NULL) held
    WHERE n <= 2""",
    """INSERT INTO members_partywork (member_id, starts_on, duty, full_time)
    SELECT id, %(start)s, '', false FROM members_member WHERE id %% 200 = 11""",
    """INSERT INTO members_attendance (member_id, course_id, hours, next_hours, withdrawn, version)
    SELECT DISTINCT m.id, c.id, c.hours, c.next_hours, '', 1
    FROM members_member m CROSS JOIN generate_series(0, %(years)s - 1) y CROSS JOIN generate_series(0, 2) k
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM members_course) c
        ON c.place = y * %(courses)s + (m.id * (k + 3)) %% %(courses)s
    WHERE m.id %% 4 >= k""",
)
NUMBERED = """CREATE TEMPORARY TABLE numbered AS
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM organizations_organization"""
ON = "{0}.starts_on <= %(day)s AND ({0}.ends_on IS NULL OR {0}.ends_on >= %(day)s)"
# What somebody who knows the tables would write.
TRAINED = """
    SELECT a.member_id, SUM(CASE WHEN c.starts_on >= %(first)s THEN a.hours ELSE a.next_hours END) AS hours,
        COUNT(*) FILTER (WHERE c.channel = 'central') AS central
    FROM members_attendance a JOIN members_course c ON c.id = a.course_id
    WHERE a.withdrawn = '' AND c.ends_on BETWEEN %(first)s AND %(day)s GROUP BY a.member_id"""
LEADERS = f"""
    SELECT ms.member_id FROM members_membership ms JOIN members_member m ON m.id = ms.member_id
    JOIN organizations_post p ON p.organization_id = ms.organization_id AND p.name = m.name
        AND {ON.format("p")}
    WHERE {ON.format("ms")} UNION SELECT member_id FROM members_partywork w WHERE {ON.format("w")}"""  # noqa: S608
PLACED = f"""
    FROM members_membership ms
    JOIN organizations_seat s ON s.organization_id = ms.organization_id AND {ON.format("s")}
    LEFT JOIN ({TRAINED}) t ON t.member_id = ms.member_id"""
BY_AREA = f"""
    SELECT s.area_id, COUNT(*), COUNT(*) FILTER (WHERE t.hours >= 32), COUNT(l.member_id),
        COUNT(l.member_id) FILTER (WHERE t.hours >= 56 AND t.central >= 1)
    {PLACED} LEFT JOIN ({LEADERS}) l ON l.member_id = ms.member_id WHERE {ON.format("ms")} GROUP BY 1"""
AREA_GAPS = f"""
    SELECT ms.member_id {PLACED} WHERE {ON.format("ms")} AND s.area_id = %(area)s
        AND COALESCE(t.hours, 0) < 32 ORDER BY 1"""
PAGE = f"WITH gaps AS ({AREA_GAPS}) SELECT (SELECT COUNT(*) FROM gaps), ARRAY(SELECT * FROM gaps LIMIT 50)"  # noqa: S608


def main(members: int = 1_000_000) -> None:
    build(members)
    area = Area.objects.get(name=AREA)
    values = {"day": DAY, "first": DAY.replace(month=1, day=1), "area": area.pk}
    print(f"{members} members, best of {ROUNDS}", flush=True)
    compare("table of the county", by_area, lambda: fetch(BY_AREA, values))
    compare("not yet trained of an area", lambda: first_page(area), lambda: fetch(PAGE, values))
    time_pages(area)


def build(members: int) -> None:
    county.build(members // ORGANIZATION_SIZE * 100 // 55)
    Course.objects.bulk_create(course(number) for number in range(YEARS * COURSES))
    organizations = Organization.objects.count()
    given = {
        "organizations": organizations,
        "members": members,
        "start": START,
        "moved": MOVED,
        "years": YEARS,
        "courses": COURSES,
    }
    with connection.cursor() as cursor:
        cursor.execute(NUMBERED)
        for statement in ROWS:
            cursor.execute(statement, given)
        cursor.execute("VACUUM ANALYZE")


def course(number: int) -> Course:
    """Courses spread over the years, every second a central one."""
    year, place = divmod(number, COURSES)
    first = datetime.date(DAY.year + 1 - YEARS + year, 1, 1) + datetime.timedelta(days=place * 350 // COURSES)
    return Course(
        topic=f"试验培训{number}",
        area_id=1,
        organizer="试验部门",
        level=CourseLevel.COUNTY,
        kind=CourseKind.TOPIC,
        channel=Channel.CENTRAL if number % 2 == 0 else Channel.WEBSITE,
        starts_on=first,
        ends_on=first + datetime.timedelta(days=number % 5),
        hours=8 + 8 * (number % 4),
        for_members=True,
    )


def by_area() -> list[tuple]:
    tally = count_figures(OF_MEMBERS, county_scope(DAY), DAY)
    places = {cell.area for known in OF_MEMBERS for cell in tally.rates[known.key]}
    rates = [(area, *(tally.rate(known.key, areas={area}) for known in OF_MEMBERS)) for area in places]
    return sorted((area, all_.total, all_.hits, lead.total, lead.hits) for area, all_, lead in rates)


def first_page(area: Area) -> list[tuple]:
    rows = not_yet_trained(county_scope(DAY), Trainee.MEMBER, Asked(area), DAY).order_by("pk")
    page = Paginator(rows.values_list("pk", flat=True), PAGE_SIZE).get_page(1)
    return [(page.paginator.count, list(page))]


def time_pages(area: Area) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    client = signed_in()
    pages = {
        "page: not yet trained of an area": f"/training/gaps/?area={area.pk}&on={DAY}",
        "page: not yet trained leaders of an area": f"/training/gaps/?who=leader&area={area.pk}&on={DAY}",
        "page: table of the county": f"/reports/training/?on={DAY}",
    }
    for name, address in pages.items():
        print(f"{name}: {best_of(lambda address=address: open_page(client, address)):.0f} ms", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
