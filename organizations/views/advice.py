"""Pages of what visits advised: what is open, overdue or closed, and how an item ended."""

from django.urls import reverse

from core.views import EditPage, ListPage, section
from organizations.forms.officers import AdviceCloseForm
from organizations.models import AdviceItem
from organizations.officer_filters import AdviceFilter
from organizations.sheets.officers import ADVICE, UNIT_ADVICE


class AdviceList(ListPage):
    sheet = ADVICE
    filterset_class = AdviceFilter
    permission = "organizations.view_adviceitem"

    def get_actions(self):
        create = reverse("organizations:visit-create")
        return self.action("登记走访", create, "organizations.add_visit", primary=True)

    def row_url(self, row):
        return row.get_absolute_url() if self.allows("organizations.change_adviceitem") else ""


class AdviceClose(EditPage):
    model = AdviceItem
    form_class = AdviceCloseForm
    permission = "organizations.change_adviceitem"
    title = "办结建议"

    @property
    def subtitle(self):
        item = self.object
        return f"{item.visit.assignment.unit}：{item.text}（{item.owner}，{item.due_on.isoformat()}前）"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "today": self.request.today}

    def get_back_url(self):
        return reverse("organizations:advice-list")

    def success_url(self, item):
        return reverse("organizations:advice-list")


def unit_advice(unit, scope, day) -> list[dict]:
    """Return the section of a unit's page for those who see advice; each row leads to where it is closed."""
    seen = scope.granting("organizations.view_adviceitem")
    if not seen.grants:
        return []
    rows = AdviceItem.objects.filter(visit__assignment__unit=unit).within(seen)
    closes = scope.allows("organizations.change_adviceitem")
    return [
        section("走访建议", UNIT_ADVICE, rows, scope, day, AdviceItem.get_absolute_url if closes else None)
    ]
