"""三培养一推荐: who came how far on which day."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import Versioned
from core.scoping import ScopedQuerySet
from members.choices import CultivationStep
from organizations.models import Organization, Unit
from organizations.models.organizations import ORGANIZATION_ANCHORS


class Cultivation(Versioned):
    """A person took one of the four steps on a day; a member of the register, or somebody known by name."""

    step = models.CharField("步骤", max_length=30, choices=CultivationStep)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="cultivations", verbose_name="党组织"
    )
    member = models.ForeignKey(
        "members.Member",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cultivations",
        verbose_name="党员",
    )
    name = models.CharField("姓名", max_length=60, blank=True)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cultivations",
        verbose_name="所在单位",
    )
    held_on = models.DateField("日期")
    post = models.CharField("培养后的岗位或职务", max_length=60, blank=True)
    document = models.CharField("依据", max_length=120, blank=True)

    scope_anchors = ORGANIZATION_ANCHORS
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "三培养一推荐"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, name="") | (Q(member__isnull=True) & ~Q(name="")),
                name="members_cultivation_person",
                violation_error_message="党员和姓名填写其中一项。",
            ),
            models.UniqueConstraint(
                fields=["member", "step", "held_on"],
                name="members_cultivation_once",
                violation_error_message="这名党员当日已登记过这一步骤。",
            ),
        ]
        indexes = [models.Index(fields=["held_on", "step"], name="members_cultivation_day")]

    def __str__(self):
        return f"{self.person}：{self.get_step_display()}"

    def get_absolute_url(self):
        return reverse("cultivation:cultivation-detail", args=[self.pk])

    @property
    def person(self) -> str:
        return str(self.member) if self.member_id else self.name
