"""Tables of the ground, one file for each noun."""

from organizations.models.areas import Area, AreaName
from organizations.models.coverages import Coverage
from organizations.models.imports import ImportBatch, ImportedFact, ImportLine, SenderWord
from organizations.models.jurisdictions import Jurisdiction
from organizations.models.officers import AdviceItem, Assignment, Officer, Visit
from organizations.models.organizations import Organization, Seat, Succession
from organizations.models.plans import CoveragePlan
from organizations.models.posts import Post, Term
from organizations.models.registry import Exclusion, RegistryLine, RegistryList
from organizations.models.rules import DatedRule
from organizations.models.sites import CentreService, DemonstrationSite, Department, Liaison, ServiceCentre
from organizations.models.surveys import Survey
from organizations.models.units import BaseSpell, Placement, Reopening, Unit, UnitName

__all__ = [
    "AdviceItem",
    "Area",
    "AreaName",
    "Assignment",
    "BaseSpell",
    "CentreService",
    "Coverage",
    "CoveragePlan",
    "DatedRule",
    "DemonstrationSite",
    "Department",
    "Exclusion",
    "ImportBatch",
    "ImportLine",
    "ImportedFact",
    "Jurisdiction",
    "Liaison",
    "Officer",
    "Organization",
    "Placement",
    "Post",
    "RegistryLine",
    "RegistryList",
    "Reopening",
    "Seat",
    "SenderWord",
    "ServiceCentre",
    "Succession",
    "Survey",
    "Term",
    "Unit",
    "UnitName",
    "Visit",
]
