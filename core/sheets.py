"""A table, declared once: the same columns draw the list, write the workbook and name its headings."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import BooleanField, Case, Value, When

from core.indicators import Indicator
from core.scoping import Scope

YES, NO = "是", "否"
NUMERIC_KINDS = {"integer", "decimal", "percent"}


@dataclass(frozen=True)
class Column:
    """One column. `name` is a field, an annotation or an attribute of the row.

    `annotation` is a function of the day that returns an expression to be put on the query under `name`;
    `private` names the permission without which the column is left out of page and export; `kind` says what
    the workbook writes (text, integer, decimal, date, percent) where the field of the model does not;
    a column that is no `default` is shown to those who choose it.
    """

    name: str
    label: str = ""
    aliases: tuple[str, ...] = ()
    private: str = ""
    numeric: bool | None = None
    annotation: Callable | None = None
    text: Callable | None = None
    state: Callable | None = None
    width: int = 14
    kind: str = ""
    default: bool = True

    def heading(self, model) -> str:
        return self.label or str(model._meta.get_field(self.name).verbose_name)

    def value(self, row):
        """Return the plain value of the row: text, number, day or None."""
        if self.text is not None:
            return self.text(row)
        display = getattr(row, f"get_{self.name}_display", None)
        if display is not None:
            return display()
        value = getattr(row, self.name)
        if isinstance(value, bool):
            return YES if value else NO
        return value if isinstance(value, (int, Decimal, datetime.date, type(None))) else str(value)

    def is_numeric(self, model) -> bool:
        if self.numeric is not None:
            return self.numeric
        if self.kind:
            return self.kind in NUMERIC_KINDS
        fields = {f.name: f.get_internal_type() for f in model._meta.concrete_fields}
        return fields.get(self.name, "") in {
            "PositiveIntegerField",
            "IntegerField",
            "DecimalField",
            "BigIntegerField",
        }


@dataclass(frozen=True)
class Mark(Column):
    """A yes/no column that says whether the row hits an indicator on the day."""

    @classmethod
    def of(cls, indicator: Indicator, label: str = ""):
        def annotation(day):
            return Case(
                When(indicator.hit(day), then=Value(True)), default=Value(False), output_field=BooleanField()
            )

        return cls(
            name=f"mark_{indicator.key}",
            label=label or indicator.label,
            annotation=annotation,
            state=lambda value: "ok" if value == YES else "warn",
        )


def cell_text(value) -> str:
    """A value as the page shows it; amounts get thousands separators."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,}"
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


@dataclass(frozen=True)
class Sheet:
    """Columns over a model, in the order in which they are read."""

    title: str
    model: type
    columns: tuple[Column, ...]
    related: tuple[str, ...] = ()
    ordering: tuple[str, ...] = ("pk",)
    empty_text: str = "没有符合条件的记录。"
    form_class: type | None = None
    key: str = ""
    extra: dict = field(default_factory=dict)

    def permitted_columns(self, scope: Scope) -> tuple[Column, ...]:
        """Leave out the private columns unless every row of the scope may be seen with them."""
        return tuple(
            c for c in self.columns if not c.private or scope.allows_throughout(c.private, self.model)
        )

    def columns_for(self, scope: Scope, chosen: Iterable[str] = ()) -> tuple[Column, ...]:
        """Return the columns chosen by name, else the usual ones; the first leads to the row and stays."""
        permitted = self.permitted_columns(scope)
        wanted = {c.name for c in permitted} & set(chosen)
        if not wanted:
            return tuple(c for c in permitted if c.default)
        return tuple(c for c in permitted if c.name in wanted or c is permitted[0])

    def prepare(self, queryset, day: datetime.date, columns: Iterable[Column] = ()):
        """Put joins and annotations on the query: those of the usual columns, and of those named besides."""
        needed = [c for c in self.columns if c.annotation and (c.default or c in columns)]
        annotations = {c.name: c.annotation(day) for c in needed}
        return queryset.select_related(*self.related).annotate(**annotations).order_by(*self.ordering)

    def headings(self, columns: Iterable[Column]) -> list[dict]:
        return [{"label": c.heading(self.model), "numeric": c.is_numeric(self.model)} for c in columns]

    def cells(self, row, columns: Iterable[Column]) -> list[dict]:
        return [self._cell(column, row) for column in columns]

    def _cell(self, column, row) -> dict:
        value = column.value(row)
        return {
            "text": cell_text(value),
            "numeric": column.is_numeric(self.model),
            "state": column.state(value) if column.state else "",
            "url": "",
        }

    def values(self, row, columns: Iterable[Column]) -> list:
        return [column.value(row) for column in columns]
