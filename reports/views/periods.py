"""The clocks of the months: by rule, and changed by the county where a month needs it."""

from django.urls import reverse, reverse_lazy

from core.views import EditPage, FormPage, ListPage
from reports.forms import MonthForm, PeriodForm
from reports.models import Period
from reports.opening import open_period
from reports.sheets import PERIODS


class PeriodList(ListPage):
    sheet = PERIODS
    permission = "reports.view_period"
    subtitle = "没有列出的月份按分期规则开始、截止和锁定"

    def get_actions(self):
        return self.action("设置月份", reverse("reports:period-create"), "reports.add_period", primary=True)

    def row_url(self, row):
        return reverse("reports:period-edit", args=[row.pk]) if self.allows("reports.change_period") else ""


class PeriodCreate(FormPage):
    """Stores a month as the rules have it, then leads to its days."""

    form_class = MonthForm
    permission = "reports.add_period"
    title = "设置月份"
    submit_label = "下一步"
    done_text = "已按分期规则列出各日期，可以修改。"
    back_url = reverse_lazy("reports:period-list")

    def act(self, form):
        return open_period(form.cleaned_data["month"], self.request.actor)

    def success_url(self, period):
        return reverse("reports:period-edit", args=[period.pk])


class PeriodEdit(EditPage):
    model = Period
    form_class = PeriodForm
    permission = "reports.change_period"

    def get_title(self):
        return f"{self.object.month_text}月报期间"

    def get_back_url(self):
        return reverse("reports:period-list")
