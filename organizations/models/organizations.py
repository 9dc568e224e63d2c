"""Party organizations and the areas they belong to."""

import datetime

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from core.guards import NoOverlap
from core.models import Versioned
from core.scoping import ScopedQuerySet
from core.spans import Span, SpanQuerySet
from core.trees import keep_new_paths, keep_path, refuse_loop
from organizations.choices import Affiliation, CloseReason, Formation, OrganizationType, SuccessionKind
from organizations.models.areas import Area


def seated_below(path: str, day: datetime.date) -> Q:
    """Organizations whose managing area on the day lies below the path."""
    seats = Seat.objects.on(day).filter(organization=OuterRef("pk"), area__path__startswith=path)
    return Q(Exists(seats))


class OrganizationQuerySet(ScopedQuerySet):
    def open_on(self, day: datetime.date):
        """Keep the organizations that exist on the day; the closing day still counts."""
        return self.filter(is_open_on(day))

    def seated_in(self, area: Area, day: datetime.date):
        return self.filter(seated_below(area.path, day))


def is_open_on(day: datetime.date) -> Q:
    return Q(established_on__lte=day) & (Q(closed_on__isnull=True) | Q(closed_on__gte=day))


class Organization(Versioned):
    """A Party organization; one organization counts once, however many units it covers."""

    name = models.CharField("党组织名称", max_length=120)
    type = models.CharField(
        "党组织类型", max_length=20, choices=OrganizationType, default=OrganizationType.BRANCH
    )
    formation = models.CharField("组建方式", max_length=20, choices=Formation, default=Formation.STANDALONE)
    superior = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subordinates",
        verbose_name="上级党组织",
    )
    affiliation = models.CharField("隶属关系", max_length=20, choices=Affiliation, blank=True)
    path = models.CharField("路径", max_length=200, editable=False, db_index=True, default="")
    established_on = models.DateField("成立日期")
    approval_number = models.CharField("批复文号", max_length=60, blank=True)
    approved_on = models.DateField("批复日期", null=True, blank=True)
    approved_by = models.CharField("批复机关", max_length=120, blank=True)
    closed_on = models.DateField("撤销日期", null=True, blank=True)
    close_reason = models.CharField("撤销原因", max_length=20, choices=CloseReason, blank=True)
    close_document = models.CharField("撤销依据", max_length=120, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)

    scope_anchors = {"area": seated_below, "organization": "path"}
    saved_alone = ("superior", "path")  # what hangs below moves along
    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党组织"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=models.F("established_on")),
                name="org_organization_order",
                violation_error_message="撤销日期不能早于成立日期。",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(close_reason=""),
                name="org_organization_close_reason",
                violation_error_message="填写撤销日期时，请同时选择撤销原因。",
            ),
        ]
        indexes = [models.Index(fields=["name"], name="org_organization_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organizations:organization-detail", args=[self.pk])

    def save(self, *args, **kwargs):
        """Keep the path of the organization tree; an organization below itself is refused."""
        with transaction.atomic():
            refuse_loop(self, self.superior)
            super().save(*args, **kwargs)
            keep_path(self, self.superior)

    @classmethod
    def settle(cls, added: list["Organization"]):
        keep_new_paths(added, "superior")

    @property
    def is_standalone(self) -> bool:
        return self.formation == Formation.STANDALONE

    def is_open(self, day: datetime.date) -> bool:
        """Say for this row what `is_open_on` says in a query."""
        return self.established_on <= day and (self.closed_on is None or self.closed_on >= day)


def organization_anchor(anchor):
    """Lift an anchor of organizations to a table that has an `organization` column."""

    def lifted(path, day):
        condition = anchor(path, day) if callable(anchor) else Q(**{f"{anchor}__startswith": path})
        return Q(organization__in=Organization.objects.filter(condition))

    return lifted


ORGANIZATION_ANCHORS = {kind: organization_anchor(a) for kind, a in Organization.scope_anchors.items()}


class Seat(Span):
    """The managing area of an organization, from a day to a day."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="seats", verbose_name="党组织"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="seats", verbose_name="管理区域")
    document = models.CharField("依据", max_length=120, blank=True)

    scope_anchors = ORGANIZATION_ANCHORS
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "党组织归属"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="org_seat_once",
                fields=["organization"],
                violation_error_message="这个党组织在这段时间已有管理区域，请先结束原来的归属。",
            ),
        ]
        indexes = [models.Index(fields=["organization", "starts_on", "ends_on", "area"], name="org_seat_day")]

    def __str__(self):
        return f"{self.organization}：{self.area}"


class Succession(models.Model):
    """An organization that took over from another on a day: merged, split off or rebuilt."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="predecessors", verbose_name="承接的党组织"
    )
    predecessor = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="successors", verbose_name="原党组织"
    )
    kind = models.CharField("方式", max_length=20, choices=SuccessionKind)
    on = models.DateField("日期")
    document = models.CharField("依据", max_length=120, blank=True)

    scope_anchors = ORGANIZATION_ANCHORS
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党组织沿革"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "predecessor"], name="org_succession_once"),
            models.CheckConstraint(
                condition=~Q(organization=models.F("predecessor")),
                name="org_succession_other",
                violation_error_message="承接的党组织不能是原党组织自己。",
            ),
        ]

    def __str__(self):
        return f"{self.predecessor} → {self.organization}"
