"""Cells that name rows the portal knows: an organization, a unit, an area, or several of them in one cell."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import models

from core.intake.fields import Field
from core.intake.holding import Named, text_key
from core.intake.rows import RowPreview
from core.scoping import Scope
from core.texts import seen, shown, squeezed, without_blanks
from core.values import NONE_OF_THEM, NOTHING, written

Finder = Callable[[str, Mapping[str, object]], Sequence[models.Model]]

PARTING = re.compile(r"[、，,；;\r\n]+")
UNKNOWN = "您管理的范围内没有{noun}{text}，请核对名称。"
AMBIGUOUS = "有{count}个{noun}都叫{text}，请写明全称。"


@dataclass(frozen=True)
class Link:
    """How the cells of a column name rows: one, or several parted by commas or line breaks.

    `finder` makes of a scope a function that returns the rows within it which a text names, given what the
    line says in the columns before; `words` are the texts to choose from where a text names none.
    """

    noun: str
    finder: Callable[[Scope], Finder]
    words: Callable[[Scope], Iterable[str]] | None = None
    several: bool = False

    def parts(self, cell) -> list[str]:
        """The texts of the cell that name something."""
        texts = PARTING.split(seen(written(cell))) if self.several else [written(cell)]
        return [text for text in map(squeezed, texts) if without_blanks(text) not in NOTHING | NONE_OF_THEM]


def link_by(noun: str, rows: Callable[[], models.QuerySet], *names: str, over: str = "", **given) -> Link:
    """Declare a link to rows that go by the text of any of these attributes; people choose by the first.

    Of several of one name those count in which the attribute `over`, a last day, is empty.
    """
    return Link(
        noun, partial(_finder, rows, names, over), **{"words": partial(_texts, rows, names[0])} | given
    )


def _finder(rows, names: tuple[str, ...], over: str, scope: Scope) -> Finder:
    found: dict[str, list] = defaultdict(list)
    for row in rows().within(scope):
        for key in {text_key(getattr(row, name) or "") for name in names} - {""}:
            found[key].append(row)

    def find(text: str, values) -> list:
        same = found.get(text_key(text), [])
        return [row for row in same if over and not getattr(row, over)] or same

    return find


def _texts(rows, name: str, scope: Scope) -> Iterator[str]:
    return iter(rows().within(scope).order_by(name).values_list(name, flat=True).distinct())


class Linker:
    """Finds the rows that cells name, looked up once for a whole workbook and only within the scope."""

    def __init__(self, links: Mapping[str, Link], scope: Scope, word_for: Callable[[str, str], str]):
        self.links = links
        self.finders = {name: link.finder(scope) for name, link in links.items()}
        self.word_for = word_for

    def resolve(self, row: RowPreview, declared: Field, cell) -> models.Model | Named | None:
        """The row or rows that the cell names; None when it is empty or names something unknown."""
        link = self.links[declared.name]
        found = [self._find(row, declared, text) for text in link.parts(cell)]
        if not found or None in found:
            return None
        return Named(dict.fromkeys(found)) if link.several else found[0]

    def _find(self, row: RowPreview, declared: Field, text: str) -> models.Model | None:
        """The row that the text names, or that it was said to stand for; else an error of the line."""
        name, link = declared.name, self.links[declared.name]
        rows = self.finders[name](self.word_for(name, text), row.values)
        if len(rows) == 1:
            return rows[0]
        sentence = (AMBIGUOUS if rows else UNKNOWN).format(text=shown(text), noun=link.noun, count=len(rows))
        word = without_blanks(text) if link.words and not rows else ""
        row.error(name, declared.heading, sentence, word)
        return None
