"""Pages of units: register, one page per unit, and the acts that hang on it."""

from django.urls import reverse, reverse_lazy

from core.views import CreatePage, DetailPage, EditPage, ListPage, RowAct
from organizations import building, forms, registration, sheets, timeline
from organizations import conditions as c
from organizations.filters import UnitFilter
from organizations.forms.unit_acts import EndCoverageForm
from organizations.models import Coverage, Organization, Unit
from organizations.sheets.unit_facts import UNIT_GROUPS
from organizations.views.advice import unit_advice
from organizations.views.ending import EndPage

UNCOVERED_ACTS = (("登记覆盖", "unit-cover"), ("组建计划", "unit-plan"))
COVERED_ACTS = (("移交覆盖", "unit-hand-over"),)
ENTER, LEAVE = ("纳入基数", "unit-enter-base"), ("移出基数", "unit-leave-base")
OPEN_ACTS = (("派指导员", "unit-assign"), ("变更管理区域", "unit-move"), ("更名", "unit-rename"))
LAST_ACTS = (("注销或迁出", "unit-close"), ("修改", "unit-edit"))
CLOSED_ACTS = (("恢复登记", "unit-reopen"), ("修改", "unit-edit"))
END_PAGES = {"coverage": "coverage-end", "assignment": "assignment-end", "coverageplan": "plan-end"}
TIMELINE_HEADS = ("起止日期", "事项", "内容", "依据", "办理")


class UnitList(ListPage):
    sheet = sheets.UNITS
    filterset_class = UnitFilter
    permission = "organizations.view_unit"

    def get_actions(self):
        return [
            *self.action("导入", reverse("intake:import-list"), "organizations.import_workbook"),
            *self.action(
                "新增单位", reverse("organizations:unit-create"), "organizations.add_unit", primary=True
            ),
        ]


class UnitDetail(DetailPage):
    """All about one unit: who covers it on the day, its plain facts, and everything that ever held."""

    model = Unit
    permission = "organizations.view_unit"
    groups = UNIT_GROUPS
    template_name = "organizations/advised_detail.html"

    def get_queryset(self):
        return super().get_queryset().annotate(coverage_state=c.coverage_state_on(self.day))

    def get_context(self):
        self.happenings = timeline.timeline(self.object)
        context = super().get_context()
        groups = [self.get_standing(), *context["groups"]]
        advised = {"day": self.day, "shows_advice": self.sees("organizations.view_coverageplan")}
        return {**context, **advised, "subtitle": self.get_subtitle(), "groups": groups}

    def get_subtitle(self):
        closed = self.object.closed_on
        return f"截至 {self.day.isoformat()}" + (f"，已于 {closed} 注销或迁出" if closed else "")

    def held_today(self, noun) -> bool:
        return bool(timeline.held_on(self.happenings, noun, self.request.today))

    def get_actions(self):
        """The acts that the state of the unit admits, for those who may change it."""
        if not self.sees("organizations.change_unit"):
            return []
        cover = COVERED_ACTS if self.held_today(timeline.COVERED) else UNCOVERED_ACTS
        base = LEAVE if self.held_today(timeline.IN_BASE) else ENTER
        acts = CLOSED_ACTS if self.object.closed_on else (*cover, *OPEN_ACTS, base, *LAST_ACTS)
        return [
            button
            for label, name in acts
            for button in self.action(label, reverse(f"organizations:{name}", args=[self.object.pk]))
        ]

    def get_sections(self):
        """The timeline, where what runs leads to the page that ends it, and the advice of visits."""
        running = {one.span._meta.model_name for one in self.happenings if one.is_running}
        ends = {noun for noun in running & set(END_PAGES) if self.sees(f"organizations.change_{noun}")}
        return [
            {
                "heading": "大事记",
                "columns": [{"label": label, "numeric": False} for label in TIMELINE_HEADS],
                "rows": [{"url": "", "cells": timeline_cells(one, ends)} for one in self.happenings],
                "empty_text": "还没有记录。",
            },
            *unit_advice(self.object, self.request.scope, self.day),
        ]

    def get_standing(self) -> dict:
        """Who covers the unit on the day; the organization leads to its page where the person may open it."""
        items = [
            {"label": label, "text": text} for label, text in timeline.standing(self.happenings, self.day)
        ]
        items[0]["url"] = self.organization_url()
        state = {"label": "覆盖情况", "text": sheets.STATE.value(self.object)}
        return {"heading": "覆盖现状", "items": [state, *items]}

    def organization_url(self) -> str:
        covered = timeline.held_on(self.happenings, timeline.COVERED, self.day)
        known = Organization.objects.within(self.request.scope.granting("organizations.view_organization"))
        seen = known.filter(pk__in=[one.span.organization_id for one in covered]).first()
        return seen.get_absolute_url() if seen else ""


def timeline_cells(one: timeline.Happening, ends: set[str]) -> list[dict]:
    """The cells of one line; the last one leads to the page that ends what runs, for those who may."""
    noun = one.span._meta.model_name if one.is_running else ""
    page = END_PAGES[noun] if noun in ends else ""
    url = reverse(f"organizations:{page}", args=[one.span.pk]) if page else ""
    texts = (one.period_text, one.noun, one.text, one.document)
    cells = [{"text": text, "numeric": False, "state": "", "url": ""} for text in texts]
    return [*cells, {"text": "结束" if url else "", "numeric": False, "state": "", "url": url}]


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
    form_class = forms.EditUnitForm
    permission = "organizations.change_unit"
    title = "修改单位"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "today": self.request.today}

    def act(self, form):
        unit = form.save(commit=False)
        return registration.save_unit(unit, form.survey_day, self.request.actor, self.posted_version())


class UnitAct(RowAct):
    """An act on one unit within the scope, on a day."""

    model = Unit
    permission = "organizations.change_unit"

    @property
    def unit(self) -> Unit:
        return self.object

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


class CoverageEnd(EndPage):
    model = Coverage
    form_class = EndCoverageForm
    permission = "organizations.change_coverage"

    def act(self, form):
        data = form.cleaned_data
        return building.end_coverage(self.object, data["on"], self.request.actor, data["document"])
