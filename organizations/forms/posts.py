"""Forms of posts, terms and elections."""

from django import forms

from core.forms import DatedModelForm, DayField, PortalModelForm
from organizations.choices import PositionClass, PostRole, PostSource
from organizations.models import Organization, Post, Term
from organizations.terms import longest_extension, term_due_on, term_years

OF_SECRETARY = ("source", "unit_position", "unit_post", "full_time", "phone")


class PostForm(DatedModelForm):
    """Somebody takes up a post on a day."""

    past_days = ("starts_on",)
    fieldsets = (
        ("任职", {"fields": ("role", "name", "source", "starts_on", "full_time", "phone")}),
        (
            "在单位的职务",
            {
                "fields": ("unit_position", "unit_post"),
                "description": "用于判断双向进入、交叉任职；在单位没有职务的不填。",
            },
        ),
    )

    class Meta:
        model = Post
        fields = (
            "role", "name", "source", "unit_position", "unit_post", "full_time", "phone", "starts_on",
        )  # fmt: skip


class PostFactsForm(PortalModelForm):
    """What is known of a holder of a post; role and days change by acts only."""

    class Meta:
        model = Post
        fields = ("name", *OF_SECRETARY)


class ElectForm(DatedModelForm):
    """An election: its day, who came, what it rests on, and the new secretary where there is one."""

    name = forms.CharField(label="新任书记姓名", max_length=60, required=False)
    source = forms.ChoiceField(label="人选来源", choices=PostSource.choices, required=False)
    unit_position = forms.ChoiceField(
        label="行政职务类别", choices=[("", "---------"), *PositionClass.choices], required=False
    )
    unit_post = forms.CharField(label="行政职务", max_length=60, required=False)
    full_time = forms.BooleanField(label="专职", required=False)
    phone = forms.CharField(label="联系电话", max_length=30, required=False)

    past_days = ("starts_on",)
    fieldsets = (
        ("换届选举", {"fields": ("starts_on", "due_on", "should_attend", "attended", "document")}),
        (
            "新任书记",
            {"fields": ("name", *OF_SECRETARY), "description": "书记连任或另行任命的，这一组不填。"},
        ),
    )

    class Meta:
        model = Term
        fields = ("starts_on", "due_on", "should_attend", "attended", "document")
        labels = {"starts_on": "选举日期"}
        help_texts = {"due_on": "不填时按选举当日的任期规定计算。"}

    def __init__(self, *args, organization: Organization, **kwargs):
        super().__init__(*args, **kwargs)
        self.organization = organization
        self.fields["due_on"].required = False
        self.fields["source"].initial = PostSource.UNKNOWN

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("starts_on") and "due_on" not in self.errors:
            self._set_due_day(cleaned)
        self._check_attendance(cleaned)
        if not cleaned.get("name") and any(map(cleaned.get, ("unit_position", "unit_post", "phone"))):
            self.add_error("name", "请填写新任书记姓名，或清空这一组。")
        return cleaned

    def _set_due_day(self, cleaned) -> None:
        """Compute the day that was not typed; a later one than the rule allows asks for a confirmation."""
        day, typed = cleaned["starts_on"], cleaned.get("due_on")
        by_rule = term_due_on(self.organization, day)
        cleaned["due_on"] = typed or by_rule
        if cleaned["due_on"] is None:
            self.add_error("due_on", "选举当日没有任期规定，请填写届满日期。")
        elif typed and by_rule and typed > by_rule:
            years = term_years(self.organization, day)
            self.warnings.append(
                f"按选举当日的任期规定（一般{years}年）应于{by_rule.isoformat()}届满，填写的日期更晚。"
            )

    def _check_attendance(self, cleaned) -> None:
        should, came = cleaned.get("should_attend"), cleaned.get("attended")
        if should and came is not None and came * 2 <= should:
            self.warnings.append(f"应到{should}人、实到{came}人，到会人数没有超过半数。")

    def secretary(self) -> Post | None:
        """Return the post of the new secretary, None when none was named."""
        given = self.cleaned_data
        if not given["name"]:
            return None
        facts = {name: given[name] for name in ("name", *OF_SECRETARY)}
        facts["source"] = facts["source"] or PostSource.UNKNOWN
        return Post(role=PostRole.SECRETARY, **facts)


class ExtendForm(forms.Form):
    """The approval to hold the election later."""

    extended_to = DayField(label="批准延期至")
    document = forms.CharField(label="延期批复", max_length=120, help_text="文件名称或文号。")

    def __init__(self, *args, term: Term, **kwargs):
        super().__init__(*args, **kwargs)
        self.term, self.warnings = term, []

    def clean_extended_to(self):
        until, longest = self.cleaned_data["extended_to"], longest_extension(self.term)
        if longest and until > longest:
            self.warnings.append(
                f"延期一般不超过{longest.isoformat()}（《关于党的基层组织任期的意见》第二条）。"
            )
        return until
