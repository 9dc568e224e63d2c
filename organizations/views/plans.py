"""Pages of plans: the list, and the acts that make and end a plan of a unit."""

from django.urls import reverse

from core.views import ListPage
from organizations.forms.plans import PlanForm
from organizations.models import CoveragePlan
from organizations.plan_filters import PlanFilter
from organizations.plan_making import end_plan, make_plan
from organizations.sheets.plans import PLANS
from organizations.views.ending import EndPage
from organizations.views.units import UnitAct

LAST_DAY = "ends_on"


class PlanList(ListPage):
    sheet = PLANS
    filterset_class = PlanFilter
    permission = "organizations.view_coverageplan"

    def row_url(self, row):
        return row.unit.get_absolute_url()

    def get_context(self, rows, columns, filterset):
        context = super().get_context(rows, columns, filterset)
        names = [column.name for column in columns]
        if LAST_DAY in names and self.allows("organizations.change_coverageplan"):
            lead_to_end(context, names.index(LAST_DAY))
        return context


def lead_to_end(context: dict, place: int) -> None:
    """Let the empty last day of a plan lead to the page that ends it."""
    for pk, row in zip(context["page_obj"], context["rows"], strict=False):
        if not row["cells"][place]["text"]:
            row["cells"][place] |= {
                "text": "结束计划",
                "url": reverse("organizations:plan-end", args=[pk]),
            }


class UnitPlan(UnitAct):
    """Makes a plan for a unit; the plan before it ends the day before."""

    form_class = PlanForm
    permission = "organizations.add_coverageplan"
    title = "组建计划"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "initial": {"starts_on": self.request.today}}

    def act(self, form):
        plan = form.save(commit=False)
        plan.unit = self.unit
        make_plan(plan, self.request.actor)
        return self.unit


class PlanEnd(EndPage):
    """Ends a plan that is done or given up."""

    model = CoveragePlan
    permission = "organizations.change_coverageplan"

    def act(self, form):
        return end_plan(self.object, form.cleaned_data["on"], self.request.actor)
