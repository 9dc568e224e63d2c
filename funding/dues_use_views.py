"""The form 党费收支、使用情况表 of an organization: a year by month, as page and workbook."""

from django.shortcuts import render
from django.urls import reverse

from core.exports import log_export, workbook_response
from core.sheets import cell_text
from core.views import OfRow, Page
from core.workbooks import LEFT, UP, ColumnOut, SheetOut
from funding import sheets
from funding.dues_use import HEADS, Use, total_of, use_of
from members.dues.forms import key_of
from members.dues_models import month_text
from members.views.dues import year_asked
from organizations.models import Organization

TITLE = "党费收支、使用情况表"
NAMES = ("月份", "缴纳党费", *HEADS.values(), *HEADS.values(), "可用党费累计数")
HEAD = (
    ("月份", "缴纳党费", "收入", LEFT, LEFT, "支出", LEFT, LEFT, "可用党费累计数"),
    (UP, UP, *HEADS.values(), *HEADS.values(), UP),
)


class DuesUse(OfRow, Page):
    """Dues paid, what came in and what was spent, month by month; nothing is asked, all of it is known."""

    model = Organization
    permission = "members.view_returned"
    title = TITLE

    def get(self, request, pk):
        self.months = year_asked(request)
        uses = use_of(self.object, self.months, self.day)
        if request.GET.get("export") == "xlsx":
            return self.download(uses)
        return render(request, "funding/dues_use.html", self.get_context(uses))

    def get_context(self, uses: list[Use]) -> dict:
        year = self.months.first.year
        return {
            "title": f"{self.months.label}{TITLE}",
            "subtitle": f"{self.object}；单位：元；截至 {self.day.isoformat()}",
            "back_url": reverse("dues:organization-year", args=[self.object.pk]),
            "before_url": f"?year={year - 1}",
            "export_url": f"?year={year}&export=xlsx",
            "heads": HEADS.values(),
            "total": numbers_of(total_of(uses)),
            "rows": [{"label": month_text(use.month), "numbers": numbers_of(use)} for use in reversed(uses)],
        }

    def download(self, uses: list[Use]):
        log_export(self.request.actor, sheets.ENTRIES, len(uses), self.request.GET.urlencode())
        sheet = SheetOut(
            title=TITLE,
            columns=[ColumnOut(name, "decimal" if place else "text") for place, name in enumerate(NAMES)],
            rows=[[key_of(use.month), *use.numbers] for use in uses],
            heading_rows=HEAD,
            preface=[f"{self.months.label}{TITLE}", f"填报单位：{self.object}    单位：元"],
        )
        return workbook_response([sheet], f"{self.object} {self.months.label}{TITLE}.xlsx")


def numbers_of(use: Use) -> list[str]:
    return [cell_text(number) for number in use.numbers]
