"""Forms of the ledger: an entry, and the reversal of an entry."""

from decimal import Decimal

from django import forms

from core.forms import DatedModelForm, DayField, check_not_future
from funding.models import Entry
from funding.money import in_wan_text

LARGE_AMOUNT = Decimal("1000000")


class EntryForm(DatedModelForm):
    past_days = ("day",)
    fieldsets = (
        (None, {"fields": ("organization", "kind", "source", "day", "amount", "purpose")}),
        ("凭证与说明", {"fields": ("voucher_number", "note")}),
    )

    class Meta:
        model = Entry
        fields = ("organization", "kind", "source", "day", "amount", "purpose", "voucher_number", "note")
        error_messages = {
            "amount": {
                "invalid": "请填写金额，例如 1200.50。",
                "max_decimal_places": "金额最多两位小数，精确到分。",
            }
        }
        help_texts = {"amount": "单位是元，最多两位小数。", "purpose": "支出必选。"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = self.today

    def clean(self):
        cleaned = super().clean()
        amount = cleaned.get("amount")
        if amount and amount >= LARGE_AMOUNT:
            self.warnings.append(
                f"金额为{amount:,.2f}元，合{in_wan_text(amount)}，数额较大。请核对单位是元，不是万元。"
            )
        return cleaned


class ReversalForm(forms.Form):
    """The day and the reason of a reversal; amount, source and organization are those of the entry."""

    on = DayField(label="冲正日期")
    reason = forms.CharField(label="冲正原因", max_length=200)

    def __init__(self, *args, entry, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today
        self.fieldsets = (
            (
                str(entry),
                {"fields": ("on", "reason"), "description": "原记录保留，另记一笔同额冲正，合计中不再计入。"},
            ),
        )

    def clean(self):
        check_not_future(self, ["on"], self.today)
        return super().clean()
