"""Pages of posts: the list, one page each, appointing and ending."""

from django.urls import reverse

from core.sheets import Column
from core.views import DetailPage, EditPage, ListPage
from organizations import building
from organizations.forms.posts import PostFactsForm, PostForm
from organizations.models import Post
from organizations.post_filters import PostFilter
from organizations.sheets import CONTACT
from organizations.sheets.posts import PERIOD, POSTS
from organizations.views.ending import EndPage
from organizations.views.organization_acts import OrganizationAct


class HeldRows:
    """Of a list of dated facts, those of the page's day, unless the past is asked for."""

    def get_queryset(self):
        rows = super().get_queryset()
        return rows if self.request.GET.get("held") else rows.on(self.day)


class PostList(HeldRows, ListPage):
    sheet = POSTS
    filterset_class = PostFilter
    permission = "organizations.view_post"

    def get_actions(self):
        return self.action("届次", reverse("organizations:term-list"), "organizations.view_term")


class PostDetail(DetailPage):
    model = Post
    permission = "organizations.view_post"
    groups = (
        ("任职", (*map(Column, ("organization", "role", "source", "full_time")), PERIOD)),
        ("在单位的职务", tuple(map(Column, ("unit_position", "unit_post")))),
        ("联系", (Column("phone", private=CONTACT),)),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("organization")

    def get_actions(self):
        pk, change = self.object.pk, "organizations.change_post"
        end = self.action("结束任职", reverse("organizations:post-end", args=[pk]), change)
        return [
            *(end if self.object.ends_on is None else []),
            *self.action("修改", reverse("organizations:post-edit", args=[pk]), change),
            *self.action(
                "党组织", self.object.organization.get_absolute_url(), "organizations.view_organization"
            ),
        ]


class PostEdit(EditPage):
    model = Post
    form_class = PostFactsForm
    permission = "organizations.change_post"
    title = "修改任职"


class PostCreate(OrganizationAct):
    """Appoints a person; a new secretary ends the former one's post."""

    form_class = PostForm
    permission = "organizations.add_post"
    title = "任命"

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def act(self, form):
        post = form.save(commit=False)
        post.organization = self.organization
        building.appoint(post, self.request.actor)
        return self.organization


class PostEnd(EndPage):
    model = Post
    permission = "organizations.change_post"
    related = ("organization",)

    def home(self):
        return self.object.organization.get_absolute_url()
