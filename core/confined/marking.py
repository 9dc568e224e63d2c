"""Marks cells of a package: yellow, with a comment. Out comes the same package with these changes alone.

Standard input holds a line of JSON, {sheet: [[row, column, sentence], ...]}, and then the package. Out comes
a line of JSON with the size of the package, or with the problem, and then the package.
"""

import json
import re
import sys
import zipfile
from io import BytesIO
from posixpath import basename, dirname, join
from xml.sax.saxutils import quoteattr

from core.confined.celling import RELATIONS, Cells
from core.confined.commenting import DRAWING, NOTHING, SHAPE_END, Comments, without_notes
from core.confined.limits import ENCODE, MIB, Refused, confine
from core.confined.packages import CHUNK, Package
from core.confined.scanning import scan
from core.confined.splicing import Outline, appended, prefix_of, spliced
from core.confined.styling import LIST_OF_STYLES, Styles

MEMORY = 1024 * MIB
SECONDS = 60
LARGEST_ANSWER = 32 * MIB
TYPES = "[Content_Types].xml"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
MACROS = re.compile(r"^xl/(?:vba|_rels/vba)[^/]*$|^customui/", re.IGNORECASE)
MACRO_TARGET = re.compile(r"(?:^|/)vba[^/]*$|customui/", re.IGNORECASE)
WITH_MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
WITHOUT = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


class Marker:
    """A package and the parts of it that have changed; None is a part that is gone."""

    def __init__(self, data: bytes) -> None:
        self.package = Package(data)
        scan(self.package)  # refuses what declares entities or is broken
        self.changed: dict[str, bytes | None] = {}

    def content(self, part: str) -> bytes:
        return self.changed.get(part) or self.package.read(part)

    def name(self, part: str) -> str:
        """A part as the package writes it; letters may be small or large."""
        return self.package.names.get(part.lower(), part)

    def has(self, part: str) -> bool:
        known = part.lower() in self.package.names or part in self.changed
        return known and self.changed.get(part, b"") is not None

    # Relations and types

    def related(self, part: str, kind: str) -> tuple[str, str] | None:
        """Number and part of the first relation of a kind."""
        found = self.package.relations(part).items()
        return next(((number, target) for number, (is_a, target) in found if is_a == kind), None)

    def relate(self, part: str, kind: str, target: str) -> str:
        rels = self.name(rels_of(part))
        content = self.content(rels) if self.has(rels) else EMPTY_RELS
        number = f"rIdPlatform{len(re.findall(rb'Relationship', content))}"
        new = f'Relationship Id="{number}" Type="{RELATIONS}/{kind}" Target={quoteattr("/" + target)}/>'
        self.changed[rels] = with_child(content, new)
        return number

    def unrelate(self, part: str, *numbers: str) -> None:
        rels = self.name(rels_of(part))
        outline = Outline(self.content(rels), 2)
        gone = [each for each in outline.root.children if each.attributes.get("Id") in numbers]
        self.changed[rels] = spliced(outline.content, [(each.start, each.end, b"") for each in gone])

    def declare(self, part: str, kind: str) -> None:
        new = f"Override PartName={quoteattr('/' + part)} ContentType={quoteattr(kind)}/>"
        self.changed[TYPES] = with_child(self.content(TYPES), new)

    def remove(self, part: str) -> None:
        outline = Outline(self.content(TYPES), 2)
        gone = [
            e for e in outline.root.children if e.attributes.get("PartName", "").lower() == f"/{part}".lower()
        ]
        self.changed[TYPES] = spliced(outline.content, [(each.start, each.end, b"") for each in gone])
        self.changed[self.name(part)] = None

    def free_name(self, pattern: str) -> str:
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    # The workbook

    def mark(self, marks: dict[str, list]) -> None:
        self.drop_macros()
        workbook = self.package.workbook()
        part = self.styles_part(workbook)
        styles = Styles(self.content(part))
        for name, sheet in self.package.sheets():
            if sheet and self.has(sheet):
                self.mark_sheet(
                    sheet, {(row, column): text for row, column, text in marks.pop(name, [])}, styles
                )
        if marks:
            raise Refused(f"文件里没有工作表“{next(iter(marks))}”，无法标注，请重新上传原来的文件。")
        self.changed[part] = styles.written()

    def styles_part(self, workbook: str) -> str:
        found = self.related(workbook, "styles")
        if found:
            return self.name(found[1])
        part = self.free_name("xl/styles{}.xml")
        self.changed[part] = LIST_OF_STYLES.encode()
        self.relate(workbook, "styles", part)
        self.declare(part, STYLES_TYPE)
        return part

    def drop_macros(self) -> None:
        for part in [name for name in self.package.names.values() if MACROS.search(name)]:
            self.remove(part)
        for source in ("", self.package.workbook()):
            found = self.package.relations(source).items()
            numbers = [number for number, (_, target) in found if MACRO_TARGET.search(target)]
            if numbers:
                self.unrelate(source, *numbers)
        self.changed[TYPES] = self.content(TYPES).replace(WITH_MACROS, WITHOUT)

    def mark_sheet(self, sheet: str, marks: dict[tuple[int, int], str], styles: Styles) -> None:
        part = self.package.names[sheet.lower()]
        former = self.related(sheet, "comments")
        if not marks and not former:
            return
        comments = Comments(self.content(former[1]) if former else NOTHING)
        listed = comments.marked(marks)
        if not marks and not comments.gone:
            return
        cells = Cells(self.content(part), marks, styles.yellow)
        if comments.left:
            number = self.draw(part, cells, comments)
            self.put_comments(part, former, listed)
        else:
            number = self.clear(part, cells, former)
        self.changed[part] = cells.written(number)

    def put_comments(self, part: str, former: tuple[str, str] | None, listed: bytes) -> None:
        target = former[1] if former else self.free_name("xl/platformComments{}.xml")
        self.changed[self.name(target)] = listed
        if not former:
            self.relate(part, "comments", target)
            self.declare(target, COMMENTS_TYPE)

    def draw(self, part: str, cells: Cells, comments: Comments) -> str:
        found = self.drawing(part, cells)
        if found:
            number, target = found
            self.changed[target] = comments.drawing(self.content(target))
            return number
        target = self.free_name("xl/drawings/platformDrawing{}.vml")
        self.changed[target] = comments.drawing(DRAWING)
        self.declare(target, DRAWING_TYPE)
        return self.relate(part, "vmlDrawing", target)

    def drawing(self, part: str, cells: Cells) -> tuple[str, str] | None:
        number = cells.drawing[2] if cells.drawing else ""
        target = self.package.relations(part).get(number, ("", ""))[1]
        known = self.package.names.get(target.lower())
        return (number, known) if known else None

    def clear(self, part: str, cells: Cells, former: tuple[str, str]) -> str | None:
        """The last comment of a worksheet takes its parts with it, unless other shapes live there."""
        self.unrelate(part, former[0])
        self.remove(former[1])
        found = self.drawing(part, cells)
        if found is None:
            return None
        number, target = found
        left = without_notes(self.content(target))
        if SHAPE_END in left:
            self.changed[target] = left
            return number
        self.unrelate(part, number)
        self.remove(target)
        return None

    def written(self) -> bytes:
        """Parts that have not changed are packed again as they were."""
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            for name in [
                *self.package.zip.namelist(),
                *(each for each in self.changed if not self.in_package(each)),
            ]:
                if name not in self.changed:
                    self.copy(package, name)
                elif self.changed[name] is not None:
                    package.writestr(name, self.changed[name])
        return stream.getvalue()

    def in_package(self, name: str) -> bool:
        return self.package.names.get(name.lower()) == name

    def copy(self, package: zipfile.ZipFile, name: str) -> None:
        with self.package.zip.open(name) as source, package.open(name, "w") as target:
            while piece := source.read(CHUNK):
                target.write(piece)


EMPTY_RELS = b"""<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>"""


def rels_of(part: str) -> str:
    return join(dirname(part), "_rels", basename(part) + ".rels")


def with_child(content: bytes, new: str) -> bytes:
    root = (outline := Outline(content, 1)).root
    return spliced(
        outline.content, [appended(outline.content, root, f"<{prefix_of(root.tag)}{new}".encode())]
    )


def answer(data: bytes) -> tuple[dict, bytes]:
    head, _, package = data.partition(b"\n")
    try:
        marker = Marker(package)
        marker.mark(json.loads(head))
        result = marker.written()
    except Refused as problem:
        return {"problem": str(problem)}, b""
    if len(result) > LARGEST_ANSWER:
        return {"problem": "标注后的文件过大，请分成几个文件上传。"}, b""
    return {"size": len(result)}, result


def main() -> None:
    confine(MEMORY, SECONDS)
    head, result = answer(sys.stdin.buffer.read())
    sys.stdout.buffer.write(ENCODE(head).encode() + b"\n" + result)


if __name__ == "__main__":
    main()
