"""Pages of acts on organizations: units join and leave, hand over, another area manages."""

from core.views import ActPage, fetch_or_404
from organizations import handing_over
from organizations.forms import organization_acts as forms
from organizations.models import Organization
from organizations.views.units import UnitAct


class OrganizationAct(ActPage):
    """An act on one organization within the scope, on a day."""

    permission = "organizations.change_organization"

    def dispatch(self, request, *args, **kwargs):
        self.check_permission(request)
        organizations = Organization.objects.within(request.scope.granting(self.permission))
        self.organization = fetch_or_404(organizations, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {"today": self.request.today, "organization": self.organization}

    def get_title(self):
        return f"{self.title}：{self.organization}"

    def get_back_url(self):
        return self.organization.get_absolute_url()

    def act(self, form):
        self.do(form.cleaned_data)
        return self.organization


class OrganizationJoin(OrganizationAct):
    form_class = forms.JoinForm
    title = "单位加入"

    def do(self, data):
        handing_over.join(self.organization, data["units"], data["on"], self.request.actor, data["document"])


class OrganizationRelease(OrganizationAct):
    form_class = forms.ReleaseForm
    title = "单位退出"

    def do(self, data):
        handing_over.release(
            self.organization, data["units"], data["on"], self.request.actor, data["document"]
        )


class OrganizationMove(OrganizationAct):
    form_class = forms.SeatForm
    title = "变更管理区域"

    def do(self, data):
        handing_over.move_seat(
            self.organization, data["area"], data["on"], self.request.actor, data["document"]
        )


class UnitHandOver(UnitAct):
    form_class = forms.HandOverForm
    title = "移交覆盖"

    def do(self, data):
        handing_over.hand_over(
            self.unit, data["organization"], data["on"], self.request.actor, data["document"]
        )
