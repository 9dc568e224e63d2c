"""How long a ledger of 25 columns takes from the upload to the facts, against django-import-export.

    python -m benchmarks.imports [rows]
    python scripts/throwaway_postgres.py .venv/bin/python -m benchmarks.imports 10000

Every round has a process and an empty register of its own, and the sides take turns; the library with units
alone, a second import of the same file and taking back are measured once.
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
OURS, FULL, ALONE, AFTER = "ours", "full", "alone", "after"
SAID = {
    OURS: "portal: keep, check, apply",
    FULL: "django-import-export, the same work",
    ALONE: "django-import-export, units alone",
    AFTER: "portal: once more, and taking back",
}
ROUND_DATABASE = "round"


def main(rows: int = 10_000) -> None:
    """Make the ledger and an empty register, measure every side, print what each costs."""
    call_command("migrate", interactive=False, verbosity=0)
    ledger = Path(FOLDER) / "ledger.xlsx"
    write_ledger(ledger, rows)
    connection.close()
    comparable = importlib.util.find_spec("import_export") is not None
    if not comparable:
        print(MISSING)
    print(f"{connection.vendor}, {rows} rows of {len(COLUMNS)} columns")
    turns = ROUNDS * ([OURS, FULL] if comparable else [OURS]) + ([ALONE, AFTER] if comparable else [AFTER])
    tell([(side, measured(side, ledger)) for side in turns])


def measured(side: str, ledger: Path) -> dict:
    """One round of a side in a new process on an empty register."""
    command = [sys.executable, "-m", "benchmarks.rounds", side, str(ledger), prepared()]
    environment = {**os.environ, "DATABASE_URL": address_of_round()}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout)
    tell_side(side, [found])
    return found


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


def tell(rounds: list[tuple[str, dict]]) -> None:
    """The medians of the sides, how many times as long as ours they take, and what our pieces take."""
    sides = {side: [found for name, found in rounds if name == side] for side, _ in rounds}
    print(f"median of {ROUNDS} rounds")
    for side, found in sides.items():
        tell_side(side, found)
    for measure in ("wall", "cpu"):
        ours = total(sides[OURS], measure)
        print(f"{measure}:", *(f"{side} {total(found, measure) / ours:.1f}" for side, found in sides.items()))
    for side in (OURS, AFTER):
        tell_pieces(sides[side])


def tell_side(side: str, found: list[dict]) -> None:
    wall, cpu, statements = (total(found, measure) for measure in ("wall", "cpu", "statements"))
    memory, load = max(one["memory"] for one in found), os.getloadavg()[0]
    print(
        f"{SAID[side]:<38} {wall:7.1f} s {cpu:7.1f} s CPU {memory:5.0f} MB {statements:7.0f} statements, "
        f"load {load:.1f}",
        flush=True,
    )


def tell_pieces(found: list[dict]) -> None:
    for piece in found[0]["pieces"]:
        wall, cpu, statements = (
            statistics.median(one["pieces"][piece][measure] for one in found)
            for measure in ("wall", "cpu", "statements")
        )
        print(f"  {piece:<14} {wall:6.2f} s {cpu:6.2f} s CPU {statements:6.0f} statements")


def total(found: Iterable[dict], measure: str) -> float:
    """The median over rounds of the sum over pieces."""
    return statistics.median(sum(piece[measure] for piece in one["pieces"].values()) for one in found)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
