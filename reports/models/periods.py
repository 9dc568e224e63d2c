"""The month a report is about, with its own clock: it opens, it is due, it locks."""

import calendar
import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.models import Versioned
from core.scoping import EVERYONE, ScopedQuerySet

MONTH_PATTERN = r"^20\d\d-(0[1-9]|1[0-2])$"


def month_of(day: datetime.date) -> str:
    return f"{day:%Y-%m}"


def first_day_of(month: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{month}-01")


def last_day_of(month: str) -> datetime.date:
    first = first_day_of(month)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def month_after(month: str) -> str:
    return month_of(last_day_of(month) + datetime.timedelta(days=1))


def month_before(month: str) -> str:
    return month_of(first_day_of(month) - datetime.timedelta(days=1))


class Period(Versioned):
    """A month of reporting. Until `due_on` a report is on time; from `locks_on` on it is no longer taken."""

    month = models.CharField(
        "月份",
        max_length=7,
        unique=True,
        validators=[RegexValidator(MONTH_PATTERN, "请按 2026-11 的格式填写月份。")],
        error_messages={"unique": "这个月份已经设置过，请直接修改。"},
    )
    first_day = models.DateField("月初", editable=False)
    last_day = models.DateField("月末", editable=False)
    opens_on = models.DateField("开始填报日期")
    due_on = models.DateField("截止日期", help_text="当天报送仍算按时。")
    locks_on = models.DateField("锁定日期", help_text="从这一天起不能再报送。")
    repair_days = models.PositiveSmallIntegerField("退回修改天数", help_text="退回后至少留给书记修改的天数。")

    scope_anchors = EVERYONE
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "月报期间"
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on"), due_on__lt=F("locks_on")),
                name="reports_period_order",
                violation_error_message="开始填报日期不能晚于截止日期，锁定日期应晚于截止日期。",
            ),
        ]

    def __str__(self):
        return self.month

    def get_absolute_url(self):
        return f"{reverse('reports:report-list')}?month={self.month}"

    @property
    def month_text(self) -> str:
        return f"{self.first_day.year}年{self.first_day.month}月"

    def is_open_on(self, day: datetime.date) -> bool:
        return self.opens_on <= day

    def is_locked_on(self, day: datetime.date) -> bool:
        return day >= self.locks_on
