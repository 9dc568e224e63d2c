"""Pages of Party-mass service centres and of the units they serve."""

from django.urls import reverse, reverse_lazy

from core.sheets import Column
from core.views import CreatePage, DetailPage, EditPage, ListPage, RowAct
from organizations import serving
from organizations.forms.sites import CentreForm, CloseCentreForm, ServeForm
from organizations.models import CentreService, ServiceCentre, Unit
from organizations.sheets.sites import CENTRE_UNITS, CENTRES, SERVICES
from organizations.site_filters import CentreFilter, ServiceFilter
from organizations.views.acting import acting_section, page_of
from organizations.views.ending import EndPage
from organizations.views.posts import HeldRows
from organizations.views.sites import links_beside


class CentreList(ListPage):
    sheet = CENTRES
    filterset_class = CentreFilter
    permission = "organizations.view_servicecentre"

    def get_actions(self):
        url, add = reverse("organizations:centre-create"), "organizations.add_servicecentre"
        return [
            *links_beside(self, "centre"),
            *self.action(
                "服务单位", reverse("organizations:service-list"), "organizations.view_centreservice"
            ),
            *self.action("新增中心", url, add, primary=True),
        ]


class CentreDetail(DetailPage):
    model = ServiceCentre
    permission = "organizations.view_servicecentre"
    groups = (("基本信息", tuple(map(Column, ("area", "address", "opened_on", "closed_on", "note")))),)

    def get_queryset(self):
        return super().get_queryset().select_related("area")

    def get_actions(self):
        change = "organizations.change_servicecentre"
        acts = [("登记服务单位", "serve", "organizations.add_centreservice"), ("停用", "close", change)]
        open_acts = [] if self.object.closed_on else acts
        return [
            button
            for label, name, permission in (*open_acts, ("修改", "edit", change))
            for button in self.action(
                label, reverse(f"organizations:centre-{name}", args=[self.object.pk]), permission
            )
        ]

    def get_sections(self):
        rows = self.object.services.within(self.request.scope.granting("organizations.view_centreservice"))
        ends = page_of("service-end", self.allows("organizations.change_centreservice"), running=True)
        return [acting_section("服务单位", CENTRE_UNITS, rows, self, "结束", ends, unit_url)]


def unit_url(service) -> str:
    return service.unit.get_absolute_url()


class CentreCreate(CreatePage):
    form_class = CentreForm
    permission = "organizations.add_servicecentre"
    title = "新增党群服务中心"
    back_url = reverse_lazy("organizations:centre-list")

    def get_form_kwargs(self):
        return {"today": self.request.today}


class CentreEdit(EditPage):
    model = ServiceCentre
    form_class = CentreForm
    permission = "organizations.change_servicecentre"
    title = "修改党群服务中心"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "today": self.request.today}


class CentreAct(RowAct):
    """An act on one centre within the scope."""

    model = ServiceCentre

    @property
    def centre(self) -> ServiceCentre:
        return self.object


class CentreServe(CentreAct):
    """Registers several units at once: named one a line, or all that an area manages."""

    form_class = ServeForm
    permission = "organizations.add_centreservice"
    title = "登记服务单位"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "units": Unit.objects.within(self.scope)}

    def act(self, form):
        serving.serve(self.centre, form.chosen(), form.cleaned_data["on"], self.request.actor)
        return self.centre


class CentreClose(CentreAct):
    form_class = CloseCentreForm
    permission = "organizations.change_servicecentre"
    title = "停用"

    def act(self, form):
        return serving.close_centre(self.centre, form.cleaned_data["on"], self.request.actor)


class ServiceList(HeldRows, ListPage):
    sheet = SERVICES
    filterset_class = ServiceFilter
    permission = "organizations.view_centreservice"

    def row_url(self, row):
        return row.unit.get_absolute_url()

    def get_actions(self):
        return links_beside(self, "service")


class ServiceEnd(EndPage):
    model = CentreService
    permission = "organizations.change_centreservice"
    related = ("centre", "unit")

    def home(self):
        """The page of the centre where it lies in the scope, else that of the unit."""
        scope = self.request.scope.granting("organizations.view_servicecentre")
        seen = ServiceCentre.objects.within(scope).filter(pk=self.object.centre_id).exists()
        return (self.object.centre if seen else self.object.unit).get_absolute_url()
