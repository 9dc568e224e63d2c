"""What a list says of today's units: every line falls into one section, computed when it is asked for."""

import datetime
from enum import StrEnum

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Length

from core.scoping import Scope
from organizations.choices import LineFault, RegistryDecision, RegistryMatch
from organizations.conditions import in_base
from organizations.models import Exclusion, Placement, RegistryLine, RegistryList, Unit, UnitName


class Section(StrEnum):
    NEW = "new"
    GONE = "gone"
    RENAMED = "renamed"
    MOVED = "moved"
    SUSPECT = "suspect"
    FAULTY = "faulty"
    EXCLUDED = "excluded"
    SAME = "same"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Section.NEW: "新出现",
    Section.GONE: "已消失",
    Section.RENAMED: "更名",
    Section.MOVED: "迁移",
    Section.SUSPECT: "疑似同一家",
    Section.FAULTY: "需核对",
    Section.EXCLUDED: "已不纳入",
    Section.SAME: "一致",
}
SETTLED = (RegistryDecision.ADDED, RegistryDecision.CLOSED, RegistryDecision.KEPT)


def compared(lines, day: datetime.date):
    """Put on each line the unit it is tied to today, by decision or by code, and its section."""
    lines = lines.annotate(
        found_id=Coalesce("unit_id", "by_code__pk"),
        found_name=Coalesce("unit__name", "by_code__name"),
        found_closed_on=Case(
            When(unit__isnull=False, then=F("unit__closed_on")), default=F("by_code__closed_on")
        ),
    )
    here = Placement.objects.on(day).filter(unit=OuterRef("found_id"))
    return lines.annotate(found_area=Subquery(here.values("area")[:1]), section=section_of_line())


def section_of_line() -> Case:
    """The order decides: what is excluded or unreadable first, then what has no unit, then what differs."""
    known, closed = Q(found_id__isnull=False), Q(found_closed_on__isnull=False)
    other_name = ~Q(found_name=F("name_short")) & ~Q(found_name=F("name_long")) & ~Q(name="")
    other_area = Q(area__isnull=False) & ~Q(found_area=F("area"))
    rules = (
        (is_excluded(), Section.EXCLUDED),
        (~Q(fault=""), Section.FAULTY),
        (Q(decision__in=SETTLED), Section.SAME),
        (Q(is_gone=True) & (~known | closed), Section.SAME),
        (known & closed, Section.NEW),
        (known & Q(is_gone=True), Section.GONE),
        (known & other_name & ~Q(decision=RegistryDecision.RENAMED), Section.RENAMED),
        (known & other_area & ~Q(decision=RegistryDecision.MOVED), Section.MOVED),
        (known, Section.SAME),
        (~Q(matched_by=RegistryMatch.REJECTED) & has_namesake(), Section.SUSPECT),
    )
    return Case(
        *(When(condition, then=Value(str(section))) for condition, section in rules),
        default=Value(str(Section.NEW)),
        output_field=CharField(),
    )


def is_excluded() -> Q:
    """Lines whose code, or, where one of the two has no code, whose name is remembered as not taken in."""
    standing = Exclusion.objects.filter(revoked_on=None)
    by_code = standing.filter(credit_code=OuterRef("credit_code")).exclude(credit_code="")
    namesakes = standing.exclude(name_key="").filter(name_key=OuterRef("name_short"))
    return (
        Q(Exists(by_code))
        | Q(Exists(namesakes.filter(credit_code="")))
        | (Q(credit_code="") & Q(Exists(namesakes)))
    )


def has_namesake() -> Q:
    """Lines with the name, or a former name, of a unit whose code does not say otherwise."""
    line_code = ExpressionWrapper(OuterRef("credit_code"), output_field=CharField())
    units = Unit.objects.alias(line_code=line_code).filter(Q(credit_code=None) | Q(line_code=""))
    formers = UnitName.objects.alias(line_code=line_code).filter(Q(unit__credit_code=None) | Q(line_code=""))
    condition = Q(pk__in=[])
    for spelling in ("name_short", "name_long"):
        for rows in (units, formers):
            condition |= Q(Exists(rows.filter(name=OuterRef(spelling))))
    return ~Q(name_short="") & condition


def lines_of(registry: RegistryList, scope: Scope):
    return compared(RegistryLine.objects.within(scope).filter(list=registry), scope.on)


def gone_units(registry: RegistryList, scope: Scope):
    """Units of the kind and area of the list that count in the base, with no line there that still stands."""
    units = Unit.objects.within(scope).filter(in_base(scope.on), kind=registry.kind, closed_on=None)
    return units.placed_in(registry.area, scope.on).exclude(has_standing_line(registry))


def has_standing_line(registry: RegistryList) -> Q:
    lines = RegistryLine.objects.filter(list=registry)
    standing = lines.filter(Q(is_gone=False) | Q(decision=RegistryDecision.KEPT))
    namesakes = standing.exclude(matched_by=RegistryMatch.REJECTED)
    without_code = namesakes.alias(length=Length("credit_code")).filter(
        length=0
    )  # by name, not by blank code
    condition = Q(pk__in=standing.exclude(unit=None).values("unit"))
    condition |= Q(Exists(standing.filter(credit_code=OuterRef("credit_code"))))
    formers = UnitName.objects.filter(unit=OuterRef("pk"))
    for spelling in ("name_short", "name_long"):
        for rows, units in ((without_code, Q()), (namesakes, Q(credit_code=None))):
            lines = rows.filter(**{spelling: OuterRef("name")})
            condition |= units & (Q(Exists(lines)) | Q(Exists(formers.filter(Exists(lines)))))
    return condition


def count_sections(registry: RegistryList, scope: Scope) -> dict[Section, int]:
    """Return how many lines each section holds; of what is gone the units are counted."""
    found = lines_of(registry, scope).order_by().values("section").annotate(n=Count("pk"))
    counts = dict.fromkeys(Section, 0) | {Section(row["section"]): row["n"] for row in found}
    counts[Section.GONE] = gone_units(registry, scope).count()
    return counts


def candidates(line: RegistryLine):
    """Units that bear the name of the line, now or formerly, and no other code."""
    names = {line.name_short, line.name_long} - {""}
    units = Unit.objects.filter(
        Q(name__in=names) | Q(pk__in=UnitName.objects.filter(name__in=names).values("unit"))
    )
    return units.filter(credit_code=None) if line.credit_code else units


def found_unit(line: RegistryLine) -> Unit | None:
    """The unit a line is tied to: by decision, else by its code."""
    if line.unit_id:
        return line.unit
    usable = line.credit_code and line.fault != LineFault.DUPLICATE
    return Unit.objects.filter(credit_code=line.credit_code).first() if usable else None
