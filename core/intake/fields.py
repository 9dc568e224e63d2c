"""The columns of a kind of table: what they are called, how a cell becomes a value, what it may hold."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.db import models

from core.scoping import Scope
from core.sheets import Column
from core.texts import shown, squeezed, without_blanks
from core.values import (
    Tidy,
    comparable,
    tidy_choice,
    tidy_count,
    tidy_date,
    tidy_text,
    tidy_yes_no,
    written,
    wrong,
)

Rule = Callable[[object, datetime.date], Tidy]


def hidden(text: str) -> str:
    """Asterisks, as many as the text has characters."""
    return "*" * len(text)


@dataclass(frozen=True)
class Field:
    """One column to be read.

    `rule` makes a value of a cell and today; `words` gives the words a cell may hold, for drop-downs, and
    `words_within` those that depend on who fills it in. A cell of a `minor` column that cannot be read is
    left out and said, where it would otherwise be an error. A `secret` value is shown through its `mask`;
    `codes` are the words people read for values that are codes; `example`, `hint` and `required` stand in the
    template.
    """

    name: str
    heading: str
    labels: tuple[str, ...] = ()
    rule: Rule | None = None
    longest: int | None = None
    words: Callable[[], Iterable[str]] | None = None
    secret: bool = False
    mask: Callable[[str], str] = hidden
    minor: bool = False
    example: str = ""
    hint: str = ""
    required: bool = False
    in_template: bool = True
    kind: str = "text"
    codes: Mapping[str, str] = field(default_factory=dict)
    words_within: Callable[[Scope], Iterable[str]] | None = None

    def words_for(self, scope: Scope) -> list[str]:
        """The words a cell may hold when somebody of this scope fills it in; none where it is free text."""
        if self.words_within:
            return list(self.words_within(scope))
        return list(self.words()) if self.words else []

    def read(self, value, today: datetime.date) -> Tidy:
        """Return the tidy value, or the sentence that says why there is none."""
        tidy = self.rule(value, today) if self.rule else tidy_text(value)
        too_long = isinstance(tidy.value, str) and self.longest is not None and len(tidy.value) > self.longest
        if not too_long:
            return tidy
        return wrong(f"共{len(tidy.value)}个字，最多{self.longest}个字，请缩短或核对是否填错了列。")


def field_of(name: str, column: Column, model: type[models.Model], **given) -> Field:
    """Declare the field of a column that stands for a field of the model, from which its rule follows."""
    stored = {f.name: f for f in model._meta.concrete_fields}.get(column.name)
    derived = {
        "rule": rule_of(stored) if stored is not None else None,
        "longest": getattr(stored, "max_length", None),
        "words": words_of(stored) if stored is not None else None,
        "kind": workbook_kind(stored),
        "codes": {value: str(label) for value, label in stored.flatchoices} if stored is not None else {},
    }
    return Field(name, column.heading(model), (column.heading(model), *column.aliases), **derived | given)


def rule_of(stored: models.Field) -> Rule | None:
    """The rule by which a cell becomes a value of the stored field."""
    if stored.choices:
        return choice_rule({str(label): value for value, label in stored.flatchoices})
    return RULES.get(stored.get_internal_type())


def choice_rule(words: Mapping[str, str]) -> Rule:
    """The rule of a code list: {word: code}, made comparable once for all cells."""
    codes = {comparable(word): code for word, code in words.items()}

    def rule(value, today):
        code = codes.get(comparable(written(value)))
        return tidy_choice(value, words) if code is None else Tidy(code)

    return rule


def words_of(stored: models.Field) -> Callable[[], Iterable[str]] | None:
    if stored.choices:
        labels = tuple(str(label) for _, label in stored.flatchoices)
        return lambda: labels
    return (lambda: ("是", "否")) if isinstance(stored, models.BooleanField) else None


def workbook_kind(stored: models.Field | None) -> str:
    kinds = {"DateField": "date", "PositiveIntegerField": "integer", "DecimalField": "decimal"}
    return kinds.get(stored.get_internal_type(), "text") if stored is not None else "text"


def tidy_amount(value: object) -> Tidy:
    """An amount with at most two decimals; thousands separators and a unit in words are left out."""
    text = without_blanks(written(value)).replace(",", "").removesuffix("元").removesuffix("万")
    if text in ("", "-", "--", "—", "/", "无"):
        return Tidy()
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return wrong(f"{shown(value)}不是金额，请填写数字，例如 1200.50。")
    return amount_within(value, amount)


def amount_within(raw: object, amount: Decimal) -> Tidy:
    if not amount.is_finite() or amount < 0:
        return wrong(f"{shown(raw)}不能是负数，请改正。")
    if amount != round(amount, 2):
        return wrong(f"{shown(raw)}的小数超过两位，请改正。")
    return Tidy(round(amount, 2))


def tidy_paragraphs(value: object) -> Tidy:
    """A long text: its lines stay lines, without blank ones and without blanks at their ends."""
    lines = map(squeezed, written(value).splitlines())
    return Tidy("\n".join(filter(None, lines)) or None)


RULES: Mapping[str, Rule] = {
    "TextField": lambda value, today: tidy_paragraphs(value),
    "DateField": lambda value, today: tidy_date(value, latest=today),
    "PositiveIntegerField": lambda value, today: tidy_count(value),
    "PositiveSmallIntegerField": lambda value, today: tidy_count(value),
    "DecimalField": lambda value, today: tidy_amount(value),
    "BooleanField": lambda value, today: tidy_yes_no(value),
}
