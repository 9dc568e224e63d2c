"""Numbers of a unit hold from the day on which they were found until others are found."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.audit import Actor
from core.batches import batches, rows_by
from core.saving import add_all, change, change_all
from organizations.models import Survey, Unit
from organizations.models.surveys import NUMBERS

DAY = datetime.timedelta(days=1)
REPLACED = "结束"


def numbers_of(row: Unit | Survey) -> dict:
    return {name: getattr(row, name) for name in NUMBERS}


UNKNOWN = numbers_of(Survey())


def write_numbers(row: Unit | Survey, numbers: Mapping) -> None:
    for name, value in numbers.items():
        setattr(row, name, value)


def first_surveys(units: Iterable[Unit], on: datetime.date) -> list[Survey]:
    """The surveys of new units, of those that carry a number."""
    carried = [(unit, numbers_of(unit)) for unit in units]
    return [Survey(unit=unit, starts_on=on, **numbers) for unit, numbers in carried if numbers != UNKNOWN]


@dataclass
class Findings:
    """What the surveys of many units come to: some end, some are mended, some begin."""

    ended: list[Survey] = field(default_factory=list)
    mended: list[Survey] = field(default_factory=list)
    begun: list[Survey] = field(default_factory=list)

    def take(self, unit: Unit, surveys: list[Survey], on: datetime.date) -> None:
        """Let the numbers of the unit hold on the day; `surveys` are all it has, by day, and stay so."""
        for one in surveys:
            one.unit = unit  # the audit trail names it
        numbers = numbers_of(unit)
        now = next((one for one in surveys if one.is_on(on)), None)
        if numbers == (UNKNOWN if now is None else numbers_of(now)):
            return
        if now is not None and now.starts_on == on:
            self._mend(now, numbers)
        else:
            self._begin(unit, surveys, now, on)

    def _mend(self, now: Survey, numbers: dict) -> None:
        write_numbers(now, numbers)
        if now.pk:
            self.mended.append(now)

    def _begin(self, unit: Unit, surveys: list[Survey], now: Survey | None, on: datetime.date) -> None:
        later = [one.starts_on - DAY for one in surveys if one.starts_on > on]
        until = min(later, default=None)
        if now is not None:
            until, now.ends_on = now.ends_on, on - DAY
            self.ended.append(now)
        begun = Survey(unit=unit, starts_on=on, ends_on=until, **numbers_of(unit))
        self.begun.append(begun)
        surveys.append(begun)
        surveys.sort(key=lambda one: one.starts_on)

    def save(self, by: Actor) -> None:
        change_all(self.ended, by, act=REPLACED)
        change_all(self.mended, by)
        add_all(self.begun, by)


def survey_units(units: Iterable[Unit], on: datetime.date, by: Actor) -> None:
    """Let the numbers that known units carry hold from the day on, until the next survey there is.

    A survey of that very day is mended. Afterwards the units carry what the latest survey says, to be saved
    in the transaction of the caller.
    """
    for batch in batches(units):
        _survey_some(batch, on, by)


def _survey_some(units: list[Unit], on: datetime.date, by: Actor) -> None:
    held, findings = _locked(units), Findings()
    for unit in units:
        findings.take(unit, held[unit.pk], on)
        write_numbers(unit, _latest(held[unit.pk]))
    findings.save(by)


def _locked(units: list[Unit]) -> dict[int, list[Survey]]:
    """The surveys of each unit by day; the units are locked, for the first survey has none to lock."""
    keys = {unit.pk for unit in units}
    list(Unit.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    return rows_by(Survey.objects.order_by("starts_on"), "unit_id", keys)


def _latest(surveys: list[Survey]) -> dict:
    return numbers_of(surveys[-1]) if surveys else UNKNOWN


def follow_surveys(unit: Unit, by: Actor) -> Unit:
    """Save on the unit what its latest survey says, after a survey was mended by hand."""
    write_numbers(unit, _latest(list(unit.surveys.order_by("starts_on"))))
    return change(unit, by)


def carry_numbers_of(units: Mapping[int, Unit], on: datetime.date) -> None:
    """Let units, by their numbers, carry what holds on the day where a later survey found something else."""
    later = Survey.objects.filter(starts_on__gt=on).values_list("unit_id", flat=True)
    known = {pk for pk in later if pk in units}
    held = rows_by(Survey.objects.on(on), "unit_id", known)
    for pk in known:
        write_numbers(units[pk], _latest(held[pk]))
