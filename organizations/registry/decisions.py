"""What is done about a line of a registry list: each act changes the unit and tells it on the line."""

import datetime

from django.db import transaction
from django.utils import timezone

from core.audit import Actor
from core.saving import Refused, add, change, refuse_invalid
from organizations.choices import RegistryDecision, RegistryMatch
from organizations.forms import kind_of_code
from organizations.models import Area, Exclusion, RegistryLine, Unit
from organizations.registration import close_unit, move_unit, register_unit, search_text_of
from organizations.registry.comparison import candidates, found_unit
from organizations.renaming import rename_unit


def decide(line: RegistryLine, decision: str, by: Actor, reason: str = "", unit: Unit | None = None):
    """Write on the line what was decided, by whom and when; a unit it was tied to stays."""
    line.decision, line.reason = decision, reason
    line.decided_by, line.decided_at = by.user, timezone.now()
    if unit is not None and line.unit_id is None:
        line.unit, line.matched_by = unit, RegistryMatch.CODE
    return change(line, by, act="办理", reason=reason)


def unit_from(line: RegistryLine) -> Unit:
    """The unit a line would become, as far as the registry knows it."""
    return Unit(
        kind=kind_of_code(line.credit_code) or line.list.kind,
        name=line.name,
        credit_code=line.credit_code or None,
        address=line.address,
        opened_on=line.established_on,
    )


def register_line(
    line: RegistryLine, unit: Unit, area: Area, on: datetime.date, by: Actor, *, in_base: bool = True
) -> Unit:
    """Register the unit of a line; refused when the line is tied to a unit already."""
    with transaction.atomic():
        line = locked(line)
        known = found_unit(line)
        if known is not None:
            raise Refused(f"“{line}”已登记为单位“{known}”，无需重复登记。")
        register_unit(unit, area, on, by, in_base=in_base)
        decide(line, RegistryDecision.ADDED, by, unit=unit)
        return unit


def register_lines(lines, area: Area | None, on: datetime.date, by: Actor, *, in_base: bool = True) -> int:
    """Register the units of several lines, all or none; `area` stands in where a line has none."""
    with transaction.atomic():
        for line in lines:
            place = line.area or area
            if place is None:
                raise Refused(f"看不出“{line}”属于哪个乡镇、街道或开发区，请选择管理区域，或逐家登记。")
            unit = unit_from(line)
            try:
                refuse_invalid(unit)
                register_line(line, unit, place, on, by, in_base=in_base)
            except Refused as refusal:
                raise Refused(f"第{line.row}行“{line}”：{refusal}没有登记任何单位。") from refusal
    return len(lines)


def close_line(
    line: RegistryLine, unit: Unit, on: datetime.date, reason: str, document: str, by: Actor
) -> None:
    with transaction.atomic():
        close_unit(unit, on, reason, document, by)
        decide(locked(line), RegistryDecision.CLOSED, by, unit=unit)


def rename_line(
    line: RegistryLine, unit: Unit, name: str, on: datetime.date, document: str, by: Actor
) -> None:
    with transaction.atomic():
        rename_unit(unit, name, on, document, by)
        decide(locked(line), RegistryDecision.RENAMED, by, unit=unit)


def move_line(
    line: RegistryLine, unit: Unit, area: Area, on: datetime.date, document: str, by: Actor
) -> None:
    with transaction.atomic():
        move_unit(unit, area, on, document, by)
        decide(locked(line), RegistryDecision.MOVED, by, unit=unit)


def confirm_same(line: RegistryLine, unit: Unit, by: Actor) -> None:
    """Tie the line to a unit of its name; a unit without a code takes the code of the line."""
    with transaction.atomic():
        line = locked(line)
        if found_unit(line) is not None:
            raise Refused(f"“{line}”已对应单位“{found_unit(line)}”。")
        if not candidates(line).filter(pk=unit.pk).exists():
            raise Refused(f"“{unit}”的名称或代码与名单不符，不能确认为同一家。")
        if line.credit_code and not unit.credit_code:
            unit.credit_code = line.credit_code
            unit.search_text = search_text_of(unit)
            change(unit, by)
        line.unit, line.matched_by = unit, match_of(line, unit)
        change(line, by, act="确认同一家")


def match_of(line: RegistryLine, unit: Unit) -> RegistryMatch:
    now = unit.name in (line.name_short, line.name_long)
    return RegistryMatch.NAME if now else RegistryMatch.FORMER_NAME


def reject_same(line: RegistryLine, reason: str, by: Actor) -> None:
    """Say that the line is no unit of that name: it is a new one then."""
    with transaction.atomic():
        line = locked(line)
        line.matched_by, line.reason = RegistryMatch.REJECTED, reason
        change(line, by, act="确认不是同一家", reason=reason)


def keep_line(line: RegistryLine, reason: str, by: Actor) -> None:
    """Leave the unit as it is, although the list says otherwise; holds for this list only."""
    with transaction.atomic():
        decide(locked(line), RegistryDecision.KEPT, by, reason, unit=found_unit(line))


def exclude_lines(lines, reason: str, on: datetime.date, by: Actor) -> int:
    """Take the bodies of these lines out of consideration, in this list and in every later one."""
    with transaction.atomic():
        for line in lines:
            exclude_line(locked(line), reason, on, by)
    return len(lines)


def exclude_line(line: RegistryLine, reason: str, on: datetime.date, by: Actor) -> Exclusion:
    if not (line.credit_code or line.name_short):
        raise Refused(f"{line}没有可用的代码和名称，记不住是哪一家，无需处理。")
    exclusion = standing_exclusion(line) or add(
        Exclusion(
            credit_code=line.credit_code,
            name=line.name,
            name_key=line.name_short,
            area=line.area or line.list.area,
            reason=reason,
            excluded_on=on,
            excluded_by=by.user,
        ),
        by,
        reason=reason,
    )
    line.exclusion = exclusion
    decide(line, RegistryDecision.EXCLUDED, by, reason)
    return exclusion


def standing_exclusion(line: RegistryLine) -> Exclusion | None:
    standing = Exclusion.objects.filter(revoked_on=None)
    same = {"credit_code": line.credit_code} if line.credit_code else {"name_key": line.name_short}
    return standing.filter(**same).first()


def take_back(exclusion: Exclusion, reason: str, on: datetime.date, by: Actor) -> Exclusion:
    """End an exclusion; the lines it was written on are open again."""
    with transaction.atomic():
        exclusion = Exclusion.objects.select_for_update().get(pk=exclusion.pk)
        if exclusion.revoked_on is not None:
            raise Refused(f"“{exclusion}”已于{exclusion.revoked_on.isoformat()}撤回，无需重复办理。")
        exclusion.revoked_on, exclusion.revoke_reason = on, reason
        change(exclusion, by, act="撤回不纳入", reason=reason)
        for line in exclusion.lines.select_related("list"):
            line.exclusion = None
            decide(line, RegistryDecision.NONE, by, reason)
    return exclusion


def locked(line: RegistryLine) -> RegistryLine:
    """The line as it stands, held until the act is over; two clerks decide one after the other."""
    return RegistryLine.objects.select_for_update(of=("self",)).select_related("list").get(pk=line.pk)
