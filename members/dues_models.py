"""Tables of Party dues: by what a member owes, relief, and the ledgers of what was paid, handed up, returned.

Incomes, and what members pay by them, are for the secretary of the organization itself: these rows hang on
that organization alone, on no area and on no organization above.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.guards import AppendOnly, NoOverlap
from core.scoping import ScopedQuerySet
from core.sealing import SealError, sealed_text
from core.spans import Span, SpanQuerySet
from members.dues.choices import DuesCategory, HandedFor, PaymentKind
from organizations.models import Organization
from organizations.models.organizations import ORGANIZATION_ANCHORS

VOLUNTARY_LEAST = Decimal(1000)
NOT_POSITIVE = "金额须大于0元；记错的请用冲正更正。"


def own_organization(path, day):
    """Rows of the very organization at the path, not of those below it."""
    return Q(organization__in=Organization.objects.filter(path=path))


OWN_ANCHORS = {"organization": own_organization}


def month_text(month) -> str:
    return f"{month.year}年{month.month}月"


class DuesBase(Span):
    """By what a member of an organization owes dues; the income is sealed, and need not be told."""

    member = models.ForeignKey(
        "members.Member", on_delete=models.PROTECT, related_name="dues_bases", verbose_name="党员"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="dues_bases", verbose_name="党组织"
    )
    category = models.CharField("人员类型", max_length=20, choices=DuesCategory)
    base_sealed = models.TextField("党费计算基数", editable=False, blank=True, default="")

    base_text = sealed_text("base_sealed")
    sealed_columns = {"base_sealed": ""}
    audit_hidden = ("base_sealed",)

    scope_anchors = OWN_ANCHORS
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "党费计算依据"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="members_duesbase_once",
                fields=["member", "organization"],
                violation_error_message="这名党员在这段时间已有党费计算依据。",
            ),
        ]
        indexes = [models.Index(fields=["organization", "starts_on", "ends_on"], name="members_duesbase_org")]

    def __str__(self):
        return f"{self.member}：{self.get_category_display()}"

    @property
    def base(self) -> Decimal | None:
        """The monthly income, of a farmer the amount set; None where it was not told or cannot be opened."""
        try:
            return Decimal(self.base_text) if self.base_sealed else None
        except SealError:
            return None


class Relief(Span):
    """Dues reduced or remitted for hardship, as the branch has decided."""

    member = models.ForeignKey(
        "members.Member", on_delete=models.PROTECT, related_name="reliefs", verbose_name="党员"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="reliefs", verbose_name="党组织"
    )
    amount = models.DecimalField(
        "减免后每月应缴（元）",
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0), "金额不能小于0元；全免填0。")],
        help_text="全免填0。",
    )
    document = models.CharField("依据", max_length=120, help_text="支部决定和上级批准的文号或会议纪要。")

    scope_anchors = ORGANIZATION_ANCHORS
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "党费减免"
        constraints = [
            *Span.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="members_relief_amount",
                violation_error_message="金额不能小于0元。",
            ),
            NoOverlap(
                name="members_relief_once",
                fields=["member", "organization"],
                violation_error_message="这名党员在这段时间已有党费减免。",
            ),
        ]
        indexes = [models.Index(fields=["organization", "starts_on", "ends_on"], name="members_relief_org")]

    def __str__(self):
        return f"{self.member}：{self.amount:,.2f}元"

    def get_absolute_url(self):
        return reverse("members:member-detail", args=[self.member_id])


class MovementQuerySet(ScopedQuerySet):
    def up_to(self, day):
        return self.filter(day__lte=day)


class Movement(models.Model):
    """One line of a ledger of dues: it stays as it was written, and a mistake is taken back by another."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name="党组织"
    )
    amount = models.DecimalField(
        "金额（元）",
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"), NOT_POSITIVE)],
    )
    day = models.DateField("日期")
    note = models.CharField("备注", max_length=200, blank=True)
    reverses = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reversal",
        verbose_name="被冲正的记录",
    )

    objects = MovementQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="%(app_label)s_%(class)s_amount",
                violation_error_message="金额须大于0元。",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(note=""),
                name="%(app_label)s_%(class)s_reversal_reason",
                violation_error_message="冲正请写明原因。",
            ),
            AppendOnly(
                name="%(app_label)s_%(class)s_append_only",
                violation_error_message="已记的账不能修改或删除，记错的请用冲正更正。",
            ),
        ]

    def __str__(self):
        act = "冲正" if self.reverses_id else ""
        return f"{self.day} {self.organization} {act}{self._meta.verbose_name}"

    def get_absolute_url(self):
        return reverse(f"dues:{self._meta.model_name}-detail", args=[self.pk])

    def clean(self):
        """Refuse a day before the organization was set up."""
        if self.day and self.organization_id and self.day < self.organization.established_on:
            raise ValidationError({"day": f"“{self.organization}”在{self.day}尚未成立，请核对日期。"})

    @property
    def signed_amount(self) -> Decimal:
        return self.amount if self.reverses_id is None else -self.amount

    @property
    def is_reversed(self) -> bool:
        return hasattr(self, "reversal")

    @property
    def standing(self) -> str:
        """Whether the line reverses another, was itself reversed, or simply stands."""
        if self.reverses_id is not None:
            return "冲正记录"
        return "已冲正" if self.is_reversed else "有效"


class DuesPayment(Movement):
    """What a member paid for a month; what he gave of his own will, 1000 yuan and more, is kept apart."""

    member = models.ForeignKey(
        "members.Member", on_delete=models.PROTECT, related_name="dues_payments", verbose_name="党员"
    )
    month = models.DateField("所属月份", help_text="当月的第一天。")
    kind = models.CharField("类别", max_length=20, choices=PaymentKind, default=PaymentKind.MONTHLY)

    # A payment tells the income: the rule can be read backwards.
    audit_hidden = ("amount",)
    copied = ("member", "month", "kind")

    scope_anchors = OWN_ANCHORS

    class Meta(Movement.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "党费缴纳"
        permissions = [("import_dues", "导入党费收缴台账")]
        constraints = [
            *Movement.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind=PaymentKind.MONTHLY) | Q(amount__gte=VOLUNTARY_LEAST),
                name="members_duespayment_voluntary",
                violation_error_message="自愿多交单列的，一次须在1000元以上。",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "month"], name="members_duespayment_org"),
            models.Index(fields=["member", "month"], name="members_duespayment_member"),
        ]

    def __str__(self):
        act = "冲正" if self.reverses_id else ""
        return f"{self.member} {act}{month_text(self.month)}{self._meta.verbose_name}"


class HandedUp(Movement):
    """Dues an organization handed up for a month or a quarter."""

    period = models.CharField("上缴方式", max_length=10, choices=HandedFor, default=HandedFor.QUARTER)
    month = models.DateField("所属月份", help_text="按季上缴的，为季度的第一个月。")
    document = models.CharField("凭证或依据", max_length=120)

    copied = ("period", "month", "document")

    scope_anchors = ORGANIZATION_ANCHORS

    class Meta(Movement.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "党费上缴"
        indexes = [models.Index(fields=["organization", "day"], name="members_handedup_org")]

    @property
    def period_text(self) -> str:
        if self.period == HandedFor.MONTH:
            return month_text(self.month)
        return f"{self.month.year}年第{(self.month.month + 2) // 3}季度"


class Returned(Movement):
    """Dues returned to an organization."""

    document = models.CharField("凭证或依据", max_length=120)

    copied = ("document",)

    scope_anchors = ORGANIZATION_ANCHORS

    class Meta(Movement.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "党费返还"
        indexes = [models.Index(fields=["organization", "day"], name="members_returned_org")]
