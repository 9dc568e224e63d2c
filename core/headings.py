"""What a heading of a table means: the words of a vocabulary, however they are written."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from core.texts import without_blanks

UNITS = "名|家|人|个|户|次|件|条|元|万元|亿元|%|‰|岁|年|月|平方米|m2|天|小时|学时"
HINTS = r"必填|选填|可选|是/否|有/无|打?√|\d+位|盖章|(?:请?填|例如?|格式|如|下拉)[^)]*"
BRACKETS = str.maketrans("[]【】\u3014\u3015", "()()()")
ASIDE = re.compile(rf"\((?:单位:)?(?:{UNITS}|{HINTS})\)")
BRACKET = re.compile(r"\(([^)]*)\)")
OF_WHICH = re.compile(r"^(?:其中|含):?")
ITEM_NUMBER = re.compile(r"^\(?\d{1,2}(?:[.、)]|(?=[\u4e00-\u9fff]))(?![\d位年月日个])")
IN_UNITS = re.compile(r"[/,](?:人|名|家|个|万元)$")
ENDS = "*:.、,;。"
LONGEST_HEADING = 60
IGNORED = frozenset({"序号", "编号", "行号", "行次", "顺序号", "no"})
JOINTS = re.compile(r"[()/、,;:\"'“”‘’·\-—_]|及|与|和")
TICK = re.compile(r"(?:打?[√✓✔☑□])+$")
LEFT_OUT = ""


@lru_cache(maxsize=8192)
def tidy_heading(text: str) -> str:
    """Without blanks, width, case, item numbers, units in brackets and 其中."""
    if len(text) > LONGEST_HEADING:
        return text
    plain = without_blanks(text).casefold().translate(BRACKETS).strip(ENDS)
    plain = TICK.sub("", ITEM_NUMBER.sub("", plain))
    return IN_UNITS.sub("", ASIDE.sub("", OF_WHICH.sub("", plain)).strip(ENDS))


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


class Mark(NamedTuple):
    """What a tick and a cross under a heading say of a field."""

    field: str
    yes: str
    no: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """The fields a table may hold with the labels they go by; a table must hold one of the key fields.

    `patterns` are regular expressions over a heading without brackets and joints, for what no label says;
    their field, like that of `learned`, may be LEFT_OUT. `asked` are headings that may stand for several
    fields: `after` and `before` tell by {heading: {neighbour's field: field}} when the place of the column
    settles it; None stands for asking, and the neighbour "" for any other. `marks` are headings of columns
    that are ticked. `learned` is what a person has said of a heading, and wins. `titles` matches a title
    between lines. `derived` are headings, as the portal itself writes them, of columns it never reads.
    """

    key_fields: Collection[str]
    labels: Mapping[str, Collection[str]]
    patterns: Sequence[tuple[str, str]] = ()
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    after: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    before: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    learned: Mapping[str, str] = field(default_factory=dict)
    titles: str = ""
    derived: Collection[str] = ()

    @cached_property
    def known(self) -> dict[str, str]:
        """Field by tidied label; where two fields share a label the first keeps it."""
        fields: dict[str, str] = {}
        for name, labels in self.labels.items():
            for label in labels:
                fields.setdefault(tidy_heading(label), name)
        return fields

    @cached_property
    def shapes(self) -> list[tuple[re.Pattern[str], str]]:
        return [(re.compile(pattern), name) for name, pattern in self.patterns]

    @cached_property
    def answers(self) -> dict[str, bool]:
        """Whether a text is known, for those that were asked about."""
        return {}

    @cached_property
    def title(self) -> re.Pattern[str] | None:
        return re.compile(self.titles) if self.titles else None

    def knows(self, text: str) -> bool:
        if text not in self.answers:
            self.answers[text] = self.is_known(tidy_heading(text))
        return self.answers[text]

    def is_known(self, label: str) -> bool:
        return bool(
            label in self.known
            or label in self.learned
            or label in self.asked
            or self.without_asides(label)
            or self.shaped([label])
        )

    def ignores(self, parts: list[str]) -> bool:
        if parts[-1] in self.derived:
            return True
        return tidy_heading(parts[-1]) in IGNORED and self.field_of(parts) is None

    def told(self, parts: list[str]) -> str | None:
        """What a person has said of this heading."""
        if not self.learned:
            return None
        whole = tidy_heading(written_heading(parts))
        return self.learned.get(whole, self.learned.get("/".join(tidied(parts))))

    def field_of(self, parts: list[str]) -> str | None:
        """The field that a heading, given as its levels from the top, stands for by its labels."""
        tidy = tidied(parts)
        if not tidy:
            return None
        exact = (self.known.get(reading) for reading in readings(tidy) if reading not in self.asked)
        return next(filter(None, exact), None) or self.without_asides(tidy[-1])

    def meaning(self, parts: list[str]) -> str | None:
        return self.whole(parts) or self.field_of(parts) or self.shaped(parts)

    def whole(self, parts: list[str]) -> str | None:
        """The field that the levels together name: 党组织/名称 is not 名称."""
        tidy = tidied(parts)
        if len(tidy) < 2:
            return None
        exact = (self.known.get(reading) for reading in readings(tidy) if reading != tidy[-1])
        return next(filter(None, exact), None) or self.shape_of(sayings(tidy, alone=False))

    def shaped(self, parts: list[str]) -> str | None:
        """The field by the shape of the heading, its upper levels first taken with it."""
        return self.shape_of(sayings(tidied(parts)))

    def shape_of(self, readings_of_it: Iterable[str]) -> str | None:
        for reading in readings_of_it:
            if reading in self.asked:
                return None
            name = self.match(reading) or self.match_without_asides(reading)
            if name is not None:
                return name
        return None

    def match(self, reading: str) -> str | None:
        plain = JOINTS.sub("", reading)
        return next((name for shape, name in self.shapes if shape.fullmatch(plain)), None)

    def match_without_asides(self, reading: str) -> str | None:
        """What stands in brackets may be dropped when it is not the name of something else."""
        bare = BRACKET.sub("", reading)
        if bare == reading or bare in self.asked:
            return None
        name, others = self.match(bare), set()
        for aside in BRACKET.findall(reading):
            others |= {self.match(aside), self.known.get(aside)} - {None, name}
        return None if others else name

    def question(self, parts: list[str]) -> str | None:
        """The heading as it is asked about, if it is one of those."""
        tidy = tidied(parts)
        return tidy[-1] if tidy and tidy[-1] in self.asked else None

    def mark_of(self, parts: list[str]) -> Mark | None:
        return next(filter(None, map(self.marks.get, sayings(tidied(parts)))), None)

    def settled(
        self, heading: str, left: str | None, right: str | None, present: Collection[str]
    ) -> str | None:
        """What the neighbours say an asked heading is; without any rival in the table, its first field."""
        after, before = self.after.get(heading, {}), self.before.get(heading, {})
        said = {after[left] for left in [left] if left in after}
        said |= {before[right] for right in [right] if right in before}
        if not said and "" in after:
            said = {after[""]}
        if said:
            return said.pop() if len(said) == 1 else None
        first = self.asked[heading][0]
        lone_key = first in self.key_fields and first not in present
        return first if lone_key or not {*after, *before} & set(present) else None

    def without_asides(self, label: str) -> str | None:
        """A last try without brackets, unless what they hold makes it another field."""
        if "(" not in label:
            return None
        asides, bare = BRACKET.findall(label), BRACKET.sub("", label)
        name = self.known.get(bare)
        if name is None or bare in self.asked:
            return None
        return None if any(self.tells_apart(aside, bare, name) for aside in asides if aside) else name

    def tells_apart(self, aside: str, bare: str, name: str) -> bool:
        """党员数（预备） is not 党员数 where 预备党员 is known as another field."""
        return any(
            aside in label and label.replace(aside, "", 1).strip("/") in bare
            for label, other in self.known.items()
            if other != name
        )


def tidied(parts: list[str]) -> list[str]:
    return [plain for plain in map(tidy_heading, parts) if plain]


def sayings(tidy: list[str], *, alone: bool = True) -> Iterator[str]:
    """The levels run together from the highest down, each high one with the lowest, the lowest alone."""
    for start in range(len(tidy) if alone else len(tidy) - 1):
        yield "".join(tidy[start:])
        if start + 2 < len(tidy):
            yield f"{tidy[start]}{tidy[-1]}"
