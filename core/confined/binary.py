"""What the reader of cells does not tell of the old binary format: formulas, errors, extras.

A compound file holds the stream of the workbook in sectors that a table strings together; the stream is a row
of records. Whatever is inconsistent ends the walk: the reader of cells has the last word on whether a file is
broken.
"""

import struct
from collections.abc import Iterator

from core.confined.scanning import Findings

END = 0xFFFFFFFA  # from here on numbers of sectors have other meanings
SMALL = 4096
BOF, EOF, SHEET, FORMULA, BOOL_OR_ERROR, NOTE, DRAWINGS, LINKS = (
    0x0809, 0x000A, 0x0085, 0x0006, 0x0205, 0x001C, 0x00EB, 0x01AE,
)  # fmt: skip
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip
OWN_LINKS = (b"\x01\x04", b"\x01\x3a")  # links that only say: this workbook itself, or functions of add-ins


class Compound:
    """The streams of a compound file by name."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = 1 << min(struct.unpack_from("<H", data, 30)[0], 12)
        self.table = self.numbers(self.table_sectors())
        directory = self.chain(self.number_at(48))
        self.entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]

    def number_at(self, place: int) -> int:
        return struct.unpack_from("<I", self.data, place)[0]

    def sector(self, number: int) -> bytes:
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def numbers(self, sectors: list[int]) -> list[int]:
        content = b"".join(map(self.sector, sectors))
        return [number for (number,) in struct.iter_unpack("<I", content[: len(content) // 4 * 4])]

    def table_sectors(self) -> list[int]:
        """109 sectors of the table are named in the header, more of them in a chain of their own."""
        found = list(struct.unpack_from("<109I", self.data, 76))
        following, seen = self.number_at(68), set()
        while following < END and following not in seen:
            seen.add(following)
            more = self.numbers([following])
            found += more[:-1]
            following = more[-1] if more else END
        return [number for number in found if number < END]

    def chain(self, number: int) -> bytes:
        sectors, seen = [], set()
        while number < len(self.table) and number not in seen:
            seen.add(number)
            sectors.append(self.sector(number))
            number = self.table[number]
        return b"".join(sectors)

    def names(self) -> list[str]:
        return [name_of(entry) for entry in self.entries]

    def stream(self, *names: str) -> bytes:
        for entry in self.entries:
            if name_of(entry) in names:
                start, size = struct.unpack_from("<II", entry, 116)
                return (self.small_chain(start) if size < SMALL else self.chain(start))[:size]
        return b""

    def small_chain(self, number: int) -> bytes:
        """Short streams lie in pieces of 64 bytes within the stream of the first entry."""
        table = self.chain(self.number_at(60))
        following = [each for (each,) in struct.iter_unpack("<I", table[: len(table) // 4 * 4])]
        content, pieces, seen = self.chain(struct.unpack_from("<I", self.entries[0], 116)[0]), [], set()
        while number < len(following) and number not in seen:
            seen.add(number)
            pieces.append(content[number * 64 : number * 64 + 64])
            number = following[number]
        return b"".join(pieces)


def name_of(entry: bytes) -> str:
    length = min(struct.unpack_from("<H", entry, 64)[0], 64)
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace")


def records(stream: bytes, place: int = 0) -> Iterator[tuple[int, bytes]]:
    """Kind and body of each record up to the end of the part that begins there."""
    depth = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 0:
            return
        place += 4 + length


def scan(data: bytes) -> tuple[list[Findings], list[str]]:
    """Findings of every sheet in the order of the workbook, and which extras there are."""
    try:
        compound = Compound(data)
        stream = compound.stream("Workbook", "Book")
    except (struct.error, IndexError):
        return [], []
    begins = [
        struct.unpack_from("<I", body)[0] for kind, body in records(stream) if kind == SHEET and len(body) > 3
    ]
    seen: set[str] = {"宏"} if "_VBA_PROJECT_CUR" in compound.names() else set()
    found = [of_sheet(stream, begin, seen) for begin in begins[:1000]]
    seen |= {"外部链接" for kind, body in records(stream) if kind == LINKS and body[2:4] not in OWN_LINKS}
    seen |= {"图片" for kind, _ in records(stream) if kind == DRAWINGS}
    return found, sorted(seen)


def of_sheet(stream: bytes, begin: int, seen: set[str]) -> Findings:
    findings = Findings()
    for kind, body in records(stream, begin):
        if kind == FORMULA and len(body) >= 14:
            row, column = struct.unpack_from("<HH", body)
            findings.formulas.append((row + 1, column + 1))
            if body[6] == 2 and body[12:14] == b"\xff\xff":
                findings.mark(row + 1, column + 1, ERRORS.get(body[8], "#N/A"))
        elif kind == BOOL_OR_ERROR and len(body) >= 8 and body[7]:
            row, column = struct.unpack_from("<HH", body)
            findings.mark(row + 1, column + 1, ERRORS.get(body[6], "#N/A"))
        elif kind == NOTE:
            seen.add("批注")
    return findings
