"""Acts that build coverage: set up an organization, let it cover a unit, appoint, assign an officer.

Each has a form for many; the act on one is that form with one.
"""

from organizations.building.appointing import appoint, appoint_all
from organizations.building.assigning import assign, assign_all, refusal_of
from organizations.building.covering import check_alone, contradictions, cover, cover_all, end_coverage
from organizations.building.lives import check_lives, closing_of, last_day, locked
from organizations.building.setting_up import set_up, set_up_all

__all__ = [
    "appoint",
    "appoint_all",
    "assign",
    "assign_all",
    "check_alone",
    "check_lives",
    "closing_of",
    "contradictions",
    "cover",
    "cover_all",
    "end_coverage",
    "last_day",
    "locked",
    "refusal_of",
    "set_up",
    "set_up_all",
]
