"""A whole workbook read and judged; nothing is saved."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from core.intake.kinds import Desk, Ground, Kind, Place
from core.intake.rows import Preview, SheetPreview
from core.tables import Table, find_table, reported_on
from core.workbooks import Book, RawSheet, WorkbookError

LOOKED_AT = 80  # a head stands near the top; this far down one is looked for to tell the kind
HIDDEN, EMPTY, NO_HEAD = "隐藏的工作表，未读取", "空工作表", "没有可识别的表头，未读取"
NO_TABLE = "没有找到可以导入的表，请核对表头：{heads}。也可以下载模板填写后上传。"
FUTURE = "“{sheet}”的填报时间{day}还没有到，按今天的情况处理。"
FORMULAS = "“{sheet}”有{count}个单元格是公式，按文件中保存的计算结果读取。"
NO_LINES = "表头下面没有数据行，请核对文件内容。"


@dataclass(frozen=True)
class Asked:
    """What was asked for on uploading: a kind or any, the as-of day, cells typed on the page."""

    kind: str = ""
    on: datetime.date | None = None
    corrections: Mapping[str, Mapping[str, Mapping[str, str]]] | None = None

    def typed_in(self, sheet: str) -> Mapping[str, Mapping[str, str]]:
        return (self.corrections or {}).get(sheet, {})


def preview_workbook(
    book: Book, kinds: Iterable[Kind], ground: Ground, asked: Asked | None = None
) -> Preview:
    """Judge the worksheets of a workbook, each as the kind of table it is.

    The as-of day is the one asked for, else the 填报时间 line of the worksheet, else today. Raises
    WorkbookError with one sentence when there is no table, or none with lines.
    """
    asked = asked or Asked()
    offered = [kind for kind in kinds if asked.kind in ("", kind.key)]
    reading = Reading(offered, ground, asked)
    for raw in book.sheets:
        reading.take(raw)
    preview = reading.preview
    preview.notes[:0] = book.notes
    if not preview.sheets:
        raise no_table(offered)
    if not preview.rows:
        raise WorkbookError(NO_LINES)
    return preview


def refuse_no_table(book: Book, kinds: Iterable[Kind], ground: Ground, asked: Asked) -> None:
    """Raise WorkbookError when no visible worksheet has the head of a table; quick, whatever the size."""
    offered = [kind for kind in kinds if asked.kind in ("", kind.key)]
    reading = Reading(offered, ground, asked)
    if not any(reading.kind_of(raw) for raw in book.sheets if not raw.hidden):
        raise no_table(offered)


def no_table(kinds: list[Kind]) -> WorkbookError:
    """Name the columns by which each kind is known; kinds known by the same stand together."""
    known: dict[str, list[str]] = {}
    for kind in kinds:
        known.setdefault(_heads_of(kind), []).append(kind.label)
    return WorkbookError(NO_TABLE.format(heads="；".join(f"{'、'.join(k)}应有{h}" for h, k in known.items())))


def _heads_of(kind: Kind) -> str:
    named = dict.fromkeys([*kind.shown, *sorted(kind.key_fields)])
    return "和".join(f"“{kind.headings[name]}”" for name in list(named)[:2])


class Reading:
    """Reads the worksheets of one workbook; kinds of one desk share it, so that lines are held together."""

    def __init__(self, kinds: list[Kind], ground: Ground, asked: Asked):
        self.kinds = kinds
        self.ground = ground
        self.asked = asked
        self.desks: dict[type[Desk], Desk] = {}
        self.preview = Preview([])

    def take(self, raw: RawSheet) -> None:
        found = None if raw.hidden else self.table_of(raw)
        if found is None:
            self.preview.left_out.append((raw.name, why_left_out(raw)))
        else:
            self.preview.sheets.append(self.read(raw, *found))

    def table_of(self, raw: RawSheet) -> tuple[Kind, Table] | None:
        """The kind of the sheet, and the sheet read as that kind."""
        kind = self.kind_of(raw)
        return kind and (kind, find_table(raw, kind.vocabulary_of(self.ground.learned)))

    def kind_of(self, raw: RawSheet) -> Kind | None:
        """The kind that knows most columns of the sheet; of equals the last, which is the more special."""
        top = replace(raw, rows=raw.rows[:LOOKED_AT])
        claims = {kind.key: self.claim(kind, top) for kind in self.kinds}
        best = max(reversed(self.kinds), key=lambda kind: claims[kind.key])
        return best if claims[best.key] else None

    def claim(self, kind: Kind, top: RawSheet) -> int:
        table = find_table(top, kind.vocabulary_of(self.ground.learned))
        words = "" if table is None else "".join([top.name, *table.context])
        return 0 if table is None else kind.claims(table, words, kind.key == self.asked.kind)

    def read(self, raw: RawSheet, kind: Kind, table: Table) -> SheetPreview:
        desk = self.desks.setdefault(kind.desk_class, kind.desk_class(self.ground))
        place = Place(kind, raw.name, tuple(table.context), self.day_of(raw.name, table))
        self.tell_formulas(raw, table)
        key = desk.open_sheet(place)
        rows = desk.read(table, place, self.asked.typed_in(raw.name))
        desk.judge(rows, place)
        return SheetPreview(
            name=raw.name,
            kind=key,
            header_rows=table.header_rows,
            columns=table.columns,
            unmapped=table.unmapped,
            rows=rows,
            on=place.on,
            asked=list(table.asked),
            places=dict(table.places),
            desk=desk,
            place=place,
        )

    def tell_formulas(self, raw: RawSheet, table: Table) -> None:
        """Cells with a formula count with the result that was stored in the file."""
        lines = {line.row for line in table.lines}
        counted = sum(row in lines for row, _ in raw.formulas)
        if counted:
            self.preview.notes.append(FORMULAS.format(sheet=raw.name, count=counted))

    def day_of(self, sheet: str, table: Table) -> datetime.date:
        """The as-of day; a 填报时间 that has not come yet is told and not believed."""
        today, told = self.ground.today, reported_on(table.context)
        if self.asked.on is None and told is not None and told > today:
            self.preview.notes.append(FUTURE.format(sheet=sheet, day=told.isoformat()))
            return today
        return self.asked.on or told or today


def why_left_out(raw: RawSheet) -> str:
    if raw.hidden:
        return HIDDEN
    return NO_HEAD if any(any(row) for row in raw.rows) else EMPTY
