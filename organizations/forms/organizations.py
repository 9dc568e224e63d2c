"""Forms of Party organizations and of the posts held in them."""

from django import forms

from core.forms import DatedModelForm
from organizations.building import contradictions
from organizations.models import Area, Organization, Post


class OrganizationForm(DatedModelForm):
    past_days = ("established_on", "approved_on", "closed_on")
    fieldsets = (
        ("基本信息", {"fields": ("name", "type", "formation", "superior", "established_on")}),
        ("批复", {"fields": ("approval_number", "approved_on", "approved_by")}),
        ("其他", {"fields": ("closed_on", "close_reason", "close_document", "note")}),
    )

    class Meta:
        model = Organization
        fields = (
            "name", "type", "formation", "superior", "established_on", "approval_number", "approved_on",
            "approved_by", "closed_on", "close_reason", "close_document", "note",
        )  # fmt: skip

    def clean_superior(self):
        superior = self.cleaned_data["superior"]
        if superior and self.instance.pk and superior.path.startswith(self.instance.path):
            raise forms.ValidationError(f"“{superior}”是本党组织或其下级，不能作为上级党组织。")
        return superior

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            days = (cleaned.get("established_on"), cleaned.get("closed_on"))
            for name, sentence in contradictions(self.instance, *days, cleaned.get("formation")).items():
                self.add_error(name, sentence)
        return cleaned


class SetUpForm(OrganizationForm):
    area = forms.ModelChoiceField(Area.objects.leaves(), label="管理区域")
    fieldsets = (("管理", {"fields": ("area",)}), *OrganizationForm.fieldsets[:2])

    class Meta(OrganizationForm.Meta):
        fields = OrganizationForm.Meta.fields[:8]


class PostForm(DatedModelForm):
    past_days = ("starts_on",)

    class Meta:
        model = Post
        fields = ("role", "name", "source", "unit_post", "phone", "starts_on")
