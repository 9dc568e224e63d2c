"""Pages of standards: the assessments made, the choice of a list, a new assessment, one assessment."""

from django.db.models import Prefetch
from django.urls import reverse

from core.forms import choose_the_only
from core.sheets import Column
from core.views import DetailPage, FormPage, ListPage, fetch_or_404, section
from standards import sheets
from standards.assessing import LEVEL_PERMISSIONS, assess, level_of
from standards.choices import Level
from standards.comparison import Line, latest_of_each_level, side_by_side
from standards.filters import AssessmentFilter
from standards.forms import AssessmentForm
from standards.models import Assessment, Item, Standard

ADD = "standards.add_assessment"


class AssessmentList(ListPage):
    sheet = sheets.ASSESSMENTS
    filterset_class = AssessmentFilter
    permission = "standards.view_assessment"

    def get_queryset(self):
        return super().get_queryset().up_to(self.day)

    def get_actions(self):
        return self.action("新增评定", reverse("standards:assessment-choose"), ADD, primary=True)


class AssessmentChoose(ListPage):
    """The lists in force today; each leads to its form."""

    sheet = sheets.STANDARDS
    permission = ADD
    title = "选择评定标准"

    def get_queryset(self):
        items = Prefetch("items", Item.objects.on(self.day))
        return super().get_queryset().on(self.day).prefetch_related(items)

    def row_url(self, row):
        return reverse("standards:assessment-create", args=[row.key])


class AssessmentCreate(FormPage):
    form_class = AssessmentForm
    permission = ADD
    template_name = "standards/assessment_form.html"
    submit_label = "保存评定"
    done_text = "评定已保存。"

    def dispatch(self, request, *args, **kwargs):
        self.check_permission(request)
        in_force = Standard.objects.within(request.scope.granting(self.permission)).on(request.today)
        known = in_force.filter(key=kwargs["key"]).values_list("pk", flat=True).first()
        self.standard = fetch_or_404(in_force, known)
        return super().dispatch(request, *args, **kwargs)

    def get_title(self):
        level = next(level for level, permission in LEVEL_PERMISSIONS if self.allows(permission))
        return f"{self.standard}：{level.label}"

    def get_back_url(self):
        return reverse("standards:assessment-choose")

    def get_form_kwargs(self):
        initial = self.request.GET.dict()
        return {"key": self.standard.key, "today": self.request.today, "initial": initial}

    def get_form(self, data=None, files=None):
        form = super().get_form(data, files)
        choose_the_only(form, "organization")
        return form

    def act(self, form):
        assessment = form.save(commit=False)
        assessment.standard = form.standard
        assessment.level = level_of(assessment.organization, self.request.scope)
        assessment.made_by = self.request.user
        return assess(assessment, form.findings(), self.request.actor)


class AssessmentDetail(DetailPage):
    """One assessment, and what the three levels last found, side by side."""

    model = Assessment
    permission = "standards.view_assessment"
    groups = (
        ("评定信息", tuple(map(Column, ("organization", "standard", "level", "made_on", "made_by", "note")))),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("organization", "standard", "made_by")

    def get_title(self):
        return f"{self.object.organization}：{self.object.standard}"

    def get_actions(self):
        url = reverse("standards:assessment-create", args=[self.object.standard.key])
        return self.action("再次评定", f"{url}?organization={self.object.organization_id}", ADD)

    def get_sections(self):
        assessment, scope, day = self.object, self.request.scope, self.day
        latest = latest_of_each_level(assessment.organization, assessment.standard.key, day)
        return [
            section("本次逐项结果", sheets.MARKS, assessment.marks.all(), scope, day),
            section("各级最近一次评定", sheets.LATEST, latest, scope, day, Assessment.get_absolute_url),
            comparison_section(f"三级对照（截至 {day.isoformat()}）", side_by_side(latest)),
        ]


def comparison_section(heading: str, lines: list[Line]) -> dict:
    """Return the three levels as a list under a detail page."""
    return {
        "heading": heading,
        "columns": [{"label": label, "numeric": False} for label in ("条目", *Level.labels)],
        "rows": [{"url": "", "cells": cells} for cells in map(line_cells, lines)],
        "empty_text": "截至这一天还没有评定。",
    }


def line_cells(line: Line) -> list[dict]:
    return [cell(line.item.label), *(mark_cell(line.marks.get(level)) for level in Level)]


def mark_cell(mark) -> dict:
    if mark is None:
        return cell("未评定", "muted")
    label = mark.get_result_display()
    return cell(label, sheets.RESULT_LOOKS[label])


def cell(text: str, state: str = "") -> dict:
    return {"text": text, "numeric": False, "state": state, "url": ""}
