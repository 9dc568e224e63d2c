"""A plan for HiGHS to begin with, so that a good one is at hand whenever time runs out: trade by trade."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import accumulate, product

from organizations.planning_shapes import (
    ANY,
    OTHER_TRADE,
    Kind,
    Shape,
    Team,
    Window,
    cover_most,
    covered_by,
    sizes_by_trade,
)


class Opening:
    """Covers as many units as can be: each trade by itself in sizes that are near, then whoever is left."""

    def __init__(self, kinds: Counter, shapes: list[Shape], covered: int):
        self.free, self.shapes, self.covered = Counter(kinds), shapes, covered
        self.sizes = sizes_by_trade(kinds)
        self.answers: dict = {}

    def teams(self) -> list[Team]:
        """Like first; then so many of these teams are dissolved that nobody is left over for their sake."""
        alike = self._alike()
        dissolved = 0
        while self._covers(self.free) + sum(len(team.kinds) for team in alike) < self.covered:
            dissolved = max(1, 2 * dissolved)
            for team in alike[-dissolved:]:
                self.free.update(team.kinds)
            del alike[-dissolved:]
        return [*alike, *self._form(ANY, self.free)]

    def _alike(self) -> list[Team]:
        """Teams of one trade, out of the units that are free; the trades are taken one by one."""
        trades = defaultdict(Counter)
        for kind, count in sorted(self.free.items(), key=repr):
            trades[kind.trade][kind] = count
        teams = [team for trade, units in trades.items() if trade != ANY for team in self._best(trade, units)]
        for team in teams:
            self.free.subtract(team.kinds)
        self.free = +self.free
        return teams

    def _best(self, trade: str, units: Counter) -> list[Team]:
        """Cut the sizes of a trade into ranges in every way, and keep the cheapest."""
        tried = (
            [team for part in parts for team in self._form(trade, part)]
            for parts in _cuts(units, self.sizes[trade])
        )
        return min(tried, key=lambda teams: _cost(teams, units.total()))

    def _answer(self, units: Counter) -> dict[Shape, int]:
        """The shapes for such members; trades repeat, so answers are kept."""
        members = Counter()
        for kind, count in units.items():
            members[kind.members] += count
        key = tuple(sorted(members.items()))
        if key not in self.answers:
            self.answers[key] = cover_most(members, self.shapes)
        return self.answers[key]

    def _covers(self, units: Counter) -> int:
        return covered_by(self._answer(units))

    def _form(self, trade: str, units: Counter) -> list[Team]:
        window = self._window(trade, units)
        shapes = [shape for shape, number in self._answer(units).items() for _ in range(number)]
        waiting = sorted(units.elements(), key=lambda kind: (kind.trade, kind.size or 0, kind.members))
        seats = fill(waiting, shapes, lambda kind: kind.members)
        return [Team(window, shape, tuple(kinds)) for shape, kinds in zip(shapes, seats, strict=True)]

    def _window(self, trade: str, units: Counter) -> Window:
        """The range of their sizes; everything for teams of any trade."""
        sizes = {kind.size for kind in units if kind.size is not None} if trade != ANY else self.sizes[ANY]
        sizes = sizes or self.sizes[trade][:1]
        return Window(trade, min(sizes), max(sizes))


def _cuts(units: Counter, sizes: list[int]) -> Iterator[list[Counter]]:
    """The units in ranges of sizes, for every way to cut these; unknown sizes go with the smallest."""
    for ends in product((False, True), repeat=len(sizes) - 1):
        ranges = [0, *accumulate(ends)]
        parts = [Counter() for _ in range(ranges[-1] + 1)]
        for kind, count in units.items():
            parts[0 if kind.size is None else ranges[sizes.index(kind.size)]][kind] = count
        yield parts


def _cost(teams: list[Team], units: int) -> int:
    """What the teams cost, and what it costs at least to place the other units elsewhere."""
    others = units - sum(len(team.kinds) for team in teams)
    return OTHER_TRADE * others + sum(team.window.cost_of(team.shape) for team in teams)


def fill(waiting: list, shapes: list[Shape], members) -> list[list]:
    """Fill the places that ask for most members first, each with the next in line that has them."""
    groups, waiting = [[] for _ in shapes], list(waiting)
    places = [(place, number) for number, shape in enumerate(shapes) for place in shape]
    for place, number in sorted(places, key=lambda one: (-one[0], one[1])):
        index = next(index for index, one in enumerate(waiting) if members(one) >= place)
        groups[number].append(waiting.pop(index))
    return groups


def columns_of(teams: list[Team]) -> Counter:
    """The plan in the columns of the program, named by table and key."""
    values = Counter()
    for window, shape, kinds in teams:
        values["times", (window, shape)] += 1
        for kind in kinds:
            if window.trade == ANY:
                values["pooled", kind] += 1
                values["mixed", (lot_of(kind), window)] += 1
            else:
                values["taken", (kind, window)] += 1
    return values


def lot_of(kind: Kind) -> tuple:
    """What still counts of a kind in a group of any trade: size and members."""
    return kind[1:]
