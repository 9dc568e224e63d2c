"""Tables of training: courses, attendance, who works for the Party, and the targets of a year."""

import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, StepValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.guards import NoOverlap
from core.models import Versioned
from core.scoping import EVERYONE, ScopedQuerySet
from core.spans import Span, SpanQuerySet
from members.training.choices import Channel, CourseKind, CourseLevel, TargetRole
from organizations.models import Area, Organization
from organizations.models.organizations import ORGANIZATION_ANCHORS

NOTHING = Decimal(0)
HALVES = StepValueValidator(Decimal("0.5"), "学时按0.5的倍数填写。")
SOME = MinValueValidator(Decimal("0.5"), "学时须大于0。")
NONE_LESS = MinValueValidator(NOTHING, "学时不能小于0。")
NO_MEMBER_THEN = "{member}在培训期间（{period}）不是在册党员，请核对人员和培训日期。"
AUDIENCES = ("for_members", "for_secretaries", "for_workers", "for_managers", "for_site_secretaries")


def hours_field(label: str, *validators, **given) -> models.DecimalField:
    checks = [HALVES, *(validators or (NONE_LESS,))]
    return models.DecimalField(label, max_digits=5, decimal_places=1, validators=checks, **given)


def member_anchor(kind: str):
    """Rows that have a `member` lie where the member lies."""

    def lifted(path, day):
        member = PartyWork._meta.get_field("member").related_model
        return Q(member__in=member.objects.filter(member.scope_anchors[kind](path, day)))

    return lifted


MEMBER_ANCHORS = {kind: member_anchor(kind) for kind in ORGANIZATION_ANCHORS}


class PartyWork(Span):
    """A member who works for the Party (党务工作者), from a day to a day, with or without a post."""

    member = models.ForeignKey(
        "members.Member", on_delete=models.PROTECT, related_name="party_work", verbose_name="党员"
    )
    duty = models.CharField("承担工作", max_length=60, blank=True)
    full_time = models.BooleanField("专职", default=False)

    scope_anchors = MEMBER_ANCHORS
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "党务工作"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="members_partywork_once",
                fields=["member"],
                violation_error_message="这名党员在这段时间已登记为党务工作者。",
            ),
        ]
        indexes = [models.Index(fields=["member", "starts_on", "ends_on"], name="members_partywork_day")]

    def __str__(self):
        return f"{self.member}（党务工作者）"


class TrainingTarget(Span):
    """How many hours and central courses a year asks of a role, with the document it comes from."""

    role = models.CharField("对象", max_length=20, choices=TargetRole)
    hours = hours_field("年度学时", SOME)
    central_courses = models.PositiveSmallIntegerField("集中培训次数", default=0)
    source = models.CharField("依据", max_length=160)

    scope_anchors = EVERYONE
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "培训目标"
        ordering = ["role", "starts_on"]
        constraints = [
            *Span.Meta.constraints,
            models.CheckConstraint(
                condition=Q(hours__gt=0),
                name="members_trainingtarget_hours",
                violation_error_message="学时须大于0。",
            ),
            NoOverlap(
                name="members_trainingtarget_once",
                fields=["role"],
                violation_error_message="这段时间已有培训目标，请先填写原目标的截止日期。",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}：{self.text}"

    @property
    def text(self) -> str:
        central = f"，集中培训不少于{self.central_courses}次" if self.central_courses else ""
        return f"每年不少于{self.hours.normalize():f}学时{central}"


class Course(Versioned):
    """A course that somebody held from a first to a last day, with its hours in each year it falls into.

    A course falls into one year or two: `hours` are those of the year of its first day, `next_hours` those of
    the year after.
    """

    topic = models.CharField("培训主题", max_length=120)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="courses", verbose_name="所属区域")
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="courses",
        verbose_name="所属党组织",
        help_text="由一个党组织自己组织的培训才填。",
    )
    organizer = models.CharField("组织单位", max_length=80)
    level = models.CharField("培训层级", max_length=20, choices=CourseLevel)
    kind = models.CharField("培训类型", max_length=20, choices=CourseKind)
    channel = models.CharField("培训方式", max_length=20, choices=Channel)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    hours = hours_field("学时", help_text="一天按8学时、半天按4学时。跨年度的，只填开始日期所在年度的学时。")
    next_hours = hours_field(
        "跨年后的学时", default=NOTHING, help_text="培训跨到第二年的，填第二年的学时；不跨年填0。"
    )
    for_members = models.BooleanField("党员", default=False)
    for_secretaries = models.BooleanField("书记", default=False)
    for_workers = models.BooleanField("党务工作者", default=False)
    for_managers = models.BooleanField("经营管理人员", default=False)
    for_site_secretaries = models.BooleanField("示范点书记", default=False)

    scope_anchors = {"area": "area__path", "organization": "organization__path"}
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="members_course_order",
                violation_error_message="结束日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=0, next_hours__gte=0) & (Q(hours__gt=0) | Q(next_hours__gt=0)),
                name="members_course_hours",
                violation_error_message="学时须大于0。",
            ),
        ]
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="members_course_day")]

    def __str__(self):
        return self.topic

    def get_absolute_url(self):
        return reverse("training:course-detail", args=[self.pk])

    def clean(self):
        """Refuse hours in a year that the course does not reach, and a course for nobody."""
        if not any(getattr(self, name) for name in AUDIENCES):
            raise ValidationError({"for_members": "请至少选择一类培训对象。"})
        if None in (self.starts_on, self.ends_on, self.next_hours):
            return
        years = self.ends_on.year - self.starts_on.year
        if years > 1:
            raise ValidationError({"ends_on": "一期培训最多跨两个年度，请分期登记。"})
        if self.next_hours and years < 1:
            raise ValidationError({"next_hours": "培训没有跨年度，跨年后的学时应填0。"})

    @property
    def period_text(self) -> str:
        first, last = self.starts_on.isoformat(), self.ends_on.isoformat()
        return first if first == last else f"{first} 至 {last}"

    @property
    def audience_text(self) -> str:
        labels = (str(self._meta.get_field(name).verbose_name) for name in AUDIENCES if getattr(self, name))
        return "、".join(labels)


def hours_counted_on(day: datetime.date) -> dict[str, Q]:
    """Conditions on attendances, by the column whose hours count in the year of the day, by that day.

    Hours count on the last day of the course, and at the end of the year those of the part that lies in it.
    """
    first, year_over = day.replace(month=1, day=1), (day.month, day.day) == (12, 31)
    begun = Q(course__starts_on__range=(first, day))
    ended = Q(course__ends_on__lte=day)
    return {
        "hours": begun if year_over else begun & ended,
        "next_hours": Q(course__starts_on__lt=first, course__ends_on__range=(first, day)),
    }


class AttendanceQuerySet(ScopedQuerySet):
    def standing(self):
        """Leave out what was withdrawn."""
        return self.filter(withdrawn="")

    def counted_on(self, day: datetime.date):
        """Keep those that have hours in the year of the day by that day."""
        counted = hours_counted_on(day)
        return self.standing().filter(counted["hours"] | counted["next_hours"])


class Attendance(Versioned):
    """A member took part in a course; recorded by a clerk, once for each course.

    The hours are those of the course unless the member took part in less of it. What was recorded by mistake
    is withdrawn with a reason and counts nowhere.
    """

    member = models.ForeignKey(
        "members.Member", on_delete=models.PROTECT, related_name="attendances", verbose_name="党员"
    )
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="attendances", verbose_name="培训"
    )
    hours = hours_field("学时")
    next_hours = hours_field("跨年后的学时", default=NOTHING)
    withdrawn = models.CharField("撤销原因", max_length=120, blank=True, default="")

    scope_anchors = MEMBER_ANCHORS
    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参训记录"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "member"],
                name="members_attendance_once",
                violation_error_message="这名党员已在这期培训的名单中。",
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=0, next_hours__gte=0),
                name="members_attendance_hours",
                violation_error_message="学时不能小于0。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["member", "course", "hours", "next_hours"],
                condition=Q(withdrawn=""),
                name="members_attendance_member",
            )
        ]

    def __str__(self):
        return f"{self.member}：{self.course}"

    def clean(self):
        """Refuse who belonged to no organization while the course was held, and more hours than it had."""
        if self.member_id is None or self.course_id is None:
            return
        course = self.course
        if not self.member.memberships.during(course.starts_on, course.ends_on).exists():
            raise ValidationError(NO_MEMBER_THEN.format(member=self.member, period=course.period_text))
        for name in ("hours", "next_hours"):
            told, most = getattr(self, name), getattr(course, name)
            if told is not None and told > most:
                raise ValidationError({name: f"不能多于这期培训的学时（{most.normalize():f}）。"})
