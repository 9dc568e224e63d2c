"""What was understood of a workbook, row by row, as plain data."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from organizations.choices import CoverageState


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


@dataclass(frozen=True)
class Issue:
    """One thing about one row: its column, error or warning, and a sentence that says how to mend it."""

    column: str
    level: str
    message: str
    field: str = ""


@dataclass
class RowPreview:
    """One line with content: its tidy values, what is wrong or doubtful, what would change."""

    sheet: str
    row: int
    values: dict
    raw: dict
    issues: list[Issue] = field(default_factory=list)
    changes: dict = field(default_factory=dict)
    verdict: Verdict = Verdict.NEW
    unit: object = None
    area: object = None

    def error(self, field_name: str, heading: str, message: str) -> None:
        self.issues.append(Issue(heading, "error", message, field_name))

    def warning(self, field_name: str, heading: str, message: str) -> None:
        self.issues.append(Issue(heading, "warning", message, field_name))

    def errors_on(self, field_name: str) -> list[Issue]:
        return [issue for issue in self.errors if issue.field == field_name]

    @property
    def errors(self) -> list[Issue]:
        return [issue for issue in self.issues if issue.level == "error"]

    @property
    def warnings(self) -> list[Issue]:
        return [issue for issue in self.issues if issue.level == "warning"]

    def as_json(self) -> dict:
        return {
            "row": self.row,
            "verdict": str(self.verdict),
            "values": {name: _plain(value) for name, value in self.values.items()},
            "issues": [{"column": i.column, "level": i.level, "message": i.message} for i in self.issues],
        }


@dataclass
class SheetPreview:
    name: str
    kind: str
    header_rows: list[int]
    columns: dict[str, str]
    unmapped: list[str]
    rows: list[RowPreview]
    on: datetime.date

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
    batch: int | None = None

    @property
    def rows(self) -> list[RowPreview]:
        return [row for sheet in self.sheets for row in sheet.rows]

    @property
    def error_rows(self) -> list[RowPreview]:
        return [row for row in self.rows if row.verdict == Verdict.ERROR]

    def summary(self) -> dict:
        """Return the counts of the contract; coverage counts the lines as they were read."""
        verdicts = Counter(row.verdict for row in self.rows)
        read = [row for row in self.rows if row.verdict != Verdict.DUPLICATE]
        states = Counter(row.values.get("coverage") for row in read)
        organizations = {
            (row.area.pk if row.area else None, row.values["organization"])
            for row in read
            if row.values.get("organization")
        }
        return {
            "rows": len(self.rows),
            **{str(verdict): verdicts[verdict] for verdict in Verdict},
            "units": len(read),
            "organizations": len(organizations),
            "standalone": states[CoverageState.STANDALONE],
            "joint": states[CoverageState.JOINT],
            "guidance": states[CoverageState.GUIDANCE],
            "none": states[CoverageState.NONE],
        }

    def as_json(self) -> dict:
        return {
            "batch": self.batch,
            "sheets": [sheet.as_json() for sheet in self.sheets],
            "summary": self.summary(),
        }


def _plain(value):
    return value.isoformat() if isinstance(value, datetime.date) else value
