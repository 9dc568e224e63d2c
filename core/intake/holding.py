"""What rows of the portal hold, as lines are held against it."""

from django.db import models

from core.texts import squeezed, without_blanks


class Named(tuple):
    """The rows that one cell names; reads as their names."""

    __slots__ = ()

    def __str__(self):
        return "、".join(map(str, self))


def held(row: models.Model, name: str):
    """What the row holds under this name; of a choice of many the rows, in their order."""
    value = getattr(row, name, None)
    return Named(value.all()) if hasattr(value, "all") else value


def comparable(value):
    """A value as it is compared: rows by their number, a run of blanks as one, nothing as an empty text."""
    if isinstance(value, Named):
        return sorted(row.pk for row in value)
    if isinstance(value, models.Model):
        return value.pk
    return "" if value is None else squeezed(value) if isinstance(value, str) else value


def key_part(value):
    """A value as it tells rows apart: of a text neither blanks nor width nor case count."""
    plain = comparable(value)
    return text_key(plain) if isinstance(plain, str) else plain


def text_key(text: str) -> str:
    return without_blanks(text).casefold()
