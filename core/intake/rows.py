"""What was understood of a workbook, row by row, as plain data."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from types import NoneType


class Verdict(StrEnum):
    NEW = "new"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    ERROR = "error"

    @property
    def label(self) -> str:
        return VERDICT_LABELS[self]


VERDICT_LABELS = {
    Verdict.NEW: "新增",
    Verdict.UPDATE: "更新",
    Verdict.UNCHANGED: "无变化",
    Verdict.DUPLICATE: "重复",
    Verdict.ERROR: "有误",
}
APPLICABLE = (Verdict.NEW, Verdict.UPDATE)
ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing about one row: its column, error or warning, and a sentence that says how to mend it.

    `word` is the text of a cell that names nothing known: somebody may say once what it stands for.
    """

    column: str
    level: str
    message: str
    field: str = ""
    word: str = ""


@dataclass(slots=True)
class RowPreview:
    """One line with content: its tidy values, what is wrong or doubtful, what would change.

    `known` is the row of the portal that the line is about; after applying, also one that it made.
    """

    sheet: str
    row: int
    values: dict
    raw: dict
    issues: list[Issue] = field(default_factory=list)
    changes: dict = field(default_factory=dict)
    verdict: Verdict = Verdict.NEW
    known: object = None
    area: object = None

    def error(self, field_name: str, heading: str, message: str, word: str = "") -> None:
        self.issues.append(Issue(heading, ERROR, message, field_name, word))

    def warning(self, field_name: str, heading: str, message: str) -> None:
        self.issues.append(Issue(heading, WARNING, message, field_name))

    def errors_on(self, field_name: str) -> list[Issue]:
        return [issue for issue in self.errors if issue.field == field_name]

    @property
    def errors(self) -> list[Issue]:
        return [issue for issue in self.issues if issue.level == ERROR]

    @property
    def warnings(self) -> list[Issue]:
        return [issue for issue in self.issues if issue.level == WARNING]

    def settle(self) -> None:
        """Give the verdict that follows from errors, from what is known and from what would change."""
        if self.errors:
            self.verdict = Verdict.ERROR
        elif self.known is None:
            self.verdict = Verdict.NEW
        else:
            self.verdict = Verdict.UPDATE if self.changes else Verdict.UNCHANGED

    def repeats(self, first: "RowPreview", field_name: str, heading: str, noun: str) -> None:
        """Mark the line as a second one about the same thing, and name the first."""
        self.verdict = Verdict.DUPLICATE
        self.warning(field_name, heading, f"与“{first.sheet}”第{first.row}行是同一{noun}。")

    def as_json(self) -> dict:
        return {
            "row": self.row,
            "verdict": str(self.verdict),
            "values": {name: plain(value) for name, value in self.values.items()},
            "issues": [{"column": i.column, "level": i.level, "message": i.message} for i in self.issues],
        }


@dataclass
class SheetPreview:
    """One worksheet as it was understood: its head, what its columns mean, its lines."""

    name: str
    kind: str
    header_rows: list[int]
    columns: dict[str, str]
    unmapped: list[str]
    rows: list[RowPreview]
    on: datetime.date
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    desk: object = None
    place: object = None

    def as_json(self) -> dict:
        return {
            "name": self.name,
            "kind": self.kind,
            "header_rows": list(self.header_rows),
            "columns": self.columns,
            "unmapped": self.unmapped,
            "rows": [row.as_json() for row in self.rows],
        }


@dataclass
class Preview:
    """A whole workbook as it was understood, with the sheets that were left out and why."""

    sheets: list[SheetPreview]
    left_out: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    batch: int | None = None

    @property
    def rows(self) -> list[RowPreview]:
        return [row for sheet in self.sheets for row in sheet.rows]

    @property
    def error_rows(self) -> list[RowPreview]:
        return [row for row in self.rows if row.verdict == Verdict.ERROR]

    def by_desk(self) -> Iterator[tuple[object, list[RowPreview]]]:
        """Each desk once, with all its lines."""
        desks = {id(sheet.desk): sheet.desk for sheet in self.sheets if sheet.desk is not None}
        for key, desk in desks.items():
            yield desk, [row for sheet in self.sheets if id(sheet.desk) == key for row in sheet.rows]

    def summary(self) -> dict:
        """Return how many lines have which verdict, and what each desk counts besides."""
        verdicts = Counter(row.verdict for row in self.rows)
        counts = {"rows": len(self.rows), **{str(verdict): verdicts[verdict] for verdict in Verdict}}
        for desk, rows in self.by_desk():
            read = [row for row in rows if row.verdict != Verdict.DUPLICATE]
            for name, count in desk.counts(read).items():
                counts[name] = counts.get(name, 0) + count
        return counts

    def as_json(self) -> dict:
        return {
            "batch": self.batch,
            "sheets": [sheet.as_json() for sheet in self.sheets],
            "summary": self.summary(),
        }


def plain(value):
    """A value as JSON holds it; of a row of the portal its name."""
    return value if isinstance(value, str | int | float | NoneType) else str(value)
