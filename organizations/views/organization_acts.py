"""Pages of acts on organizations: units join and leave, hand over, another area manages."""

from django.db.models import Q
from django.urls import reverse

from core.views import RowAct
from organizations import handing_over
from organizations.forms import organization_acts as forms
from organizations.models import Organization, Succession
from organizations.views.units import UnitAct

# Label, address and the least number of units it must cover; members follow in the acts of their app.
ACTS = (
    ("单位加入", "organizations:organization-join", 0),
    ("单位退出", "organizations:organization-release", 1),
    ("变更管理区域", "organizations:organization-move", 0),
    ("改建", "restructuring:organization-rebuild", 0),
    ("分设", "restructuring:organization-split", 2),
    ("合并", "restructuring:organization-merge", 0),
    ("撤销", "restructuring:organization-close", 0),
)


def acts_on(organization: Organization, day) -> list[tuple[str, str]]:
    """Return label and address of the acts that are open to an organization as it stands."""
    if organization.closed_on:
        return []
    covers = organization.coverages.on(day).count()
    return [(label, reverse(name, args=[organization.pk])) for label, name, least in ACTS if covers >= least]


def successions_of(organization: Organization):
    """Return where the organization comes from and what became of it."""
    return Succession.objects.filter(Q(organization=organization) | Q(predecessor=organization))


class OrganizationAct(RowAct):
    """An act on one organization within the scope, on a day."""

    model = Organization
    permission = "organizations.change_organization"

    @property
    def organization(self) -> Organization:
        return self.object

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "organization": self.organization}

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
