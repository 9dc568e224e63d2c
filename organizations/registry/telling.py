"""What a page of a section says of its lines: the unit here, what differs, and why; few queries a page."""

from dataclasses import dataclass, field

from django.db.models import Q

from core.scoping import Scope
from organizations.conditions import area_name_on
from organizations.models import Exclusion, RegistryLine, RegistryList, Unit, UnitName
from organizations.registry.comparison import Section

CALLED_GONE = "登记机关已终止登记，本系统中尚未注销或迁出"
NOT_LISTED = "名单中没有这家单位"
ELSEWHERE = "本系统中由其他区域管理，请联系县级工作人员办理。"


@dataclass
class Told:
    """One line, or one unit without a standing line, with what is to be said about it."""

    line: RegistryLine | None = None
    unit: Unit | None = None
    exclusion: Exclusion | None = None
    within_reach: bool = True
    notes: list[str] = field(default_factory=list)


class Teller:
    """Looks up once for a whole page what its lines speak of."""

    def __init__(self, lines: list[RegistryLine], scope: Scope):
        self.scope = scope
        found = {line.found_id for line in lines} - {None}
        units = Unit.objects.filter(pk__in=found).annotate(area_name=area_name_on(scope.on))
        self.units = {unit.pk: unit for unit in units}
        mine = Unit.objects.within(scope).filter(pk__in=found)
        self.reachable = set(mine.values_list("pk", flat=True))

    def tell(self, line: RegistryLine) -> Told:
        unit = self.units.get(line.found_id)
        told = Told(line, unit, within_reach=unit is None or unit.pk in self.reachable)
        if unit is not None and not told.within_reach:
            told.notes.append(ELSEWHERE)
        elif unit is not None:
            told.notes += differences(line, unit)
        if line.note:
            told.notes.append(line.note)
        if line.reason:
            told.notes.append(f"{line.get_decision_display()}：{line.reason}")
        return told


def differences(line: RegistryLine, unit: Unit) -> list[str]:
    """What the list says otherwise than this portal."""
    notes = []
    if unit.closed_on:
        notes.append(
            f"本系统中“{unit}”已于{unit.closed_on.isoformat()}注销或迁出；如已恢复，请在单位页面办理。"
        )
    if line.name and unit.name not in (line.name_short, line.name_long):
        notes.append(f"本系统中的名称：{unit.name}")
    if line.area_id and line.found_area != line.area_id:
        notes.append(f"本系统中的管理区域：{unit.area_name or '无'}；名单中为{line.area}")
    return notes


def tell_lines(lines: list[RegistryLine], section: Section, scope: Scope) -> list[Told]:
    teller = Teller(lines, scope)
    told = [teller.tell(line) for line in lines]
    if section == Section.SUSPECT:
        tell_namesakes(told, scope)
    if section == Section.EXCLUDED:
        tell_exclusions(told)
    return told


def tell_namesakes(told: list[Told], scope: Scope) -> None:
    names = {name for one in told for name in (one.line.name_short, one.line.name_long)}
    by_name: dict[str, list[Unit]] = {}
    for unit in Unit.objects.within(scope).filter(name__in=names):
        by_name.setdefault(unit.name, []).append(unit)
    formers = UnitName.objects.within(scope).filter(name__in=names).select_related("unit")
    for former in formers:
        by_name.setdefault(former.name, []).append(former.unit)
    for one in told:
        same = {u for name in {one.line.name_short, one.line.name_long} for u in by_name.get(name, ())}
        likely = sorted((u for u in same if not (u.credit_code and one.line.credit_code)), key=lambda u: u.pk)
        one.notes += [f"可能是“{unit}”（代码{unit.credit_code or '未登记'}）" for unit in likely] or [
            ELSEWHERE
        ]
        one.within_reach = bool(likely)


def tell_exclusions(told: list[Told]) -> None:
    codes = {one.line.credit_code for one in told} - {""}
    names = {one.line.name_short for one in told} - {""}
    standing = Exclusion.objects.filter(revoked_on=None)
    rows = list(standing.filter(Q(credit_code__in=codes) | Q(name_key__in=names)))
    by_code = {row.credit_code: row for row in rows if row.credit_code}
    by_name = {row.name_key: row for row in rows}
    for one in told:
        one.exclusion = by_code.get(one.line.credit_code) or by_name.get(one.line.name_short)
        if one.exclusion is not None:
            day = one.exclusion.excluded_on.isoformat()
            one.notes = [f"{day}起不纳入：{one.exclusion.reason}"]


def tell_units(units: list[Unit], registry: RegistryList, scope: Scope) -> list[Told]:
    """Units that are gone, each with the line that says so, if there is one."""
    codes = {unit.credit_code for unit in units if unit.credit_code}
    over = RegistryLine.objects.within(scope).filter(list=registry, is_gone=True)
    lines = list(over.filter(Q(unit__in=units) | Q(credit_code__in=codes)).select_related("area"))
    by_unit = {line.unit_id: line for line in lines if line.unit_id}
    by_code = {line.credit_code: line for line in lines if line.credit_code}
    told = [Told(by_unit.get(u.pk) or by_code.get(u.credit_code), u) for u in units]
    for one in told:
        one.notes.append(CALLED_GONE if one.line else NOT_LISTED)
    return told
