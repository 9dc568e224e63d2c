"""Members of the Party, and the organizations they belong to, from a day to a day."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.urls import reverse

from core.guards import NoOverlap
from core.identifiers import tidy_id_number, wrong_id_number
from core.models import Versioned
from core.pinyin import search_text
from core.scoping import ScopedQuerySet
from core.sealing import SealError, fingerprints, sealed_text
from core.spans import Span, SpanQuerySet
from members import cultivation_models, development_models, training_models  # noqa: F401 - Django finds their tables
from members.choices import Education, Ethnicity, Floating, JoinReason, LeaveReason, MemberStatus, Sex
from members.dues_models import DuesBase, DuesPayment, HandedUp, Relief, Returned  # noqa: F401 - its tables
from organizations.models import Organization, Unit
from organizations.models.organizations import ORGANIZATION_ANCHORS

JOINING_AGE = 18
HAS_ID_NUMBER = ~Q(id_number_print="")
ID_NUMBER_TAKEN = "这个身份证号已经登记在另一名党员名下，请核对号码；号码无误的，请联系县级工作人员。"


def member_anchor(anchor):
    """Lift an anchor of tables with an `organization` to members: where they are on the day, or were last."""

    def lifted(path, day):
        latest = Membership.objects.latest_on(day).filter(anchor(path, day))
        return Q(pk__in=latest.values("member"))

    return lifted


def years_after(day: datetime.date, years: int) -> datetime.date:
    """Return the same day so many years later; the 29th of February becomes the 1st of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return datetime.date(day.year + years, 3, 1)


class MemberQuerySet(ScopedQuerySet):
    def enrolled_on(self, day: datetime.date):
        """Keep the members who belong to some organization on the day; the last day still counts."""
        return self.filter(Exists(Membership.objects.on(day).filter(member=OuterRef("pk"))))

    def left_by(self, day: datetime.date):
        """Keep those who belonged to an organization before the day and belong to none on it."""
        begun = Membership.objects.filter(member=OuterRef("pk"), starts_on__lte=day)
        return self.filter(Exists(begun)).exclude(pk__in=Membership.objects.on(day).values("member"))

    def of_organization_on(self, organization: Organization, day: datetime.date):
        return self.filter(
            pk__in=Membership.objects.on(day).filter(organization=organization).values("member")
        )

    def formal_on(self, day: datetime.date):
        return self.filter(full_member_on__lte=day)

    def probationary_on(self, day: datetime.date):
        return self.filter(Q(full_member_on__isnull=True) | Q(full_member_on__gt=day), joined_on__lte=day)

    def found_by(self, text: str):
        """Find by name or pinyin initials."""
        return self.filter(search_text__contains=text.strip().lower())

    def with_id_number(self, number: object):
        """Find by the whole identity number, however it is written; nobody has an empty one."""
        return self.with_id_numbers([number])

    def with_id_numbers(self, numbers: Iterable[object]):
        """Find who has one of the numbers; their prints may still be of an older key."""
        prints = [found for number in numbers for found in fingerprints(tidy_id_number(number))]
        return self.filter(HAS_ID_NUMBER, id_number_print__in=prints)


class Member(Versioned):
    """A member of the Party; never deleted, leaves an organization with a reason instead."""

    name = models.CharField("姓名", max_length=60)
    sex = models.CharField("性别", max_length=10, choices=Sex)
    birth_date = models.DateField("出生日期")
    ethnicity = models.CharField("民族", max_length=20, choices=Ethnicity, blank=True)
    education = models.CharField("学历", max_length=20, choices=Education, blank=True)
    status = models.CharField("人员类别", max_length=20, choices=MemberStatus)
    joined_on = models.DateField("加入党组织日期", help_text="支部大会接收为预备党员的日期。")
    full_member_on = models.DateField("转为正式党员日期", null=True, blank=True, help_text="预备党员不填。")
    phone = models.CharField("联系电话", max_length=30, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="members", verbose_name="所在单位"
    )
    job = models.CharField("工作岗位", max_length=60, blank=True)
    is_manager = models.BooleanField("管理人员", default=False)
    is_technician = models.BooleanField("技术骨干", default=False)
    floating = models.CharField("流动情况", max_length=10, choices=Floating, default=Floating.NONE)
    on_site = models.BooleanField("实际在岗", default=True)
    search_text = models.TextField("检索文字", editable=False, default="")
    id_number_sealed = models.TextField("公民身份号码", editable=False, blank=True, default="")
    id_number_print = models.CharField("身份号码指纹", max_length=64, editable=False, blank=True, default="")
    address_sealed = models.TextField("家庭住址", editable=False, blank=True, default="")

    # Opened when they are read, one by one: a list that does not show them pays nothing.
    id_number = sealed_text("id_number_sealed", found_by="id_number_print", tidy=tidy_id_number)
    address = sealed_text("address_sealed")
    sealed_columns = {"id_number_sealed": "id_number_print", "address_sealed": ""}

    scope_anchors = {kind: member_anchor(anchor) for kind, anchor in ORGANIZATION_ANCHORS.items()}
    audit_hidden = (
        "phone", "birth_date", "search_text", "id_number_sealed", "id_number_print", "address_sealed",
    )  # fmt: skip
    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党员"
        ordering = ["pk"]
        permissions = [("view_personal", "查看党员个人信息"), ("reveal_personal", "查看完整的公民身份号码")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=MemberStatus.FORMAL, full_member_on__isnull=False)
                | Q(status=MemberStatus.PROBATIONARY, full_member_on__isnull=True),
                name="members_member_status",
                violation_error_message="正式党员须填写转为正式党员日期，预备党员不填。",
            ),
            models.CheckConstraint(
                condition=Q(full_member_on__isnull=True) | Q(full_member_on__gte=models.F("joined_on")),
                name="members_member_order",
                violation_error_message="转为正式党员日期不能早于加入党组织日期。",
            ),
            models.CheckConstraint(
                condition=Q(joined_on__gt=models.F("birth_date")),
                name="members_member_born_first",
                violation_error_message="加入党组织日期应晚于出生日期。",
            ),
            models.UniqueConstraint(
                fields=["id_number_print"],
                condition=HAS_ID_NUMBER,
                name="members_member_id_number",
                violation_error_message=ID_NUMBER_TAKEN,
            ),
        ]
        indexes = [models.Index(fields=["unit"], name="members_member_unit")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("members:member-detail", args=[self.pk])

    def save(self, *args, **kwargs):
        """Keep what the name is found by."""
        self.prepare()
        super().save(*args, **kwargs)

    def prepare(self):
        self.search_text = search_text(self.name)

    def validate_unique(self, exclude=None):
        """Refuse the number of somebody else; a print under an older key is not seen by the constraint."""
        super().validate_unique(exclude)
        if self.id_number_sealed and self._id_number_is_taken():
            raise ValidationError({"id_number": ID_NUMBER_TAKEN})

    def _id_number_is_taken(self) -> bool:
        try:
            return Member.objects.with_id_number(self.id_number).exclude(pk=self.pk).exists()
        except SealError:
            return False  # `clean` has told

    def clean(self):
        """Refuse what contradicts itself, each at its field; of a new member the database is not asked."""
        errors = {
            "full_member_on": self._wrong_full_day(),
            "joined_on": self._wrong_joining_day(),
            "id_number": self._wrong_id_number(),
        }
        found = {name: sentence for name, sentence in errors.items() if sentence}
        if found:
            raise ValidationError(found)

    def _wrong_full_day(self) -> str:
        if self.status == MemberStatus.FORMAL and self.full_member_on is None:
            return "正式党员请填写转为正式党员日期。"
        if self.status == MemberStatus.PROBATIONARY and self.full_member_on is not None:
            return "预备党员不填转为正式党员日期；已转正的请把人员类别改为正式党员。"
        if self.full_member_on and self.joined_on and self.full_member_on < self.joined_on:
            return f"转为正式党员日期不能早于加入党组织日期（{self.joined_on}）。"
        return ""

    def _wrong_joining_day(self) -> str:
        if self.joined_on is None:
            return ""
        if self.birth_date and self.joined_on < years_after(self.birth_date, JOINING_AGE):
            return f"加入党组织时未满{JOINING_AGE}周岁，请核对出生日期和加入党组织日期。"
        begun = [membership.starts_on for membership in self.memberships.all()] if self.pk else []
        if begun and min(begun) < self.joined_on:
            return f"组织关系从{min(begun)}就开始了，加入党组织日期不能更晚。"
        return ""

    def _wrong_id_number(self) -> str:
        """Say what is wrong with the number in itself, or beside sex and birth date."""
        try:
            number = self.id_number
        except SealError as error:
            return str(error)
        return wrong_id_number(number, self.sex, self.birth_date) if number else ""


class MembershipQuerySet(SpanQuerySet):
    def latest_on(self, day: datetime.date):
        """Keep for each member the last membership that has begun by the day, whether over or not."""
        later = Membership.objects.filter(
            member=OuterRef("member"), starts_on__gt=OuterRef("starts_on"), starts_on__lte=day
        )
        return self.filter(~Exists(later), starts_on__lte=day)


class Membership(Span):
    """A member belongs to an organization; to one at a time, and leaves it with a reason."""

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="memberships", verbose_name="党员"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="memberships", verbose_name="党组织"
    )
    entry_reason = models.CharField(
        "进入原因", max_length=20, choices=JoinReason, default=JoinReason.REGISTERED
    )
    entry_document = models.CharField("进入依据", max_length=120, blank=True)
    exit_reason = models.CharField("离开原因", max_length=20, choices=LeaveReason, blank=True)
    exit_document = models.CharField("离开依据", max_length=120, blank=True)

    scope_anchors = ORGANIZATION_ANCHORS
    objects = MembershipQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "组织关系"
        constraints = [
            *Span.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True, exit_reason="")
                | (Q(ends_on__isnull=False) & ~Q(exit_reason="")),
                name="members_membership_exit",
                violation_error_message="离开日期和离开原因要么都填，要么都不填。",
            ),
            NoOverlap(
                name="members_membership_once",
                fields=["member"],
                violation_error_message="这名党员在这段时间的组织关系在另一个党组织，请先办理转出。",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "starts_on", "ends_on"], name="members_membership_day"),
            models.Index(fields=["organization", "starts_on", "ends_on"], name="members_membership_org"),
        ]

    def __str__(self):
        return f"{self.member}：{self.organization}"

    def clean(self):
        """Refuse a first day before the member joined the Party or outside the life of the organization."""
        if self.starts_on is None:
            return
        if self.member_id and self.starts_on < self.member.joined_on:
            raise ValidationError(f"组织关系不能早于加入党组织日期（{self.member.joined_on}），请核对。")
        if self.organization_id and not self.organization.is_open(self.starts_on):
            raise ValidationError(f"“{self.organization}”在{self.starts_on}尚未成立或已经撤销，请核对日期。")


def latest_value_on(day: datetime.date, lookup: str, member: str = "pk") -> Subquery:
    """Expression on members: a value of the membership of the day, else of the last one before it.

    On other rows `member` names the column that holds the member.
    """
    latest = Membership.objects.latest_on(day).filter(member=OuterRef(member))
    return Subquery(latest.values(lookup)[:1])


def status_on(day: datetime.date) -> Case:
    """Expression on members: formal or probationary on the day."""
    formal = When(full_member_on__lte=day, then=Value(MemberStatus.FORMAL))
    return Case(formal, default=Value(MemberStatus.PROBATIONARY), output_field=models.CharField())
