"""What the reader of cells does not tell of a package: formulas, errors, formulas never calculated, extras.

A worksheet is parsed only where a quick look finds a formula or an error in it, as most have neither.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from core.confined.limits import Refused
from core.confined.packages import BROKEN, DOCTYPE, FAULTS, Package, local, refuse_entity

MOST_FORMULAS = 200_000
NEVER_CALCULATED = "#未计算"
READ_AS_ERROR = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
HINTS = (b"<f", b":f", b'"e"', b"'e'", b"\x00")  # sought first, as finding bytes is quicker than matching
WORTH_A_LOOK = re.compile(rb"""<(?:[\w.-]+:)?f[\s/>]|\st\s*=\s*["']e["']|\x00<\x00|<\x00""")
HIDDEN = re.compile(rb"""<(?:[\w.-]+:)?(?:row|col)\s[^<>]{0,200}?\shidden\s*=\s*["'](?:1|true)["']""")
PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
EXTRAS = {
    "宏": re.compile(r"vbaproject\.bin$|^xl/macrosheets/"),
    "外部链接": re.compile(r"^xl/externallinks/"),
    "图片": re.compile(r"^xl/media/"),
    "图表": re.compile(r"^xl/charts/"),
    "嵌入的对象": re.compile(r"^xl/embeddings/"),
    "批注": re.compile(r"^xl/(?:.*/)?(?:threaded)?comments?[^/]*\.xml$"),
}


@dataclass
class Findings:
    """Of one worksheet: places of formulas, and the cells that stand for more than their value, by row."""

    formulas: list[tuple[int, int]] = field(default_factory=list)
    marked: dict[int, dict[int, str]] = field(default_factory=dict)
    hides: bool = False

    def mark(self, row: int, column: int, code: str) -> None:
        self.marked.setdefault(row, {})[column] = code


def scan(package: Package) -> tuple[dict[str, Findings], list[str]]:
    """Findings by part, and which extras the package has; refuses what declares entities or is broken."""
    parts = {part.lower(): name for name, part in package.sheets()}
    found: dict[str, Findings] = {}
    for lower, name in package.names.items():
        if lower.endswith((".xml", ".rels", ".vml")):
            findings, parsed = glance(package, name)
            if lower in parts:
                found[lower] = scanned(package, name, parts[lower], findings) if parsed else findings
    return found, [word for word, pattern in EXTRAS.items() if any(map(pattern.search, package.names))]


def glance(package: Package, name: str) -> tuple[Findings, bool]:
    findings, worth = Findings(), False
    for chunk in package.chunks(name):
        if b"!" in chunk and DOCTYPE.search(chunk):
            refuse_entity()
        worth = worth or is_worth_a_look(chunk)
        findings.hides = findings.hides or (b"hidden" in chunk and HIDDEN.search(chunk) is not None)
    return findings, worth


def is_worth_a_look(chunk: bytes) -> bool:
    return any(hint in chunk for hint in HINTS) and WORTH_A_LOOK.search(chunk) is not None


def scanned(package: Package, name: str, title: str, findings: Findings) -> Findings:
    reader = CellScanner(title, findings)
    try:
        with package.zip.open(name) as part:
            reader.parser.ParseFile(part)
    except (expat.ExpatError, *FAULTS) as problem:
        raise Refused(BROKEN) from problem
    return findings


class CellScanner:
    """Walks over the cells of a worksheet; handlers for text are hung in only where they are needed."""

    def __init__(self, title: str, findings: Findings) -> None:
        self.title = title
        self.findings = findings
        self.row = self.column = 0
        self.kind: str | None = None
        self.has_formula = False
        self.text = ""
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EntityDeclHandler = refuse_entity

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = local(tag)
        if tag == "c":
            self.begin_cell(attributes)
        elif tag == "row":
            self.row, self.column = whole(attributes.get("r"), self.row + 1), 0
        elif tag == "f" and self.column:
            self.has_formula = True
            self.parser.EndElementHandler = self.end
        elif tag in ("v", "t") and (self.has_formula or self.kind == "e"):
            self.parser.CharacterDataHandler = self.take

    def begin_cell(self, attributes: dict[str, str]) -> None:
        place = PLACE.fullmatch(attributes.get("r", ""))
        self.column = column_number(place[1]) if place else self.column + 1
        self.row = int(place[2]) if place else self.row
        self.kind, self.has_formula, self.text = attributes.get("t"), False, ""
        if self.kind == "e":
            self.parser.EndElementHandler = self.end

    def take(self, text: str) -> None:
        self.text += text[:100]

    def end(self, tag: str) -> None:
        tag = local(tag)
        if tag in ("v", "t"):
            self.parser.CharacterDataHandler = None
        elif tag == "c":
            self.end_cell()
            self.parser.EndElementHandler = None

    def end_cell(self) -> None:
        if self.has_formula:
            self.note_formula()
        if self.kind == "e":
            self.note_error(self.text.strip())
        elif self.has_formula and self.kind != "str" and not self.text.strip():
            self.findings.mark(self.row, self.column, NEVER_CALCULATED)

    def note_formula(self) -> None:
        self.findings.formulas.append((self.row, self.column))
        if len(self.findings.formulas) > MOST_FORMULAS:
            raise Refused(
                f"工作表“{self.title}”里的公式超过{MOST_FORMULAS}个，请复制后选择性粘贴为数值，再上传。"
            )

    def note_error(self, code: str) -> None:
        if code and code not in READ_AS_ERROR:
            raise Refused(
                f"工作表“{self.title}”第{self.row}行第{self.column}列是错误值{code[:20]}，请改正后再上传。"
            )
        self.findings.mark(self.row, self.column, code or NEVER_CALCULATED)


def whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
