"""Pages of demonstration sites, leaders' liaison and the departments that take part."""

from django.urls import reverse, reverse_lazy

from core.sheets import Column
from core.views import ActPage, CreatePage, DetailPage, EditPage, ListPage
from organizations import demonstrating
from organizations.forms.sites import DepartmentDutyForm, DepartmentForm, LiaisonForm, SiteForm
from organizations.models import DemonstrationSite, Department, Liaison, Organization, Unit
from organizations.sheets.posts import PERIOD
from organizations.sheets.sites import DEPARTMENTS, LIAISONS, SITES
from organizations.site_filters import DepartmentFilter, LiaisonFilter, SiteFilter
from organizations.views.ending import EndPage
from organizations.views.posts import HeldRows

LISTS = (
    ("示范点", "site", "demonstrationsite"),
    ("联系点", "liaison", "liaison"),
    ("服务中心", "centre", "servicecentre"),
    ("参与部门", "department", "department"),
)


def links_beside(page, noun: str) -> list[dict]:
    """Return buttons to the other lists of this entry of the menu, those the person may open."""
    return [
        button
        for label, name, model in LISTS
        if name != noun
        for button in page.action(label, reverse(f"organizations:{name}-list"), f"organizations.view_{model}")
    ]


def end_button(page, noun: str, permission: str) -> list[dict]:
    """Return the button that ends the row of the page, while it is not over."""
    if page.object.ends_on is not None:
        return []
    return page.action("结束", reverse(f"organizations:{noun}-end", args=[page.object.pk]), permission)


class SiteList(HeldRows, ListPage):
    sheet = SITES
    filterset_class = SiteFilter
    permission = "organizations.view_demonstrationsite"

    def row_url(self, row):
        return reverse("organizations:site-detail", args=[row.pk])

    def get_actions(self):
        url, add = reverse("organizations:site-create"), "organizations.add_demonstrationsite"
        return [*links_beside(self, "site"), *self.action("命名示范点", url, add, primary=True)]


class SiteDetail(DetailPage):
    model = DemonstrationSite
    permission = "organizations.view_demonstrationsite"
    groups = (("示范点", (*map(Column, ("organization", "level", "document")), PERIOD)),)

    def get_queryset(self):
        return super().get_queryset().select_related("organization")

    def get_actions(self):
        url, view = self.object.organization.get_absolute_url(), "organizations.view_organization"
        ending = end_button(self, "site", "organizations.change_demonstrationsite")
        return [*ending, *self.action("党组织", url, view)]


def asked_row(request, name: str, rows):
    """Return the row that the address chooses beforehand, None when it chooses none of these."""
    text = request.GET.get(name, "")
    return rows.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 10 else None


class SiteCreate(ActPage):
    """Names a demonstration site; `?organization=` chooses it beforehand."""

    form_class = SiteForm
    permission = "organizations.add_demonstrationsite"
    title = "命名示范点"
    back_url = reverse_lazy("organizations:site-list")

    def get_form_kwargs(self):
        known = asked_row(self.request, "organization", Organization.objects.within(self.scope))
        return {**super().get_form_kwargs(), "initial": {"organization": known}}

    def act(self, form):
        return demonstrating.name_site(form.save(commit=False), self.request.actor)

    def success_url(self, site):
        return reverse("organizations:site-detail", args=[site.pk])


class SiteEnd(EndPage):
    model = DemonstrationSite
    permission = "organizations.change_demonstrationsite"
    related = ("organization",)

    def home(self):
        return reverse("organizations:site-detail", args=[self.object.pk])


class LiaisonList(HeldRows, ListPage):
    sheet = LIAISONS
    filterset_class = LiaisonFilter
    permission = "organizations.view_liaison"

    def row_url(self, row):
        return reverse("organizations:liaison-detail", args=[row.pk])

    def get_actions(self):
        url, add = reverse("organizations:liaison-create"), "organizations.add_liaison"
        return [*links_beside(self, "liaison"), *self.action("登记联系点", url, add, primary=True)]


class LiaisonDetail(DetailPage):
    model = Liaison
    permission = "organizations.view_liaison"
    groups = (("领导联系点", (*map(Column, ("unit", "leader", "leader_post", "document")), PERIOD)),)

    def get_queryset(self):
        return super().get_queryset().select_related("unit")

    def get_actions(self):
        url, view = self.object.unit.get_absolute_url(), "organizations.view_unit"
        ending = end_button(self, "liaison", "organizations.change_liaison")
        return [*ending, *self.action("单位", url, view)]


class LiaisonCreate(ActPage):
    """Registers that a leader keeps in touch with a unit; `?unit=` names it beforehand."""

    form_class = LiaisonForm
    permission = "organizations.add_liaison"
    title = "登记领导联系点"
    back_url = reverse_lazy("organizations:liaison-list")

    def get_form_kwargs(self):
        units = Unit.objects.within(self.scope)
        known = asked_row(self.request, "unit", units)
        named = (known.credit_code or known.name) if known else ""
        return {**super().get_form_kwargs(), "units": units, "initial": {"unit_name": named}}

    def act(self, form):
        return demonstrating.liaise(form.save(commit=False), self.request.actor)

    def success_url(self, liaison):
        return reverse("organizations:liaison-detail", args=[liaison.pk])


class LiaisonEnd(EndPage):
    model = Liaison
    permission = "organizations.change_liaison"
    related = ("unit",)

    def home(self):
        return reverse("organizations:liaison-detail", args=[self.object.pk])


class DepartmentList(HeldRows, ListPage):
    sheet = DEPARTMENTS
    filterset_class = DepartmentFilter
    permission = "organizations.view_department"

    def row_url(self, row):
        return reverse("organizations:department-detail", args=[row.pk])

    def get_actions(self):
        url, add = reverse("organizations:department-create"), "organizations.add_department"
        return [*links_beside(self, "department"), *self.action("登记部门", url, add, primary=True)]


class DepartmentDetail(DetailPage):
    model = Department
    permission = "organizations.view_department"
    groups = (("参与部门", (Column("name"), Column("duty"), PERIOD)),)

    def get_actions(self):
        change, url = "organizations.change_department", reverse("organizations:department-list")
        edit = reverse("organizations:department-edit", args=[self.object.pk])
        return [
            *end_button(self, "department", change),
            *self.action("修改职责", edit, change),
            *self.action("参与部门", url, self.permission),
        ]


class DepartmentCreate(CreatePage):
    form_class = DepartmentForm
    permission = "organizations.add_department"
    title = "登记参与部门"
    back_url = reverse_lazy("organizations:department-list")

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def success_url(self, department):
        return reverse("organizations:department-detail", args=[department.pk])


class DepartmentEdit(EditPage):
    model = Department
    form_class = DepartmentDutyForm
    permission = "organizations.change_department"
    title = "修改部门职责"

    def get_back_url(self):
        return reverse("organizations:department-detail", args=[self.object.pk])

    def success_url(self, department):
        return self.get_back_url()


class DepartmentEnd(EndPage):
    model = Department
    permission = "organizations.change_department"

    def home(self):
        return reverse("organizations:department-detail", args=[self.object.pk])
