"""Plans joint branches: which small units of an area found one together, and which are left to an officer."""

import time
from bisect import bisect
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import TextChoices

from organizations.planning_program import Solution, solve
from organizations.planning_shapes import GROUP, OTHER_TRADE, SIZE_STEP, Kind, Window
from organizations.planning_start import fill

SIZES = (20, 300, 1000)  # 微型、小型、中型、大型 of the national classification, by employees
SECONDS = 8.0


class LeftOverReason(TextChoices):
    """Why a unit is in no group; an officer is what the documents ask for then."""

    UNKNOWN = "unknown", "未摸排，正式党员数不明"
    NO_MEMBERS = "no_members", "无正式党员"
    TOO_FEW = "too_few", "人数不足，凑不成一组"
    OWN_BRANCH = "own_branch", "够条件，应单独组建"


@dataclass(frozen=True)
class Candidate:
    """What the planner has to know of a unit; `key` is its number, trade "" is unknown."""

    key: int
    area: int
    formal_members: int | None
    trade: str = ""
    employees: int | None = None

    @property
    def size(self) -> int | None:
        return None if self.employees is None else bisect(SIZES, self.employees)

    @property
    def kind(self) -> Kind:
        return Kind(self.trade, self.size, self.formal_members)


@dataclass(frozen=True)
class Group:
    """Units that would found a joint branch together."""

    units: tuple[Candidate, ...]

    @property
    def members(self) -> int:
        return sum(unit.formal_members or 0 for unit in self.units)

    @property
    def trade(self) -> str:
        """The trade of all its units; "" when they differ or one is unknown."""
        trades = {unit.trade for unit in self.units}
        return trades.pop() if len(trades) == 1 else ""

    @property
    def cost(self) -> int:
        sizes = [unit.size for unit in self.units if unit.size is not None] or [0]
        mixed = 0 if self.trade else OTHER_TRADE * len(self.units)
        return mixed + SIZE_STEP * (max(sizes) - min(sizes)) + GROUP


@dataclass(frozen=True)
class LeftOver:
    unit: Candidate
    reason: LeftOverReason


@dataclass(frozen=True)
class Proposal:
    """Groups and left-over units; how few can be left over at least, and how far the fit is from the best.

    `least_left_over` counts the units with members that no plan can place; the groups leave over no more than
    these. `cost` is the sum of points of planning_program; `bound` is what no plan falls below.
    """

    groups: tuple[Group, ...] = ()
    left_over: tuple[LeftOver, ...] = ()
    least_left_over: int = 0
    bound: int = 0
    optimal: bool = True

    @property
    def cost(self) -> int:
        return sum(group.cost for group in self.groups)

    @property
    def gap(self) -> float:
        """The share of the cost that a better plan could save at most."""
        return (self.cost - self.bound) / self.cost if self.cost > self.bound else 0.0

    def __add__(self, other: "Proposal") -> "Proposal":
        return Proposal(
            self.groups + other.groups,
            self.left_over + other.left_over,
            self.least_left_over + other.least_left_over,
            self.bound + other.bound,
            self.optimal and other.optimal,
        )


def plan(candidates, *, enough: int = 3, most: int = 5, seconds: float = SECONDS) -> Proposal:
    """Propose groups of one area each, with `enough` members together and at most `most` units.

    As few units as can be are left over; among such plans the groups fit as well as HiGHS finds in so many
    seconds, which the areas share. The same candidates give the same plan, unless time runs out.
    """
    ends = time.monotonic() + seconds
    proposal, ready = Proposal(), []
    for unit in sorted(set(candidates), key=lambda unit: (unit.area, unit.key)):
        reason = unfit(unit, enough)
        if reason:
            proposal += Proposal(left_over=(LeftOver(unit, reason),))
        else:
            ready.append(unit)
    areas = [list(units) for _, units in groupby(ready, key=lambda unit: unit.area)]
    for number, units in enumerate(areas):
        share = (ends - time.monotonic()) / (len(areas) - number)
        proposal += _plan_area(units, enough, most, share)
    return replace(proposal, groups=tuple(sorted(proposal.groups, key=_order)))


def _order(group: Group) -> tuple:
    """One trade before several, then by trade, size and number, so that neighbours are alike."""
    first = group.units[0]
    return (first.area, not group.trade, group.trade, first.size or 0, first.key)


def unfit(unit: Candidate, enough: int) -> LeftOverReason | None:
    if unit.formal_members is None:
        return LeftOverReason.UNKNOWN
    if unit.formal_members == 0:
        return LeftOverReason.NO_MEMBERS
    return LeftOverReason.OWN_BRANCH if unit.formal_members >= enough else None


def _plan_area(units: list[Candidate], enough: int, most: int, seconds: float) -> Proposal:
    solution = solve(Counter(unit.kind for unit in units), enough, most, seconds)
    groups = tuple(_groups(units, solution))
    placed = {unit for group in groups for unit in group.units}
    left = tuple(LeftOver(unit, LeftOverReason.TOO_FEW) for unit in units if unit not in placed)
    return Proposal(groups, left, len(units) - solution.covered, solution.bound, solution.optimal)


def _groups(units: list[Candidate], solution: Solution):
    """Put names into the counted solution: each window gets units of its kinds, by size."""
    waiting = defaultdict(list)
    for unit in sorted(units, key=_by_size, reverse=True):
        waiting[unit.kind].append(unit)
    sent: dict[Window, list] = defaultdict(list)
    for (kind, window), number in solution.taken.items():
        sent[window] += [waiting[kind].pop() for _ in range(number)]
    shapes = defaultdict(list)
    for (window, shape), number in solution.times.items():
        shapes[window] += [shape] * number
    for window, found in sent.items():
        for group in fill(sorted(found, key=_by_size), shapes[window], lambda unit: unit.formal_members):
            yield Group(tuple(sorted(group, key=_by_size)))


def _by_size(unit: Candidate) -> tuple:
    return (unit.trade, unit.employees or 0, unit.key)
