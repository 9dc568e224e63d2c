"""Monthly reports, the remarks beside their answers, and what was frozen when they were handed in."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from core.guards import AppendOnly
from core.models import Versioned
from core.scoping import ScopedQuerySet, anchored
from organizations.models import Organization, Seat
from reports.choices import FiledSource, RemarkField, ReportState
from reports.models.periods import Period

HANDED_IN = (ReportState.SUBMITTED, ReportState.TOWN_ACCEPTED, ReportState.ACCEPTED)


def seated_then_below(path: str, day: datetime.date) -> Q:
    """Reports of organizations that on the last day of their month belonged to an area below the path."""
    month_end = OuterRef("period__last_day")
    seats = Seat.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=month_end),
        organization=OuterRef("organization"),
        area__path__startswith=path,
        starts_on__lte=month_end,
    )
    return Q(Exists(seats))


class MonthlyReportQuerySet(ScopedQuerySet):
    def of_month(self, month: str):
        return self.filter(period__month=month)

    def received(self):
        """Keep the reports that were handed in at least once."""
        return self.filter(received_on__isnull=False)

    def on_time(self):
        """Keep the reports that were first handed in on or before the day they were due."""
        return self.filter(received_on__lte=F("period__due_on"))


def account(label: str):
    """A column that names who did a step; empty until somebody has."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=label,
    )


def moment(label: str):
    return models.DateTimeField(label, null=True, blank=True, editable=False)


class MonthlyReport(Versioned):
    """One organization's month: three answers; everything the portal knows is added and never asked."""

    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, related_name="reports", verbose_name=Period._meta.verbose_name
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="monthly_reports", verbose_name="党组织"
    )
    state = models.CharField(
        "状态", max_length=20, choices=ReportState, default=ReportState.DRAFT, editable=False
    )
    unchanged = models.BooleanField(RemarkField.UNCHANGED.label, null=True, blank=True)
    member_changes = models.TextField(RemarkField.MEMBER_CHANGES.label, max_length=1000, blank=True)
    work = models.TextField(RemarkField.WORK.label, max_length=2000, blank=True)
    help_wanted = models.TextField(RemarkField.HELP_WANTED.label, max_length=1000, blank=True)
    filed_for = models.BooleanField("代填", default=False, editable=False)
    filed_source = models.CharField("代填依据", max_length=20, choices=FiledSource, blank=True)
    revision = models.PositiveSmallIntegerField("报送次数", default=0, editable=False)
    received_on = models.DateField("首次报送日期", null=True, blank=True, editable=False)
    open_until = models.DateField("补报截止日期", null=True, blank=True)
    draft_key = models.CharField("草稿页面", max_length=64, blank=True, editable=False)
    submitted_by = account("报送人")
    submitted_at = moment("报送时间")
    town_accepted_by = account("乡镇审核人")
    town_accepted_at = moment("乡镇审核时间")
    accepted_by = account("县级审核人")
    accepted_at = moment("县级审核时间")

    scope_anchors = {"area": seated_then_below, "organization": "organization__path"}
    objects = MonthlyReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "月报"
        ordering = ["-period__month", "organization"]
        permissions = [
            ("submit_monthlyreport", "报送月报"),
            ("accept_as_town", "乡镇审核月报"),
            ("accept_as_county", "县级审核月报"),
            ("view_dashboard", "查看数据总览"),
            ("view_summary", "查看汇总表"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "organization"],
                name="reports_monthlyreport_once",
                violation_error_message="这个党组织本月已有月报。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HANDED_IN) | Q(received_on__isnull=False, submitted_at__isnull=False),
                name="reports_monthlyreport_received",
                violation_error_message="已报送的月报必须有报送日期和时间。",
            ),
            models.CheckConstraint(
                condition=Q(filed_for=False) | ~Q(filed_source=""),
                name="reports_monthlyreport_filed_source",
                violation_error_message="代填的月报必须注明依据：电话、纸质或当面。",
            ),
            models.CheckConstraint(
                condition=~Q(town_accepted_by=F("submitted_by")) & ~Q(accepted_by=F("submitted_by")),
                name="reports_monthlyreport_other_eyes",
                violation_error_message="报送人不能审核自己报送的月报。",
            ),
        ]

    def __str__(self):
        return f"{self.organization} {self.period.month} 月报"

    def get_absolute_url(self):
        return reverse("reports:report-detail", args=[self.pk])

    @property
    def number(self) -> str:
        """The number on the receipt."""
        return f"{self.period.month.replace('-', '')}-{self.pk:06d}"

    @property
    def is_in_hand(self) -> bool:
        """Whether the one who reports may still write: nothing handed in, or handed back."""
        return self.state in (ReportState.DRAFT, ReportState.RETURNED)

    @property
    def is_on_time(self) -> bool | None:
        return None if self.received_on is None else self.received_on <= self.period.due_on


def report_anchor(anchor):
    """Lift an anchor of reports to a table that has a `report` column."""

    def lifted(path, day):
        return Q(report__in=MonthlyReport.objects.filter(anchored(anchor, path, day)))

    return lifted


REPORT_ANCHORS = {kind: report_anchor(anchor) for kind, anchor in MonthlyReport.scope_anchors.items()}


class Remark(models.Model):
    """What a reviewer wrote beside one answer, with the answer as it was then."""

    report = models.ForeignKey(
        MonthlyReport, on_delete=models.PROTECT, related_name="remarks", verbose_name="月报"
    )
    revision = models.PositiveSmallIntegerField("报送次数")
    field = models.CharField("意见所指", max_length=20, choices=RemarkField)
    text = models.CharField("意见", max_length=300)
    value_then = models.TextField("当时填写", blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name="审核人")
    made_at = models.DateTimeField("时间", auto_now_add=True)

    scope_anchors = REPORT_ANCHORS
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审核意见"
        ordering = ["pk"]
        constraints = [
            AppendOnly(name="reports_remark_append_only", violation_error_message="审核意见不能修改或删除。")
        ]

    def __str__(self):
        return f"{self.get_field_display()}：{self.text}"


class FigureQuerySet(ScopedQuerySet):
    def of_revision(self, revision: int):
        return self.filter(revision=revision)


class Figure(models.Model):
    """One line of a report as it was handed in; a correction is a new revision, never a change."""

    report = models.ForeignKey(
        MonthlyReport, on_delete=models.PROTECT, related_name="figures", verbose_name="月报"
    )
    revision = models.PositiveSmallIntegerField("报送次数")
    key = models.SlugField("代号", max_length=40)
    label = models.CharField("项目", max_length=60)
    text = models.TextField("内容", blank=True)

    scope_anchors = REPORT_ANCHORS
    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "月报留存数据"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "revision", "key"], name="reports_figure_once"),
            AppendOnly(
                name="reports_figure_append_only", violation_error_message="报送时的数据不能修改或删除。"
            ),
        ]

    def __str__(self):
        return f"{self.label}：{self.text}"
