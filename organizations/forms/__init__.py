"""Forms of the ground, the same for pages, import and admin; one file for each noun."""

from organizations.forms.acts import (
    AssignForm,
    CoverForm,
    DayForm,
    EndForm,
    EnterForm,
    ExitForm,
    MoveForm,
)
from organizations.forms.officers import OfficerForm, VisitForm
from organizations.forms.organizations import OrganizationForm, SetUpForm
from organizations.forms.posts import PostForm
from organizations.forms.units import EditUnitForm, RegisterUnitForm, UnitForm, kind_of_code

__all__ = [
    "AssignForm",
    "CoverForm",
    "DayForm",
    "EditUnitForm",
    "EndForm",
    "EnterForm",
    "ExitForm",
    "MoveForm",
    "OfficerForm",
    "OrganizationForm",
    "PostForm",
    "RegisterUnitForm",
    "SetUpForm",
    "UnitForm",
    "VisitForm",
    "kind_of_code",
]
