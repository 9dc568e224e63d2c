"""Pages of 三培养一推荐: the list, one page each, the form, and the numbers of a year."""

import datetime
from urllib.parse import urlencode

from django import forms
from django.db.models import F
from django.shortcuts import render
from django.urls import reverse, reverse_lazy

from core.forms import choose_the_only
from core.sheets import Column
from core.views import CreatePage, DetailPage, EditPage, ListPage, Page
from members import area_tables as tables
from members.choices import CultivationStep
from members.cultivation.filters import CultivationFilter
from members.cultivation.forms import CultivationForm
from members.cultivation.sheets import CULTIVATIONS
from members.cultivation_models import Cultivation
from members.models import Member
from organizations.views.sites import asked_row

VIEW = "members.view_cultivation"
FIRST_YEAR = 2000


class CultivationList(ListPage):
    """What had been done by the day."""

    sheet = CULTIVATIONS
    filterset_class = CultivationFilter
    permission = VIEW

    def get_queryset(self):
        return super().get_queryset().filter(held_on__lte=self.day)

    def get_actions(self):
        return [
            *self.action("年度人数", reverse("cultivation:figures"), "members.view_progress"),
            *self.action("发展党员", reverse("development:candidate-list"), "members.view_candidate"),
            *self.action(
                "登记", reverse("cultivation:cultivation-create"), "members.add_cultivation", primary=True
            ),
        ]


class CultivationDetail(DetailPage):
    model = Cultivation
    permission = VIEW
    groups = (
        (
            "三培养一推荐",
            (
                Column("person", "姓名"),
                *map(Column, ("step", "held_on", "organization", "unit", "post", "document")),
            ),
        ),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("member", "organization", "unit")

    def get_actions(self):
        url = reverse("cultivation:cultivation-edit", args=[self.object.pk])
        member = self.object.member
        page = self.action("党员页", member.get_absolute_url(), "members.view_member") if member else []
        return [*page, *self.action("修改", url, "members.change_cultivation")]


class CultivationCreate(CreatePage):
    """Registers a step; `?member=` says of whom beforehand."""

    form_class = CultivationForm
    permission = "members.add_cultivation"
    title = "登记三培养一推荐"
    back_url = reverse_lazy("cultivation:cultivation-list")

    def get_form_kwargs(self):
        members = Member.objects.within(self.scope)
        return {"today": self.request.today, "member": asked_row(self.request, "member", members)}

    def get_form(self, data=None, files=None):
        form = super().get_form(data, files)
        choose_the_only(form, "organization")
        return form


class CultivationEdit(EditPage):
    model = Cultivation
    form_class = CultivationForm
    permission = "members.change_cultivation"
    title = "修改三培养一推荐"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "today": self.request.today}


class YearForm(forms.Form):
    year = forms.IntegerField(label="年度", min_value=FIRST_YEAR, max_value=datetime.MAXYEAR, required=False)


class CultivationFigures(Page):
    """How many took each step in a year, by area; each number opens its list."""

    permission = "members.view_progress"
    title = "三培养一推荐年度人数"
    template_name = "members/area_figures.html"

    def get(self, request):
        asked = YearForm(request.GET)
        self.year = (asked.is_valid() and asked.cleaned_data["year"]) or request.today.year
        self.day = min(datetime.date(self.year, 12, 31), request.today)
        areas = tables.areas_of(self.scope, self.day)
        context = {
            "title": self.title,
            "subtitle": f"{self.year}年；单位：人次",
            "form": YearForm({"year": self.year}),
            "table": tables.table(self.counts(), areas, CultivationStep.choices, self.link),
            "hint": "同一人一年内走过两步的，两步各计一次。",
            "actions": self.action("名单", reverse("cultivation:cultivation-list"), VIEW),
        }
        return render(request, self.template_name, context)

    def counts(self):
        rows = Cultivation.objects.within(self.scope).filter(held_on__year=self.year, held_on__lte=self.day)
        return tables.counted(rows, tables.area_of_organization(self.day), F("step"))

    def link(self, step: str, area: int | None) -> str:
        """Return the list behind a number, where the person may open all of it."""
        if self.request.scope.granting(VIEW).grants != self.scope.grants:
            return ""
        asked = {"year": self.year, "step": step, "on": self.day.isoformat()}
        return (
            f"{reverse('cultivation:cultivation-list')}?{urlencode(asked | ({'area': area} if area else {}))}"
        )
