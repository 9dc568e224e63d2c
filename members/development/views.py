"""Pages of development: the list of candidates, the page of one with its steps, and the acts."""

from django.http import Http404
from django.urls import reverse, reverse_lazy

from core.forms import choose_the_only
from core.sheets import Column
from core.views import CreatePage, DetailPage, EditPage, ListPage, RowAct, section
from members.choices import Stage
from members.development import files, forms, sheets
from members.development.admission import admit_candidate, confirm, extend, kind_on
from members.development.conditions import in_course
from members.development.course import Course, StepState
from members.development.filters import CandidateFilter
from members.development.recording import mend_step, record_step, training_warnings
from members.development_models import APPLIED, APPROVED, CONFIRMED, Candidate, DevelopmentStep, StepKind
from members.models import Member
from members.sheets import MASKED_ID_NUMBER, PERSONAL

CHANGE = "members.change_candidate"


class CandidateList(ListPage):
    """Everybody on the way on the day, unless others are asked for."""

    sheet = sheets.CANDIDATES
    filterset_class = CandidateFilter
    permission = "members.view_candidate"

    def get_queryset(self):
        rows = super().get_queryset()
        return rows if self.request.GET.get("course") else rows.filter(in_course(self.day))

    def get_actions(self):
        return [
            *self.action("各阶段人数", reverse("development:figures"), "members.view_progress"),
            *self.action("三培养一推荐", reverse("cultivation:cultivation-list"), "members.view_cultivation"),
            *self.action(
                "登记入党申请", reverse("development:candidate-create"), "members.add_candidate", primary=True
            ),
        ]


class CandidateDetail(DetailPage):
    """One file: the 25 steps by stage, what was done, what is next and from when on."""

    model = Candidate
    permission = "members.view_candidate"
    template_name = "members/candidate_detail.html"
    groups = (
        (
            "本人",
            (
                MASKED_ID_NUMBER,
                Column("sex"),
                Column("birth_date", private=PERSONAL),
                Column("unit"),
                Column("organization"),
                Column("applied_on"),
            ),
        ),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("organization", "unit", "member")

    @property
    def resting(self):
        return self.object.withdrawals.filter(ends_on__isnull=True).first()

    @property
    def subtitle(self):
        resting, course = self.resting, self.course
        if resting is not None:
            return f"已终止培养（{resting.get_reason_display()}）"
        member = self.object.member
        return f"当前阶段：{member.get_status_display() if member else course.standing.label}"

    def get_context(self):
        self.course = Course(self.object, self.day, until=self.day)
        states = self.course.states()
        stages = [
            {"label": stage.label, "lines": [self.line(one) for one in states if one.kind.stage == stage]}
            for stage in Stage
        ]
        opened = [] if self.resting else [one for one in states if one.is_open and one.earliest]
        return {**super().get_context(), "stages": stages, "opened": [self.line(one) for one in opened]}

    def line(self, state: StepState) -> dict:
        """Return one step as the page shows it: its state, its day, and the page that records it."""
        running = self.resting is None
        return {
            "kind": state.kind,
            "held_on": state.held_on,
            "taken": [{"step": step, "url": self.edit_url(step)} for step in state.taken],
            "earliest": state.earliest if running and state.held_on is None else None,
            "due": state.due if running and state.is_open and state.earliest else None,
            "overdue": running and state.overdue and state.earliest is not None,
            "blocked": self.course.missing(state.kind) if state.held_on is None else None,
            "act_url": self.act_url(state) if running else "",
        }

    def edit_url(self, step: DevelopmentStep) -> str:
        return reverse("development:step-edit", args=[step.pk]) if self.allows(CHANGE) else ""

    def act_url(self, state: StepState) -> str:
        """Return the page that records the step, where it is open today and the person may."""
        kind, current = state.kind, self.course.stage
        is_shut = state.earliest is None or state.earliest > self.day or kind.key == APPLIED
        is_done = state.held_on is not None and not (state.due or (kind.repeats and kind.stage == current))
        if is_shut or is_done or not self.allows(CHANGE):
            return ""
        if kind.key == APPROVED:
            return reverse("development:candidate-admit", args=[self.object.pk])
        if kind.key == CONFIRMED:
            return reverse("development:member-confirm", args=[self.object.member_id])
        return reverse("development:candidate-record", args=[self.object.pk, kind.key])

    def get_actions(self):
        pk, member = self.object.pk, self.object.member
        if member is not None:
            return self.action("党员页", member.get_absolute_url(), "members.view_member")
        ending = ("恢复培养", "candidate-reopen") if self.resting else ("终止培养", "candidate-withdraw")
        return [
            button
            for label, name in (ending, ("修改", "candidate-edit"))
            for button in self.action(label, reverse(f"development:{name}", args=[pk]), CHANGE)
        ]

    def get_sections(self):
        rows = self.object.withdrawals
        if not rows.exists():
            return []
        return [section("终止和恢复", sheets.WITHDRAWALS, rows, self.request.scope, self.day)]


class CandidateCreate(CreatePage):
    form_class = forms.CandidateForm
    permission = "members.add_candidate"
    title = "登记入党申请"
    back_url = reverse_lazy("development:candidate-list")

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def get_form(self, data=None, files=None):
        form = super().get_form(data, files)
        choose_the_only(form, "organization")
        return form

    def act(self, form):
        return files.open_file(form.save(commit=False), self.request.actor)


class CandidateEdit(EditPage):
    model = Candidate
    form_class = forms.CandidateForm
    permission = CHANGE
    title = "修改档案"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "today": self.request.today}


class CandidateAct(RowAct):
    """An act on one candidate within the scope, on a day."""

    model = Candidate
    related = ("organization",)
    permission = CHANGE

    def act(self, form):
        self.do(**form.cleaned_data)
        return self.object


class StepRecord(CandidateAct):
    """Records the step its address names; those of the register of members have pages of their own."""

    form_class = forms.StepForm

    def prepare(self, pk, key, **kwargs):
        super().prepare(pk=pk, **kwargs)
        self.kind = StepKind.objects.on(self.request.today).filter(key=key).first()
        if self.kind is None or key in (APPLIED, APPROVED, CONFIRMED):
            raise Http404

    def get_title(self):
        return f"登记“{self.kind.label}”：{self.named}"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "kind": self.kind, "candidate": self.object}

    def act(self, form):
        step, on = form.save(commit=False), form.cleaned_data["held_on"]
        step.candidate, step.kind = self.object, kind_on(self.kind.key, on)
        form.warnings += Course(self.object, on).warnings(step.kind, on) + training_warnings(step)
        record_step(step, form.cleaned_data.get("people", ()), self.request.actor)
        return self.object


class StepEdit(EditPage):
    """Mends a known step; as strict as when it was recorded."""

    model = DevelopmentStep
    related = ("candidate__organization", "kind")
    form_class = forms.StepForm
    permission = CHANGE
    title = "修改步骤"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "today": self.request.today}

    def get_back_url(self):
        return self.object.candidate.get_absolute_url()

    def act(self, form):
        people = form.cleaned_data.get("people", ())
        return mend_step(form.save(commit=False), people, self.request.actor, self.posted_version())

    def success_url(self, step):
        return self.get_back_url()


class CandidateAdmit(CandidateAct):
    """The approval that makes a candidate a probationary member."""

    form_class = forms.AdmissionForm
    title = "审批接收预备党员"

    def do(self, on, responsible, document):
        admit_candidate(self.object, on, responsible, document, self.request.actor)


class CandidateWithdraw(CandidateAct):
    form_class = forms.WithdrawalForm
    title = "终止培养"

    def do(self, on, reason, document):
        files.withdraw(self.object, on, reason, document, self.request.actor)


class CandidateReopen(CandidateAct):
    form_class = forms.ReopeningForm
    title = "恢复培养"

    def do(self, on, document):
        files.reopen(self.object, on, document, self.request.actor)


class ProbationAct(RowAct):
    """An act on a probationary member, with a file of development or without."""

    model = Member
    permission = "members.change_member"


class MemberConfirm(ProbationAct):
    form_class = forms.ConfirmationForm
    title = "办理转正"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "member": self.object}

    def act(self, form):
        data = form.cleaned_data
        return confirm(
            self.object,
            data["on"],
            data["full_on"],
            data["responsible"],
            data["document"],
            self.request.actor,
        )


class MemberExtend(ProbationAct):
    form_class = forms.ExtensionForm
    title = "延长预备期"

    def act(self, form):
        data = form.cleaned_data
        extend(self.object, data["on"], data["until"], data["document"], self.request.actor)
        return self.object
