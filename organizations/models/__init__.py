"""Tables of the ground, one file for each noun."""

from organizations.models.areas import Area, AreaName
from organizations.models.coverages import Coverage
from organizations.models.imports import ImportBatch, ImportedRow
from organizations.models.jurisdictions import Jurisdiction
from organizations.models.officers import Assignment, Officer, Visit
from organizations.models.organizations import Organization, Seat
from organizations.models.posts import Post
from organizations.models.rules import DatedRule
from organizations.models.units import BaseSpell, Placement, Unit, UnitName

__all__ = [
    "Area",
    "AreaName",
    "Assignment",
    "BaseSpell",
    "Coverage",
    "DatedRule",
    "ImportBatch",
    "ImportedRow",
    "Jurisdiction",
    "Officer",
    "Organization",
    "Placement",
    "Post",
    "Seat",
    "Unit",
    "UnitName",
    "Visit",
]
