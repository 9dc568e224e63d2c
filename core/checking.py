"""Checking many rows that came from no form, with the sentences `refuse_invalid` has for one."""

from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

from core.audit import Actor
from core.batches import batches
from core.guards import NoOverlap
from core.saving import add_all, refusals_about, refuse_invalid


def add_all_valid(
    rows: Iterable[models.Model], by: Actor, about: Callable[[models.Model], object] = lambda row: row
) -> list[models.Model]:
    """Add rows of one model; raise Refused for the first that is invalid. `about` says what it is about.

    Checking a row alone asks the database a few times. So only rows that look wrong are checked alone, and
    all of them when the database refuses what looked right.
    """
    rows = list(rows)
    _refuse_first(_doubtful(rows), about)
    try:
        return add_all(rows, by)
    except IntegrityError:
        _refuse_first(rows, about)
        raise


def _refuse_first(rows, about):
    for row in rows:
        with refusals_about(about(row)):
            refuse_invalid(row)


def _doubtful(rows: list) -> list:
    """The rows whose fields or days are wrong, that point to nothing, or that overlap what is stored."""
    missing = [row for relation in _relations(rows) for row in _pointing_nowhere(rows, relation)]
    wrong = {id(row) for row in rows if _is_wrong(row)} | {id(row) for row in missing}
    sound = [row for row in rows if id(row) not in wrong]
    guards = [guard for guard in _constraints(rows) if isinstance(guard, NoOverlap)]
    wrong |= {id(row) for guard in guards for row in guard.crowded(sound)}
    return [row for row in rows if id(row) in wrong]


def _relations(rows) -> list:
    return [field for field in rows[0]._meta.concrete_fields if field.is_relation] if rows else []


def _constraints(rows) -> list:
    return rows[0]._meta.constraints if rows else []


def _is_wrong(row) -> bool:
    try:
        row.clean_fields(exclude={field.name for field in _relations([row])})
        row.clean()
    except ValidationError:
        return True
    return False


def _pointing_nowhere(rows, relation) -> list:
    keys = {getattr(row, relation.attname) for row in rows} - {None}
    target = relation.related_model._base_manager
    found = {pk for batch in batches(keys) for pk in target.filter(pk__in=batch).values_list("pk", flat=True)}
    allowed = found | {None} if relation.null else found
    return [row for row in rows if getattr(row, relation.attname) not in allowed]
