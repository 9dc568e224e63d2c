"""The list of who has not met what the year asks; who is ticked there is trained."""

from django.urls import reverse

from core.scoping import narrow_choices
from core.views import ListPage
from members.training import forms, sheets
from members.training.choices import TargetRole, Trainee
from members.training.filters import FilterBox
from members.training.trainees import Asked, not_yet_trained
from members.training_models import TrainingTarget

NO_TARGET = "这一天没有生效的培训目标，请先在后台“培训目标”登记"
CENTRALLY = "目标：每年至少集中培训1次"


class GapList(ListPage):
    sheet = sheets.NOT_YET_TRAINED
    permission = "members.view_attendance"
    template_name = "training/gap_list.html"

    def prepare(self, **kwargs):
        self.form = forms.GapForm({"who": Trainee.MEMBER} | self.request.GET.dict())
        narrow_choices(self.form, self.scope)
        self.asked = self.form.cleaned_data if self.form.is_valid() else {}
        self.trainee = Trainee(self.asked.get("who") or Trainee.MEMBER)

    def get_queryset(self):
        asked = Asked(self.asked.get("area"), self.asked.get("organization"), self.asked.get("q", ""))
        return not_yet_trained(self.scope, self.trainee, asked, self.day)

    def filtered(self, queryset):
        return queryset, FilterBox(self.form)

    def get_title(self):
        return f"{self.trainee.label}年度培训未达标"

    def get_subtitle(self):
        return f"截至 {self.day.isoformat()}；{self.target_text()}"

    def target_text(self) -> str:
        if self.trainee == Trainee.MANAGER:
            return CENTRALLY
        role = TargetRole.MEMBER if self.trainee == Trainee.MEMBER else TargetRole.LEADER
        target = TrainingTarget.objects.on(self.day).filter(role=role).first()
        return f"目标：{target.text}（{target.source}）" if target else NO_TARGET

    def get_actions(self):
        return self.action("培训", reverse("training:course-list"), "members.view_course")

    def get_context(self, rows, columns, filterset):
        """Every row can be ticked; what follows from the ticks is offered to who may do it."""
        context = super().get_context(rows, columns, filterset)
        acts = [
            ("加入已登记的培训", "training:enrol", "members.add_attendance", False),
            ("为所选人员登记培训", "training:course-create", "members.add_course", True),
        ]
        context["several"] = [
            {"label": label, "url": reverse(name), "primary": primary}
            for label, name, permission, primary in acts
            if self.allows(permission)
        ]
        for row, pk in zip(context["rows"], context["page_obj"], strict=True):
            row["tick"] = {"name": "member", "value": pk} if context["several"] else None
        return context
