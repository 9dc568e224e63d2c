"""The form of 三培养一推荐, the same for pages and admin."""

from core.forms import DatedModelForm
from core.values import tidy_name
from members.choices import CultivationStep
from members.cultivation_models import Cultivation
from members.models import Member
from organizations.models import Organization

OF_MEMBERS = (CultivationStep.MEMBER_TO_TECHNICIAN, CultivationStep.TECHNICIAN_TO_MANAGER)


class CultivationForm(DatedModelForm):
    """Asks for the name; who is a member of the organization on the day is found by it.

    `member` is somebody whose page led here.
    """

    past_days = ("held_on",)

    class Meta:
        model = Cultivation
        fields = ("step", "organization", "name", "unit", "held_on", "post", "document")

    def __init__(self, *args, member: Member | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member or self.instance.member
        self.fields["organization"].queryset = Organization.objects.order_by("name")
        self.fields["name"].required = True
        self.fields["name"].help_text = "党员按姓名在党组织名册中查找；还不是党员的只记姓名。"
        if self.member:
            self.fields["name"].initial = self.initial["name"] = self.member.name

    def clean_name(self):
        return tidy_name(self.cleaned_data["name"]).value

    def clean(self):
        cleaned = super().clean()
        if {"name", "organization", "held_on"} <= cleaned.keys():
            self.instance.member = self._found(cleaned)
            if self.instance.member:
                cleaned["name"] = ""
        return cleaned

    def _found(self, cleaned) -> Member | None:
        """Return the member who is meant, None for somebody who is none."""
        if self.member and self.member.name == cleaned["name"]:
            return self.member
        there = Member.objects.of_organization_on(cleaned["organization"], cleaned["held_on"])
        named = list(there.filter(name=cleaned["name"])[:2])
        if len(named) > 1:
            self.add_error("name", "这个党组织有同名的党员，请打开本人的党员页，从那里登记。")
        if not named and cleaned.get("step") in OF_MEMBERS:
            self.add_error("name", "这一步骤是对党员的培养，该党组织当日的名册中没有这名党员，请核对。")
        return named[0] if len(named) == 1 else None
