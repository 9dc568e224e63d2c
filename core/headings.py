"""What a heading of a table means: the words of a vocabulary, however they are written."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as declared
from functools import cached_property, lru_cache

from core.texts import without_blanks

UNITS = "名|家|人|个|户|次|件|条|元|万元|亿元|%|‰|岁|年|月|平方米|m2|天|小时|学时"
HINTS = r"必填|选填|可选|是/否|有/无|打?√|\d+位|盖章|(?:请?填|例如?|格式|如|下拉)[^)]*"
BRACKETS = str.maketrans("[]【】\u3014\u3015", "()()()")
ASIDE = re.compile(rf"\((?:单位:)?(?:{UNITS}|{HINTS})\)")
BRACKET = re.compile(r"\(([^)]*)\)")
OF_WHICH = re.compile(r"^(?:其中|含):?")
ITEM_NUMBER = re.compile(r"^\d{1,2}[.、](?=\D)")
ENDS = "*:.、,;。"
LONGEST_HEADING = 60
IGNORED = frozenset({"序号", "编号", "行号", "行次", "顺序号", "no"})


@lru_cache(maxsize=8192)
def tidy_heading(text: str) -> str:
    """Without blanks, width, case, item numbers, units in brackets and 其中."""
    if len(text) > LONGEST_HEADING:
        return text
    plain = without_blanks(text).casefold().translate(BRACKETS).strip(ENDS)
    plain = ITEM_NUMBER.sub("", plain)
    return ASIDE.sub("", OF_WHICH.sub("", plain)).strip(ENDS)


def written_heading(parts: Iterable[str]) -> str:
    """The label as the sheet writes it, on one line; levels are parted by a slash."""
    return "/".join(re.sub(r"\s+", "", part) for part in parts)


def readings(parts: list[str]) -> Iterator[str]:
    """Ways to say a heading of several levels, closest first: 党员数/正式, 正式党员数, 党员数正式, 正式."""
    yield "/".join(parts)
    low = parts[-1]
    for high in reversed(parts[:-1]):
        yield from (f"{high}/{low}", f"{low}{high}", f"{high}{low}")
    yield low


@dataclass(frozen=True)
class Vocabulary:
    """The fields a table may hold with the labels they go by; a table must hold one of the key fields.

    `derived` are headings, as the portal itself writes them, of columns that it works out and never reads.
    """

    key_fields: Collection[str]
    labels: Mapping[str, Collection[str]]
    asked: Mapping[str, tuple[str, ...]] = declared(default_factory=dict)
    learned: Mapping[str, str] = declared(default_factory=dict)
    derived: Collection[str] = ()

    @cached_property
    def known(self) -> dict[str, str]:
        """Field by tidied label; where two fields share a label the first keeps it."""
        fields: dict[str, str] = {}
        for field, labels in self.labels.items():
            for label in labels:
                fields.setdefault(tidy_heading(label), field)
        return fields

    def knows(self, text: str) -> bool:
        label = tidy_heading(text)
        return label in self.known or self.without_asides(label) is not None

    def ignores(self, parts: list[str]) -> bool:
        if parts[-1] in self.derived:
            return True
        return tidy_heading(parts[-1]) in IGNORED and self.field_of(parts) is None

    def field_of(self, parts: list[str]) -> str | None:
        """The field that a heading, given as its levels from the top, stands for."""
        tidy = [plain for plain in map(tidy_heading, parts) if plain]
        if not tidy:
            return None
        exact = (self.known.get(reading) for reading in readings(tidy))
        return next(filter(None, exact), None) or self.without_asides(tidy[-1])

    def without_asides(self, label: str) -> str | None:
        """A last try without brackets, unless what they hold makes it another field."""
        if "(" not in label:
            return None
        asides, bare = BRACKET.findall(label), BRACKET.sub("", label)
        field = self.known.get(bare)
        if field is None or any(self.tells_apart(aside, bare, field) for aside in asides if aside):
            return None
        return field

    def tells_apart(self, aside: str, bare: str, field: str) -> bool:
        """党员数（预备） is not 党员数 where 预备党员 is known as another field."""
        return any(
            aside in label and label.replace(aside, "", 1).strip("/") in bare
            for label, other in self.known.items()
            if other != field
        )
