"""Pages of Party organizations: register, one page each, posts."""

from django.urls import reverse, reverse_lazy

from core.sheets import Column
from core.views import ActPage, CreatePage, DetailPage, EditPage, ListPage, fetch_or_404, section
from organizations import building, forms, sheets
from organizations.filters import OrganizationFilter
from organizations.models import Organization


class OrganizationList(ListPage):
    sheet = sheets.ORGANIZATIONS
    filterset_class = OrganizationFilter
    permission = "organizations.view_organization"

    def get_actions(self):
        url = reverse("organizations:organization-create")
        return self.action("新增党组织", url, "organizations.add_organization", primary=True)


class OrganizationDetail(DetailPage):
    model = Organization
    permission = "organizations.view_organization"
    groups = (
        ("基本信息", tuple(map(Column, ("type", "formation", "superior", "established_on")))),
        ("批复", tuple(map(Column, ("approval_number", "approved_on", "approved_by")))),
        ("撤销与备注", tuple(map(Column, ("closed_on", "close_reason", "close_document", "note")))),
    )

    def get_actions(self):
        pk = self.object.pk
        return [
            *self.action("任命", reverse("organizations:post-create", args=[pk]), "organizations.add_post"),
            *self.action(
                "修改",
                reverse("organizations:organization-edit", args=[pk]),
                "organizations.change_organization",
            ),
        ]

    def get_sections(self):
        organization, scope, day = self.object, self.request.scope, self.day
        return [
            section("覆盖单位", sheets.ORGANIZATION_UNITS, organization.coverages, scope, day, unit_url),
            section("任职", sheets.ORGANIZATION_POSTS, organization.posts, scope, day),
        ]


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
        return building.set_up(form.save(commit=False), form.cleaned_data["area"], self.request.actor)


class OrganizationEdit(EditPage):
    model = Organization
    form_class = forms.OrganizationForm
    permission = "organizations.change_organization"
    title = "修改党组织"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "today": self.request.today}


class PostCreate(ActPage):
    """Appoints a person; a new secretary ends the former one's post."""

    form_class = forms.PostForm
    permission = "organizations.add_post"

    def dispatch(self, request, *args, **kwargs):
        self.check_permission(request)
        organizations = Organization.objects.within(request.scope.granting(self.permission))
        self.organization = fetch_or_404(organizations, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def get_title(self):
        return f"任命：{self.organization}"

    def get_back_url(self):
        return self.organization.get_absolute_url()

    def act(self, form):
        post = form.save(commit=False)
        post.organization = self.organization
        building.appoint(post, self.request.actor)
        return self.organization
