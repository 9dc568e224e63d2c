"""Pages of units: register, one page per unit, and the acts that hang on it."""

from django.urls import reverse, reverse_lazy

from core.sheets import Column
from core.views import ActPage, CreatePage, DetailPage, EditPage, ListPage, fetch_or_404, section
from organizations import building, forms, registration, sheets
from organizations.filters import UnitFilter
from organizations.models import Assignment, Coverage, Unit


class UnitList(ListPage):
    sheet = sheets.UNITS
    filterset_class = UnitFilter
    permission = "organizations.view_unit"

    def get_actions(self):
        return [
            *self.action("导入", reverse("organizations:import-list"), "organizations.import_workbook"),
            *self.action(
                "新增单位", reverse("organizations:unit-create"), "organizations.add_unit", primary=True
            ),
        ]


class UnitDetail(DetailPage):
    model = Unit
    permission = "organizations.view_unit"
    groups = (
        (
            "基本信息",
            tuple(
                map(
                    Column,
                    ("kind", "credit_code", "enterprise_type", "social_type", "industry", "above_scale"),
                )
            ),
        ),
        ("人员", tuple(map(Column, ("employees", "formal_members", "probationary_members", "surveyed_on")))),
        (
            "联系与状态",
            (
                Column("address"),
                Column("contact_phone", private=sheets.CONTACT),
                Column("opened_on"),
                Column("closed_on"),
                Column("close_reason"),
                Column("note"),
            ),
        ),
    )

    def get_actions(self):
        unit, change = self.object, "organizations.change_unit"
        if unit.closed_on:
            return self.action("修改", reverse("organizations:unit-edit", args=[unit.pk]), change)
        acts = (("登记覆盖", "unit-cover"), ("派指导员", "unit-assign"), ("变更管理区域", "unit-move"))
        spell = unit.base_spells.on(self.request.today).first()
        base = ("移出基数", "unit-leave-base") if spell else ("纳入基数", "unit-enter-base")
        named = (*acts, base, ("注销或迁出", "unit-close"), ("修改", "unit-edit"))
        return [
            button
            for label, name in named
            for button in self.action(label, reverse(f"organizations:{name}", args=[unit.pk]), change)
        ]

    def get_sections(self):
        unit, scope, day = self.object, self.request.scope, self.day
        ends = self.allows("organizations.change_coverage")
        return [
            section(
                "党组织覆盖", sheets.UNIT_COVERAGES, unit.coverages, scope, day, end_url("coverage", ends)
            ),
            section(
                "派驻指导员",
                sheets.UNIT_ASSIGNMENTS,
                unit.assignments,
                scope,
                day,
                end_url("assignment", ends),
            ),
            section("管理区域", sheets.UNIT_PLACEMENTS, unit.placements, scope, day),
            section("纳入基数", sheets.UNIT_BASE_SPELLS, unit.base_spells, scope, day),
        ]


def end_url(noun: str, allowed: bool):
    """Return a function from a span to the page that ends it; empty for spans that are over."""

    def url(span):
        return (
            reverse(f"organizations:{noun}-end", args=[span.pk]) if allowed and span.ends_on is None else ""
        )

    return url


class UnitCreate(CreatePage):
    form_class = forms.RegisterUnitForm
    permission = "organizations.add_unit"
    title = "新增单位"
    back_url = reverse_lazy("organizations:unit-list")

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def act(self, form):
        data = form.cleaned_data
        unit = form.save(commit=False)
        return registration.register_unit(
            unit, data["area"], data["from_day"], self.request.actor, in_base=data["in_base"]
        )


class UnitEdit(EditPage):
    model = Unit
    form_class = forms.UnitForm
    permission = "organizations.change_unit"
    title = "修改单位"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "today": self.request.today}

    def act(self, form):
        return registration.save_unit(form.save(commit=False), self.request.actor, self.posted_version())


class UnitAct(ActPage):
    """An act on one unit within the scope, on a day."""

    permission = "organizations.change_unit"

    def dispatch(self, request, *args, **kwargs):
        self.check_permission(request)
        self.unit = fetch_or_404(Unit.objects.within(request.scope.granting(self.permission)), kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def get_title(self):
        return f"{self.title}：{self.unit}"

    def get_back_url(self):
        return self.unit.get_absolute_url()

    def act(self, form):
        self.do(form.cleaned_data)
        return self.unit


class UnitCover(UnitAct):
    form_class = forms.CoverForm
    title = "登记覆盖"

    def do(self, data):
        building.cover(self.unit, data["organization"], data["on"], self.request.actor, data["document"])


class UnitAssign(UnitAct):
    form_class = forms.AssignForm
    title = "派指导员"

    def do(self, data):
        building.assign(data["officer"], self.unit, data["on"], self.request.actor, data["document"])


class UnitMove(UnitAct):
    form_class = forms.MoveForm
    title = "变更管理区域"

    def do(self, data):
        registration.move_unit(self.unit, data["area"], data["on"], data["document"], self.request.actor)


class UnitLeaveBase(UnitAct):
    form_class = forms.ExitForm
    title = "移出基数"

    def do(self, data):
        registration.leave_base(self.unit, data["on"], data["reason"], data["document"], self.request.actor)


class UnitEnterBase(UnitAct):
    form_class = forms.EnterForm
    title = "纳入基数"

    def do(self, data):
        registration.enter_base(self.unit, data["on"], data["document"], self.request.actor)


class UnitClose(UnitAct):
    form_class = forms.ExitForm
    title = "注销或迁出"

    def do(self, data):
        registration.close_unit(self.unit, data["on"], data["reason"], data["document"], self.request.actor)


class SpanEnd(ActPage):
    """Ends a fact of a unit on its last day."""

    model: type
    form_class = forms.EndForm

    def dispatch(self, request, *args, **kwargs):
        self.check_permission(request)
        self.span = fetch_or_404(
            self.model.objects.within(request.scope.granting(self.permission)), kwargs["pk"]
        )
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def get_title(self):
        return f"结束{self.model._meta.verbose_name}：{self.span}"

    def get_back_url(self):
        return self.span.unit.get_absolute_url()

    def act(self, form):
        registration.end_span(self.span, form.cleaned_data["on"], self.request.actor)
        return self.span.unit


class CoverageEnd(SpanEnd):
    model = Coverage
    permission = "organizations.change_coverage"


class AssignmentEnd(SpanEnd):
    model = Assignment
    permission = "organizations.change_assignment"
