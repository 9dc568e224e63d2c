"""The form of 三培养一推荐, the same for pages and admin."""

from core.forms import DatedModelForm
from core.values import tidy_name
from members.choices import CultivationStep
from members.cultivation_models import Cultivation
from members.models import Member, Membership
from organizations.models import Organization

OF_MEMBERS = (CultivationStep.MEMBER_TO_TECHNICIAN, CultivationStep.TECHNICIAN_TO_MANAGER)


class CultivationForm(DatedModelForm):
    past_days = ("held_on",)

    class Meta:
        model = Cultivation
        fields = ("step", "organization", "member", "name", "unit", "held_on", "post", "document")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.order_by("name")
        self.fields["member"].queryset = Member.objects.order_by("name", "pk")

    def clean_name(self):
        return tidy_name(self.cleaned_data["name"]).value or ""

    def clean(self):
        cleaned = super().clean()
        member, name = cleaned.get("member"), cleaned.get("name")
        if "name" in cleaned and bool(member) == bool(name):
            self.add_error("name", "名册中的党员选“党员”，还不是党员的填“姓名”，只填其中一项。")
        if cleaned.get("step") in OF_MEMBERS and name and not member:
            self.add_error("member", "这一步骤是对党员的培养，请在名册中选择党员。")
        if member and cleaned.get("organization") and cleaned.get("held_on"):
            self._warn_elsewhere(member, cleaned["organization"], cleaned["held_on"])
        return cleaned

    def _warn_elsewhere(self, member, organization, day):
        there = Membership.objects.on(day).filter(member=member, organization=organization)
        if not there.exists():
            self.warnings.append(f"{member}在{day}的组织关系不在“{organization}”，请核对。")
