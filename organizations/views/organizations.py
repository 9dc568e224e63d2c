"""Pages of Party organizations: register and one page each."""

from django.urls import reverse, reverse_lazy

from core.sheets import Column
from core.views import CreatePage, DetailPage, EditPage, ListPage, section
from organizations import forms, handing_over, sheets
from organizations.filters import OrganizationFilter
from organizations.models import Organization
from organizations.sheets.posts import ORGANIZATION_POSTS, ORGANIZATION_TERMS
from organizations.sheets.sites import ORGANIZATION_SITES
from organizations.sheets.successions import SUCCESSIONS
from organizations.views.acting import acting_section, page_of
from organizations.views.organization_acts import OrganizationAct, acts_on, successions_of


class OrganizationList(ListPage):
    sheet = sheets.ORGANIZATIONS
    filterset_class = OrganizationFilter
    permission = "organizations.view_organization"

    def get_actions(self):
        url = reverse("organizations:organization-create")
        return [
            *self.action("任职名册", reverse("organizations:post-list"), "organizations.view_post"),
            *self.action("届次", reverse("organizations:term-list"), "organizations.view_term"),
            *self.action("撤并区域", reverse("reports:area-merge"), "organizations.change_area"),
            *self.action(
                "联合党支部规划", reverse("restructuring:planner"), "organizations.add_organization"
            ),
            *self.action("新增党组织", url, "organizations.add_organization", primary=True),
        ]


class OrganizationDetail(DetailPage):
    model = Organization
    template_name = "organizations/advised_detail.html"
    permission = "organizations.view_organization"
    groups = (
        ("基本信息", tuple(map(Column, ("type", "formation", "superior", "affiliation", "established_on")))),
        ("批复", tuple(map(Column, ("approval_number", "approved_on", "approved_by")))),
        ("撤销与备注", tuple(map(Column, ("closed_on", "close_reason", "close_document", "note")))),
    )

    def get_context(self):
        advised = {"day": self.day, "shows_advice": self.sees("organizations.view_coverageplan")}
        return {**super().get_context(), **advised}

    def get_actions(self):
        """What may be done with it as it stands: one that is closed is only corrected."""
        pk, change = self.object.pk, OrganizationAct.permission
        acts = [(label, url, change) for label, url in acts_on(self.object, self.request.today)]
        if acts:
            appoint, elect = (f"organizations:{name}" for name in ("post-create", "organization-elect"))
            acts.insert(0, ("任命", reverse(appoint, args=[pk]), "organizations.add_post"))
            acts.insert(1, ("登记换届", reverse(elect, args=[pk]), "organizations.add_term"))
        acts.append(("修改", reverse("organizations:organization-edit", args=[pk]), change))
        return [button for act in acts for button in self.action(*act)]

    def get_sections(self):
        organization, scope, day = self.object, self.request.scope, self.day
        site_url = page_of("site-detail", self.sees("organizations.view_demonstrationsite"))
        return [
            section("覆盖单位", sheets.ORGANIZATION_UNITS, organization.coverages, scope, day, unit_url),
            self.posts(),
            self.terms(),
            section("示范点", ORGANIZATION_SITES, organization.demonstrations, scope, day, site_url),
            section("沿革", SUCCESSIONS, successions_of(organization), scope, day, self.other_url),
        ]

    def posts(self) -> dict:
        end = page_of("post-end", self.sees("organizations.change_post"), running=True)
        detail = page_of("post-detail", self.sees("organizations.view_post"))
        return acting_section("任职", ORGANIZATION_POSTS, self.object.posts, self, "结束", end, detail)

    def terms(self) -> dict:
        extend = page_of("term-extend", self.sees("organizations.change_term"), running=True)
        return acting_section("届次", ORGANIZATION_TERMS, self.object.terms, self, "延期", extend)

    def other_url(self, succession) -> str:
        """Lead to the other organization of a succession."""
        ends = (succession.predecessor, succession.organization)
        return next(one for one in ends if one != self.object).get_absolute_url()


def unit_url(coverage) -> str:
    return coverage.unit.get_absolute_url()


class OrganizationCreate(CreatePage):
    form_class = forms.SetUpForm
    permission = "organizations.add_organization"
    title = "新增党组织"
    back_url = reverse_lazy("organizations:organization-list")

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def act(self, form):
        area, units = form.cleaned_data["area"], form.cleaned_data["units"]
        return handing_over.set_up_covering(form.save(commit=False), area, units, self.request.actor)


class OrganizationEdit(EditPage):
    model = Organization
    form_class = forms.OrganizationForm
    permission = "organizations.change_organization"
    title = "修改党组织"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "today": self.request.today}
