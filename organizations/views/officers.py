"""Pages of guidance officers: the register, and one page per officer with units, visits and advice."""

from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property

from core.sheets import Column
from core.views import CreatePage, DetailPage, EditPage, ListPage, section
from organizations.forms.officers import FormerOfficerForm, OfficerForm
from organizations.models import AdviceItem, Officer, Visit
from organizations.officer_filters import OfficerFilter
from organizations.sheets import CONTACT
from organizations.sheets.officers import ADVICE, OFFICER_UNITS, OFFICERS, VISITS

LATEST = 10
FACTS = (
    (
        "基本信息",
        (
            *map(Column, ("employer", "area", "service", "grade")),
            Column("phone", private=CONTACT),
            Column("note"),
        ),
    ),
)


class OfficerList(ListPage):
    sheet = OFFICERS
    filterset_class = OfficerFilter
    permission = "organizations.view_officer"

    def get_actions(self):
        create = reverse("organizations:officer-create")
        return [
            *self.action("应走访", reverse("organizations:due-visit-list"), "organizations.view_assignment"),
            *self.action("走访建议", reverse("organizations:advice-list"), "organizations.view_adviceitem"),
            *self.action("新增指导员", create, "organizations.add_officer", primary=True),
        ]


class OfficerDetail(DetailPage):
    model = Officer
    permission = "organizations.view_officer"

    @property
    def groups(self):
        """What is known of an officer; that he left only when he has."""
        left = (("离任", (Column("left_on"), Column("left_reason"))),)
        return FACTS + (left if self.object.left_on else ())

    def get_actions(self):
        officer, change = self.object, "organizations.change_officer"
        buttons = [("修改", "officer-edit", change)]
        if officer.left_on is None:
            buttons = [("派驻单位", "officer-assign", "organizations.add_assignment"), *buttons]
            buttons += [("离任", "officer-leave", change)] if self.is_sent_from_here() else []
        return [
            one
            for label, name, permission in buttons
            for one in self.action(label, reverse(f"organizations:{name}", args=[officer.pk]), permission)
        ]

    def is_sent_from_here(self) -> bool:
        scope = self.request.scope.granting("organizations.change_officer")
        return sent_from(scope).filter(pk=self.object.pk).exists()

    def get_sections(self):
        return [
            self.units(),
            self.latest("最近走访", VISITS, Visit.objects.filter(assignment__officer=self.object)),
            self.latest(
                "走访建议", ADVICE, AdviceItem.objects.filter(visit__assignment__officer=self.object)
            ),
        ]

    def units(self) -> dict:
        """The assignments, and beside each that runs the acts that end it."""
        rows = self.seen(self.object.assignments.all(), "organizations.view_assignment")
        shown = section("派驻单位", OFFICER_UNITS, rows, self.request.scope, self.day, unit_url)
        if self.allows("organizations.change_assignment"):
            spans = OFFICER_UNITS.prepare(rows, self.day)
            shown["columns"] = [*shown["columns"], heading("更换"), heading("结束")]
            for row, span in zip(shown["rows"], spans, strict=True):
                row["cells"] = [*row["cells"], *map(plain_cell, acts_on(span))]
        return shown

    def latest(self, title: str, sheet, rows) -> dict:
        """The newest rows of a list within the scope; the whole list has a page of its own."""
        seen = self.seen(rows, f"organizations.view_{sheet.model._meta.model_name}")
        newest = seen.order_by(*sheet.ordering).values("pk")[:LATEST]
        kept = sheet.model.objects.filter(pk__in=list(newest.values_list("pk", flat=True)))
        return section(title, sheet, kept, self.request.scope, self.day)

    def seen(self, rows, permission: str):
        return rows.within(self.request.scope.granting(permission))


def sent_from(scope):
    """Officers whom an area of the scope has sent; those of others may be seen here, and stay theirs."""
    officers = Officer.objects.none()
    for path in scope.paths("area"):
        officers |= Officer.objects.filter(area__path__startswith=path)
    return officers


def unit_url(assignment) -> str:
    return assignment.unit.get_absolute_url()


def heading(label: str) -> dict:
    return {"label": label, "numeric": False}


def acts_on(span) -> list[tuple[str, str]]:
    """(label, address) of the acts on an assignment; one that is over has none."""
    if span.ends_on is not None:
        return [("", ""), ("", "")]
    pages = (("更换", "assignment-replace"), ("结束", "assignment-end"))
    return [(label, reverse(f"organizations:{name}", args=[span.pk])) for label, name in pages]


def plain_cell(labelled: tuple[str, str]) -> dict:
    text, url = labelled
    return {"text": text, "numeric": False, "state": "", "url": url}


class OfficerCreate(CreatePage):
    form_class = OfficerForm
    permission = "organizations.add_officer"
    title = "新增指导员"
    back_url = reverse_lazy("organizations:officer-list")


class OfficerEdit(EditPage):
    """Edits the plain facts; of one who has left, the leaving as well."""

    model = Officer
    permission = "organizations.change_officer"
    title = "修改指导员"

    @cached_property
    def has_left(self) -> bool:
        """Asked before the form puts its answers on the row."""
        return self.object.left_on is not None

    @property
    def form_class(self):
        return FormerOfficerForm if self.has_left else OfficerForm

    def get_form_kwargs(self):
        known = super().get_form_kwargs()
        return {**known, "today": self.request.today} if self.has_left else known
