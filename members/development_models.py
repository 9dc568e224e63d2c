"""People on the way into the Party: their files, the steps they took, and how long they have to wait."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.guards import NoOverlap
from core.identifiers import tidy_id_number, wrong_id_number
from core.models import Versioned
from core.pinyin import search_text
from core.scoping import EVERYONE, ScopedQuerySet
from core.sealing import SealError, fingerprints, sealed_text
from core.spans import Span, SpanQuerySet
from members.choices import Sex, Stage, Standing, WaitingMeasure, WithdrawalReason
from organizations.models import DatedRule, Organization, Unit
from organizations.models.organizations import ORGANIZATION_ANCHORS, organization_anchor
from organizations.term_conditions import months_after

HAS_ID_NUMBER = ~Q(id_number_print="")
NUMBER_TAKEN = "这个身份证号已有发展党员档案，请核对；终止过的请恢复原档案。"
APPLIED, TALK, ACTIVIST, CONTACTS, EXAMINED = "applied", "talk", "activist", "contacts", "examined"
PROSPECT, INTRODUCERS, TRAINED = "prospect", "introducers", "trained"
MEETING, APPROVED = "meeting", "approved"
FULL_MEETING, CONFIRMED = "full_meeting", "confirmed"


class StepKind(Span):
    """One of the steps of development, in force from a day to a day.

    `needs` must have been taken before; `becomes` is the standing reached by the step alone.
    """

    key = models.SlugField("步骤代码", max_length=40)
    stage = models.CharField("阶段", max_length=20, choices=Stage)
    number = models.PositiveSmallIntegerField("序号")
    label = models.CharField("步骤", max_length=60)
    article = models.CharField("依据", max_length=160)
    responsible = models.CharField("责任主体", max_length=60)
    needs = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="前置步骤"
    )
    becomes = models.CharField("到此成为", max_length=20, choices=Standing, blank=True)
    repeats = models.BooleanField("可多次登记", default=False)

    scope_anchors = EVERYONE
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "发展党员步骤"
        ordering = ["number", "pk"]
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="members_stepkind_once",
                fields=["key"],
                violation_error_message="这段时间已有同一代码的步骤。",
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.label}"


class WaitingRule(Span):
    """How long after one step another may be taken at the earliest, at the latest, or every so often.

    A strict rule refuses; any other warns.
    """

    label = models.CharField("名称", max_length=60)
    after = models.SlugField("起算步骤代码", max_length=40)
    step = models.SlugField("步骤代码", max_length=40)
    measure = models.CharField("要求", max_length=20, choices=WaitingMeasure)
    months = models.PositiveSmallIntegerField("月数")
    strict = models.BooleanField("不符合时不予登记", default=False)
    article = models.CharField("依据", max_length=160)

    scope_anchors = EVERYONE
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "发展党员时限"
        ordering = ["pk"]
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="members_waiting_once",
                fields=["after", "step", "measure", "strict"],
                violation_error_message="这段时间已有同样的时限。",
            ),
        ]

    def __str__(self):
        return self.label


class CandidateQuerySet(ScopedQuerySet):
    def found_by(self, text: str):
        """Find by name or pinyin initials."""
        return self.filter(search_text__contains=text.strip().lower())

    def with_id_number(self, number: object):
        """Find by the whole identity number, however it is written; nobody has an empty one."""
        return self.filter(HAS_ID_NUMBER, id_number_print__in=fingerprints(tidy_id_number(number)))


class Candidate(Versioned):
    """The file of a person who applied to join the Party; never deleted, ends with a reason instead."""

    name = models.CharField("姓名", max_length=60)
    sex = models.CharField("性别", max_length=10, choices=Sex)
    birth_date = models.DateField("出生日期")
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="candidates",
        verbose_name="所在单位",
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="candidates", verbose_name="党组织"
    )
    applied_on = models.DateField("申请日期", help_text="递交入党申请书的日期。")
    member = models.OneToOneField(
        "members.Member",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="candidate",
        verbose_name="党员",
    )
    search_text = models.TextField("检索文字", editable=False, default="")
    id_number_sealed = models.TextField("公民身份号码", editable=False, blank=True, default="")
    id_number_print = models.CharField("身份号码指纹", max_length=64, editable=False, blank=True, default="")

    id_number = sealed_text("id_number_sealed", found_by="id_number_print", tidy=tidy_id_number)
    sealed_columns = {"id_number_sealed": "id_number_print"}

    scope_anchors = ORGANIZATION_ANCHORS
    audit_hidden = ("birth_date", "search_text", "id_number_sealed", "id_number_print")
    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发展党员档案"
        ordering = ["pk"]
        permissions = [("view_progress", "查看发展党员和三培养一推荐数据")]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_on__gt=F("birth_date")),
                name="members_candidate_born_first",
                violation_error_message="申请日期应晚于出生日期。",
            ),
            models.UniqueConstraint(
                fields=["id_number_print"],
                condition=HAS_ID_NUMBER,
                name="members_candidate_number",
                violation_error_message=NUMBER_TAKEN,
            ),
        ]
        indexes = [models.Index(fields=["organization", "applied_on"], name="members_candidate_day")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("development:candidate-detail", args=[self.pk])

    def save(self, *args, **kwargs):
        """Keep what the name is found by."""
        self.prepare()
        super().save(*args, **kwargs)

    def prepare(self):
        self.search_text = search_text(self.name)

    def clean(self):
        """Refuse what contradicts itself, each at its field."""
        errors = {
            "organization": self._wrong_organization(),
            "applied_on": self._wrong_day(),
            "birth_date": self._too_young(),
            "id_number": self._wrong_id_number(),
        }
        found = {name: sentence for name, sentence in errors.items() if sentence}
        if found:
            raise ValidationError(found)

    def _too_young(self) -> str:
        if self.applied_on is None or self.birth_date is None:
            return ""
        rule = DatedRule.objects.on(self.applied_on).filter(key="development_age").first()
        if rule is None or self.applied_on >= months_after(self.birth_date, rule.value * 12):
            return ""
        return f"申请时未满{rule.value}周岁（{rule.source}），请核对出生日期和申请日期。"

    def _wrong_day(self) -> str:
        first = self.steps.first() if self.pk and self.applied_on else None
        if first is None or self.applied_on <= first.held_on:
            return ""
        return f"{first.held_on}已登记“{first.kind.label}”，申请日期不能更晚。"

    def _wrong_organization(self) -> str:
        """An organization that was over took no application; before this one began, another may have."""
        closed = self.organization.closed_on if self.organization_id else None
        if closed is None or self.applied_on is None or self.applied_on <= closed:
            return ""
        return f"“{self.organization}”已于{closed}撤销，请核对日期。"

    def _wrong_id_number(self) -> str:
        try:
            number = self.id_number
        except SealError as error:
            return str(error)
        if not number:
            return ""
        if wrong := wrong_id_number(number, self.sex, self.birth_date):
            return wrong
        taken = Candidate.objects.with_id_number(number).exclude(pk=self.pk).exists()
        return NUMBER_TAKEN if taken else ""


def candidate_anchor(anchor):
    """Lift an anchor of organizations to a table that has a `candidate` column."""

    def lifted(path, day):
        return Q(candidate__in=Candidate.objects.filter(organization_anchor(anchor)(path, day)))

    return lifted


CANDIDATE_ANCHORS = {kind: candidate_anchor(a) for kind, a in Organization.scope_anchors.items()}


class DevelopmentStep(Versioned):
    """A step a candidate took on a day: who was responsible, and the document; no opinion of anybody."""

    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="steps", verbose_name="发展党员档案"
    )
    kind = models.ForeignKey(StepKind, on_delete=models.PROTECT, related_name="taken", verbose_name="步骤")
    held_on = models.DateField("日期")
    responsible = models.CharField("责任人", max_length=120, blank=True)
    people = models.ManyToManyField(
        "members.Member", blank=True, related_name="+", verbose_name="培养联系人或介绍人"
    )
    days = models.PositiveSmallIntegerField("培训天数", null=True, blank=True)
    hours = models.PositiveSmallIntegerField("培训学时", null=True, blank=True)
    document = models.CharField("依据", max_length=120, blank=True)

    scope_anchors = CANDIDATE_ANCHORS
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发展步骤记录"
        ordering = ["held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "kind", "held_on"],
                name="members_step_once_a_day",
                violation_error_message="这一步骤在当日已经登记。",
            ),
        ]
        indexes = [models.Index(fields=["kind", "held_on"], name="members_step_day")]

    def __str__(self):
        return f"{self.candidate}：{self.kind.label}（{self.held_on}）"


class Withdrawal(Span):
    """The time in which a file is at rest: ended with a reason, and open again after the last day."""

    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="withdrawals", verbose_name="发展党员档案"
    )
    reason = models.CharField("终止原因", max_length=20, choices=WithdrawalReason)
    document = models.CharField("终止依据", max_length=120, blank=True)
    reopening_document = models.CharField("恢复依据", max_length=120, blank=True)

    scope_anchors = CANDIDATE_ANCHORS
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "终止培养"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="members_withdrawal_once",
                fields=["candidate"],
                violation_error_message="这份档案在这段时间已经终止。",
            ),
        ]

    def __str__(self):
        return f"{self.candidate}：{self.get_reason_display()}"


class ProbationExtension(models.Model):
    """The one extension of the probation of a member, decided by an organization on a day."""

    member = models.OneToOneField(
        "members.Member", on_delete=models.PROTECT, related_name="extension", verbose_name="预备党员"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="决定的党组织"
    )
    decided_on = models.DateField("决定日期")
    extended_to = models.DateField("延长至")
    document = models.CharField("依据", max_length=120)

    scope_anchors = ORGANIZATION_ANCHORS
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "延长预备期"
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(extended_to__gt=F("decided_on")),
                name="members_extension_order",
                violation_error_message="延长后的期满日期应晚于决定日期。",
            ),
        ]

    def __str__(self):
        return f"{self.member}：延长至{self.extended_to}"
