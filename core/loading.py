"""Rows written past the models: for tables that only keep what happened, where nobody needs the rows back.

Making an instance of every row and putting its values into a statement costs several times what the database
does with it. Constraints and triggers of the table hold as ever; values are not checked otherwise.
"""

import json
from collections.abc import Callable, Iterable

from django.db import connection, models, transaction

from core.batches import batches

# Values of these fields go to either database as they are.
AS_THEY_ARE = {
    "BigIntegerField",
    "BooleanField",
    "CharField",
    "ForeignKey",
    "PositiveIntegerField",
    "TextField",
}


def load_rows(model: type[models.Model], names: Iterable[str], rows: Iterable[tuple]) -> None:
    """Add rows given as tuples of values in the order of the names, which are all columns but the number."""
    fields = [model._meta.get_field(name) for name in names]
    makers = [(place, maker_of(field)) for place, field in enumerate(fields) if not is_plain(field)]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    into = f"{connection.ops.quote_name(model._meta.db_table)} ({columns})"
    load = _copy if connection.vendor == "postgresql" else _insert
    with transaction.atomic(savepoint=False):
        # A batch is there before it is written: making a row may ask the database for a name.
        for batch in batches(_made(row, makers) for row in rows):
            load(into, len(fields), batch)


def is_plain(field: models.Field) -> bool:
    return field.get_internal_type() in AS_THEY_ARE


def maker_of(field: models.Field) -> Callable:
    """What turns a value of the field into one that the database takes; JSON is written as text."""
    if isinstance(field, models.JSONField):
        encode = (field.encoder or json.JSONEncoder)().encode
        return lambda value: None if value is None else encode(value)
    return lambda value: field.get_db_prep_save(value, connection)


def _made(row: tuple, makers: list[tuple[int, Callable]]) -> list:
    made = list(row)
    for place, maker in makers:
        made[place] = maker(made[place])
    return made


def _insert(into: str, width: int, rows: list[list]) -> None:
    statement = f"INSERT INTO {into} VALUES ({', '.join(['%s'] * width)})"  # noqa: S608 -- names of the model
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _copy(into: str, width: int, rows: list[list]) -> None:
    """Write the rows as PostgreSQL takes many; what it refuses is told as of any statement."""
    with connection.wrap_database_errors, connection.cursor() as cursor:
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
