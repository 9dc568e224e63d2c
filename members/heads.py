"""How many members units and organizations have on a day: by the roster, where there is none as surveyed."""

import datetime

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from core.spans import holds_on
from members.models import Membership
from organizations.choices import Formation
from organizations.models import Coverage, Unit

ROSTER, SURVEY = "花名册", "摸排数"
EVERYBODY = Q()
OWN = "organization__coverages"
SURVEYED_FORMAL = F("unit__formal_members")
SURVEYED_ALL = SURVEYED_FORMAL + Coalesce(F("unit__probationary_members"), 0)


def is_formal(day: datetime.date) -> Q:
    """Memberships of members who are formal on the day."""
    return Q(member__full_member_on__lte=day)


def working_at(day: datetime.date):
    """Memberships of the day of those who work at the unit."""
    return Membership.objects.on(day).filter(member__unit=OuterRef("pk"))


def in_own_branch(day: datetime.date):
    """Memberships of the day in the branch formed for the unit alone, where no workplace is recorded."""
    own = Coverage.objects.on(day).filter(
        unit=OuterRef(OuterRef("pk")), organization__formation=Formation.STANDALONE
    )
    branch = Subquery(own.values("organization")[:1])
    return Membership.objects.on(day).filter(member__unit=None, organization=branch)


def _counted(memberships, by: str, who: Q) -> Subquery:
    rows = memberships.order_by().values(by).annotate(n=Count("pk", filter=who or None))
    return Subquery(rows.values("n"), output_field=IntegerField())


def _of_roster(day: datetime.date, who: Q) -> Coalesce:
    """Expression on units: how many of these the roster has; nothing where there is no roster."""
    here = _counted(working_at(day), "member__unit", who)
    branch = _counted(in_own_branch(day), "organization", who)
    return Coalesce(here + Coalesce(branch, 0), branch)


def formal_members_on(day: datetime.date) -> Coalesce:
    """Expression on units: the formal members; nothing where nobody has counted them."""
    return Coalesce(_of_roster(day, is_formal(day)), F("formal_members"), output_field=IntegerField())


def roster_on(day: datetime.date):
    """The rosters of the day, one line for each unit that has one: its number and its formal members.

    The same rule as above, asked for all units at once: coverages are joined and not looked up row by row.
    """
    alone = Q(organization__formation=Formation.STANDALONE)
    own = FilteredRelation(OWN, condition=alone & holds_on(day, f"{OWN}__"))
    workplace = Coalesce("member__unit_id", "_own__unit_id", output_field=BigIntegerField())
    placed = Membership.objects.on(day).annotate(_own=own).annotate(_unit=workplace)
    rows = placed.filter(_unit__isnull=False).order_by().values("_unit")
    return rows.annotate(_formal=Count("pk", filter=is_formal(day)))


def has_roster(day: datetime.date) -> Q:
    """Units with a line of `roster_on`; nothing is counted for it, so it costs half as much."""
    memberships = Membership.objects.on(day)
    placed = memberships.filter(member__unit__isnull=False).values("member__unit")
    branches = memberships.filter(member__unit=None).values("organization")
    alone = Coverage.objects.on(day).filter(organization__formation=Formation.STANDALONE)
    return Q(pk__in=placed) | Q(pk__in=alone.filter(organization__in=branches).values("unit"))


def formal_members(day: datetime.date, **compared) -> Q:
    """Units whose formal members compare so (`gte=1, lt=3`); what nobody has counted never does."""
    rostered = roster_on(day).filter(**{f"_formal__{how}": number for how, number in compared.items()})
    surveyed = Q(**{f"formal_members__{how}": number for how, number in compared.items()})
    return Q(pk__in=rostered.values("_unit")) | (surveyed & ~has_roster(day))


def differs_from_survey(day: datetime.date) -> Q:
    """Units whose roster has another number of formal members than the survey found."""
    surveyed = Subquery(Unit.objects.filter(pk=OuterRef("_unit")).values("formal_members"))
    return Q(pk__in=roster_on(day).exclude(_formal=surveyed).values("_unit"))


def heads_source_on(day: datetime.date) -> Case:
    """Expression on units: where the number comes from; empty where there is none."""
    return Case(
        When(Exists(working_at(day)) | Exists(in_own_branch(day)), then=Value(ROSTER)),
        When(formal_members__isnull=False, then=Value(SURVEY)),
        default=Value(""),
        output_field=CharField(),
    )


def enrolled(day: datetime.date):
    """Memberships of the day in the organization."""
    return Membership.objects.on(day).filter(organization=OuterRef("pk"))


def surveyed_heads(day: datetime.date, number) -> Subquery:
    """Expression on organizations: a surveyed number, added up over the units covered on the day."""
    covered = Coverage.objects.on(day).filter(organization=OuterRef("pk"))
    rows = covered.order_by().values("organization").annotate(n=Sum(number))
    return Subquery(rows.values("n"), output_field=IntegerField())


def _enrolled(day: datetime.date, who: Q, surveyed, compared: dict) -> Q:
    asked = {f"n__{how}": number for how, number in compared.items()}
    listed = Membership.objects.on(day).order_by().values("organization")
    by_roster = listed.annotate(n=Count("pk", filter=who or None)).filter(**asked).values("organization")
    covered = Coverage.objects.on(day).order_by().values("organization").annotate(n=Sum(surveyed))
    by_survey = Q(pk__in=covered.filter(**asked).values("organization")) & ~Q(pk__in=listed)
    return Q(pk__in=by_roster) | by_survey


def formal_enrolled(day: datetime.date, **compared) -> Q:
    """Organizations whose formal members compare so (`gte=7`): `formal_enrolled_on`, for all at once."""
    return _enrolled(day, is_formal(day), SURVEYED_FORMAL, compared)


def all_enrolled(day: datetime.date, **compared) -> Q:
    """Organizations whose members, formal and probationary, compare so: `enrolled_on`, for all at once."""
    return _enrolled(day, EVERYBODY, SURVEYED_ALL, compared)


def formal_enrolled_on(day: datetime.date) -> Coalesce:
    """Expression on organizations: the formal members of the roster, else of the units as surveyed."""
    surveyed = surveyed_heads(day, SURVEYED_FORMAL)
    return Coalesce(_counted(enrolled(day), "organization", is_formal(day)), surveyed)


def enrolled_on(day: datetime.date) -> Coalesce:
    """Expression on organizations: all members, formal and probationary."""
    surveyed = surveyed_heads(day, SURVEYED_ALL)
    return Coalesce(_counted(enrolled(day), "organization", EVERYBODY), surveyed)


def enrolled_source_on(day: datetime.date) -> Case:
    return Case(
        When(Exists(enrolled(day)), then=Value(ROSTER)),
        When(Exists(_with_survey(day)), then=Value(SURVEY)),
        default=Value(""),
        output_field=CharField(),
    )


def _with_survey(day: datetime.date):
    return Coverage.objects.on(day).filter(organization=OuterRef("pk"), unit__formal_members__isnull=False)
