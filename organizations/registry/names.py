"""What of a registry line can be compared: its name in two spellings, and the area its address names."""

import re

from core.texts import without_blanks
from organizations.choices import AreaKind
from organizations.intake.vocabulary import AreaBook, bare_area_name
from organizations.models import Area

LONG, SHORT = "有限责任公司", "有限公司"
MAY_BE_LONG = re.compile(r"(?<!股份)有限公司")
OFFICES = "镇|乡|街道|办事处|办"
ZONE = re.compile(r"沙河市?(?:省级)?(?:经济|高新)?(?:技术)?(?:产业)?开发区")
OTHER_NAMES = re.compile(r"（(?:原|曾用名)[^）]*）")


def short_name(tidied: str) -> str:
    """A tidied name as it is compared: 有限责任公司 is written as 有限公司; nothing is taken away."""
    return tidied.replace(LONG, SHORT)


def long_name(tidied: str) -> str:
    """The same name with 有限责任公司: a unit may be kept under either spelling."""
    return MAY_BE_LONG.sub(LONG, tidied)


class AreaFinder:
    """Finds the area of a line: in its own column, else where the address names an office of 沙河."""

    def __init__(self):
        self.book = AreaBook()
        self.leaves = {pk: area for pk, area in self.book.areas.items() if area.kind != AreaKind.COUNTY}
        bare = {
            bare_area_name(name): area for name, area in self.book.by_name.items() if area.pk in self.leaves
        }
        self.by_office = {name: area for name, area in bare.items() if name and area.kind != AreaKind.ZONE}
        self.zone = next((area for area in self.leaves.values() if area.kind == AreaKind.ZONE), None)
        self.known: dict[str, Area | None] = {}
        self.office = re.compile(rf"({'|'.join(map(re.escape, self.by_office))})(?:{OFFICES})(?!公室)")

    def find(self, written: str, address: str) -> Area | None:
        if written not in self.known:
            self.known[written] = self.in_column(written)
        return self.known[written] or self.in_address(address)

    def in_column(self, written: str) -> Area | None:
        area = self.book.find(written)
        return area if area is not None and area.pk in self.leaves else self.in_address(written)

    def in_address(self, address: str) -> Area | None:
        """The one area an address names; none when it names several or says it in no clear word."""
        text = OTHER_NAMES.sub("", without_blanks(address).replace("(", "（").replace(")", "）"))
        found = {self.by_office[name] for name in self.office.findall(text)}
        if self.zone is not None and ZONE.search(text):
            found.add(self.zone)
        return found.pop() if len(found) == 1 else None
