"""Pages of visits: the record, a quick entry for a phone, and who is due this month."""

from dataclasses import replace

from django.contrib import messages
from django.urls import reverse, reverse_lazy

from core.forms import choose_the_only
from core.views import CreatePage, ListPage
from organizations import duties
from organizations.forms.officers import VisitForm
from organizations.guidance import record_visit
from organizations.models import DatedRule
from organizations.officer_filters import DueVisitFilter, VisitFilter, month_in
from organizations.sheets.officers import DUE_VISITS, VISITS

BAD_MONTH = "“{}”不是有效月份，已按本月显示。请按 2017-06 的格式填写。"


class VisitList(ListPage):
    sheet = VISITS
    filterset_class = VisitFilter
    permission = "organizations.view_visit"

    def get_actions(self):
        create = reverse("organizations:visit-create")
        return [
            *self.action("应走访", reverse("organizations:due-visit-list"), "organizations.view_assignment"),
            *self.action("登记走访", create, "organizations.add_visit", primary=True),
        ]


class VisitCreate(CreatePage):
    """`?assignment=` chooses the unit; who has one only is not asked which."""

    form_class = VisitForm
    permission = "organizations.add_visit"
    title = "登记走访"
    back_url = reverse_lazy("organizations:visit-list")

    def get_form_kwargs(self):
        chosen = self.request.GET.get("assignment", "")
        return {"today": self.request.today, "initial": {"assignment": chosen} if chosen else {}}

    def get_form(self, data=None, files=None):
        form = super().get_form(data, files)
        choose_the_only(form, "assignment")
        return form

    def act(self, form):
        return record_visit(form.save(commit=False), form.items(), self.request.actor)

    def success_url(self, visit):
        return reverse("organizations:visit-list")


class DueVisitList(ListPage):
    """Who is due in a month, as of its last day, or of today while it runs."""

    sheet = DUE_VISITS
    filterset_class = DueVisitFilter
    permission = "organizations.view_assignment"

    def get(self, request, *args, **kwargs):
        text, today = request.GET.get("month", ""), request.today
        month = month_in(text) or today
        if text and month_in(text) is None:
            messages.warning(request, BAD_MONTH.format(text[:20]))
        self.day = min(duties.last_of_month(month), max(today, duties.first_of_month(month)))
        self.scope = replace(self.scope, on=self.day)
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        return super().get_queryset().filter(duties.visits_due(self.day))

    def get_title(self):
        return f"{self.day.year}年{self.day.month}月应走访"

    def get_subtitle(self):
        times = DatedRule.objects.value_on(duties.VISITS, self.day)
        rule = "没有走访规定" if times is None else f"每家单位每月{times}次"
        days = duties.DAYS_OF_A_MONTH
        return f"截至 {self.day.isoformat()} · {rule} · 当月派驻满{days}天的计入"

    def get_actions(self):
        return self.action("走访记录", reverse("organizations:visit-list"), "organizations.view_visit")

    def row_url(self, row):
        """Lead to the entry of a visit where one can be made today."""
        if self.allows("organizations.add_visit") and row.is_on(self.request.today):
            return f"{reverse('organizations:visit-create')}?assignment={row.pk}"
        return ""
