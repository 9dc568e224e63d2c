"""Lines, counts and worksheets of a workbook as its page shows them."""

from django.apps import apps
from django.urls import NoReverseMatch

from core.intake.kinds import Kind
from core.intake.rows import ERROR, Verdict
from core.scoping import Scope
from intake.kinds import BY_KEY
from intake.lines import name_kept
from organizations.choices import BatchState
from organizations.models import ImportBatch, ImportLine

LINES_AT_ONCE = 50
MOST_CHOICES = 100
STATES = {Verdict.NEW: "ok", Verdict.UPDATE: "info", Verdict.DUPLICATE: "warn", Verdict.ERROR: "bad"}
DOUBTFUL = "doubtful"
COUNTED = (
    ("units", "单位"), ("organizations", "党组织"), ("standalone", "单独组建"), ("joint", "联合组建"),
    ("guidance", "派指导员"), ("none", "未组建"), ("members", "党员"), ("formal", "正式党员"),
)  # fmt: skip


def rows_in_view(batch: ImportBatch, asked):
    """The lines of one verdict, of one worksheet, or all; faulty ones alone where nothing is asked."""
    verdict, sheet = asked.get("verdict", default_verdict(batch)), asked.get("sheet", "")
    lines = batch.lines.order_by("pk")
    if sheet:
        lines = lines.filter(sheet=sheet)
    if verdict == DOUBTFUL:
        return lines.filter(doubtful=True)
    return lines.filter(verdict=verdict) if verdict in set(Verdict) else lines


def default_verdict(batch: ImportBatch) -> str:
    faulty = batch.summary.get("error") and batch.state == BatchState.PREVIEWED
    return str(Verdict.ERROR) if faulty else ""


def count_items(batch: ImportBatch, request) -> dict:
    """Counts that open their lines, and counts of what the lines say."""
    shown = request.GET.get("verdict", default_verdict(batch))
    doubtful = batch.lines.filter(doubtful=True).count()
    pairs = [("", "全部", batch.summary.get("rows", 0))]
    pairs += [(str(v), v.label, batch.summary.get(str(v), 0)) for v in Verdict]
    pairs.append((DOUBTFUL, "有提醒", doubtful))
    return {
        "verdicts": [
            {"query": f"verdict={key}", "label": label, "count": count, "current": key == shown}
            for key, label, count in pairs
        ],
        "read": [
            {"label": label, "count": batch.summary[key]} for key, label in COUNTED if key in batch.summary
        ],
    }


def sheet_names(batch: ImportBatch, request) -> list[dict]:
    """The worksheets to choose from, where there are several."""
    names = [sheet["name"] for sheet in batch.sheets.get("read", [])]
    if len(names) < 2:
        return []
    shown = request.GET.get("sheet", "")
    return [{"name": name, "current": name == shown} for name in names]


class Choices:
    """The words to choose from in the boxes of a page, looked up once; too many are no choice."""

    def __init__(self, scope: Scope):
        self.scope = scope
        self.known: dict[tuple, list[str]] = {}

    def of(self, kind: Kind, name: str) -> list[str]:
        if (kind.key, name) not in self.known:
            words = kind.fields[name].words_for(self.scope)
            self.known[kind.key, name] = words if len(words) <= MOST_CHOICES else []
        return self.known[kind.key, name]


def line_context(line: ImportLine, choices: Choices | None) -> dict:
    """One line: what it is about, its verdict, and everything that is to be said about it.

    With boxes where `choices` are given, which is as long as it may be mended.
    """
    verdict, cells = Verdict(line.verdict), line.told["cells"]
    kind = kind_of(line)
    return {
        "sheet": line.sheet,
        "row": line.row,
        "verdict": verdict.label,
        "state": STATES.get(verdict, "muted"),
        "label": line.label or "（名称为空）",
        "url": url_of(line),
        "cells": [cells[name] for name in kind.shown[1:] if name in cells] if kind else [],
        "errors": [
            f"{column}：{text}" for _, column, level, text, _ in line.told["issues"] if level == ERROR
        ],
        "warnings": [
            f"{column}：{text}" for _, column, level, text, _ in line.told["issues"] if level != ERROR
        ],
        "changes": [f"{heading}：{old or '空'} → {new}" for heading, old, new in line.told["changes"]]
        if verdict == Verdict.UPDATE
        else [],
        "read": [f"{heading}：“{raw}”读作“{text}”" for heading, raw, text in line.told["read"]],
        "all": [(kind.headings[name], text) for name, text in cells.items()] if kind else [],
        "boxes": list(boxes_of(line, kind, choices)) if choices else [],
    }


def kind_of(line: ImportLine):
    """The kind of table the line stands in."""
    for sheet in line.batch.sheets.get("read", []):
        if name_kept(sheet["name"]) == line.sheet:
            return BY_KEY.get(sheet["kind"])
    return None


def url_of(line: ImportLine) -> str:
    """The page of the row the line is about, where there is one: what was taken back is gone."""
    gone = line.batch.state == BatchState.UNDONE and line.verdict == Verdict.NEW
    if not line.object_id or gone:
        return ""
    row = apps.get_model(line.model)(pk=line.object_id)
    try:
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
    except (NoReverseMatch, AttributeError):
        return ""


def boxes_of(line: ImportLine, kind, choices: Choices):
    """One box for every faulty cell of the line."""
    seen = set()
    for field, column, level, _, was in line.told["issues"]:
        declared = kind.fields.get(field) if kind else None
        if level != ERROR or declared is None or field in seen:
            continue
        seen.add(field)
        yield {
            "name": f"cell-{line.pk}-{field}",
            "label": column,
            "was": was,
            "words": choices.of(kind, field),
        }
