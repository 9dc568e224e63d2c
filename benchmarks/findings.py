"""Times the page of findings, and each finding on it, on an invented county with rosters, terms and plans.

python scripts/throwaway_postgres.py .venv/bin/python -m benchmarks.findings 100000
"""

import datetime
import sys
from random import Random

from django.core.management import call_command
from django.db import connection, transaction

from benchmarks import county
from benchmarks.dashboard import open_page, signed_in
from benchmarks.scale import best_of
from core.identifiers import CREDIT_CODE_ALPHABET
from members.choices import MemberStatus, Sex
from members.models import Member, Membership
from organizations.choices import Measure, UncoveredReason
from organizations.models import Coverage, CoveragePlan, Organization, Term, Unit
from reports.findings import FINDINGS, rows_of
from reports.places import county_scope

ROUNDS = 3
DAY = datetime.date(2020, 6, 30)
BOARD = f"/reports/findings/?on={DAY.isoformat()}"


def main(units: int = 100_000) -> None:
    county.build(units)
    give_facts()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    measure(units)


def give_facts(seed: int = 130582) -> None:
    """Codes for nine units in ten, a roster for every third, terms, and plans for one in twenty."""
    random = Random(seed)
    with transaction.atomic():
        give_codes(random)
        give_members(random)
        give_terms(random)
        give_plans(random)


def give_codes(random: Random) -> None:
    units = list(Unit.objects.only("pk"))
    for unit in units:
        code = "91130582" + "".join(random.choices(CREDIT_CODE_ALPHABET, k=10))
        unit.credit_code = code if random.random() < 0.9 else None
    Unit.objects.bulk_update(units, ["credit_code"], batch_size=2000)


def give_members(random: Random) -> None:
    covered = Coverage.objects.on(DAY).values_list("unit_id", "organization_id")
    joined = datetime.date(2010, 7, 1)
    chosen = [pair for pair in covered if random.random() < 0.4 for _ in range(random.randrange(1, 6))]
    people = Member.objects.bulk_create(
        (
            Member(
                name="某同志", sex=Sex.MALE, birth_date=datetime.date(1980, 1, 1), joined_on=joined,
                status=MemberStatus.FORMAL, full_member_on=datetime.date(2011, 7, 1),
                unit_id=unit if random.random() < 0.8 else None,
            )
            for unit, _ in chosen
        ),
        batch_size=5000,
    )  # fmt: skip
    Membership.objects.bulk_create(
        (
            Membership(member=member, organization_id=organization, starts_on=county.START)
            for member, (_, organization) in zip(people, chosen, strict=True)
        ),
        batch_size=5000,
    )


def give_terms(random: Random) -> None:
    Term.objects.bulk_create(
        (
            Term(
                organization_id=pk,
                starts_on=county.START,
                due_on=DAY + datetime.timedelta(random.randrange(-90, 900)),
            )
            for pk in Organization.objects.open_on(DAY).values_list("pk", flat=True)
            if random.random() < 0.9
        ),
        batch_size=5000,
    )


def give_plans(random: Random) -> None:
    CoveragePlan.objects.bulk_create(
        (
            CoveragePlan(
                unit_id=pk,
                starts_on=county.START,
                reason=random.choice(UncoveredReason.values[:3]),
                measure=random.choice(Measure.values),
                planned_on=DAY + datetime.timedelta(random.randrange(-90, 90)),
            )
            for pk in Unit.objects.values_list("pk", flat=True)
            if random.random() < 0.05
        ),
        batch_size=5000,
    )


def measure(units: int) -> None:
    """Print what the page costs, and the findings from the slowest down."""
    call_command("collectstatic", interactive=False, verbosity=0)
    client = signed_in()
    print(f"{connection.vendor}: {units} units, best of {ROUNDS}")
    print(f"page: {best_of(lambda: open_page(client, BOARD)):.0f} ms", flush=True)
    scope = county_scope(DAY)
    timed = [(best_of(rows_of(known, scope, DAY, True).count, ROUNDS), known.key) for known in FINDINGS]
    for milliseconds, key in sorted(timed, reverse=True):
        print(f"{milliseconds:8.1f} ms  {key}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
