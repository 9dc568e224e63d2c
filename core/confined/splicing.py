"""Changes XML at single places and leaves every other byte as it was.

Writing a part anew would lose what a library does not know, and the prefixes that other attributes name.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from core.confined.limits import Refused
from core.confined.packages import finish, local

TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
SAVE_AS_NEW = "文件的内部写法特殊，无法标注，请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"


@dataclass
class Element:
    """Where an element begins, where its start tag ends, where its end tag begins, where it ends."""

    tag: str
    attributes: dict[str, str]
    start: int
    inner: int
    close: int = 0
    end: int = 0
    children: list["Element"] = field(default_factory=list)

    @property
    def name(self) -> str:
        return local(self.tag)

    def named(self, name: str) -> list["Element"]:
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> "Element | None":
        return next(iter(self.named(name)), None)


class Outline:
    """The elements of a part down to some depth, with their places."""

    def __init__(self, content: bytes, depth: int) -> None:
        self.content = plain_text(content)
        self.depth = depth
        self.open: list[Element] = []
        self.root = Element("", {}, 0, 0)
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.leave
        finish(self.parser, self.content)

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        start = self.parser.CurrentByteIndex
        element = Element(tag, attributes, start, start + len(start_tag(self.content, start)))
        if not self.open:
            self.root = element
        elif len(self.open) < self.depth:
            self.open[-1].children.append(element)
        self.open.append(element)

    def leave(self, tag: str) -> None:
        element, place = self.open.pop(), self.parser.CurrentByteIndex
        empty = self.content[element.inner - 2 : element.inner] == b"/>"
        element.close = element.inner if empty else place
        element.end = element.inner if empty else self.content.index(b">", place) + 1

    def raw(self, element: Element) -> bytes:
        return self.content[element.start : element.end]


def plain_text(content: bytes) -> bytes:
    """Places are counted in bytes, so the text must be the bytes that the parser sees."""
    head = content[:200].lower()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head:
        raise Refused(SAVE_AS_NEW)
    named = re.match(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']+)""", head)
    if named and named[1] not in (b"utf-8", b"us-ascii", b"ascii"):
        raise Refused(SAVE_AS_NEW)
    return content


def start_tag(content: bytes, place: int) -> bytes:
    found = TAG.match(content, place)
    if found is None:
        raise Refused(SAVE_AS_NEW)
    return found[0]


def with_attribute(tag: bytes, name: str, value: object) -> bytes:
    """The start tag with the attribute set, or without it where the value is None."""
    bare = re.sub(rb"""\s+%s\s*=\s*(?:"[^"]*"|'[^']*')""" % name.encode(), b"", tag, count=1)
    if value is None:
        return bare
    end = 2 if bare.endswith(b"/>") else 1
    return bare[:-end].rstrip() + f" {name}={quoteattr(str(value))}".encode() + bare[-end:]


def prefix_of(tag: str) -> str:
    return tag.rpartition(":")[0] + ":" if ":" in tag else ""


def spliced(content: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """The content with each range (start, end) replaced; edits at one place keep their order."""
    pieces, place = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [content[place:start], new]
        place = end
    return b"".join([*pieces, content[place:]])


def appended(content: bytes, element: Element, new: bytes) -> tuple[int, int, bytes]:
    """The edit that makes new content the last of an element."""
    if content[element.inner - 2 : element.inner] == b"/>" and element.close == element.inner:
        return element.inner - 2, element.inner, b">" + new + f"</{element.tag}>".encode()
    return element.close, element.close, new


def recounted(content: bytes, element: Element, new: bytes, count: int) -> list[tuple[int, int, bytes]]:
    """The edits that append to an element which says how many children it has."""
    tag = with_attribute(content[element.start : element.inner], "count", count)
    if element.close == element.inner:
        return [(element.start, element.inner, tag[:-2] + b">" + new + f"</{element.tag}>".encode())]
    return [(element.start, element.inner, tag), (element.close, element.close, new)]
