"""Units of both kinds, where they are placed and when they count in the base."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from core.guards import NoOverlap
from core.models import Versioned
from core.scoping import ScopedQuerySet
from core.spans import Span, SpanQuerySet, holds_on
from organizations.choices import EnterpriseType, ExitReason, PoliticalStanding, SocialType, UnitKind
from organizations.models.areas import Area


def placed_below(path: str, day: datetime.date) -> Q:
    """Units whose managing area on the day lies below the path."""
    placements = Placement.objects.on(day).filter(unit=OuterRef("pk"), area__path__startswith=path)
    return Q(Exists(placements))


def covered_below(path: str, day: datetime.date) -> Q:
    """Units covered on the day by an organization below the path of the organization tree."""
    covered = Unit.objects.filter(
        holds_on(day, "coverages__"), coverages__organization__path__startswith=path
    )
    return Q(pk__in=covered.values("pk"))


def assigned_to(path: str, day: datetime.date) -> Q:
    """Units to which the officer named by the path ("12/") is assigned on the day."""
    assigned = Unit.objects.filter(holds_on(day, "assignments__"), assignments__officer__path=path)
    return Q(pk__in=assigned.values("pk"))


class UnitQuerySet(ScopedQuerySet):
    def of_kind(self, kind: str | None):
        return self.filter(kind=kind) if kind else self

    def placed_in(self, area: Area, day: datetime.date):
        """Keep the units whose managing area on the day is the area or below it."""
        return self.filter(placed_below(area.path, day))

    def found_by(self, text: str):
        """Find by name, former name, credit code or pinyin initials."""
        return self.filter(search_text__contains=text.strip().lower())


class Unit(Versioned):
    """A non-public enterprise or a social organization; never deleted, closed with a reason instead."""

    kind = models.CharField("单位类别", max_length=20, choices=UnitKind, default=UnitKind.ENTERPRISE)
    name = models.CharField("单位名称", max_length=120)
    credit_code = models.CharField(
        "统一社会信用代码",
        max_length=18,
        unique=True,
        null=True,
        blank=True,
        error_messages={"unique": "已有单位使用这个统一社会信用代码，请核对或直接修改那家单位。"},
    )
    enterprise_type = models.CharField("企业类型", max_length=20, choices=EnterpriseType, blank=True)
    social_type = models.CharField("社会组织类型", max_length=20, choices=SocialType, blank=True)
    registration_number = models.CharField("注册号或登记证号", max_length=30, blank=True)
    industry = models.CharField("行业", max_length=60, blank=True)
    above_scale = models.BooleanField("规模以上", default=False)
    in_market = models.BooleanField("在专业市场内", default=False)
    annual_revenue = models.DecimalField(
        "年营业收入（万元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    supervising_body = models.CharField("业务主管单位", max_length=60, blank=True)
    legal_representative = models.CharField("法定代表人", max_length=60, blank=True)
    legal_standing = models.CharField(
        "法定代表人政治面貌", max_length=20, choices=PoliticalStanding, blank=True
    )
    association_members = models.PositiveIntegerField("会员数", null=True, blank=True)
    has_union = models.BooleanField("已建工会", default=False)
    has_league = models.BooleanField("已建团组织", default=False)
    has_womens_federation = models.BooleanField("已建妇联", default=False)
    address = models.CharField("地址", max_length=200, blank=True)
    contact_phone = models.CharField("联系电话", max_length=30, blank=True)
    employees = models.PositiveIntegerField("职工人数", null=True, blank=True)
    formal_members = models.PositiveIntegerField("正式党员数", null=True, blank=True)
    probationary_members = models.PositiveIntegerField("预备党员数", null=True, blank=True)
    surveyed_on = models.DateField(
        "摸排日期", null=True, blank=True, help_text="没有摸排日期的单位列为“未摸排”。"
    )
    opened_on = models.DateField("成立日期", null=True, blank=True)
    closed_on = models.DateField("注销或迁出日期", null=True, blank=True)
    close_reason = models.CharField("注销或迁出原因", max_length=20, choices=ExitReason, blank=True)
    close_document = models.CharField("注销或迁出依据", max_length=120, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    search_text = models.TextField("检索文字", editable=False, default="")

    scope_anchors = {"area": placed_below, "organization": covered_below, "officer": assigned_to}
    audit_hidden = ("contact_phone", "search_text")
    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["pk"]
        permissions = [("view_contact", "查看联系电话")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(close_reason=""),
                name="org_unit_close_reason",
                violation_error_message="填写注销或迁出日期时，请同时选择原因。",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(closed_on__gte=models.F("opened_on")),
                name="org_unit_open_then_close",
                violation_error_message="注销或迁出日期不能早于成立日期。",
            ),
        ]
        indexes = [models.Index(fields=["name"], name="org_unit_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organizations:unit-detail", args=[self.pk])

    @property
    def members_total(self) -> int:
        return (self.formal_members or 0) + (self.probationary_members or 0)


def unit_anchor(anchor):
    """Lift an anchor of units to a table that has a `unit` column."""

    def lifted(path, day):
        return Q(unit__in=Unit.objects.filter(anchor(path, day)))

    return lifted


UNIT_ANCHORS = {kind: unit_anchor(anchor) for kind, anchor in Unit.scope_anchors.items()}


class UnitName(Span):
    """A former name of a unit, from a day to a day; searched like the present one."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="names", verbose_name="单位")
    name = models.CharField("曾用名", max_length=120)

    scope_anchors = UNIT_ANCHORS
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "单位曾用名"
        indexes = [models.Index(fields=["name"], name="org_unitname_name")]

    def __str__(self):
        return self.name


class Placement(Span):
    """The managing area of a unit, from a day to a day: a move never rewrites last year."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements", verbose_name="单位")
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="placements", verbose_name="管理区域"
    )
    document = models.CharField("依据", max_length=120, blank=True)

    scope_anchors = UNIT_ANCHORS
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "管理归属"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="org_placement_once",
                fields=["unit"],
                violation_error_message="这家单位在这段时间已有管理区域，请先结束原来的归属。",
            ),
        ]
        indexes = [models.Index(fields=["unit", "starts_on", "ends_on", "area"], name="org_placement_day")]

    def __str__(self):
        return f"{self.unit}：{self.area}"


class BaseSpell(Span):
    """A spell in which a unit counts in the base; leaving it needs a reason and stays on record."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="base_spells", verbose_name="单位")
    entry_document = models.CharField("纳入依据", max_length=120, blank=True)
    exit_reason = models.CharField("移出原因", max_length=20, choices=ExitReason, blank=True)
    exit_document = models.CharField("移出依据", max_length=120, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, verbose_name="批准人"
    )

    scope_anchors = UNIT_ANCHORS
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "纳入基数"
        constraints = [
            *Span.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | ~Q(exit_reason=""),
                name="org_basespell_exit_reason",
                violation_error_message="移出基数时请选择原因。",
            ),
            NoOverlap(
                name="org_basespell_once",
                fields=["unit"],
                violation_error_message="这家单位在这段时间已纳入基数。",
            ),
        ]
        indexes = [models.Index(fields=["unit", "starts_on", "ends_on"], name="org_basespell_day")]

    def __str__(self):
        return f"{self.unit} {self.period_text}"


class Reopening(models.Model):
    """A unit that closed and opened again: the closing that is over, and the day of the return."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reopenings", verbose_name="单位")
    closed_on = models.DateField("注销或迁出日期")
    close_reason = models.CharField("注销或迁出原因", max_length=20, choices=ExitReason)
    close_document = models.CharField("注销或迁出依据", max_length=120, blank=True)
    reopened_on = models.DateField("恢复日期")
    document = models.CharField("恢复依据", max_length=120)

    scope_anchors = UNIT_ANCHORS
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "恢复登记"
        ordering = ["reopened_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reopened_on__gt=models.F("closed_on")),
                name="org_reopening_order",
                violation_error_message="恢复日期应晚于注销或迁出日期。",
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.reopened_on}"


def area_on(day: datetime.date):
    """Expression on units: the number of the managing area on the day."""
    return Subquery(Placement.objects.on(day).filter(unit=OuterRef("pk")).values("area")[:1])
