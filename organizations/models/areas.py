"""Areas that somebody looks after, as a tree with a path."""

from django.core.exceptions import ValidationError
from django.db import models, transaction

from core.guards import NoOverlap
from core.scoping import ScopedQuerySet
from core.spans import Span, SpanQuerySet
from core.trees import keep_new_paths, keep_path, refuse_loop
from organizations.choices import AreaKind


class AreaQuerySet(ScopedQuerySet):
    def below(self, area: "Area"):
        """Keep the area itself and everything under it."""
        return self.filter(path__startswith=area.path)

    def leaves_ever(self):
        """Keep the areas that report or once did: everything but the county itself, in their fixed order."""
        return self.exclude(kind=AreaKind.COUNTY)

    def leaves(self):
        """Keep those of them that take new facts: not the ones merged into another."""
        return self.leaves_ever().filter(closed_on=None)


class Area(models.Model):
    """A managing area; its official code is an attribute, because zones have none and codes change."""

    name = models.CharField("名称", max_length=60, unique=True)
    kind = models.CharField("类型", max_length=20, choices=AreaKind)
    code = models.CharField("区划代码", max_length=12, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, verbose_name="上级区域"
    )
    path = models.CharField("路径", max_length=120, editable=False, db_index=True)
    closed_on = models.DateField("撤并日期", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name="并入区域",
    )
    position = models.PositiveSmallIntegerField("顺序", default=0)

    scope_anchors = {"area": "path"}
    saved_alone = ("parent", "path")  # what lies below moves along
    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "管理区域"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Keep the path of the area tree; an area below itself is refused."""
        with transaction.atomic():
            refuse_loop(self, self.parent)
            super().save(*args, **kwargs)
            keep_path(self, self.parent)

    @classmethod
    def settle(cls, added: list["Area"]):
        keep_new_paths(added, "parent")

    def clean(self):
        """An area hangs neither below itself nor below an area of its own."""
        if self.pk and self.parent and self.parent.path.startswith(self.path):
            raise ValidationError({"parent": f"“{self.parent}”是本区域或其下级，不能作为上级区域。"})


class AreaName(Span):
    """A name or code an area has, or had, from a day to a day."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="names", verbose_name="管理区域")
    name = models.CharField("名称", max_length=60)
    code = models.CharField("区划代码", max_length=12, blank=True)

    scope_anchors = {"area": "area__path"}
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "区域曾用名"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="org_areaname_once", fields=["area"], violation_error_message="这段时间已有名称。"
            ),
        ]

    def __str__(self):
        return self.name
