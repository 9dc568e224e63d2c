"""The yellow of marked cells: styles like those they had, with another fill, which can be taken back.

The fill is known by its colour. Its background, which a solid fill does not show and every program keeps,
holds the colour that the cell had before.
"""

import re

from core.confined.limits import Refused
from core.confined.splicing import (
    SAVE_AS_NEW,
    Element,
    Outline,
    prefix_of,
    recounted,
    spliced,
    with_attribute,
)

YELLOW = "FFFFF36B"
NO_COLOUR = 'indexed="64"'
COLOUR = re.compile(rb"""<(?:[\w.-]+:)?(fg|bg)Color\s+([^<>]*?)\s*/?>""")
SOLID = re.compile(rb"""patternType\s*=\s*["']solid["']""")
LIST_OF_STYLES = """<?xml version="1.0" encoding="UTF-8"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="1"><xf/></cellXfs></styleSheet>"""


def colours_of(fill: bytes) -> dict[str, str]:
    return {kind.decode(): text.decode() for kind, text in COLOUR.findall(fill)}


def is_ours(fill: bytes) -> bool:
    return f'"{YELLOW}"' in colours_of(fill).get("fg", "").replace("'", '"').upper()


def shown_colour(fill: bytes) -> str:
    """The colour of a solid fill as it is written; other fills are forgotten when a mark covers them."""
    return colours_of(fill).get("fg", NO_COLOUR) if SOLID.search(fill) else NO_COLOUR


def fill_of(prefix: str, colour: str, behind: str = NO_COLOUR) -> bytes:
    return (
        f'<{prefix}fill><{prefix}patternFill patternType="solid"><{prefix}fgColor {colour}/>'
        f"<{prefix}bgColor {behind}/></{prefix}patternFill></{prefix}fill>"
    ).encode()


def taken_back(prefix: str, fill: bytes) -> bytes:
    """What the fill was before it was made yellow."""
    former = colours_of(fill).get("bg", NO_COLOUR)
    if former.replace("'", '"') == NO_COLOUR:
        return f'<{prefix}fill><{prefix}patternFill patternType="none"/></{prefix}fill>'.encode()
    return fill_of(prefix, former)


class Styles:
    """The styles of a workbook, to which yellow twins are added as they are asked for."""

    def __init__(self, content: bytes) -> None:
        self.outline = Outline(without_our_fills(content), 4)
        self.fills, self.formats = self.list_of("fills"), self.list_of("cellXfs")
        self.prefix = prefix_of(self.fills.tag)
        self.new_fills: dict[str, int] = {}
        self.twins: dict[int, tuple[int, bytes]] = {}

    def list_of(self, name: str) -> Element:
        found = self.outline.root.first(name)
        if found is None or not found.children:
            raise Refused(SAVE_AS_NEW)
        return found

    def yellow(self, style: int) -> int:
        """The number of the twin of a style."""
        if style not in self.twins:
            number = len(self.formats.children) + len(self.twins)
            self.twins[style] = (number, self.twin(style))
        return self.twins[style][0]

    def twin(self, style: int) -> bytes:
        element = self.formats.children[style if style < len(self.formats.children) else 0]
        raw, head = self.outline.raw(element), element.inner - element.start
        tag = with_attribute(raw[:head], "fillId", self.fill_over(element.attributes.get("fillId", "0")))
        return with_attribute(tag, "applyFill", 1) + raw[head:]

    def fill_over(self, former: str) -> int:
        """The number of the yellow fill that remembers the colour of the former one."""
        place = int(former) if former.isdecimal() and int(former) < len(self.fills.children) else 0
        colour = shown_colour(self.outline.raw(self.fills.children[place]))
        return self.new_fills.setdefault(colour, len(self.fills.children) + len(self.new_fills))

    def written(self) -> bytes:
        content = self.outline.content
        if not self.twins:
            return content
        fills = b"".join(fill_of(self.prefix, f'rgb="{YELLOW}"', colour) for colour in self.new_fills)
        formats = b"".join(raw for _, raw in self.twins.values())
        edits = recounted(content, self.fills, fills, len(self.fills.children) + len(self.new_fills))
        edits += recounted(content, self.formats, formats, len(self.formats.children) + len(self.twins))
        return spliced(content, edits)


def without_our_fills(content: bytes) -> bytes:
    outline = Outline(content, 3)
    fills = outline.root.first("fills")
    ours = [fill for fill in fills.children if is_ours(outline.raw(fill))] if fills else []
    return spliced(
        outline.content,
        [(fill.start, fill.end, taken_back(prefix_of(fill.tag), outline.raw(fill))) for fill in ours],
    )
