"""The conditions every figure rests on: pure functions of a day over units and organizations."""

import datetime

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from organizations.choices import CoverageState, Formation, PostRole, PostSource
from organizations.models import Assignment, BaseSpell, Coverage, Placement, Post, Reopening, Seat
from organizations.models.organizations import is_open_on


def in_base(day: datetime.date) -> Q:
    """Units that count in the base on the day; change the base here and every rate follows."""
    return Q(Exists(BaseSpell.objects.on(day).filter(unit=OuterRef("pk"))))


def enterprise_in_base(day: datetime.date) -> Q:
    return in_base(day) & Q(kind="enterprise")


def covered(day: datetime.date) -> Q:
    """Units with a covering organization on the day."""
    return Q(Exists(Coverage.objects.on(day).filter(unit=OuterRef("pk"))))


def standalone(day: datetime.date) -> Q:
    """Units whose covering organization was formed for them alone."""
    coverages = Coverage.objects.on(day).filter(organization__formation=Formation.STANDALONE)
    return Q(Exists(coverages.filter(unit=OuterRef("pk"))))


def joint(day: datetime.date) -> Q:
    """Units covered by an organization formed in any other way than for them alone."""
    coverages = Coverage.objects.on(day).exclude(organization__formation=Formation.STANDALONE)
    return Q(Exists(coverages.filter(unit=OuterRef("pk"))))


def guided(day: datetime.date) -> Q:
    """Units to which an officer is assigned on the day."""
    return Q(Exists(Assignment.objects.on(day).filter(unit=OuterRef("pk"))))


def worked_in(day: datetime.date) -> Q:
    return covered(day) | guided(day)


def neither(day: datetime.date) -> Q:
    return ~covered(day) & ~guided(day)


def guided_before(day: datetime.date) -> Q:
    """Units from which an officer was withdrawn before the day."""
    return Q(Exists(Assignment.objects.filter(unit=OuterRef("pk"), ends_on__lt=day)))


def waiting_for_officer(day: datetime.date) -> Q:
    """Units of the base that lost their officer and have nothing else on the day (待补派)."""
    return in_base(day) & neither(day) & guided_before(day)


def surveyed(day: datetime.date) -> Q:
    return Q(surveyed_on__lte=day)


def above_scale_in_base(day: datetime.date) -> Q:
    return enterprise_in_base(day) & Q(above_scale=True)


def has_member(day: datetime.date) -> Q:
    return Q(formal_members__gte=1) | Q(probationary_members__gte=1)


def has_secretary(day: datetime.date) -> Q:
    """Organizations with a secretary on the day."""
    return Q(Exists(_secretaries(day).filter(organization=OuterRef("pk"))))


def secretary_from_management(day: datetime.date) -> Q:
    """Organizations whose secretary comes from the management or leads the trade union."""
    sources = (PostSource.MANAGEMENT, PostSource.UNION)
    return Q(Exists(_secretaries(day).filter(organization=OuterRef("pk"), source__in=sources)))


def open_with_secretary(day: datetime.date) -> Q:
    return is_open_on(day) & has_secretary(day)


def _secretaries(day: datetime.date):
    return Post.objects.on(day).filter(role=PostRole.SECRETARY)


def coverage_state_on(day: datetime.date) -> Case:
    """Expression on units: one of the five states of the day; disjoint, and never 'covered' by default."""
    return Case(
        When(standalone(day), then=Value(CoverageState.STANDALONE)),
        When(covered(day), then=Value(CoverageState.JOINT)),  # in any other way than alone
        When(guided(day), then=Value(CoverageState.GUIDANCE)),
        When(surveyed(day), then=Value(CoverageState.NONE)),
        default=Value(CoverageState.UNKNOWN),
        output_field=CharField(),
    )


def in_state(day: datetime.date, state: str) -> Q:
    """Units in one of the five states, as a condition that a database can look up by its indexes."""
    return {
        CoverageState.STANDALONE: standalone,
        CoverageState.JOINT: joint,
        CoverageState.GUIDANCE: lambda day: guided(day) & ~covered(day),
        CoverageState.NONE: lambda day: surveyed(day) & neither(day),
        CoverageState.UNKNOWN: lambda day: ~surveyed(day) & neither(day),
    }[CoverageState(state)](day)


def area_name_on(day: datetime.date) -> Subquery:
    """Expression on units: the present name of the managing area of the day."""
    return Subquery(Placement.objects.on(day).filter(unit=OuterRef("pk")).values("area__name")[:1])


def area_position_on(day: datetime.date) -> Subquery:
    return Subquery(Placement.objects.on(day).filter(unit=OuterRef("pk")).values("area__position")[:1])


def seat_name_on(day: datetime.date) -> Subquery:
    """Expression on organizations: the name of the managing area of the day."""
    return Subquery(Seat.objects.on(day).filter(organization=OuterRef("pk")).values("area__name")[:1])


def covering_name_on(day: datetime.date) -> Subquery:
    """Expression on units: the name of the organization that covers the unit on the day."""
    return Subquery(Coverage.objects.on(day).filter(unit=OuterRef("pk")).values("organization__name")[:1])


def officer_name_on(day: datetime.date) -> Subquery:
    """Expression on units: the name of the officer assigned on the day."""
    assignments = Assignment.objects.on(day).filter(unit=OuterRef("pk")).order_by("pk")
    return Subquery(assignments.values("officer__name")[:1])


def secretary_on(day: datetime.date, field: str = "name") -> Subquery:
    """Expression on organizations: name or phone of the secretary of the day."""
    return Subquery(_secretaries(day).filter(organization=OuterRef("pk")).values(field)[:1])


def covered_units_on(day: datetime.date) -> Coalesce:
    """Expression on organizations: how many units it covers on the day."""
    return _count_of(Coverage.objects.on(day), "organization")


def covers_some(day: datetime.date) -> Q:
    """Organizations that cover a unit on the day."""
    return Q(Exists(Coverage.objects.on(day).filter(organization=OuterRef("pk"))))


def covers_several(day: datetime.date) -> Q:
    """Organizations that cover more than one unit on the day."""
    counted = Coverage.objects.on(day).order_by().values("organization").annotate(n=Count("pk"))
    return Q(pk__in=counted.filter(n__gt=1).values("organization"))


def assigned_units_on(day: datetime.date) -> Coalesce:
    """Expression on officers: how many units the officer is assigned to on the day."""
    return _count_of(Assignment.objects.on(day), "officer")


def base_since_on(day: datetime.date) -> Subquery:
    """Expression on units: the first day of the spell in the base that holds on the day."""
    return Subquery(BaseSpell.objects.on(day).filter(unit=OuterRef("pk")).values("starts_on")[:1])


def _between_lives(day: datetime.date):
    return Reopening.objects.filter(unit=OuterRef("pk"), closed_on__lt=day, reopened_on__gt=day)


def unit_over(day: datetime.date) -> Q:
    """Units that have closed before the day and have not returned by then."""
    return Q(closed_on__lt=day) | Q(Exists(_between_lives(day)))


def unit_open(day: datetime.date) -> Q:
    """Units that exist on the day: opened by then, and not closed."""
    opened = Q(opened_on__isnull=True) | Q(opened_on__lte=day)
    not_closed = Q(closed_on__isnull=True) | Q(closed_on__gte=day)
    return opened & not_closed & ~Q(Exists(_between_lives(day)))


def _count_of(rows, parent: str) -> Coalesce:
    counted = rows.filter(**{parent: OuterRef("pk")}).order_by().values(parent).annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)
