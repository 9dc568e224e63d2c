"""Who sees which rows: a scope is a set of branches of trees, and it is part of the query."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models import Q

EVERYONE = "everyone"
NOBODY = Q(pk__in=[])


@dataclass(frozen=True)
class Grant:
    """One branch a person looks after: kind of tree, path prefix, and what may be done there."""

    kind: str
    path: str
    permissions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scope:
    """Everything a person may see on a day; no grants, no rows."""

    on: datetime.date
    grants: tuple[Grant, ...] = ()

    def granting(self, permission: str) -> "Scope":
        """Keep the branches in which this permission is held."""
        return Scope(self.on, tuple(g for g in self.grants if permission in g.permissions))

    def paths(self, kind: str) -> tuple[str, ...]:
        return tuple(g.path for g in self.grants if g.kind == kind)

    @property
    def permissions(self) -> frozenset[str]:
        return frozenset().union(*(g.permissions for g in self.grants))

    def allows(self, permission: str) -> bool:
        return permission in self.permissions

    def allows_throughout(self, permission: str, model: type[models.Model]) -> bool:
        """Say whether every branch that opens rows of the model holds the permission."""
        anchors = model.scope_anchors
        opening = [g for g in self.grants if anchors == EVERYONE or g.kind in anchors]
        return bool(opening) and all(permission in g.permissions for g in opening)


Anchor = str | Callable[[str, datetime.date], Q]


def anchored(anchor: Anchor, path: str, day: datetime.date) -> Q:
    """Return the condition that a row hangs below the path; an anchor is a lookup or a function."""
    if callable(anchor):
        return anchor(path, day)
    return Q(**{f"{anchor}__startswith": path})


class ScopedQuerySet(models.QuerySet):
    def within(self, scope: Scope):
        """Keep the rows inside the scope; a model without anchors is open to everybody who has any grant."""
        anchors = self.model.scope_anchors
        if anchors == EVERYONE:
            return self if scope.grants else self.none()
        condition = NOBODY
        for kind, anchor in anchors.items():
            for path in scope.paths(kind):
                condition |= anchored(anchor, path, scope.on)
        return self.filter(condition)


def narrow_choices(form, scope: Scope) -> None:
    """Limit every drop-down of the form that offers scoped rows to the rows within the scope.

    What a stored row holds already stays on offer: else saving it would silently clear what lies outside.
    """
    stored = getattr(getattr(form, "instance", None), "pk", None) is not None
    for name, field in form.fields.items():
        queryset = getattr(field, "queryset", None)
        if isinstance(queryset, ScopedQuerySet):
            held = form.initial.get(name) if stored else None
            field.queryset = queryset.within(scope) | queryset.filter(pk__in=_numbers(held))


def _numbers(held) -> list:
    """Return the numbers of what a form field starts with: nothing, a number, or a list of rows."""
    if held is None:
        return []
    return [row.pk for row in held] if isinstance(held, list) else [held]
