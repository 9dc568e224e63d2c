"""Acts on officers and their assignments: each shows first what will change."""

from dataclasses import dataclass

from django.db.models import Case, Q, Value, When
from django.urls import reverse

from core.views import RowAct
from organizations import guidance
from organizations.conditions import guided_before, in_base, neither
from organizations.forms.officers import (
    AssignUnitsForm,
    EndAssignmentForm,
    FindUnitsForm,
    LeaveForm,
    ReplaceOfficerForm,
)
from organizations.models import Assignment, Officer, Unit
from organizations.views.officers import sent_from

OFFERED_AT_MOST = 50


@dataclass(frozen=True)
class Found:
    """What the search box above a form needs."""

    form: FindUnitsForm


class OfficerAct(RowAct):
    """An act on one officer within the scope, on a day."""

    model = Officer

    @property
    def officer(self) -> Officer:
        return self.object

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "officer": self.officer}


class OfficerAssign(OfficerAct):
    """Sends an officer to several units; `?q=` finds others than those that wait."""

    form_class = AssignUnitsForm
    permission = "organizations.add_assignment"
    template_name = "organizations/officer_assign.html"
    title = "派驻单位"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "offered": self.offered()}

    def offered(self):
        """The first units found, or else those that wait for an officer; what was ticked stays on offer."""
        posted = [text for text in self.request.POST.getlist("units") if text.isdecimal()]
        found = self.found().values_list("pk", flat=True)[:OFFERED_AT_MOST]
        return Unit.objects.filter(Q(pk__in=list(found)) | Q(pk__in=posted))

    def found(self):
        """Open units within the scope to which this officer is not assigned today."""
        today, text = self.request.today, self.request.GET.get("q", "").strip()
        known = Assignment.objects.on(today).filter(officer=self.officer).values("unit")
        units = Unit.objects.within(self.scope).filter(closed_on__isnull=True).exclude(pk__in=known)
        if text:
            return units.found_by(text)
        near = units.placed_in(self.officer.area, today).filter(in_base(today) & neither(today))
        waiting = Case(When(guided_before(today), then=Value(0)), default=Value(1))
        return near.order_by(waiting, "pk")

    def get_context(self, form, warnings=()):
        find = Found(FindUnitsForm(self.request.GET))
        return {**super().get_context(form, warnings), "filter": find, "most": OFFERED_AT_MOST}

    def act(self, form):
        data = form.cleaned_data
        guidance.assign_units(self.officer, data["units"], data["on"], self.request.actor, data["document"])
        return self.officer


class OfficerLeave(OfficerAct):
    """Only the area that sent the officer lets him leave: his units may lie in others as well."""

    form_class = LeaveForm
    permission = "organizations.change_officer"
    title = "离任"

    def rows_within(self, scope):
        return sent_from(scope)

    def act(self, form):
        data = form.cleaned_data
        return guidance.leave(self.officer, data["on"], data["reason"], self.request.actor)


class AssignmentAct(RowAct):
    """An act on one assignment within the scope, on a day; leads back to the page of its unit."""

    model = Assignment
    related = ("officer", "unit")
    permission = "organizations.change_assignment"

    @property
    def assignment(self) -> Assignment:
        return self.object

    def get_back_url(self):
        return self.assignment.unit.get_absolute_url()


class AssignmentEnd(AssignmentAct):
    form_class = EndAssignmentForm
    template_name = "organizations/assignment_end.html"
    title = "结束派驻"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "assignment": self.assignment}

    def get_context(self, form, warnings=()):
        page = reverse("organizations:assignment-replace", args=[self.assignment.pk])
        return {**super().get_context(form, warnings), "replace_url": page}

    def act(self, form):
        data = form.cleaned_data
        guidance.end_assignment(self.assignment, data["on"], data["document"], self.request.actor)
        return self.assignment.unit


class AssignmentReplace(AssignmentAct):
    form_class = ReplaceOfficerForm
    title = "更换指导员"

    def act(self, form):
        data = form.cleaned_data
        by, document = self.request.actor, data["document"]
        guidance.replace_officer(self.assignment, data["officer"], data["on"], document, by)
        return self.assignment.unit
