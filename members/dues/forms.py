"""Forms of dues: by what a member owes, relief, what members paid, what was handed up and returned."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

import django_filters as filters
from django import forms

from core.forms import DatedModelForm, DayField, check_not_future
from core.money import NOTHING
from members.dues.choices import DuesCategory, HandedFor
from members.dues.months import Months, month_after, month_of, quarter_of, year_of
from members.dues.recording import handed_up_twice
from members.dues.rules import needs_base, rule_on
from members.dues.sums import Four, four_numbers
from members.dues_models import VOLUNTARY_LEAST, HandedUp, Relief, Returned, month_text
from members.models import Member
from organizations.duties import first_of_month
from organizations.filters import DayFilterSet
from organizations.models import Area, Organization

MONTHS_OFFERED = 36
SPANS = {"month": month_of, "quarter": quarter_of, "year": year_of}
SPAN_LABELS = (("month", "月"), ("quarter", "季度"), ("year", "年"))
MOST = {"max_digits": 10, "decimal_places": 2}
ERRORS = {
    "invalid": "请填写金额，例如 12.50。",
    "max_decimal_places": "金额最多两位小数，精确到分。",
    "min_value": "金额须大于0元。",
}
BASE_HELP = (
    "按月领工资的填税后工资，年薪制的填当月实领，个体经营者填上季度月均纯收入，离退休的填离退休费，"
    "农民党员填支部确定的每月党费。本人不愿报的留空。只有本党组织书记能看到。"
)


def key_of(month: datetime.date) -> str:
    return f"{month:%Y-%m}"


def months_up_to(day: datetime.date, count: int = MONTHS_OFFERED) -> list[tuple[str, str]]:
    """Return the months up to that of the day as choices, the newest first."""
    firsts = (month_after(first_of_month(day), -number) for number in range(count))
    return [(key_of(first), month_text(first)) for first in firsts]


def month_from(text: str) -> datetime.date:
    """Return the first day of a month that was chosen."""
    return datetime.date.fromisoformat(f"{text}-01")


class MonthField(forms.TypedChoiceField):
    """A drop-down of the months up to today; `offer` fills it."""

    def __init__(self, **kwargs):
        super().__init__(choices=[], coerce=month_from, **kwargs)

    def offer(self, today: datetime.date, count: int = MONTHS_OFFERED):
        self.choices = months_up_to(today, count)
        self.initial = self.choices[0][0]


class MonthForm(forms.Form):
    """Which month a page is about, read from its address."""

    month = MonthField(label="月份")

    def __init__(self, asked, today: datetime.date):
        super().__init__({"month": asked or key_of(today)})
        self.fields["month"].offer(today)


class DuesFilter(DayFilterSet):
    """The months a list of organizations is about, and which organizations."""

    span = filters.ChoiceFilter(label="统计周期", choices=SPAN_LABELS, empty_label=None, method="as_asked")
    month = filters.ChoiceFilter(label="月份", choices=(), empty_label=None, method="as_asked")
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves_ever(), method="by_area")
    q = filters.CharFilter(label="党组织名称", field_name="name", lookup_expr="contains")

    class Meta:
        model = Organization
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["month"].field.choices = months_up_to(self.request.today)

    def as_asked(self, rows, name, value):
        """The page reads the months itself."""
        return rows

    def by_area(self, rows, name, area):
        return rows.seated_in(area, self.on)


def months_asked(asked, today: datetime.date) -> Months:
    """Return the months that an address asks for; what is not offered is this month."""
    known = dict(months_up_to(today))
    month = asked.get("month", "")
    day = month_from(month) if month in known else today
    return SPANS.get(asked.get("span", ""), month_of)(day)


class BaseForm(forms.Form):
    """By what a member owes from a month on; the income need not be told."""

    month = MonthField(label="从哪个月起", help_text="工资变动的，从变动的当月起。")
    category = forms.ChoiceField(label="人员类型", choices=[("", "---------"), *DuesCategory.choices])
    base = forms.DecimalField(
        label="党费计算基数（元/月）",
        required=False,
        min_value=Decimal(0),
        help_text=BASE_HELP,
        error_messages=ERRORS | {"min_value": "收入不能小于0元。"},
        **MOST,
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["month"].offer(today)

    def clean(self):
        cleaned = super().clean()
        category, base = cleaned.get("category"), cleaned.get("base")
        if category and not needs_base(category):
            cleaned["base"] = None
        if category == DuesCategory.FARMER and base is not None:
            self._check_farmer(base)
        return cleaned

    def _check_farmer(self, amount: Decimal):
        fixed = rule_on(self.today).fixed[DuesCategory.FARMER]
        if not fixed.least <= amount <= fixed.most:
            self.add_error("base", f"农民党员每月交{fixed.least}元至{fixed.most}元，请填支部确定的数额。")


class ReliefForm(DatedModelForm):
    class Meta:
        model = Relief
        fields = ("amount", "starts_on", "ends_on", "document")
        error_messages = {"amount": ERRORS}
        help_texts = {"starts_on": "按整月计算，从这一天所在的月份起。", "ends_on": "长期的留空。"}


@dataclass(frozen=True)
class Line:
    """A member on the form of a month: what is due, and what was paid of it before."""

    member: Member
    due: Decimal | None
    paid: Decimal

    @property
    def name(self) -> str:
        return f"amount_{self.member.pk}"

    @property
    def open(self) -> Decimal | None:
        """What is still to be paid; nothing where no amount is known."""
        return None if self.due is None else max(self.due - self.paid, NOTHING)


class MonthlyDuesForm(forms.Form):
    """What the members of an organization paid for a month: a day, and an amount for everybody."""

    on = DayField(label="交纳日期")

    def __init__(self, *args, lines: list[Line], today: datetime.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines, self.today, self.warnings = lines, today, []
        self.fields["on"].initial = today
        for line in lines:
            self.fields[line.name] = forms.DecimalField(
                label=str(line.member),
                required=False,
                initial=line.open or None,
                min_value=Decimal("0.01"),
                error_messages=ERRORS,
                **MOST,
            )
            self.fields[line.name].widget.attrs |= {"inputmode": "decimal", "class": "num"}

    def rows(self):
        """The lines with their fields, for the template."""
        return [(line, self[line.name]) for line in self.lines]

    def amounts(self) -> list[tuple[Member, Decimal]]:
        typed = ((line.member, self.cleaned_data.get(line.name)) for line in self.lines)
        return [(member, amount) for member, amount in typed if amount]

    def clean(self):
        check_not_future(self, ["on"], self.today)
        if not self.errors and not self.amounts():
            raise forms.ValidationError("请至少填写一名党员的交纳金额。")
        for line in self.lines:
            self._judge(line, self.cleaned_data.get(line.name))
        return super().clean()

    def _judge(self, line: Line, amount: Decimal | None):
        """A large gift belongs elsewhere; any other amount than the one due asks for a confirmation."""
        if not amount:
            return
        if amount - (line.open or NOTHING) >= VOLUNTARY_LEAST:
            self.add_error(line.name, "自愿一次多交1000元以上的全部上缴中央，请用“登记自愿多交”单独登记。")
        elif line.open is not None and amount != line.open:
            self.warnings.append(f"{line.member}应缴{line.open}元，填写的是{amount}元。")


class VoluntaryForm(forms.Form):
    """What a member gave at once of his own will; it goes to the centre."""

    member = forms.ModelChoiceField(Member.objects.none(), label="党员")
    amount = forms.DecimalField(
        label="金额（元）",
        min_value=VOLUNTARY_LEAST,
        error_messages=ERRORS | {"min_value": "一次不足1000元的，请在当月党费中登记。"},
        **MOST,
    )
    on = DayField(label="交纳日期")
    note = forms.CharField(label="备注", max_length=200, required=False)

    def __init__(self, *args, members, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today
        self.fields["member"].queryset = members

    def clean(self):
        check_not_future(self, ["on"], self.today)
        return super().clean()


class HandUpForm(DatedModelForm):
    """What an organization handed up for a month or a quarter."""

    month = MonthField(label="所属月份", help_text="按季上缴的，选季度中任意一个月。")
    past_days = ("day",)

    class Meta:
        model = HandedUp
        fields = ("period", "month", "amount", "day", "document", "note")
        error_messages = {"amount": ERRORS}
        labels = {"day": "上缴日期"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["month"].offer(self.today)
        self.fields["day"].initial = self.today

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self._judge(cleaned)
        return cleaned

    def _judge(self, cleaned):
        """Name a quarter by its first month; warn of what looks like a second time, or too much."""
        of_quarter = cleaned["period"] == HandedFor.QUARTER
        months = (quarter_of if of_quarter else month_of)(cleaned["month"])
        cleaned["month"] = months.first
        organization = self.instance.organization
        if handed_up_twice(organization, months, HandedUp.objects.all()):
            self.warnings.append(f"{months.label}已经登记过上缴，请核对是不是重复。")
        paid = numbers_of(organization, months, self.today).paid
        if cleaned["amount"] > paid:
            self.warnings.append(f"{months.label}实缴{paid:,}元，上缴{cleaned['amount']:,.2f}元，请核对。")


class ReturnForm(DatedModelForm):
    """What was returned to an organization."""

    past_days = ("day",)

    class Meta:
        model = Returned
        fields = ("amount", "day", "document", "note")
        error_messages = {"amount": ERRORS}
        labels = {"day": "返还日期"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = self.today

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            gap = numbers_of(self.instance.organization, month_of(cleaned["day"]), self.today).gap
            if cleaned["amount"] > gap:
                self.warnings.append(f"累计未返还{gap:,}元，本次返还{cleaned['amount']:,.2f}元，请核对。")
        return cleaned


def numbers_of(organization: Organization, months: Months, day: datetime.date) -> Four:
    this = Organization.objects.filter(pk=organization.pk)
    return four_numbers(this, months, day).get(organization.pk, Four())


class TakeBackForm(forms.Form):
    """The day and the reason of a reversal; everything else is that of the line."""

    on = DayField(label="冲正日期")
    reason = forms.CharField(label="冲正原因", max_length=200)

    def __init__(self, *args, line, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today
        told = {"description": "原记录保留，另记一笔同额冲正，合计中不再计入。"}
        self.fieldsets = ((str(line), {"fields": ("on", "reason"), **told}),)

    def clean(self):
        check_not_future(self, ["on"], self.today)
        return super().clean()
