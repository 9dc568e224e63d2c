"""The parts of a package (.xlsx, .xlsm): which worksheet is which part, and no declarations of entities."""

import re
import zipfile
import zlib
from io import BytesIO
from posixpath import dirname, join, normpath
from xml.parsers import expat

from core.confined.limits import Refused

CHUNK = 1 << 20
OVERLAP = 256  # what is looked for is shorter
BROKEN = "文件已损坏，无法打开，请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"
DECLARATION = "文件内部含有不允许的声明，已拒绝读取，请新建工作簿，把表格复制进去后再上传。"
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, RuntimeError)
# No workbook program writes a DOCTYPE; with one come entities that grow or that fetch other files.
DOCTYPE = re.compile(
    b"|".join(
        word.encode(code)
        for word in ("<!DOCTYPE", "<!ENTITY")
        for code in ("ascii", "utf-16-le", "utf-16-be")
    )
)


class Package:
    """An open package; whatever is broken in it is refused."""

    def __init__(self, data: bytes) -> None:
        try:
            self.zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as problem:
            raise Refused(BROKEN) from problem
        self.names = {name.lower(): name for name in self.zip.namelist()}

    def chunks(self, name):
        """The content piece by piece; each piece begins with the end of the one before."""
        tail = b""
        try:
            with self.zip.open(name) as part:
                while piece := part.read(CHUNK):
                    yield tail + piece
                    tail = piece[-OVERLAP:]
        except FAULTS as problem:
            raise Refused(BROKEN) from problem

    def read(self, name: str) -> bytes:
        try:
            return self.zip.read(self.names[name.lower()])
        except (KeyError, *FAULTS) as problem:
            raise Refused(BROKEN) from problem

    def elements(self, name: str):
        """Every element of a small part as its local name and attributes."""
        found = []
        parse(self.read(name), lambda tag, attributes: found.append((local(tag), attributes)))
        return found

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Type and target of what a part refers to, by the number it uses."""
        rels = join(dirname(part), "_rels", part.rpartition("/")[2] + ".rels")
        if rels.lower() not in self.names:
            return {}
        return {
            each.get("Id", ""): (
                each.get("Type", "").rpartition("/")[2],
                resolved(part, each.get("Target", "")),
            )
            for tag, each in self.elements(rels)
            if tag == "Relationship" and each.get("TargetMode") != "External"
        }

    def workbook(self) -> str:
        targets = [target for kind, target in self.relations("").values() if kind == "officeDocument"]
        return targets[0] if targets and targets[0].lower() in self.names else "xl/workbook.xml"

    def sheets(self) -> list[tuple[str, str]]:
        """Name and part of every sheet, in the order of the workbook."""
        workbook = self.workbook()
        relations = self.relations(workbook)
        return [
            (each.get("name", ""), relations.get(relation_of(each), ("", ""))[1])
            for tag, each in self.elements(workbook)
            if tag == "sheet"
        ]


def relation_of(attributes: dict[str, str]) -> str:
    return next((value for name, value in attributes.items() if local(name) == "id" and ":" in name), "")


def resolved(part: str, target: str) -> str:
    """A target is written from the folder of its part, or from the root of the package."""
    return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))


def local(tag: str) -> str:
    return tag.rpartition(":")[2]


def parse(content: bytes, on_start) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = on_start
    finish(parser, content)


def finish(parser, content: bytes) -> None:
    """Entities are never declared here: the parts were looked through before."""
    parser.EntityDeclHandler = refuse_entity
    try:
        parser.Parse(content, True)
    except expat.ExpatError as problem:
        raise Refused(BROKEN) from problem


def refuse_entity(*_) -> None:
    raise Refused(DECLARATION)
