"""Everything that ever held for one unit, in one list by day, each entry with its document."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.models import AuditEntry
from core.sheets import NO, YES
from core.spans import Span
from organizations.choices import ExitReason
from organizations.models import Survey, Unit
from organizations.models.surveys import NUMBERS

COVERED, GUIDED, IN_BASE = "党组织覆盖", "派驻指导员", "纳入基数"
PLACED, LIAISON, SURVEYED = "管理区域", "领导联系点", "摸排情况"


@dataclass(frozen=True)
class Happening:
    """One line of the timeline: a fact from a day to a day, or something that happened on one day."""

    noun: str
    text: str
    starts_on: datetime.date
    ends_on: datetime.date | None = None
    document: str = ""
    span: Span | None = field(default=None, compare=False)

    @property
    def is_running(self) -> bool:
        return self.span is not None and self.ends_on is None

    @property
    def period_text(self) -> str:
        first = self.starts_on.isoformat()
        if self.ends_on == self.starts_on and self.span is None:
            return first
        return f"{first} 至 {self.ends_on.isoformat() if self.ends_on else '今'}"


def joined(*parts: str) -> str:
    return "；".join(part for part in parts if part)


def _on(noun: str, day: datetime.date, text: str, document: str = "") -> Happening:
    return Happening(noun, text, day, day, document)


def _during(noun: str, span: Span, text: str, *documents: str) -> Happening:
    return Happening(noun, text, span.starts_on, span.ends_on, joined(*documents), span)


def coverages_of(unit: Unit) -> list[Happening]:
    return [
        _during(
            COVERED,
            row,
            f"{row.organization}（{row.organization.get_formation_display()}）",
            row.document,
            row.end_document and f"结束：{row.end_document}",
        )
        for row in unit.coverages.select_related("organization")
    ]


def assignments_of(unit: Unit) -> list[Happening]:
    return [
        _during(
            GUIDED,
            row,
            str(row.officer),
            row.document,
            row.end_document and f"结束：{row.end_document}",
        )
        for row in unit.assignments.select_related("officer")
    ]


def placements_of(unit: Unit) -> list[Happening]:
    rows = unit.placements.select_related("area")
    return [_during(PLACED, row, str(row.area), row.document) for row in rows]


def base_spells_of(unit: Unit) -> list[Happening]:
    """Spells in the base: why they ended, who approved, and the documents of entry and exit."""
    return [
        _during(
            IN_BASE,
            row,
            joined(
                row.exit_reason and f"移出原因：{row.get_exit_reason_display()}",
                f"批准人：{row.approved_by}" if row.approved_by else "",
            ),
            row.entry_document,
            row.exit_document and f"移出：{row.exit_document}",
        )
        for row in unit.base_spells.select_related("approved_by")
    ]


def names_of(unit: Unit) -> list[Happening]:
    """Former names; the document of a renaming is the reason in the audit trail."""
    rows = list(unit.names.all())
    told = AuditEntry.objects.filter(
        model="organizations.unitname", object_id__in=[str(row.pk) for row in rows]
    ).order_by("pk")
    documents = {entry.object_id: entry.reason for entry in told if entry.reason}
    return [_during("曾用名", row, row.name, documents.get(str(row.pk), "")) for row in rows]


def plans_of(unit: Unit) -> list[Happening]:
    return [
        _during(
            "组建计划",
            row,
            joined(
                f"{row.get_measure_display()}，计划{row.planned_on.isoformat()}完成",
                f"未组建原因：{row.get_reason_display()}",
                row.note,
            ),
        )
        for row in unit.coverage_plans.all()
    ]


def liaisons_of(unit: Unit) -> list[Happening]:
    return [
        _during(
            LIAISON, row, row.leader + (f"（{row.leader_post}）" if row.leader_post else ""), row.document
        )
        for row in unit.liaisons.all()
    ]


def services_of(unit: Unit) -> list[Happening]:
    return [_during("服务中心", row, str(row.centre)) for row in unit.services.select_related("centre")]


def surveys_of(unit: Unit) -> list[Happening]:
    """What each survey found, from → to where an earlier one found something else."""
    rows = list(unit.surveys.order_by("starts_on"))
    pairs = zip([Survey(), *rows], rows, strict=False)
    return [_during(SURVEYED, row, joined(*_differences(before, row))) for before, row in pairs]


def _differences(before: Survey, row: Survey) -> Iterable[str]:
    for name in NUMBERS:
        old, new = getattr(before, name), getattr(row, name)
        if old != new:
            label = Survey._meta.get_field(name).verbose_name
            yield f"{label} {_said(old)} → {_said(new)}" if before.pk else f"{label} {_said(new)}"


def _said(number: int | bool | None) -> str:
    if isinstance(number, bool):
        return YES if number else NO
    return "—" if number is None else str(number)


def life_of(unit: Unit) -> Iterable[Happening]:
    """Opening, closings and returns: each on its day."""
    if unit.opened_on:
        yield _on("成立", unit.opened_on, str(unit))
    for row in unit.reopenings.all():
        yield _closing(row.closed_on, row.close_reason, row.close_document)
        yield _on("恢复登记", row.reopened_on, "重新登记", row.document)
    if unit.closed_on:
        yield _closing(unit.closed_on, unit.close_reason, unit.close_document)


def _closing(day: datetime.date, reason: str, document: str) -> Happening:
    return _on("注销或迁出", day, ExitReason(reason).label if reason else "", document)


KINDS = (
    coverages_of,
    assignments_of,
    base_spells_of,
    placements_of,
    names_of,
    plans_of,
    liaisons_of,
    services_of,
    surveys_of,
    life_of,
)


def timeline(unit: Unit) -> list[Happening]:
    """Everything that ever held for the unit, newest first; of one day in the order of `KINDS`."""
    found = [one for kind in KINDS for one in kind(unit)]
    return sorted(found, key=lambda one: one.starts_on, reverse=True)


def held_on(happenings: list[Happening], noun: str, day: datetime.date) -> list[Happening]:
    """The facts of one noun that hold on the day."""
    return [one for one in happenings if one.noun == noun and one.span is not None and one.span.is_on(day)]


def standing(happenings: list[Happening], day: datetime.date) -> list[tuple[str, str]]:
    """Say in (label, text) who covers and guides the unit on the day, and since when."""
    covered = [
        (one.span.organization, one.starts_on.isoformat()) for one in held_on(happenings, COVERED, day)
    ]
    organization, since = covered[0] if covered else (None, "")
    officers = [f"{one.text}（{one.starts_on.isoformat()} 起）" for one in held_on(happenings, GUIDED, day)]
    leaders = [one.text for one in held_on(happenings, LIAISON, day)]
    spells = [f"{one.starts_on.isoformat()} 起纳入" for one in held_on(happenings, IN_BASE, day)]
    places = [one.text for one in held_on(happenings, PLACED, day)]
    return [
        ("党组织", str(organization) if organization else "没有党组织覆盖"),
        ("组建方式", organization.get_formation_display() if organization else ""),
        ("覆盖起始日期", since),
        ("党建工作指导员", "、".join(officers) or "未派指导员"),
        ("基数", "、".join(spells) or "未纳入"),
        ("管理区域", "、".join(places) or "没有管理区域"),
        ("领导联系点", "、".join(leaders) or "无"),
    ]
