"""Gives cells of a worksheet other styles, and makes those cells that are not there yet."""

import re
from xml.parsers import expat

from core.confined.commenting import place_name
from core.confined.packages import finish, local
from core.confined.scanning import PLACE, column_number, whole
from core.confined.splicing import plain_text, prefix_of, spliced, start_tag, with_attribute

# What follows the drawing of comments in a worksheet; the order is fixed.
AFTER_DRAWING = {
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
    "extLst", "AlternateContent",
}  # fmt: skip
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLE = re.compile(rb"""\ss\s*=\s*["'](\d+)""")


class Cells:
    """Walks over a worksheet once and notes what is to be changed where."""

    def __init__(self, content: bytes, places, yellow) -> None:
        self.content = plain_text(content)
        self.yellow = yellow
        self.waiting: dict[int, list[int]] = {}
        for row, column in sorted(places):
            self.waiting.setdefault(row, []).append(column)
        self.edits: list[tuple[int, int, bytes]] = []
        self.row = self.column = self.depth = self.row_start = self.rows_start = 0
        self.prefix = ""
        self.after_rows = False
        self.drawing: tuple[int, int, str] | None = None
        self.drawing_place = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.leave
        finish(self.parser, self.content)

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        name, self.depth = local(tag), self.depth + 1
        if name == "c":
            self.begin_cell(attributes)
        elif name == "row":
            self.begin_row(attributes)
        elif name == "sheetData" and self.depth == 2:
            self.prefix, self.rows_start = prefix_of(tag), self.parser.CurrentByteIndex
        elif self.depth == 2 and self.after_rows:
            self.begin_part(name, attributes)

    def begin_cell(self, attributes: dict[str, str]) -> None:
        place = PLACE.fullmatch(attributes.get("r", ""))
        self.column = column_number(place[1]) if place else self.column + 1
        columns = self.waiting.get(self.row)
        if columns and columns[0] <= self.column:
            start = self.parser.CurrentByteIndex
            self.insert_cells(start, [each for each in columns if each < self.column])
            if self.column in columns:
                tag = start_tag(self.content, start)
                style = int(attributes.get("s", "0"))
                self.edit(start, start + len(tag), with_attribute(tag, "s", self.yellow(style)))
            self.keep(self.row, [each for each in columns if each > self.column])

    def begin_row(self, attributes: dict[str, str]) -> None:
        self.row, self.column = whole(attributes.get("r"), self.row + 1), 0
        start = self.row_start = self.parser.CurrentByteIndex
        self.insert_rows(start, [row for row in self.waiting if row < self.row])
        if self.row in self.waiting:
            tag = start_tag(self.content, start)
            self.edit(start, start + len(tag), with_attribute(tag, "spans", None))

    def begin_part(self, name: str, attributes: dict[str, str]) -> None:
        place = self.parser.CurrentByteIndex
        if name == "legacyDrawing":
            number = next((value for key, value in attributes.items() if local(key) == "id"), "")
            self.drawing = (place, place + len(start_tag(self.content, place)), number)
        elif name in AFTER_DRAWING and not self.drawing_place:
            self.drawing_place = place

    def leave(self, tag: str) -> None:
        name, place, self.depth = local(tag), self.parser.CurrentByteIndex, self.depth - 1
        if name == "row" and self.row in self.waiting:
            self.fill_up(self.row_start, tag, lambda at: self.insert_cells(at, self.waiting[self.row]))
            self.keep(self.row, [])
        elif name == "sheetData" and self.depth == 1:
            self.after_rows = True
            if self.waiting:
                self.fill_up(self.rows_start, tag, lambda at: self.insert_rows(at, list(self.waiting)))
        elif self.depth == 0:
            self.drawing_place = self.drawing_place or place

    def fill_up(self, start: int, tag: str, insert) -> None:
        """New content comes last in the element that begins there; one without an end tag gets one."""
        written = start_tag(self.content, start)
        if not written.endswith(b"/>"):
            insert(self.parser.CurrentByteIndex)
            return
        end = start + len(written)
        opened = self.edits.pop()[2] if self.edits and self.edits[-1][:2] == (start, end) else written
        self.edit(start, end, opened[:-2].rstrip() + b">")
        insert(end)
        self.edit(end, end, f"</{tag}>".encode())

    def insert_rows(self, place: int, rows: list[int]) -> None:
        for row in rows:
            cells = "".join(self.cell(row, column) for column in self.waiting.pop(row))
            self.edit(place, place, f'<{self.prefix}row r="{row}">{cells}</{self.prefix}row>'.encode())

    def insert_cells(self, place: int, columns: list[int]) -> None:
        cells = "".join(self.cell(self.row, column) for column in columns)
        if cells:
            self.edit(place, place, cells.encode())

    def cell(self, row: int, column: int) -> str:
        return f'<{self.prefix}c r="{place_name(row, column)}" s="{self.yellow(0)}"/>'

    def keep(self, row: int, columns: list[int]) -> None:
        if columns:
            self.waiting[row] = columns
        else:
            self.waiting.pop(row, None)

    def edit(self, start: int, end: int, new: bytes) -> None:
        self.edits.append((start, end, new))

    def written(self, drawing: str | None) -> bytes:
        """The worksheet with its drawing of comments: as it is, a new one by number, or none."""
        if self.drawing and drawing is None:
            self.edit(self.drawing[0], self.drawing[1], b"")
        elif drawing and self.drawing is None:
            tag = f'<{self.prefix}legacyDrawing xmlns:r="{RELATIONS}" r:id="{drawing}"/>'
            self.edit(self.drawing_place, self.drawing_place, tag.encode())
        return spliced(self.content, self.edits)
