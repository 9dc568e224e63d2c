"""The integer program of the planner: how often to form which kind of group, out of units that are alike.

HiGHS solves it twice. First for members alone (planning_shapes.cover_most): how many units can be covered at
most; any two units may share a group, so that number is exact. Then, keeping that number, for groups as
fitting as can be: it is never worth leaving a unit out. The cost is a sum of points: each unit in a group of
several trades 10, each step between the smallest and the largest size class of a group 3, each group 1.

Units fill the places of the groups of a window exactly when, for every number of members, enough of them have
so many or more; so the rows count units and places, and no column is needed for who sits where.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import highspy

from organizations.planning_shapes import (
    ANY,
    GROUP,
    Kind,
    Shape,
    Window,
    cover_most,
    covered_by,
    levels_of,
    places_from,
    shapes_of,
    silent_highs,
    weighed,
    windows_of,
)
from organizations.planning_start import Opening, columns_of, lot_of

HEED = 0.7  # one step of HiGHS may take two seconds, and it looks at the clock only between steps


@dataclass(frozen=True)
class Solution:
    """How often each shape is formed in each window, which kinds go there, and how good the plan is."""

    times: dict[tuple[Window, Shape], int]
    taken: dict[tuple[Kind, Window], int]
    covered: int
    bound: int
    optimal: bool


def solve(kinds: Counter, enough: int, most: int, seconds: float) -> Solution:
    """Cover as many units as can be, in groups as fitting as HiGHS finds within so many seconds."""
    ends = time.monotonic() + seconds
    shapes = list(shapes_of(enough, most))
    covered = covered_by(cover_most(Counter(kind.members for kind in kinds.elements()), shapes))
    if not covered:
        return Solution({}, {}, 0, 0, True)
    start = columns_of(Opening(kinds, shapes, covered).teams())
    program = Program(kinds, shapes, covered)
    program.solve(start, HEED * (ends - time.monotonic()))
    return program.solution()


class Program:
    """Columns, rows, and what HiGHS makes of a plan to begin with.

    Units for groups of any trade go through one pool, where their trade no longer counts. `values` holds the
    best plan known; a column is named by the table it stands in and its key there.
    """

    def __init__(self, kinds: Counter, shapes: list[Shape], covered: int):
        self.kinds, self.shapes, self.covered = kinds, shapes, covered
        self.windows = list(windows_of(kinds))
        self.highs = silent_highs()
        self.values, self.optimal = Counter(), False
        self.bound = GROUP * ceil(covered / max(map(len, shapes)))
        self._add_columns()
        self._add_rows()

    def _add_columns(self):
        add, of_trade = self.highs.addIntegral, defaultdict(list)
        for window in self.windows:
            of_trade[window.trade].append(window)
        self.times = {(w, shape): add(obj=w.cost_of(shape)) for w in self.windows for shape in self.shapes}
        self.taken = {
            (kind, window): add(ub=count)
            for kind, count in self.kinds.items()
            for window in (of_trade[kind.trade] if kind.trade != ANY else ())
            if window.admits(kind.size)
        }
        self.pooled = {kind: add(ub=count) for kind, count in self.kinds.items()}
        lots = sorted({lot_of(kind) for kind in self.kinds}, key=repr)
        self.mixed = {(lot, w): add() for w in of_trade[ANY] for lot in lots if w.admits(lot[0])}
        self.tables = {"times": self.times, "taken": self.taken, "pooled": self.pooled, "mixed": self.mixed}

    def _add_rows(self):
        add, total = self.highs.addConstr, self.highs.qsum
        by_kind = _gather(self.taken, lambda key: key[0])
        given = _gather(self.pooled, lot_of)
        used = _gather(self.mixed, lambda key: key[0])
        for kind, count in self.kinds.items():
            add(total([*by_kind[kind], self.pooled[kind]]) <= count)
        for lot, columns in given.items():
            add(total(columns) - total(used[lot]) == 0)
        self._fill_windows()
        add(weighed(self.highs, self.times, lambda key: len(key[1])) == self.covered)

    def _fill_windows(self):
        """Fill the places of each window: as many units as places, and enough of them with many members."""
        for level in levels_of(self.shapes):
            able = _gather(self.taken, lambda key: key[1], lambda key, n=level: key[0].members >= n)
            able |= _gather(self.mixed, lambda key: key[1], lambda key, n=level: key[0][1] >= n)
            for window in self.windows:
                times = {shape: self.times[window, shape] for shape in self.shapes}
                places = weighed(self.highs, times, lambda shape, n=level: places_from(shape, n))
                spare = self.highs.qsum(able.get(window, ())) - places
                self.highs.addConstr(spare == 0 if level == 1 else spare >= 0)

    def solve(self, start: Counter, seconds: float) -> None:
        """Better the plan to begin with as far as time allows."""
        columns = [(name, key) for name, table in self.tables.items() for key in table]
        first = highspy.HighsSolution()
        first.col_value = [start[column] for column in columns]
        self.highs.setSolution(first)
        self.highs.setOptionValue("time_limit", max(seconds, 0.0))
        self.highs.minimize()
        info = self.highs.getInfo()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        values = self.highs.getSolution().col_value if found else first.col_value
        self.values = +Counter(dict(zip(columns, map(round, values), strict=True)))
        self.optimal = self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        if abs(info.mip_dual_bound) < highspy.kHighsInf:  # costs are whole, so it is rounded up
            self.bound = max(self.bound, ceil(info.mip_dual_bound - 1e-6))

    def solution(self) -> Solution:
        times = {key: number for (name, key), number in self.values.items() if name == "times"}
        return Solution(times, self._taken(), self.covered, self.bound, self.optimal)

    def _taken(self) -> dict[tuple[Kind, Window], int]:
        """How many units of each kind go to each window; the pool is handed out trade by trade."""
        taken = Counter({key: number for (name, key), number in self.values.items() if name == "taken"})
        places = {key: self.values["mixed", key] for key in self.mixed}
        for kind in sorted(self.kinds, key=lambda k: (k.trade, repr(k))):
            left = self.values["pooled", kind]
            for lot, window in (key for key in places if key[0] == lot_of(kind)):
                moved = min(left, places[lot, window])
                left -= moved
                places[lot, window] -= moved
                taken[kind, window] += moved
        return dict(+taken)


def _gather(columns: dict, group: Callable, keep: Callable = bool) -> dict[object, list]:
    """The columns that are kept, in lists by what their key belongs to."""
    lists = defaultdict(list)
    for key, column in columns.items():
        if keep(key):
            lists[group(key)].append(column)
    return lists
