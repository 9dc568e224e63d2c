"""Forms of the ground, the same for pages, import and admin."""

from django import forms

from core.forms import DatedModelForm, DayField, PortalModelForm
from core.identifiers import check_credit_code, registry_class, tidy_code
from core.values import tidy_name
from organizations.building import contradictions
from organizations.choices import ExitReason, UnitKind
from organizations.models import Area, Assignment, Officer, Organization, Post, Unit, Visit

ENTERPRISE_CLASSES = ("91", "92", "93")
SOCIAL_CLASSES = ("51", "52", "53", "31", "32", "33", "34", "35")


def kind_of_code(code: str) -> str | None:
    """Return the kind a credit code speaks for, by its first two characters (GB 32100), else None."""
    leading = registry_class(code)
    if leading in ENTERPRISE_CLASSES:
        return UnitKind.ENTERPRISE
    return UnitKind.SOCIAL_ORG if leading in SOCIAL_CLASSES else None


class UnitForm(DatedModelForm):
    """The plain facts of a unit; where it is placed and who covers it are acts of their own."""

    past_days = ("surveyed_on", "opened_on")
    fieldsets = (
        (
            "基本信息",
            {
                "fields": (
                    "kind",
                    "name",
                    "credit_code",
                    "enterprise_type",
                    "social_type",
                    "industry",
                    "above_scale",
                )
            },
        ),
        ("人员", {"fields": ("employees", "formal_members", "probationary_members", "surveyed_on")}),
        ("联系", {"fields": ("address", "contact_phone")}),
        ("其他", {"fields": ("opened_on", "note")}),
    )

    class Meta:
        model = Unit
        fields = (
            "kind", "name", "credit_code", "enterprise_type", "social_type", "industry", "above_scale",
            "employees", "formal_members", "probationary_members", "surveyed_on", "address", "contact_phone",
            "opened_on", "note",
        )  # fmt: skip

    def clean_name(self):
        return tidy_name(self.cleaned_data["name"]).value

    def clean_credit_code(self):
        """Refuse a wrong length or alphabet; a wrong check character asks for a confirmation (GB 32100)."""
        code = tidy_code(self.cleaned_data["credit_code"] or "")
        if not code:
            return None
        for finding in check_credit_code(code):
            if finding.level == "error":
                raise forms.ValidationError(finding.message)
            if "credit_code" in self.changed_data:
                self.warnings.append(finding.message)
        return code

    def clean(self):
        cleaned = super().clean()
        self._check_kind(cleaned)
        code, name = cleaned.get("credit_code"), cleaned.get("name")
        if name and not code:
            same = Unit.objects.filter(name=name).exclude(pk=self.instance.pk).first()
            if same:
                self.warnings.append(
                    f"已有同名单位“{same.name}”（代码 {same.credit_code or '未登记'}），请确认不是重复登记。"
                )
        return cleaned

    def _check_kind(self, cleaned):
        expected = kind_of_code(cleaned.get("credit_code") or "")
        if expected and cleaned.get("kind") != expected:
            self.warnings.append(
                f"统一社会信用代码以{cleaned['credit_code'][:2]}开头，一般属于{UnitKind(expected).label}，请确认单位类别。"
            )


class RegisterUnitForm(UnitForm):
    """A new unit: the plain facts, the managing area and the day from which it counts."""

    area = forms.ModelChoiceField(Area.objects.leaves(), label="管理区域")
    from_day = DayField(label="纳入基数起始日期")
    in_base = forms.BooleanField(label="纳入基数", required=False, initial=True)

    past_days = (*UnitForm.past_days, "from_day")
    fieldsets = (("管理", {"fields": ("area", "from_day", "in_base")}), *UnitForm.fieldsets)


class DayForm(forms.Form):
    """A form of an act: it happens on a day, which may lie in the past and not in the future."""

    on = DayField(label="日期")

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("日期不能晚于今天，请核对。")
        return day


class CoverForm(DayForm):
    organization = forms.ModelChoiceField(Organization.objects.all(), label="党组织")
    on = DayField(label="覆盖起始日期")
    document = forms.CharField(label="依据", max_length=120, required=False)

    field_order = ("organization", "on", "document")


class AssignForm(DayForm):
    officer = forms.ModelChoiceField(Officer.objects.all(), label="党建工作指导员")
    on = DayField(label="派驻起始日期")
    document = forms.CharField(label="依据", max_length=120, required=False)

    field_order = ("officer", "on", "document")


class EndForm(DayForm):
    on = DayField(label="最后一天", help_text="填写仍然有效的最后一天。")


class ExitForm(DayForm):
    """Taking a unit out of the base, or closing it: last day, reason and document."""

    on = DayField(label="最后一天", help_text="填写仍计入基数的最后一天。")
    reason = forms.ChoiceField(label="原因", choices=ExitReason.choices)
    document = forms.CharField(label="依据", max_length=120, help_text="文件名称、文号或会议纪要。")


class EnterForm(DayForm):
    on = DayField(label="纳入起始日期")
    document = forms.CharField(label="依据", max_length=120)


class MoveForm(DayForm):
    area = forms.ModelChoiceField(Area.objects.leaves(), label="新的管理区域")
    on = DayField(label="变更日期")
    document = forms.CharField(label="依据", max_length=120, required=False)

    field_order = ("area", "on", "document")


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
