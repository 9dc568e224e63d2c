"""Form pieces every application uses."""

from django import forms


class DayInput(forms.DateInput):
    """A day is typed and shown as 2017-06-30, and picked where the browser can."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput
    default_error_messages = {"invalid": "请填写有效日期，例如 2017-06-30。"}


def check_not_future(form, names, today) -> None:
    """Put one sentence on every day field that lies after today."""
    for name in names:
        day = form.cleaned_data.get(name)
        if day and day > today:
            form.add_error(name, "日期不能晚于今天，请核对。")


def use_day_inputs(form) -> None:
    """Give every date field of a model form the day widget and its sentence."""
    for field in form.fields.values():
        if isinstance(field, forms.DateField):
            field.widget = DayInput(attrs=field.widget.attrs)
            field.error_messages["invalid"] = DayField.default_error_messages["invalid"]


class ReasonForm(forms.Form):
    """Why somebody wants to see what is hidden; goes into the audit trail as it is written."""

    reason = forms.CharField(
        label="用途",
        min_length=4,
        max_length=200,
        help_text="写明办什么事，将记入操作记录。例如：办理组织关系转接。",
        error_messages={
            "required": "请写明用途。",
            "min_length": "请把用途写清楚，至少4个字。",
            "max_length": "用途不超过200个字。",
        },
    )


class PortalModelForm(forms.ModelForm):
    """A model form with day inputs and a place for warnings that ask for a confirmation."""

    fieldsets = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.warnings: list[str] = []
        use_day_inputs(self)


class DatedModelForm(PortalModelForm):
    """A model form that knows today: no day of `past_days` may lie after it.

    Pages give `today` as an argument, the admin sets it on the class.
    """

    today = None
    past_days: tuple[str, ...] = ()

    def __init__(self, *args, today=None, **kwargs):
        self.today = today or self.today
        super().__init__(*args, **kwargs)

    def _post_clean(self):
        """Ask last, when the row has its values: else its rules would take a refused day for none."""
        super()._post_clean()
        check_not_future(self, self.past_days, self.today)


def choose_the_only(form, name: str):
    """Where the drop-down offers one row only, choose it and return it: what is known is not asked."""
    field = form.fields[name]
    rows = list(field.queryset[:2])
    if len(rows) != 1:
        return None
    field.initial = rows[0]
    return rows[0]


EMPTY_CHOICE = "请选择"


def speak_plainly(form) -> None:
    """Give every field its own sentence for a missing answer, and every drop-down a first line in words."""
    for field in form.fields.values():
        chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
        if field.label and field.error_messages["required"] == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = f"请{'选择' if chosen else '填写'}{field.label}。"
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = EMPTY_CHOICE if field.empty_label is not None else None
        elif chosen:
            field.choices = [
                (value, label if value != "" else _first_line(label)) for value, label in field.choices
            ]


def _first_line(label) -> str:
    return EMPTY_CHOICE if str(label).startswith("---") else label
