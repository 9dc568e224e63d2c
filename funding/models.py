"""Sources of money, and the ledger in which every entry stays as it was written."""

import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.guards import AppendOnly, NoOverlap
from core.scoping import EVERYONE, ScopedQuerySet
from core.spans import Span, SpanQuerySet
from funding.choices import EntryKind, Purpose
from funding.money import Totals, total_expressions
from organizations.models import Organization
from organizations.models.organizations import ORGANIZATION_ANCHORS


class Source(Span):
    """Where money comes from, in use from a day to a day."""

    key = models.SlugField("代码", max_length=40)
    label = models.CharField("名称", max_length=60)
    position = models.PositiveSmallIntegerField("顺序", default=0)

    scope_anchors = EVERYONE
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "经费来源"
        ordering = ["position", "pk"]
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="funding_source_once",
                fields=["key"],
                violation_error_message="这段时间已有同一代码的经费来源。",
            ),
        ]

    def __str__(self):
        return self.label


class EntryQuerySet(ScopedQuerySet):
    def up_to(self, day: datetime.date):
        return self.filter(day__lte=day)

    def totals(self) -> Totals:
        """Add up the entries."""
        return Totals.of(self.order_by().aggregate(**total_expressions()))

    def totals_by(self, *fields: str) -> dict:
        """Return {value, or values, of the fields: Totals} in one query."""
        rows = self.order_by().values(*fields).annotate(**total_expressions())
        return {_key(row, fields): Totals.of(row) for row in rows}

    def balances_on(self, day: datetime.date) -> dict:
        """Return {(organization number, source number): what is left after the day}."""
        totals = self.up_to(day).totals_by("organization", "source")
        return {key: total.balance for key, total in totals.items()}


def _key(row, fields):
    return row[fields[0]] if len(fields) == 1 else tuple(row[name] for name in fields)


class Entry(models.Model):
    """One line of the ledger of an organization; a mistake is mended by another line that reverses it."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="entries", verbose_name="党组织"
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="entries", verbose_name="经费来源"
    )
    kind = models.CharField("收支", max_length=20, choices=EntryKind)
    day = models.DateField("日期")
    amount = models.DecimalField(
        "金额（元）",
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"), "金额须大于0元；记错的账请用冲正更正。")],
    )
    purpose = models.CharField("用途", max_length=20, choices=Purpose, blank=True)
    voucher_number = models.CharField("凭证号", max_length=60, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    reverses = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reversal",
        verbose_name="被冲正的记录",
    )

    scope_anchors = ORGANIZATION_ANCHORS
    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "经费收支"
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["organization", "source", "day"], name="funding_entry_organization")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="funding_entry_amount",
                violation_error_message="金额须大于0元。",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EntryKind.EXPENSE) | ~Q(purpose=""),
                name="funding_entry_purpose",
                violation_error_message="支出请选择用途。",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(note=""),
                name="funding_entry_reversal_reason",
                violation_error_message="冲正请写明原因。",
            ),
            AppendOnly(
                name="funding_entry_append_only",
                violation_error_message="已记的账不能修改或删除，记错的请用冲正更正。",
            ),
        ]

    def __str__(self):
        act = "冲正" if self.reverses_id else ""
        return f"{self.day} {self.organization} {act}{self.get_kind_display()} {self.amount:,.2f}元"

    def get_absolute_url(self):
        return reverse("funding:entry-detail", args=[self.pk])

    def clean(self):
        """Refuse a day on which the organization or the source did not exist."""
        if self.day and self.organization_id and not self.organization.is_open(self.day):
            raise ValidationError(
                {"day": f"“{self.organization}”在{self.day}尚未成立或已经撤销，请核对日期。"}
            )
        if self.day and self.source_id and not self.source.is_on(self.day):
            raise ValidationError({"source": f"“{self.source}”在{self.day}不可使用，请核对日期或另选来源。"})

    @property
    def is_reversed(self) -> bool:
        return hasattr(self, "reversal")

    @property
    def signed_amount(self) -> Decimal:
        return self.amount if self.reverses_id is None else -self.amount

    @property
    def income(self) -> Decimal | None:
        return self.signed_amount if self.kind == EntryKind.INCOME else None

    @property
    def expense(self) -> Decimal | None:
        return self.signed_amount if self.kind == EntryKind.EXPENSE else None

    @property
    def standing(self) -> str:
        """Whether the line reverses another, was itself reversed, or simply stands."""
        if self.reverses_id is not None:
            return "冲正记录"
        return "已冲正" if self.is_reversed else "有效"
