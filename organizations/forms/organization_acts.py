"""Forms of acts on organizations: units join and leave, an organization is rebuilt, split, merged, closed."""

from django import forms
from django.db.models import Q

from core.forms import DayField
from core.identifiers import tidy_code
from core.values import tidy_name
from organizations.choices import CloseReason, Formation, OrganizationType
from organizations.forms.acts import DayForm
from organizations.models import Area, Coverage, DatedRule, Organization, Seat, Unit

INTO_THIS, INTO_NEW = "this", "new"
NEEDED_FOR_NEW = {
    "name": "成立新的党组织请填写名称。",
    "type": "成立新的党组织请选择类型。",
    "formation": "成立新的党组织请选择组建方式。",
}


class UnitLinesField(forms.CharField):
    """Units by full name or credit code, one on each line; only units within `queryset` are found."""

    widget = forms.Textarea(attrs={"rows": 5})
    default_help = "每行一家，填单位全称或统一社会信用代码。"

    def __init__(self, **kwargs):
        super().__init__(**{"help_text": self.default_help, **kwargs})
        self.queryset = Unit.objects.all()

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return self.found(list(dict.fromkeys(lines)))

    def found(self, lines: list[str]) -> list[Unit]:
        codes = {tidy_code(line): line for line in lines}
        rows = self.queryset.filter(Q(name__in=lines) | Q(credit_code__in=codes))
        by_word: dict[str, list[Unit]] = {}
        for unit in rows:
            for word in {unit.name, unit.credit_code} - {None}:
                by_word.setdefault(word, []).append(unit)
        units, wrong = [], []
        for line in lines:
            same = by_word.get(line) or by_word.get(tidy_code(line)) or []
            units += same if len(same) == 1 else []
            wrong += [] if len(same) == 1 else [self.complaint(line, len(same))]
        if wrong:
            raise forms.ValidationError(wrong)
        return list({unit.pk: unit for unit in units}.values())

    def complaint(self, line: str, count: int) -> str:
        if count:
            return f"“{line}”有{count}家同名单位，请改填统一社会信用代码。"
        return f"没有找到“{line}”，请填写单位全称或统一社会信用代码。"


class UnitsField(forms.ModelMultipleChoiceField):
    """Some of the units an organization covers."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(queryset=Unit.objects.none(), **kwargs)


def covered_by(organization: Organization, day):
    held = Coverage.objects.on(day).filter(organization=organization)
    return Unit.objects.filter(pk__in=held.values("unit")).order_by("name")


def neighbours(organization: Organization, day):
    """Return the other open organizations managed by the same area on the day."""
    areas = Seat.objects.on(day).filter(organization=organization).values("area")
    seated = Seat.objects.on(day).filter(area__in=areas).values("organization")
    rows = Organization.objects.filter(pk__in=seated, closed_on=None).exclude(pk=organization.pk)
    return rows.order_by("name")


def document_field(label="依据", **kwargs):
    return forms.CharField(label=label, max_length=120, **kwargs)


class HandOverForm(DayForm):
    organization = forms.ModelChoiceField(
        Organization.objects.filter(closed_on=None).order_by("name"), label="接收的党组织"
    )
    on = DayField(label="移交日期", help_text="由接收的党组织覆盖的第一天。")
    document = document_field(required=False)

    field_order = ("organization", "on", "document")


class OrganizationActForm(DayForm):
    """A form of an act on one organization, which it knows."""

    def __init__(self, *args, organization: Organization, **kwargs):
        super().__init__(*args, **kwargs)
        self.organization = organization
        self.warnings: list[str] = []


class JoinForm(OrganizationActForm):
    units = UnitLinesField(label="加入的单位")
    on = DayField(label="覆盖起始日期")
    document = document_field(required=False)

    field_order = ("units", "on", "document")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("on"):
            covers = set(covered_by(self.organization, cleaned["on"])) | set(cleaned.get("units") or [])
            self.warnings += crowd(len(covers), cleaned["on"])
        return cleaned


class ReleaseForm(OrganizationActForm):
    units = UnitsField(label="退出的单位")
    on = DayField(label="最后一天", help_text="填写仍由本党组织覆盖的最后一天。")
    document = document_field()

    field_order = ("units", "on", "document")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = covered_by(self.organization, self.today)


class SeatForm(OrganizationActForm):
    area = forms.ModelChoiceField(Area.objects.leaves(), label="新的管理区域")
    on = DayField(label="变更日期")
    document = document_field()

    field_order = ("area", "on", "document")


class CloseOrganizationForm(OrganizationActForm):
    on = DayField(label="最后一天", help_text="填写党组织仍存续的最后一天。")
    reason = forms.ChoiceField(label="撤销原因", choices=[("", "---------"), *CloseReason.choices])
    document = document_field()
    successor = forms.ModelChoiceField(
        Organization.objects.none(),
        label="承接党员的党组织",
        required=False,
        help_text="还有党员时选择；党员从第二天起转入。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = neighbours(self.organization, self.today)


class NewOrganizationForm(OrganizationActForm):
    """An act from which a new organization comes; what is known of the old one stands ready."""

    name = forms.CharField(label="新党组织名称", max_length=120)
    type = forms.ChoiceField(label="党组织类型", choices=OrganizationType.choices)
    formation = forms.ChoiceField(label="组建方式", choices=Formation.choices)
    document = document_field("批复文号", help_text="批复的文号，或会议纪要。")

    def clean_name(self):
        return tidy_name(self.cleaned_data["name"]).value

    def clean(self):
        cleaned = super().clean()
        self.warnings += odd_formation(cleaned.get("type"), cleaned.get("formation"))
        return cleaned

    def newcomer(self) -> Organization:
        data = self.cleaned_data
        return Organization(name=data["name"], type=data["type"], formation=data["formation"])


class RebuildForm(NewOrganizationForm):
    on = DayField(label="改建日期", help_text="新党组织的第一天；原党组织到前一天为止。")

    field_order = ("on", "name", "type", "formation", "document")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("name", "type", "formation"):
            self.fields[name].initial = getattr(self.organization, name)


class SplitForm(NewOrganizationForm):
    on = DayField(label="分设日期", help_text="新党组织的第一天。")
    units = UnitsField(label="划入新党组织的单位")

    field_order = ("on", "units", "name", "type", "formation", "document")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = covered_by(self.organization, self.today)


class MergeForm(NewOrganizationForm):
    """Merge others into this organization, or all of them into a new one."""

    on = DayField(label="合并日期", help_text="合并后的第一天；被合并的党组织到前一天为止。")
    others = forms.ModelMultipleChoiceField(
        Organization.objects.none(),
        label="参加合并的党组织",
        widget=forms.CheckboxSelectMultiple,
        help_text="同一管理区域内现有的党组织。",
    )
    way = forms.ChoiceField(
        label="合并方式",
        choices=[(INTO_THIS, "并入本党组织"), (INTO_NEW, "合并成立新的党组织")],
        widget=forms.RadioSelect,
        initial=INTO_THIS,
    )

    field_order = ("on", "others", "way", "name", "type", "formation", "document")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["others"].queryset = neighbours(self.organization, self.today)
        for name in NEEDED_FOR_NEW:
            self.fields[name].required = False
            self.fields[name].help_text = "成立新的党组织时填写。"
        for name in ("type", "formation"):
            self.fields[name].choices = [("", "---------"), *self.fields[name].choices]

    @property
    def is_new(self) -> bool:
        return self.cleaned_data.get("way") == INTO_NEW

    def clean(self):
        if not self.is_new:
            return self.cleaned_data
        for name, sentence in NEEDED_FOR_NEW.items():
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return super().clean()


def odd_formation(kind: str | None, formation: str | None) -> list[str]:
    """Return what is odd about a type and a way of forming that seldom go together."""
    if kind == OrganizationType.JOINT_BRANCH and formation == Formation.STANDALONE:
        return ["联合党支部一般不是单独组建，请核对组建方式。"]
    if kind == OrganizationType.FUNCTIONAL and formation != Formation.FUNCTIONAL and formation:
        return ["功能型党组织的组建方式一般选功能型，请核对。"]
    return []


def crowd(count: int, day) -> list[str]:
    """Return a warning when so many units are more than one organization normally covers."""
    most = DatedRule.objects.value_on("joint_units", day)
    if most is None or count <= most:
        return []
    return [f"一个党组织覆盖单位一般不超过{most}家（支部工作条例第五条），办理后有{count}家。"]
