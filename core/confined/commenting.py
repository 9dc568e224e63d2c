"""Comments of a worksheet: ours are taken out by their author, new ones come in, others stay as they are."""

import re
from collections.abc import Callable
from xml.sax.saxutils import escape, unescape

from core.confined.limits import Refused
from core.confined.scanning import PLACE, column_number
from core.confined.splicing import SAVE_AS_NEW, Element, Outline, appended, prefix_of, spliced

AUTHOR = "平台"
NOBODY = ""
SPACES = (b'xmlns:v="', b'xmlns:o="', b'xmlns:x="', b"</xml>")
FORMER = "\n\n原批注："
THREAD = "tc="  # the author of a comment that only stands for a discussion kept elsewhere
TEXT = re.compile(rb"<(?:[\w.-]+:)?t(?:\s[^<>]*)?>([^<]*)</")
NOTHING = b"""<?xml version="1.0" encoding="UTF-8"?>
<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors/><commentList/></comments>"""
SHAPE_END = b"</v:shape>"
SHAPE_STARTS = tuple(b"<v:shape" + blank for blank in (b" ", b"\n", b"\r", b"\t"))
NOTE_SHAPE = re.compile(rb"""ObjectType\s*=\s*["']Note["']""")
SHAPE_ROW = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>")
SHAPE_COLUMN = re.compile(rb"<x:Column>\s*(\d+)\s*</x:Column>")
SHAPE_NUMBER = re.compile(rb"_x0000_s(\d{1,9})")
DRAWING = b"""<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">
<o:idmap v:ext="edit" data="1"/></o:shapelayout>
<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>"""
NOTE = """<v:shape id="_x0000_s{number}" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto"
 style="position:absolute;margin-left:59pt;margin-top:2pt;width:220pt;height:75pt;z-index:1;visibility:hidden">
<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>
<v:textbox style="mso-direction-alt:auto">
<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>
<x:SizeWithCells/><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"""


def place_name(row: int, column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def place_of(name: str) -> tuple[int, int]:
    found = PLACE.fullmatch(name.replace("$", "").upper())
    return (int(found[2]), column_number(found[1])) if found else (0, 0)


class Comments:
    """The part of a worksheet that holds its comments."""

    def __init__(self, content: bytes) -> None:
        self.outline = Outline(content, 3)
        self.prefix = prefix_of(self.outline.root.tag)
        authors, listed = self.outline.root.first("authors"), self.outline.root.first("commentList")
        if authors is None or listed is None:
            raise Refused(SAVE_AS_NEW)
        self.authors, self.list = authors, listed
        self.names = [self.text(each) for each in self.authors.named("author")]
        self.drawn: set[tuple[int, int]] = set()
        self.gone: set[tuple[int, int]] = set()
        self.others: set[tuple[int, int]] = set()

    def text(self, element: Element) -> str:
        raw = self.outline.content[element.inner : element.close]
        pieces = TEXT.findall(raw) if b"<" in raw else [raw]
        return unescape(b"".join(pieces).decode("utf-8", "replace"), {"&quot;": '"', "&apos;": "'"})

    def author(self, comment: Element) -> str:
        number = comment.attributes.get("authorId", "")
        known = number.isdecimal() and int(number) < len(self.names)
        return self.names[int(number)] if known else ""

    def marked(self, marks: dict[tuple[int, int], str]) -> bytes:
        """Ours of before are gone, the marks are there, and what others wrote stays readable."""
        edits, new = [], dict(marks)
        for comment in self.list.named("comment"):
            place, author = place_of(comment.attributes.get("ref", "")), self.author(comment)
            if author.startswith(THREAD):
                new.pop(place, None)
            elif author == AUTHOR or place in marks:
                edits.append((comment.start, comment.end, b""))
                self.gone.add(place)
                former = self.former(comment, author)
                new = joined(new, marks, place, former) if former else new
                continue
            self.others.add(place)
        self.drawn = set(new)
        return spliced(self.outline.content, [*edits, *self.additions(new)])

    def former(self, comment: Element, author: str) -> str:
        text = self.text(comment)
        return text if author != AUTHOR else text.partition(FORMER)[2]

    def additions(self, new: dict[tuple[int, int], str]) -> list[tuple[int, int, bytes]]:
        """Two authors: the portal, and nobody by name for what it kept of others."""
        if not new:
            return []
        p, missing = self.prefix, [name for name in (AUTHOR, NOBODY) if name not in self.names]
        self.names += missing
        authors = "".join(f"<{p}author>{name}</{p}author>" for name in missing)
        comments = "".join(self.comment(place, text) for place, text in sorted(new.items()))
        content = self.outline.content
        return [
            appended(content, self.authors, authors.encode()),
            appended(content, self.list, comments.encode()),
        ]

    def comment(self, place: tuple[int, int], text: str) -> str:
        p, author = self.prefix, NOBODY if text.startswith(FORMER) else AUTHOR
        words = escape(text.removeprefix(FORMER))
        return (
            f'<{p}comment ref="{place_name(*place)}" authorId="{self.names.index(author)}"><{p}text><{p}r>'
            f'<{p}t xml:space="preserve">{words}</{p}t></{p}r></{p}text></{p}comment>'
        )

    @property
    def left(self) -> int:
        return len(self.others | self.drawn)

    def drawing(self, former: bytes) -> bytes:
        """Shapes for all comments; where the drawing is written in an unusual way, it is drawn anew."""
        if all(space in former for space in SPACES):
            return redrawn(former, self.drawn, self.gone)
        return redrawn(DRAWING, self.drawn | self.others, set())


def joined(new: dict, marks: dict, place: tuple[int, int], former: str) -> dict:
    """What somebody else wrote on a cell follows our sentence, or stands alone again without one."""
    return {**new, place: marks.get(place, "") + FORMER + former}


def redrawn(drawing: bytes, places: set[tuple[int, int]], gone: set[tuple[int, int]]) -> bytes:
    """Each comment needs a shape that says on which cell it sits."""
    stale = places | gone
    kept = without_shapes(drawing, lambda shape: shape_place(shape) in stale)
    number = max((int(found) for found in SHAPE_NUMBER.findall(kept)), default=1024) + 1
    notes = "".join(
        NOTE.format(number=number + count, row=row - 1, column=column - 1)
        for count, (row, column) in enumerate(sorted(places))
    )
    head, end, tail = kept.rpartition(b"</xml>")
    return head + notes.encode() + end + tail


def without_notes(drawing: bytes) -> bytes:
    return without_shapes(drawing, NOTE_SHAPE.search)


def without_shapes(drawing: bytes, unwanted: Callable[[bytes], object]) -> bytes:
    """One cut at every end of a shape: a pattern would search to the end of the file from every beginning."""
    *pieces, tail = drawing.split(SHAPE_END)
    kept = []
    for piece in pieces:
        start = max(piece.rfind(each) for each in SHAPE_STARTS)
        shape = piece[max(start, 0) :] + SHAPE_END
        kept += [piece[: max(start, 0)], b"" if unwanted(shape) else shape]
    return b"".join([*kept, tail])


def shape_place(shape: bytes) -> tuple[int, int]:
    row, column = SHAPE_ROW.search(shape), SHAPE_COLUMN.search(shape)
    return (int(row[1]) + 1, int(column[1]) + 1) if row and column else (0, 0)
