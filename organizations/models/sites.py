"""Demonstration sites, leaders' liaison, service centres and the departments that take part."""

from django.db import models
from django.urls import reverse

from core.guards import NoOverlap
from core.models import Versioned
from core.scoping import EVERYONE, ScopedQuerySet
from core.spans import Span, SpanQuerySet
from organizations.choices import SiteLevel
from organizations.models.areas import Area
from organizations.models.organizations import ORGANIZATION_ANCHORS, Organization
from organizations.models.units import UNIT_ANCHORS, Unit


class DemonstrationSite(Span):
    """An organization named a demonstration site of a level, from a day to a day."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="demonstrations", verbose_name="党组织"
    )
    level = models.CharField("级别", max_length=20, choices=SiteLevel)
    document = models.CharField("依据", max_length=120, blank=True)

    scope_anchors = ORGANIZATION_ANCHORS
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "示范点"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="org_site_once",
                fields=["organization", "level"],
                violation_error_message="这个党组织在这段时间已是同级示范点。",
            ),
        ]

    def __str__(self):
        return f"{self.organization}（{self.get_level_display()}）"


class Liaison(Span):
    """A leader who keeps in touch with a unit, from a day to a day."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="liaisons", verbose_name="单位")
    leader = models.CharField("联系领导", max_length=60)
    leader_post = models.CharField("领导职务", max_length=60, blank=True)
    document = models.CharField("依据", max_length=120, blank=True)

    scope_anchors = UNIT_ANCHORS
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "领导联系点"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="org_liaison_once",
                fields=["unit", "leader"],
                violation_error_message="这位领导在这段时间已联系这家单位。",
            ),
        ]

    def __str__(self):
        return f"{self.leader}：{self.unit}"


class ServiceCentre(Versioned):
    """A Party-mass service centre (党群活动服务中心) and where it is."""

    name = models.CharField("中心名称", max_length=80, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="centres", verbose_name="管理区域")
    address = models.CharField("地址", max_length=200, blank=True)
    opened_on = models.DateField("启用日期")
    closed_on = models.DateField("停用日期", null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)

    scope_anchors = {"area": "area__path"}
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党群服务中心"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | models.Q(closed_on__gte=models.F("opened_on")),
                name="org_servicecentre_order",
                violation_error_message="停用日期不能早于启用日期。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organizations:centre-detail", args=[self.pk])


class CentreService(Span):
    """A unit served by a centre, from a day to a day."""

    centre = models.ForeignKey(
        ServiceCentre, on_delete=models.PROTECT, related_name="services", verbose_name="党群服务中心"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="services", verbose_name="单位")

    scope_anchors = UNIT_ANCHORS
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "中心服务单位"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="org_centreservice_once",
                fields=["centre", "unit"],
                violation_error_message="这家单位在这段时间已由这个中心服务。",
            ),
        ]

    def __str__(self):
        return f"{self.centre}：{self.unit}"


class Department(Span):
    """A committee or department that takes part in the work, from a day to a day; its name is data."""

    name = models.CharField("部门名称", max_length=60)
    duty = models.CharField("承担职责", max_length=200, blank=True)

    scope_anchors = EVERYONE
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "参与部门"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="org_department_once",
                fields=["name"],
                violation_error_message="这段时间已有同名部门。",
            ),
        ]

    def __str__(self):
        return self.name
