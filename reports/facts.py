"""What the portal already knows about an organization's month: shown, frozen at hand-in, never asked."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from activities.models import Activity
from members.choices import JoinReason, MemberStatus
from members.models import Member, Membership, status_on
from organizations.models import Coverage, Organization, Visit
from reports.models import MonthlyReport, Period

NONE_KNOWN = "无"
ANSWERS = ("unchanged", "member_changes", "work", "help_wanted")
UNCHANGED_WORDS = {None: "", True: "本月无变化", False: "有变化"}


@dataclass(frozen=True)
class FactRow:
    """One row behind a fact, with the page it opens."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Fact:
    """One thing the portal knows: its text counts its rows. `private` names the permission to see them."""

    key: str
    label: str
    measure: str
    rows: tuple[FactRow, ...]
    detail: str = ""
    private: str = ""

    @property
    def text(self) -> str:
        if not self.rows:
            return NONE_KNOWN
        return f"{len(self.rows)} {self.measure}{f'（{self.detail}）' if self.detail else ''}"


def facts_of(organization: Organization, period: Period) -> list[Fact]:
    """Return what is known of the month, as of its last day, in as many queries as there are facts."""
    coverages = _coverages(organization, period)
    return [
        Fact("units", "覆盖单位", "家", tuple(_row(c.unit) for c in coverages)),
        _members(organization, period),
        _moves(organization, period),
        _activities(organization, period),
        _visits([coverage.unit_id for coverage in coverages], period),
    ]


def _row(obj, text: str = "") -> FactRow:
    return FactRow(text or str(obj), obj.get_absolute_url())


def _coverages(organization, period) -> list[Coverage]:
    rows = Coverage.objects.on(period.last_day).filter(organization=organization)
    return list(rows.select_related("unit").order_by("unit"))


def _members(organization, period) -> Fact:
    then = status_on(period.last_day)
    members = list(
        Member.objects.of_organization_on(organization, period.last_day).annotate(status_then=then)
    )
    detail = _by_kind(MemberStatus(member.status_then).label for member in members)
    rows = tuple(_row(member) for member in members)
    return Fact("members", "党员", "名", rows, detail, private="members.view_member")


def _moves(organization, period) -> Fact:
    """Return who came and who left in the month; a first entry into the register is no move."""
    month = (period.first_day, period.last_day)
    touched = Membership.objects.filter(Q(starts_on__range=month) | Q(ends_on__range=month))
    moves = [
        move
        for membership in touched.filter(organization=organization).select_related("member").order_by("pk")
        for move in _moves_in(membership, *month)
    ]
    rows = tuple(
        FactRow(f"{day} {reason} {member}", member.get_absolute_url()) for day, reason, member in moves
    )
    detail = _by_kind(reason for _, reason, _ in moves)
    return Fact("moves", "已登记的党员变动", "人次", rows, detail, private="members.view_member")


def _moves_in(membership, first, last):
    came, left = membership.starts_on, membership.ends_on
    if first <= came <= last and membership.entry_reason != JoinReason.REGISTERED:
        yield came, membership.get_entry_reason_display(), membership.member
    if left and first <= left <= last:
        yield left, membership.get_exit_reason_display(), membership.member


def _activities(organization, period) -> Fact:
    during = Activity.objects.filter(organization=organization).during(period.first_day, period.last_day)
    activities = list(during.order_by("held_on", "pk"))
    detail = _by_kind(activity.get_kind_display() for activity in activities)
    rows = tuple(_row(activity, f"{activity.held_on.isoformat()} {activity}") for activity in activities)
    return Fact("activities", "本月活动", "次", rows, detail)


def _visits(units, period) -> Fact:
    visits = Visit.objects.filter(
        assignment__unit__in=units, held_on__range=(period.first_day, period.last_day)
    ).select_related("assignment__officer", "assignment__unit")
    rows = tuple(
        FactRow(f"{visit.held_on.isoformat()} {visit.assignment.officer}走访{visit.assignment.unit}")
        for visit in visits.order_by("held_on", "pk")
    )
    return Fact("visits", "指导员走访", "次", rows)


def _by_kind(names) -> str:
    """Return "主题党日 2、党课 1", the most frequent first."""
    return "、".join(f"{name} {count}" for name, count in Counter(names).most_common())


def answers_of(report: MonthlyReport) -> list[tuple[str, str, str]]:
    """Return (key, label, text) of every answer, in the order asked."""
    labels = {name: report._meta.get_field(name).verbose_name for name in ANSWERS}
    return [(name, labels[name], answer_text(report, name)) for name in ANSWERS]


def answer_text(report: MonthlyReport, name: str) -> str:
    value = getattr(report, name)
    return UNCHANGED_WORDS[value] if name == "unchanged" else value
