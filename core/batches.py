"""Many rows at once: by the thousand for the database, in turns where one could stand in another's way."""

import gc
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from django.db import models

SIZE = 1000


def batches(rows: Iterable, size: int = SIZE) -> Iterator[list]:
    """Give the rows out by the thousand; they are asked for as late as possible."""
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def rows_by(queryset: models.QuerySet, attribute: str, keys: Iterable) -> dict[Hashable, list]:
    """Return the rows whose attribute, such as "unit_id", is one of the keys, in lists by that key."""
    found = defaultdict(list)
    for batch in batches(sorted({key for key in keys if key is not None})):
        for row in queryset.filter(**{f"{attribute}__in": batch}):
            found[getattr(row, attribute)].append(row)
    return found


def turns(rows: Iterable, keys: Callable[..., tuple]) -> list[list]:
    """Split rows so that no two of one turn share a key; rows that share one keep their order."""
    reached, found = defaultdict(int), []
    for row in rows:
        own = keys(row)
        turn = max(reached[key] for key in own)
        reached.update(dict.fromkeys(own, turn + 1))
        if turn == len(found):
            found.append([])
        found[turn].append(row)
    return found


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Stop the search for circles of garbage: rows make none, and it would walk through all of them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
