"""How long a ledger of 25 columns takes from the upload to the facts, against django-import-export.

    python -m benchmarks.imports [rows]
    python scripts/throwaway_postgres.py .venv/bin/python -m benchmarks.imports 10000

Every round has a process and an empty register of its own, and the sides take turns.
"""

import importlib.util
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.core.management import call_command
from django.db import connection

from benchmarks import FOLDER, GIVEN
from benchmarks.ledgers import COLUMNS, write_ledger

ROUNDS = 3
MISSING = "To compare, install it: .venv/bin/python -m pip install django-import-export"
SIDES = {
    "ours": "portal: keep, check, apply",
    "full": "django-import-export, the same work",
    "alone": "django-import-export, units alone",
}
ROUND_DATABASE = "round"


def main(rows: int = 10_000) -> None:
    """Make the ledger and an empty register, measure every side, print what each costs."""
    call_command("migrate", interactive=False, verbosity=0)
    ledger = Path(FOLDER) / "ledger.xlsx"
    write_ledger(ledger, rows)
    connection.close()
    sides = list(SIDES) if importlib.util.find_spec("import_export") else ["ours"]
    if sides == ["ours"]:
        print(MISSING)
    print(f"{connection.vendor}, {rows} rows of {len(COLUMNS)} columns, median of {ROUNDS} rounds")
    rounds = [(side, measured(side, ledger)) for _ in range(ROUNDS) for side in sides]
    tell({side: [found for name, found in rounds if name == side] for side in sides})
    tell_pieces("after", [measured("after", ledger)])
    print("load:", *(f"{load:.1f}" for load in os.getloadavg()))


def measured(side: str, ledger: Path) -> dict:
    """One round of a side in a new process on an empty register."""
    command = [sys.executable, "-m", "benchmarks.rounds", side, str(ledger), prepared()]
    environment = {**os.environ, "DATABASE_URL": address_of_round()}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    print(".", end="", file=sys.stderr, flush=True)
    return json.loads(done.stdout)


def prepared() -> str:
    """The SQLite file of an empty register, which a round copies; on PostgreSQL a database is made for it."""
    if connection.vendor == "sqlite":
        return connection.settings_dict["NAME"]
    server = {"host": connection.settings_dict["HOST"] or None, "user": connection.settings_dict["USER"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as postgres:
        postgres.execute(f"DROP DATABASE IF EXISTS {ROUND_DATABASE}")
        postgres.execute(f"CREATE DATABASE {ROUND_DATABASE} TEMPLATE {connection.settings_dict['NAME']}")
    return ""


def address_of_round() -> str:
    return (
        urlsplit(GIVEN)._replace(path=f"/{ROUND_DATABASE}").geturl() if connection.vendor != "sqlite" else ""
    )


def tell(sides: dict[str, list[dict]]) -> None:
    ours = total(sides["ours"], "wall")
    for side, found in sides.items():
        wall, cpu = total(found, "wall"), total(found, "cpu")
        memory, statements = max(one["memory"] for one in found), total(found, "statements")
        print(
            f"{SIDES[side]:<40} {wall:7.1f} s {cpu:7.1f} s CPU {wall / ours:5.1f} times "
            f"{memory:5.0f} MB {statements:9.0f} statements"
        )
    tell_pieces("ours", sides["ours"])


def tell_pieces(side: str, found: list[dict]) -> None:
    for piece in found[0]["pieces"]:
        wall, cpu, statements = (
            statistics.median(one["pieces"][piece][measure] for one in found)
            for measure in ("wall", "cpu", "statements")
        )
        print(f"  {side}: {piece:<14} {wall:6.2f} s {cpu:6.2f} s CPU {statements:6.0f} statements")


def total(found: Iterable[dict], measure: str) -> float:
    """The median over rounds of the sum over pieces."""
    return statistics.median(sum(piece[measure] for piece in one["pieces"].values()) for one in found)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
