"""Numbers of a day: how many stand at which stage, by area; each number opens its list."""

from urllib.parse import urlencode

from django import forms
from django.db.models import CharField, Value
from django.shortcuts import render
from django.urls import reverse

from core.forms import DayField
from core.views import Page
from members import area_tables as tables
from members.choices import Standing
from members.development.conditions import in_course, not_yet_member, standing_on
from members.development_models import Candidate
from members.models import Member

COLUMNS = [(one.value, one.label) for one in Standing if one != Standing.FORMAL]
VIEWS = {"candidate": "members.view_candidate", "member": "members.view_member"}


class DayOfFigures(forms.Form):
    on = DayField(label="截至", required=False)


class DevelopmentFigures(Page):
    """Applicants, activists and prospects by their files, probationary members by the register."""

    permission = "members.view_progress"
    title = "发展党员各阶段人数"
    template_name = "members/area_figures.html"

    def get(self, request):
        areas = tables.areas_of(self.scope, self.day)
        context = {
            "title": self.title,
            "subtitle": f"截至 {self.day.isoformat()}；单位：名",
            "form": DayOfFigures({"on": self.day}),
            "table": tables.table(self.counts(), areas, COLUMNS, self.link),
            "hint": "申请人、积极分子、发展对象按发展党员档案统计，预备党员按党员名册统计。",
            "actions": self.action("名单", reverse("development:candidate-list"), VIEWS["candidate"]),
        }
        return render(request, self.template_name, context)

    def counts(self):
        day = self.day
        files = Candidate.objects.within(self.scope).filter(in_course(day) & not_yet_member(day))
        known = Member.objects.within(self.scope).enrolled_on(day).probationary_on(day)
        probationary = Value(Standing.PROBATIONARY.value, output_field=CharField())
        return tables.counted(files, tables.area_of_organization(day), standing_on(day)) + tables.counted(
            known, tables.area_of_member(day), probationary
        )

    def link(self, standing: str, area: int | None) -> str:
        """Return the list behind a number, where the person may open all of it."""
        noun = "member" if standing == Standing.PROBATIONARY else "candidate"
        if self.request.scope.granting(VIEWS[noun]).grants != self.scope.grants:
            return ""
        asked = {"on": self.day.isoformat()} | ({"area": area} if area else {})
        if noun == "member":
            return f"{reverse('members:member-list')}?{urlencode(asked | {'status': standing})}"
        return f"{reverse('development:candidate-list')}?{urlencode(asked | {'standing': standing})}"
