"""Pages of guidance officers and their visits."""

from django.urls import reverse, reverse_lazy

from core.sheets import Column
from core.views import CreatePage, DetailPage, EditPage, ListPage, section
from organizations import forms, sheets
from organizations.filters import OfficerFilter, VisitFilter
from organizations.models import Officer


class OfficerList(ListPage):
    sheet = sheets.OFFICERS
    filterset_class = OfficerFilter
    permission = "organizations.view_officer"

    def get_actions(self):
        return self.action(
            "新增指导员", reverse("organizations:officer-create"), "organizations.add_officer", primary=True
        )


class OfficerDetail(DetailPage):
    model = Officer
    permission = "organizations.view_officer"
    groups = (
        (
            "基本信息",
            (Column("employer"), Column("area"), Column("phone", private=sheets.CONTACT), Column("note")),
        ),
    )

    def get_actions(self):
        url = reverse("organizations:officer-edit", args=[self.object.pk])
        return self.action("修改", url, "organizations.change_officer")

    def get_sections(self):
        rows = self.object.assignments.within(self.request.scope.granting("organizations.view_assignment"))
        return [section("派驻单位", sheets.OFFICER_UNITS, rows, self.request.scope, self.day, unit_url)]


def unit_url(assignment) -> str:
    return assignment.unit.get_absolute_url()


class OfficerCreate(CreatePage):
    form_class = forms.OfficerForm
    permission = "organizations.add_officer"
    title = "新增指导员"
    back_url = reverse_lazy("organizations:officer-list")


class OfficerEdit(EditPage):
    model = Officer
    form_class = forms.OfficerForm
    permission = "organizations.change_officer"
    title = "修改指导员"


class VisitList(ListPage):
    sheet = sheets.VISITS
    filterset_class = VisitFilter
    permission = "organizations.view_visit"

    def get_actions(self):
        url = reverse("organizations:visit-create")
        return self.action("登记走访", url, "organizations.add_visit", primary=True)


class VisitCreate(CreatePage):
    form_class = forms.VisitForm
    permission = "organizations.add_visit"
    title = "登记走访"
    back_url = reverse_lazy("organizations:visit-list")

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def success_url(self, visit):
        return reverse("organizations:visit-list")
