"""The parts of the dashboard, built from one tally; each number comes with its list."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from core.indicators import Rate
from core.scoping import Scope
from organizations import indicators as ground
from organizations.choices import CoverageState
from organizations.models import Area
from reports.catalogue import CATALOGUE, Entry, beside_tiles, on_tiles
from reports.figures import Tally
from reports.places import Places
from reports.questions import Question, Side

STATE_STYLES = {
    CoverageState.STANDALONE: "solo",
    CoverageState.JOINT: "joint",
    CoverageState.GUIDANCE: "guidance",
    CoverageState.NONE: "none",
    CoverageState.UNKNOWN: "unknown",
}
BASE_KEY = ground.ORG_COVERAGE.key
BY_AREA = tuple(e for e in CATALOGUE if e.indicator in (ground.ORG_COVERAGE, ground.WORK_COVERAGE))
AREA_COLUMNS = ("单位基数", *CoverageState.labels, *(e.indicator.label for e in BY_AREA))
IMPOSSIBLE = "达到的多于应有的，请核对数据。"


@dataclass(frozen=True)
class Board:
    """A tally, what it was asked for, and which of its lists this person may open.

    `month_end` is the day of the figures that are about the last month that was due.
    """

    tally: Tally
    question: Question
    month_end: datetime.date
    places: Places
    open_keys: frozenset[str]

    def link(self, key: str, **asked) -> str:
        """Return the address of a list, nothing where the person may see the figure only."""
        return self.question.of(**asked).url(key) if key in self.open_keys else ""

    def day_of(self, entry: Entry) -> datetime.date:
        return self.month_end if entry.monthly else self.question.on

    def rate(self, key: str, areas: Collection[int] | None = None) -> Rate:
        return self.tally.rate(key, self.question.kind, areas)

    def in_state(self, state: str, areas: Collection[int] | None = None) -> int:
        return self.tally.in_state(state, self.question.kind, areas)


def openable(scope: Scope) -> frozenset[str]:
    """Return the keys whose rows may be opened wherever their figures are seen."""
    return frozenset(e.key for e in CATALOGUE if scope.granting(e.subject.permission).grants == scope.grants)


def tiles(board: Board) -> list[dict]:
    return [_tile(board, entry) for entry in on_tiles()]


def others(board: Board) -> list[dict]:
    """Return the figures of the catalogue that have no tile, for a table."""
    return [_tile(board, entry) for entry in beside_tiles()]


def _tile(board: Board, entry: Entry) -> dict:
    rate, day = board.rate(entry.key), board.day_of(entry)
    return {
        "key": entry.key,
        "label": _label(entry, day),
        "text": _headline(entry, rate),
        "measure": entry.subject.measure,
        "hits": rate.hits,
        "total": rate.total,
        "gaps": rate.total - rate.hits,
        "gap_words": entry.gap_words,
        "definition": entry.indicator.definition,
        "as_of": day.isoformat(),
        "url": board.link(entry.key, on=day),
        "base_url": board.link(entry.key, on=day, side=Side.BASE.value),
        "gaps_url": board.link(entry.key, on=day, side=Side.GAPS.value),
        "finding": entry.is_finding,
        "warning": IMPOSSIBLE if rate.impossible else "",
    }


def _label(entry: Entry, day: datetime.date) -> str:
    return f"{entry.indicator.label}（{day.month}月）" if entry.monthly else entry.indicator.label


def _headline(entry: Entry, rate: Rate) -> str:
    """A finding is a number of rows to work through; everything else is a rate."""
    if entry.is_finding and rate.total:
        return str(rate.hits)
    return str(rate)


def composition(board: Board) -> list[dict]:
    """Return the five states as segments of a bar of length 100; empty when nothing is in the base."""
    counts = [board.in_state(state) for state in CoverageState]
    base, segments, before = sum(counts), [], 0
    for state, count in zip(CoverageState, counts, strict=True):
        segments.append(_segment(board, state, count, before, base))
        before += count
    return segments if base else []


def _segment(board: Board, state: CoverageState, count: int, before: int, base: int) -> dict:
    return {
        "label": state.label,
        "count": count,
        "percent_text": str(Rate(count, base)),
        "css": STATE_STYLES[state],
        "x": _length(before, base),
        "width": _length(count, base),
        "url": board.link(BASE_KEY, side=Side.BASE.value, state=state.value),
    }


def _length(count: int, base: int) -> str:
    return f"{100 * count / base:.4f}" if base else "0"


def area_table(board: Board, county: Board | None) -> list[dict]:
    """Return a row for each area, and a total: the county's, where only a part of it is seen."""
    rows = [_area_row(board, area) for area in board.places.rows]
    if county is None:
        return [*rows, _total_row(board, "合计")]
    return [*rows, _total_row(county, f"{board.places.county}合计")]


def _area_row(board: Board, area: Area) -> dict:
    return {
        "area": area.name,
        "url": "",
        "total": False,
        "cells": _cells(board, board.places.below(area), area.pk),
    }


def _total_row(board: Board, label: str) -> dict:
    return {"area": label, "url": "", "total": True, "cells": _cells(board, None, None)}


def _cells(board: Board, areas: Collection[int] | None, asked: int | None) -> list[dict]:
    base = board.rate(BASE_KEY, areas).total
    cells = [_cell(str(base), board.link(BASE_KEY, area=asked, side=Side.BASE.value))]
    for state in CoverageState:
        url = board.link(BASE_KEY, area=asked, side=Side.BASE.value, state=state.value)
        cells.append(_cell(str(board.in_state(state, areas)), url))
    for known in BY_AREA:
        rate = board.rate(known.key, areas)
        cells.append(_cell(str(rate), board.link(known.key, area=asked) if rate.total else ""))
    return cells


def _cell(text: str, url: str) -> dict:
    return {"text": text, "numeric": True, "state": "", "url": url}
