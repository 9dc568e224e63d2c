"""A plan for HiGHS to begin with, so that a good one is at hand whenever time runs out: trade by trade."""

from collections import Counter, defaultdict

from organizations.planning_shapes import (
    ANY,
    Kind,
    Shape,
    Team,
    Window,
    cover_most,
    covered_by,
    sizes_by_trade,
)


class Opening:
    """Covers as many units as can be: within trade and size, then within a trade, then whoever is left."""

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
        """Teams of one trade and size, then of one trade, out of those that are free."""
        teams = []
        for alike in (lambda kind: (kind.trade, repr(kind.size)), lambda kind: kind.trade):
            lots = defaultdict(Counter)
            for kind, count in sorted(self.free.items(), key=repr):
                lots[alike(kind)][kind] = count
            for lot in lots.values():
                trade = next(iter(lot)).trade
                for team in self._form(trade, lot) if trade != ANY else ():
                    self.free.subtract(team.kinds)
                    teams.append(team)
            self.free = +self.free
        return teams

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
