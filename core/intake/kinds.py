"""A kind of table, and the desk at which its lines are read, judged and applied."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from core.audit import Actor
from core.headings import Vocabulary, tidy_heading
from core.intake.fields import Field
from core.intake.rows import RowPreview
from core.scoping import Scope
from core.tables import Line, Table
from core.texts import shown, without_blanks
from core.values import written
from core.workbooks import CellError

Tick = Callable[[int], None]
HEAD_STAYS = "第一行是表头，请不要改动；示例行可以删去，留着也不会导入。"
BROKEN = "单元格显示{cell}，没有值，请改正公式或直接填写内容。"


@dataclass(frozen=True)
class Learned:
    """What people said once about the words of a sender: headings and words of cells.

    headings: {kind: {tidied heading: field, "" for a column to be left out}};
    words: {field: {the text of a cell without blanks: the word it stands for}}.
    """

    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def word_for(self, name: str, cell):
        """Return the word that the cell was said to stand for, else the cell."""
        known = self.words.get(name)
        return known.get(without_blanks(written(cell)), cell) if known else cell

    def with_batch(self, kept: Mapping) -> "Learned":
        """Add what was said about one workbook; it wins over what the sender's earlier ones taught."""
        return Learned(
            _merged(self.headings, kept.get("headings", {})), _merged(self.words, kept.get("words", {}))
        )


def _merged(first: Mapping, second: Mapping) -> dict:
    return {name: {**first.get(name, {}), **second.get(name, {})} for name in {*first, *second}}


@dataclass(frozen=True)
class Ground:
    """What stands outside the workbook: who may see what, which day it is, what was chosen on uploading."""

    scope: Scope
    today: datetime.date
    given: Mapping[str, object] = field(default_factory=dict)
    learned: Learned = field(default_factory=Learned)


@dataclass(frozen=True)
class Place:
    """Where lines stand: the worksheet, the lines above its table, the kind of table, the as-of day."""

    kind: "Kind"
    sheet: str
    context: tuple[str, ...]
    on: datetime.date


@dataclass(frozen=True)
class Kind:
    """A kind of table: its columns, the words above them, and who reads its lines.

    A table is of the kind when it has a key field; of several kinds the one that knows most columns has it.
    Kinds that share a `desk_class` share one desk for a workbook; `shown` are the fields by which people know
    a line, the first before the others. `asked` are headings that may mean several fields, with those fields.
    `fits` may refuse a table by its fields and the words above it. `derived` are headings of the portal's own
    lists whose columns it works out: they are left out without a word. `base` is a vocabulary that knows
    more than labels.
    """

    key: str
    label: str
    fields: Mapping[str, Field]
    key_fields: frozenset[str]
    desk_class: type
    permission: str
    shown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fits: Callable[[set[str], str], bool] = lambda fields, words: True
    needs: frozenset[str] = frozenset()
    base: Vocabulary | None = None
    derived: frozenset[str] = frozenset()

    @cached_property
    def headings(self) -> dict[str, str]:
        return {name: field.heading for name, field in self.fields.items()}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        base = self.base or Vocabulary(key_fields=self.key_fields, labels={})
        labels = {name: (field.heading, *field.labels) for name, field in self.fields.items()}
        asked = {tidy_heading(label): names for label, names in self.asked.items()}
        return replace(
            base,
            key_fields=self.key_fields,
            labels={**base.labels, **labels},
            asked={**base.asked, **asked},
            derived=self.derived,
        )

    def vocabulary_of(self, learned: Learned) -> Vocabulary:
        """The vocabulary with the headings that this sender's workbooks taught."""
        taught = learned.headings.get(self.key)
        return replace(self.vocabulary, learned=taught) if taught else self.vocabulary

    def claims(self, table: Table, words: str, chosen: bool = False) -> int:
        """Say how many columns of the table the kind knows; 0 when it is no table of this kind.

        `words` stand above the table; they do not matter for a kind that somebody has chosen.
        """
        known = set(table.columns.values())
        enough = known & self.key_fields and self.needs <= known and (len(known) > 1 or not table.unmapped)
        return len(known) if enough and (chosen or self.fits(known, words)) else 0


class Desk:
    """Reads, judges and applies all lines of one workbook that are of its kinds.

    Subclasses give `read_line`, `judge` and `apply`. Lines are judged in the order in which they stand.
    """

    noun = "记录"

    def __init__(self, ground: Ground):
        self.ground = ground

    def open_sheet(self, place: Place) -> str:
        """Prepare for the lines of a worksheet; return the key of the kind it turned out to be."""
        self.place = place
        return place.kind.key

    def read(
        self, table: Table, place: Place, corrections: Mapping[str, Mapping[str, str]]
    ) -> list[RowPreview]:
        return [self.read_line(line, place, corrections.get(str(line.row), {})) for line in table.lines]

    def raw_cells(self, line: Line, place: Place, typed: Mapping[str, str]) -> dict:
        """The cells of the line by field: as written, in words as they are known, as typed on the page."""
        learned = self.ground.learned
        raw = {
            name: learned.word_for(name, cell)
            for name, cell in line.cells.items()
            if name in place.kind.fields
        }
        return raw | {name: text for name, text in typed.items() if name in place.kind.fields}

    def read_line(self, line: Line, place: Place, typed: Mapping[str, str]) -> RowPreview:
        """Tidy every cell by the rule of its field."""
        raw = self.raw_cells(line, place, typed)
        row = RowPreview(place.sheet, line.row, dict.fromkeys(place.kind.fields), raw)
        for name, cell in raw.items():
            row.values[name] = self.tidy(row, place.kind.fields[name], cell)
        return row

    def tidy(self, row: RowPreview, declared: Field, cell):
        """The value of a cell; what is wrong or doubtful is noted on the row."""
        if cell is None:
            return None
        if isinstance(cell, CellError):
            row.error(declared.name, declared.heading, BROKEN.format(cell=shown(cell)))
            return None
        tidy = declared.read(cell, self.ground.today)
        if tidy.error and declared.minor:
            row.warning(declared.name, declared.heading, f"{tidy.error}这一格没有读取。")
        elif tidy.error:
            word = without_blanks(written(cell)) if declared.words else ""
            row.error(declared.name, declared.heading, tidy.error, word)
        if tidy.warning:
            row.warning(declared.name, declared.heading, tidy.warning)
        return tidy.value

    def judge(self, rows: list[RowPreview], place: Place) -> None:
        raise NotImplementedError

    def apply(self, rows: list[RowPreview], place: Place, by: Actor, tick: Tick) -> None:
        """Save the lines that are new or changed, by the acts of the pages; each gets what it is about."""
        raise NotImplementedError

    def counts(self, rows: list[RowPreview]) -> dict[str, int]:
        """Count what this kind counts besides verdicts; lines that repeat another are left out before."""
        return {}
