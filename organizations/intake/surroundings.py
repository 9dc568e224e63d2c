"""What the other lines of a table say about one: who shares its organization, and what stands above it."""

from collections import Counter
from dataclasses import dataclass, field

from core.tables import Line, Table
from core.texts import without_blanks
from core.values import NOTHING, written


@dataclass(frozen=True)
class Above:
    """What the lines above gave last: the area, and the organization with its row."""

    area: str = ""
    organization: str = ""
    row: int = 0


@dataclass
class Surroundings:
    """Counts and last values of the lines of one table."""

    organizations: Counter[str] = field(default_factory=Counter)
    above: dict[tuple[int, int], Above] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table) -> "Surroundings":
        found, last = cls(), {}
        for line in table.lines:
            before = last.get(line.block, Above())
            found.above[line.block, line.row] = before
            area, organization = text_in(line, "area"), text_in(line, "organization")
            found.organizations[organization] += 1 if organization else 0
            place = (organization, line.row) if organization else (before.organization, before.row)
            last[line.block] = Above(area or before.area, *place)
        return found

    def is_shared(self, organization: str) -> bool:
        return self.organizations[without_blanks(organization)] > 1


def text_in(line: Line, name: str) -> str:
    cell = line.cells.get(name)
    text = "" if cell is None else without_blanks(written(cell))
    return "" if text in NOTHING else text
