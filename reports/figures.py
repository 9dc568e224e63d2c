"""Counts the catalogue by area and kind in a fixed number of queries; every rate is a sum of cells."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from core.indicators import Rate
from core.scoping import Scope
from organizations.conditions import coverage_state_on, in_base
from organizations.indicators import StateIndicator
from reports.catalogue import ALL_KINDS, Entry

NOTHING = Rate(0, 0)


@dataclass(frozen=True)
class Cell:
    """Where something is counted: one area and one kind."""

    area: int | None
    kind: str

    def is_in(self, kind: str, areas: Collection[int] | None) -> bool:
        return kind in (ALL_KINDS, self.kind) and (areas is None or self.area in areas)


@dataclass(frozen=True)
class Tally:
    """What was counted on a day within a scope, cell by cell."""

    rates: dict[str, dict[Cell, Rate]]
    states: dict[str, dict[Cell, int]]

    def rate(self, key: str, kind: str = ALL_KINDS, areas: Collection[int] | None = None) -> Rate:
        """Return sums over sums; `areas` are the numbers of the areas that count, None for all."""
        cells = self.rates.get(key, {}).items()
        return sum((rate for cell, rate in cells if cell.is_in(kind, areas)), start=NOTHING)

    def in_state(self, state: str, kind: str = ALL_KINDS, areas: Collection[int] | None = None) -> int:
        cells = self.states.get(state, {}).items()
        return sum(count for cell, count in cells if cell.is_in(kind, areas))

    def __or__(self, other: "Tally") -> "Tally":
        return Tally(self.rates | other.rates, self.states | other.states)


NO_TALLY = Tally({}, {})


def count_figures(entries: Iterable[Entry], scope: Scope, day: datetime.date) -> Tally:
    """Count the entries as of the day, within the branches of the scope as they were then.

    Where units of the base are counted, their coverage states are counted by the way.
    """
    then, counted = replace(scope, on=day), NO_TALLY
    for together in sharing_a_query(entries):
        counted |= _count_together(together, then)
    return counted


def sharing_a_query(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Put together the entries that have the same denominator."""
    groups = defaultdict(list)
    for entry in entries:
        groups[entry.subject, entry.indicator.counted].append(entry)
    return list(groups.values())


def by_cell(rows, subject, day: datetime.date, *also: str):
    """Group the rows by area and kind of the day, and by what else is named."""
    return subject.with_kind(rows, day).order_by().values("_area", "_kind", *also)


def cell_of(row: dict) -> Cell:
    return Cell(row["_area"], row["_kind"])


def _count_together(entries: list[Entry], then: Scope) -> Tally:
    indicator, subject, day = entries[0].indicator, entries[0].subject, then.on
    rows = indicator.base(subject.within(indicator.subjects(), then), day)
    also = ()
    if indicator.counted is in_base:
        rows, also = rows.annotate(_state=coverage_state_on(day)), ("_state",)
    asked = [e for e in entries if not isinstance(e.indicator, StateIndicator)]
    hits = {e.key: e.indicator.hits_on(day) for e in asked}
    counted = list(by_cell(rows, subject, day, *also).annotate(_total=indicator.total_on(day), **hits))
    return Tally({e.key: _rates(counted, e) for e in entries}, _states(counted) if also else {})


def _rates(counted: list[dict], entry: Entry) -> dict[Cell, Rate]:
    rates = defaultdict(lambda: NOTHING)
    for row in counted:
        rates[cell_of(row)] += entry.indicator.rate_of(_hits(row, entry), row["_total"])
    return dict(rates)


def _hits(row: dict, entry: Entry) -> int:
    """What hits by its state alone is known from the group it stands in; the rest was counted."""
    if isinstance(entry.indicator, StateIndicator):
        return row["_total"] if row["_state"] in entry.indicator.states else 0
    return row[entry.key]


def _states(counted: list[dict]) -> dict[str, dict[Cell, int]]:
    states = defaultdict(dict)
    for row in counted:
        states[row["_state"]][cell_of(row)] = row["_total"]
    return dict(states)
