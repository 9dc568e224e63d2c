"""Forms of guidance officers and their visits."""

from core.forms import DatedModelForm, PortalModelForm
from organizations.models import Assignment, Officer, Visit


class OfficerForm(PortalModelForm):
    class Meta:
        model = Officer
        fields = ("name", "employer", "phone", "area", "note")


class VisitForm(DatedModelForm):
    past_days = ("held_on",)

    class Meta:
        model = Visit
        fields = ("assignment", "held_on", "manner", "content", "advice")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = self.today
        self.fields["assignment"].queryset = Assignment.objects.select_related("officer", "unit")

    def clean(self):
        cleaned = super().clean()
        day, assignment = cleaned.get("held_on"), cleaned.get("assignment")
        if day and assignment and not assignment.is_on(day):
            self.add_error("held_on", f"走访日期不在派驻期内（{assignment.period_text}），请核对。")
        return cleaned
