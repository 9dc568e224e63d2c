"""Pages of dues: the organizations with their four numbers, the year of one of them, its ledger by member."""

import datetime
from collections import defaultdict
from dataclasses import replace

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from core.exports import log_export, workbook_response
from core.money import NOTHING
from core.sheets import cell_text
from core.views import DetailPage, ListPage, OfRow, Page, section
from core.workbooks import ColumnOut, SheetOut
from members.dues import ledger, sheets
from members.dues.choices import PaymentKind
from members.dues.forms import DuesFilter, key_of, months_asked
from members.dues.months import Months, year_of
from members.dues.sums import Due, Four, dues_by, four_numbers, gaps_on, moved_in, payments_for, sums_by
from members.dues_models import DuesPayment, HandedUp, Returned, month_text
from organizations.duties import first_of_month
from organizations.models import Organization

VIEW, PAY, BASE = "members.view_handedup", "members.add_duespayment", sheets.BASE
NUMBER_NAMES = ("due", "paid", "handed_up", "returned", "gap")
EARLIEST = 2008
ONE = datetime.timedelta(days=1)
# The form of what became of dues stands above, where the ledger of money is known.
USE = "funding:organization-dues-use"


def own_organizations(scope):
    """The very organizations a secretary is responsible for, not those below them."""
    return Organization.objects.filter(path__in=scope.paths("organization"))


class OfOwnOrganization(OfRow):
    """A page on one organization that only its own secretary may open."""

    model = Organization

    def rows_within(self, scope):
        return own_organizations(scope)

    def get_back_url(self):
        return reverse("dues:organization-year", args=[self.object.pk])


class DuesList(ListPage):
    sheet = sheets.ORGANIZATIONS
    filterset_class = DuesFilter
    permission = VIEW
    template_name = "members/dues_list.html"

    def get(self, request):
        """Count once for all the rows in view, and let page and export read from it."""
        self.months = months_asked(request.GET, request.today)
        rows, _ = self.filtered(self.get_queryset())
        self.numbers = four_numbers(rows, self.months, self.day)
        self.sheet = sheets.organizations_with(self.numbers)
        return super().get(request)

    def get_queryset(self):
        """Organizations that existed in some part of the months."""
        lived = super().get_queryset().filter(established_on__lte=self.months.last)
        return lived.exclude(closed_on__lt=self.months.first)

    def row_url(self, row):
        return f"{reverse('dues:organization-year', args=[row.pk])}?year={self.months.first.year}"

    def get_subtitle(self):
        return f"{self.months.label}，截至 {self.day.isoformat()}"

    def get_context(self, rows, columns, filterset):
        totals = number_items(sum(self.numbers.values(), start=Four()))
        return {**super().get_context(rows, columns, filterset), "totals": totals}


def number_items(four: Four) -> list[dict]:
    """Return the four numbers and the gap as facts of a page."""
    return [
        {"label": label, "text": cell_text(told(four))}
        for name, label, told in sheets.NUMBERS
        if name in NUMBER_NAMES
    ]


class OrganizationYear(DetailPage):
    """A year of one organization: the four numbers of every month, and what was handed up and returned."""

    model = Organization
    permission = VIEW

    def prepare(self, **kwargs):
        self.months = year_asked(self.request)

    def get_title(self):
        return f"{self.object}：{self.months.label}党费"

    @property
    def subtitle(self):
        return f"截至 {self.day.isoformat()}。应缴、实缴按所属月份，上缴、返还按办理日期。"

    def get_actions(self):
        pk, year = self.object.pk, self.months.first.year
        own = self.is_own()
        before = f"{reverse('dues:organization-year', args=[pk])}?year={year - 1}"
        return [
            *(self._button("登记本月党费", "organization-month", primary=True) if own else []),
            *(self._button("年度台账", "organization-ledger", query=f"?year={year}") if own else []),
            *(self._button("登记自愿多交", "organization-voluntary") if own else []),
            *(self._button("登记上缴", "organization-handup") if self.sees("members.add_handedup") else []),
            *(self._button("登记返还", "organization-return") if self.sees("members.add_returned") else []),
            {"label": "收支使用表", "url": reverse(USE, args=[pk]) + f"?year={year}", "primary": False},
            {"label": "上一年", "url": before, "primary": False},
        ]

    def is_own(self) -> bool:
        return own_organizations(self.request.scope.granting(PAY)).filter(pk=self.object.pk).exists()

    def _button(self, label, name, query="", primary=False) -> list[dict]:
        url = reverse(f"dues:{name}", args=[self.object.pk]) + query
        return [{"label": label, "url": url, "primary": primary}]

    def get_sections(self):
        handed_up, returned = (
            moved_in(model, self.months, self.day).filter(organization=self.object)
            for model in (HandedUp, Returned)
        )
        return [
            self.months_section(handed_up, returned),
            self._movements("上缴", sheets.HANDED_UP, handed_up),
            self._movements("返还", sheets.RETURNED, returned),
            *self.gifts_section(),
        ]

    def _movements(self, heading, sheet, rows):
        return section(heading, sheet, rows, self.request.scope, self.day, sheet.model.get_absolute_url)

    def gifts_section(self) -> list[dict]:
        """Name who gave of his own will only to the organization itself."""
        rows = DuesPayment.objects.within(self.request.scope.granting(PAY)).filter(
            organization=self.object, kind=PaymentKind.VOLUNTARY, month__year=self.months.first.year
        )
        return [self._movements("自愿多交（交中央）", sheets.GIFTS, rows)] if rows else []

    def months_section(self, handed_up, returned) -> dict:
        four, own = self.four_by_month(handed_up, returned), self.is_own()
        rows = [self._month_row(month, numbers, own) for month, numbers in four.items()]
        last = next(reversed(four.values()), Four())
        total = replace(sum(four.values(), start=Four()), gap=last.gap)
        columns = [{"label": "月份", "numeric": False}, *(_heading(label) for _, label, _ in sheets.NUMBERS)]
        return {
            "heading": "各月情况",
            "columns": columns,
            "rows": [{"url": "", "cells": [_cell("合计"), *_number_cells(total)]}, *rows],
            "empty_text": "",
        }

    def _month_row(self, month, four: Four, own: bool) -> dict:
        url = f"{reverse('dues:organization-month', args=[self.object.pk])}?month={key_of(month)}"
        return {"url": url if own else "", "cells": [_cell(month_text(month)), *_number_cells(four)]}

    def four_by_month(self, handed_up, returned) -> dict:
        """Return {month begun by the day: its four numbers} in a fixed number of queries."""
        this = Organization.objects.filter(pk=self.object.pk)
        months = self.months.until(self.day)
        dues = dues_by(this, months, by_month=True)
        paid = sums_by(payments_for(self.months, self.day).filter(organization=self.object), "month", "kind")
        up, back = (_by_month(sums_by(rows, "day")) for rows in (handed_up, returned))
        gap = gaps_on(this.values("pk"), self.months.first - ONE).get(self.object.pk, NOTHING)
        found = {}
        for month in months:
            gap += up[month] - back[month]
            found[month] = Four(
                dues.get((self.object.pk, month), Due()),
                paid.get((month, PaymentKind.MONTHLY), NOTHING),
                up[month],
                back[month],
                paid.get((month, PaymentKind.VOLUNTARY), NOTHING),
                gap,
            )
        return found


def year_asked(request) -> Months:
    """Return the year of the address, by default this one; a year without a rule leads nowhere."""
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == len("2026") else request.today.year
    if not EARLIEST <= year <= request.today.year:
        raise Http404
    return year_of(request.today.replace(year=year, month=1, day=1))


def _by_month(sums: dict) -> defaultdict:
    """Add up {(day,): amount} by month."""
    found = defaultdict(lambda: NOTHING)
    for (day,), amount in sums.items():
        found[first_of_month(day)] += amount
    return found


def _heading(label: str) -> dict:
    return {"label": label, "numeric": True}


def _cell(text: str, numeric: bool = False, state: str = "") -> dict:
    return {"text": text, "numeric": numeric, "state": state, "url": ""}


def _number_cells(four: Four) -> list[dict]:
    return [
        _cell(cell_text(told(four)), True, sheets.gap_look(four.gap) if name == "gap" else "")
        for name, _, told in sheets.NUMBERS
    ]


class OrganizationLedger(OfOwnOrganization, Page):
    """The year by member, with incomes: for the organization itself, as page and workbook."""

    permission = BASE
    title = "党费收缴台账"

    def get(self, request, pk):
        self.months = year_asked(request)
        lines = ledger.lines_of(self.object, self.months, self.day)
        if request.GET.get("export") == "xlsx":
            return self.download(lines)
        return render(request, "members/dues_ledger.html", self.get_context(lines))

    def get_context(self, lines) -> dict:
        """The page leaves out the numbers of the lines, so that on a phone the name stays in sight."""
        columns, year = ledger.LEDGER.columns[1:], self.months.first.year
        return {
            "title": f"{self.months.label}{self.title}",
            "subtitle": f"{self.object}；单位：元；截至 {self.day.isoformat()}",
            "back_url": self.get_back_url(),
            "export_url": f"?year={year}&export=xlsx",
            "before_url": f"?year={year - 1}",
            "columns": ledger.LEDGER.headings(columns),
            "rows": [_row(line, columns) for line in lines],
            "notes": ledger.NOTES,
            "empty_text": ledger.LEDGER.empty_text,
        }

    def download(self, lines):
        """Write the ledger as it is filed on paper, and tell who took it."""
        log_export(self.request.actor, ledger.LEDGER, len(lines), self.request.GET.urlencode())
        columns = ledger.LEDGER.columns
        sheet = SheetOut(
            title=ledger.LEDGER.title,
            columns=[ColumnOut(column.label, column.kind or "text", column.width) for column in columns],
            rows=[ledger.LEDGER.values(line, columns) for line in lines],
            preface=[f"{self.months.label}党费收缴台账", f"填报单位：{self.object}    单位：元"],
            notes=ledger.NOTES,
        )
        return workbook_response([sheet], f"{self.object} {self.months.label}党费收缴台账.xlsx")


def _row(line, columns) -> dict:
    return {"url": line.member.get_absolute_url(), "cells": ledger.LEDGER.cells(line, columns)}
