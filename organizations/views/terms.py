"""Pages of terms: where every organization stands, elections and extensions."""

from django.urls import reverse

from core.views import ListPage, RowAct
from organizations import terms
from organizations.forms.posts import ElectForm, ExtendForm
from organizations.models import Term
from organizations.post_filters import TermFilter
from organizations.sheets.posts import TERMS
from organizations.views.organization_acts import OrganizationAct


class TermList(ListPage):
    """The organizations of the day, each with the term that runs."""

    sheet = TERMS
    filterset_class = TermFilter
    permission = "organizations.view_term"

    def get_queryset(self):
        return super().get_queryset().open_on(self.day)

    def get_actions(self):
        return self.action("任职名册", reverse("organizations:post-list"), "organizations.view_post")


class OrganizationElect(OrganizationAct):
    form_class = ElectForm
    permission = "organizations.add_term"
    title = "登记换届"

    def act(self, form):
        term = form.save(commit=False)
        term.organization = self.organization
        terms.elect(term, self.request.actor, form.secretary())
        return self.organization


class TermExtend(RowAct):
    model = Term
    related = ("organization",)
    form_class = ExtendForm
    permission = "organizations.change_term"
    title = "批准延期换届"

    def get_form_kwargs(self):
        return {"term": self.object}

    def get_back_url(self):
        return self.object.organization.get_absolute_url()

    def act(self, form):
        data = form.cleaned_data
        terms.extend(self.object, data["extended_to"], data["document"], self.request.actor)
        return self.object.organization
