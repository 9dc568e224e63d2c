"""Two days compared: which units came, went, were won and were lost, so that the difference adds up.

Every unit of the base stands somewhere on each of the two days: in one of the five coverage states, in the
base of another area, or outside the base. A term of the bridge is a set of such pairs; its count and its list
come from it.
"""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Q, Value, When

from core.indicators import Rate
from core.spans import joined_on
from organizations.choices import CoverageState
from organizations.conditions import coverage_state_on, in_base
from organizations.models import Unit

OUT, ELSEWHERE = "", "elsewhere"
ALL_STATES = frozenset(CoverageState.values)
BY_ORGANIZATION = frozenset({CoverageState.STANDALONE.value, CoverageState.JOINT.value})


@dataclass(frozen=True)
class Term:
    """One step of a bridge: where its units stood before and where they stand after."""

    key: str
    label: str
    short: str
    sign: int
    before: frozenset[str]
    after: frozenset[str]


@dataclass(frozen=True)
class Measure:
    """What is compared: the states that count as reached."""

    key: str
    label: str
    noun: str
    reached: frozenset[str]

    @property
    def missed(self) -> frozenset[str]:
        return ALL_STATES - self.reached

    @property
    def terms(self) -> tuple[Term, ...]:
        """The steps from the first day to the second; they exclude each other and leave nothing out.

        Where every state counts as reached, nothing is won or lost inside the base.
        """
        reached, missed = self.reached, self.missed
        now, before = (f"（已{self.noun}）", f"（原已{self.noun}）") if missed else ("", "")
        came = [
            Term(key, f"{COMING[key]}{now}", COMING[key], +1, frozenset({place}), reached)
            for key, place in (("new", OUT), ("moved_in", ELSEWHERE))
        ]
        won = [
            Term(f"won_{state}", f"新增{state.label}", WON[state], +1, missed, frozenset({state.value}))
            for state in CoverageState
            if missed and state in reached
        ]
        gone = [
            Term(key, f"{GOING[key]}{before}", GOING[key], -1, reached, frozenset({place}))
            for key, place in (("left", OUT), ("moved_out", ELSEWHERE))
        ]
        lost = [Term("lost", f"原已{self.noun}，现在没有", "失去", -1, reached, missed)] if missed else []
        return (*came, *won, *gone, *lost)


COMING = {"new": "新纳入基数", "moved_in": "从外区转来"}
GOING = {"left": "移出基数", "moved_out": "转往外区"}
WON = {
    CoverageState.STANDALONE: "新增单独",
    CoverageState.JOINT: "新增联合",
    CoverageState.GUIDANCE: "新增指导员",
}
BASE = Measure("base", "单位基数", "纳入基数", ALL_STATES)
ORGANIZATION = Measure("organization", "组织覆盖", "建立党组织", BY_ORGANIZATION)
WORK = Measure("work", "工作覆盖", "覆盖", BY_ORGANIZATION | {CoverageState.GUIDANCE.value})
MEASURES = (BASE, ORGANIZATION, WORK)


@dataclass(frozen=True)
class Days:
    """The two days that are compared, the first before the second."""

    first: datetime.date
    last: datetime.date


@dataclass(frozen=True)
class Pair:
    """Where units stood on the two days, each as area and state; no area outside the base."""

    area_before: int | None
    before: str
    area_after: int | None
    after: str

    def seen_from(self, areas: Collection[int]) -> tuple[str, str]:
        return standing(self.before, self.area_before, areas), standing(self.after, self.area_after, areas)


def standing(state: str, area: int | None, areas: Collection[int]) -> str:
    if state == OUT:
        return OUT
    return state if area in areas else ELSEWHERE


@dataclass(frozen=True)
class Bridge:
    """The steps of one measure for some areas, with the rate at both ends."""

    measure: Measure
    start: Rate
    end: Rate
    counts: dict[str, int]

    @property
    def net(self) -> int:
        return self.end.hits - self.start.hits


def both_days(days: Days, kind: str | None):
    """All units, told where they stood: who may see which is a matter of the areas they are seen from."""
    rows = Unit.objects.of_kind(kind).annotate(_before=_state(days.first), _after=_state(days.last))
    rows = joined_on(rows, "placements", days.first, "area", "_area_before")
    return joined_on(rows, "placements", days.last, "area", "_area_after")


def _state(day: datetime.date) -> Case:
    """Expression: the coverage state of the day, nothing where the unit is not in the base."""
    return Case(When(in_base(day), then=coverage_state_on(day)), default=Value(OUT), output_field=CharField())


def count_pairs(days: Days, kind: str | None = None) -> Counter:
    """Return how many units of the base of either day stood in each pair of places; one query."""
    names = ("_area_before", "_before", "_area_after", "_after")
    rows = both_days(days, kind).order_by().values(*names).annotate(n=Count("pk"))
    counted = Counter()
    for row in rows:
        counted[Pair(*_place(row, "before"), *_place(row, "after"))] += row["n"]
    counted.pop(Pair(None, OUT, None, OUT), None)
    return counted


def _place(row: dict, when: str) -> tuple[int | None, str]:
    state = row[f"_{when}"]
    return (None if state == OUT else row[f"_area_{when}"]), state


def bridge_of(measure: Measure, pairs: Counter, areas: Collection[int]) -> Bridge:
    """Add the pairs up as seen from the areas."""
    seen = Counter()
    for pair, count in pairs.items():
        seen[pair.seen_from(areas)] += count
    counts = {term.key: _sum(seen, term.before, term.after) for term in measure.terms}
    everywhere = ALL_STATES | {OUT, ELSEWHERE}
    start = Rate(_sum(seen, measure.reached, everywhere), _sum(seen, ALL_STATES, everywhere))
    end = Rate(_sum(seen, everywhere, measure.reached), _sum(seen, everywhere, ALL_STATES))
    return Bridge(measure, start, end, counts)


def _sum(seen: Counter, before: Iterable[str], after: Iterable[str]) -> int:
    return sum(seen[one, other] for one in before for other in after)


def rows_of(term: Term, days: Days, kind: str | None, areas: Collection[int]):
    """Return the units a term counts."""
    rows = both_days(days, kind)
    return rows.filter(_stood("before", term.before, areas), _stood("after", term.after, areas))


def _stood(when: str, places: frozenset[str], areas: Collection[int]) -> Q:
    state, here = f"_{when}", Q(**{f"_area_{when}__in": list(areas)})
    condition = Q(pk__in=[])
    if OUT in places:
        condition |= Q(**{state: OUT})
    if ELSEWHERE in places:
        nowhere = Q(**{f"_area_{when}__isnull": True})
        condition |= ~Q(**{state: OUT}) & (nowhere | ~here)
    states = sorted(places - {OUT, ELSEWHERE})
    return condition | (Q(**{f"{state}__in": states}) & here) if states else condition
