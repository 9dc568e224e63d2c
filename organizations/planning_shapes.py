"""What the planner counts: kinds of units that are alike, windows they are taken from, shapes of groups.

A shape says how many members each place of a group asks for at least: with three members needed, (2, 1),
(1, 1, 1), (1, 1, 1, 1) and so on. A window is a trade (or any) with a range of size classes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations_with_replacement
from typing import NamedTuple

import highspy

OTHER_TRADE, SIZE_STEP, GROUP = 10, 3, 1
ANY = ""
ALIKE = {"threads": 1, "random_seed": 130582, "mip_rel_gap": 0.0, "mip_abs_gap": 0.99}
# A program of a few columns needs no preparation: without it HiGHS answers eight times as fast.
PLAIN = {"presolve": "off", "mip_heuristic_effort": 0.0, "mip_heuristic_run_feasibility_jump": False}

Shape = tuple[int, ...]


class Kind(NamedTuple):
    """Units that are alike; trade "" and size None are unknown."""

    trade: str
    size: int | None
    members: int


class Window(NamedTuple):
    """Where a group may take its units from: one trade or any, and a range of size classes."""

    trade: str
    low: int
    high: int

    def admits(self, size: int | None) -> bool:
        return size is None or self.low <= size <= self.high

    def cost_of(self, shape: Shape) -> int:
        mixed = OTHER_TRADE * len(shape) if self.trade == ANY else 0
        return mixed + SIZE_STEP * (self.high - self.low) + GROUP


class Team(NamedTuple):
    """One group in kinds: the kind at each place of its shape."""

    window: Window
    shape: Shape
    kinds: tuple[Kind, ...]


def shapes_of(enough: int, most: int) -> Iterator[Shape]:
    """Every shape that reaches the members needed and asks at no place for more than that takes."""
    yield from _sums(enough, enough - 1, most)
    for places in range(enough + 1, most + 1):
        yield (1,) * places


def _sums(total: int, largest: int, parts: int) -> Iterator[Shape]:
    if total == 0:
        yield ()
    if total <= 0 or total > largest * parts:
        return
    for first in range(min(largest, total), 0, -1):
        for rest in _sums(total - first, first, parts - 1):
            yield (first, *rest)


def places_from(shape: Shape, level: int) -> int:
    """How many places ask for so many members or more."""
    return sum(place >= level for place in shape)


def levels_of(shapes: list[Shape]) -> range:
    return range(1, max((place for shape in shapes for place in shape), default=0) + 1)


def windows_of(kinds: Counter) -> Iterator[Window]:
    """Any trade, and each trade that has kinds, with every range of the sizes that occur in it."""
    for trade, sizes in sizes_by_trade(kinds).items():
        for low, high in combinations_with_replacement(sizes, 2):
            yield Window(trade, low, high)


def sizes_by_trade(kinds) -> dict[str, list[int]]:
    """The known size classes of each trade and of all, ascending; class 0 where none is known."""
    known = defaultdict(set)
    for kind in kinds:
        for trade in {ANY, kind.trade}:
            known[trade] |= {kind.size} - {None}
    return {trade: sorted(sizes) or [0] for trade, sizes in sorted(known.items())}


def silent_highs(**options) -> highspy.Highs:
    """A HiGHS that works alike every time: one thread, a fixed seed, and no whole point left open."""
    highs = highspy.Highs()
    highs.silent()
    for option, value in (ALIKE | options).items():
        highs.setOptionValue(option, value)
    return highs


def weighed(highs: highspy.Highs, columns: dict, weight):
    """The sum of the columns, each times the weight of its key."""
    return highs.qsum([weight(key) * var for key, var in columns.items() if weight(key)])


def cover_most(members: Counter, shapes: list[Shape]) -> dict[Shape, int]:
    """How often to form each shape to cover the most units, in the fewest groups, whatever trade and size."""
    if not shapes or members.total() < 2:
        return {}
    highs, reward = silent_highs(**PLAIN), members.total() + 1
    times = {shape: highs.addIntegral(obj=len(shape) * reward - 1) for shape in shapes}
    for level in levels_of(shapes):
        able = sum(count for number, count in members.items() if number >= level)
        highs.addConstr(weighed(highs, times, lambda shape, n=level: places_from(shape, n)) <= able)
    highs.maximize()
    values = highs.getSolution().col_value
    return {shape: round(values[var.index]) for shape, var in times.items() if round(values[var.index])}


def covered_by(times: dict[Shape, int]) -> int:
    return sum(len(shape) * number for shape, number in times.items())
