"""Forms of units: their plain facts, the same for pages, import and admin."""

from django import forms

from core.forms import DatedModelForm, DayField
from core.identifiers import check_credit_code, registry_class, tidy_code
from core.values import tidy_name
from organizations.choices import UnitKind
from organizations.models import Area, Unit

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
                    "registration_number",
                    "enterprise_type",
                    "social_type",
                    "industry",
                    "supervising_body",
                    "opened_on",
                )
            },
        ),
        (
            "规模与人员",
            {"fields": ("employees", "annual_revenue", "association_members", "above_scale", "in_market")},
        ),
        (
            "党员与群团",
            {
                "fields": (
                    "formal_members",
                    "probationary_members",
                    "surveyed_on",
                    "has_union",
                    "has_league",
                    "has_womens_federation",
                )
            },
        ),
        ("负责人与联系", {"fields": ("legal_representative", "legal_standing", "address", "contact_phone")}),
        ("其他", {"fields": ("note",)}),
    )

    class Meta:
        model = Unit
        fields = (
            "kind", "name", "credit_code", "registration_number", "enterprise_type", "social_type",
            "industry", "supervising_body", "opened_on", "employees", "annual_revenue",
            "association_members", "above_scale", "in_market", "formal_members", "probationary_members",
            "surveyed_on", "has_union", "has_league", "has_womens_federation", "legal_representative",
            "legal_standing", "address", "contact_phone", "note",
        )  # fmt: skip
        help_texts = {
            "annual_revenue": "单位是万元，按上一年度。",
            "association_members": "社会团体填写单位会员和个人会员总数。",
            "supervising_body": "社会组织填写。",
        }

    def clean_name(self):
        return tidy_name(self.cleaned_data["name"]).value

    def clean_annual_revenue(self):
        revenue = self.cleaned_data["annual_revenue"]
        if revenue is not None and revenue < 0:
            raise forms.ValidationError("年营业收入不能是负数。")
        return revenue

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
        if cleaned.get("name") and {"name", "credit_code"} & set(self.changed_data):
            self._check_name(cleaned["name"])
        return cleaned

    def _check_name(self, name):
        """Two units may bear one name; whoever registers the second is asked, with whatever code."""
        same = Unit.objects.filter(name=name).exclude(pk=self.instance.pk).first()
        if same:
            code = same.credit_code or "未登记"
            self.warnings.append(f"已有同名单位“{same.name}”（代码 {code}），请确认不是重复登记。")

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

    def clean(self):
        cleaned = super().clean()
        first, opened = cleaned.get("from_day"), cleaned.get("opened_on")
        if first and opened and first < opened <= self.today:
            self.add_error("from_day", f"单位成立于{opened.isoformat()}，纳入日期不能更早。")
        return cleaned


class EditUnitForm(UnitForm):
    """The plain facts of a known unit: another name is an act of its own, here only a slip is mended."""

    def clean(self):
        cleaned = super().clean()
        if "name" in self.changed_data and "name" in cleaned:
            self.warnings.append(
                f"名称将由“{self.initial['name']}”改为“{cleaned['name']}”，原名不会保留。"
                "这里只用于改正错字；单位更名请用“更名”。"
            )
        return cleaned
