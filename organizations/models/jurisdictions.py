"""Who looks after what: a user's role over an area, an organization or as an officer, by day."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.scoping import EVERYONE
from core.spans import Span, SpanQuerySet
from organizations.choices import Role
from organizations.models.areas import Area
from organizations.models.officers import Officer
from organizations.models.organizations import Organization


class Jurisdiction(Span):
    """One role of one user over one branch of a tree, from a day to a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jurisdictions", verbose_name="账号"
    )
    role = models.CharField("角色", max_length=20, choices=Role)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, verbose_name="管理区域")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, verbose_name="党组织"
    )
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, verbose_name="党建工作指导员"
    )

    scope_anchors = EVERYONE
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "管理职责"
        constraints = [
            *Span.Meta.constraints,
            models.CheckConstraint(
                condition=(
                    Q(role="secretary", organization__isnull=False, area=None, officer=None)
                    | Q(role="officer", officer__isnull=False, area=None, organization=None)
                    | Q(
                        role__in=["county_clerk", "town_clerk", "leader"],
                        area__isnull=False,
                        organization=None,
                        officer=None,
                    )
                    | Q(role__in=["auditor", "sysadmin"], area=None, organization=None, officer=None)
                ),
                name="org_jurisdiction_object",
                violation_error_message="书记对应党组织，指导员对应指导员登记，工作人员和领导对应区域，管理员和审计员不对应业务对象。",
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.get_role_display()}"

    @property
    def branch(self) -> tuple[str, str]:
        """Return (kind of tree, path) of what is looked after; ("", "") for roles without business data."""
        for kind in ("area", "organization", "officer"):
            node = getattr(self, kind)
            if node is not None:
                return kind, node.path
        return "system", ""
