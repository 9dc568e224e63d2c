"""Names of people in cells, alone or with a post, a phone or a second name beside them."""

import re
from typing import NamedTuple

from core.texts import shown, squeezed, without_blanks
from core.values import NOTHING, Tidy, read_as, tidy_name, written, wrong

ABSENT = NOTHING | {"无", "没有", "暂无", "空", "否", "×", "未派", "未配备", "未选派", "无指导员", "无书记"}
VACANT = {"空缺", "暂缺", "待定", "缺", "暂空", "待选", "待派", "拟派"}
HAN = r"[\u3400-\u9fff]"
FULL_NAME = re.compile(rf"{HAN}{{2,4}}|{HAN}+(?:·{HAN}+)+|[A-Za-z][A-Za-z .·]*")
WITH_ASIDE = re.compile(r"(.+?)[(（](.+)[)）]")
SEVERAL = re.compile("[、,，;；/]")
PARTS = re.compile(r"[\s、,，;；/]+")
POST_WORD = re.compile(
    r"书记|经理|主任|董事|厂长|校长|院长|所长|局|科员|干部|委员|部长|会长|秘书|主席|老师|员$|长$|师$|\d{7,}|党委|党支部|公司|协会"
    r"|镇|乡|街道|办事处|办$|中心|站$|统战|组织部|负责人|部$|副|兼"
)
TITLE_ALONE = re.compile(r"(?:经理|书记|主任|指导员|董事长|厂长|干部|科员|党委|支部)$")
NUMBER_BEHIND = re.compile(rf"({HAN}{{2,4}})([\d\-+() ]{{7,}})")


class Person(NamedTuple):
    """A name and what stands beside it in the same cell."""

    name: str
    beside: str = ""


def person_in(text: str) -> Person | None:
    """The one person a text names, or None when it may be several or nobody."""
    if match := WITH_ASIDE.fullmatch(text) or NUMBER_BEHIND.fullmatch(without_blanks(text)):
        person = person_in(match[1].strip())
        return person and Person(person.name, f"{person.beside} {match[2]}".strip())
    parts = PARTS.split(text.strip())
    together = "".join(parts)
    written_wide = len(together) <= 3 or all(len(part) == 1 for part in parts)
    if len(parts) == 1 or (written_wide and not SEVERAL.search(text)):
        return Person(together) if FULL_NAME.fullmatch(together) else None
    return person_of_parts(parts)


def person_of_parts(parts: list[str]) -> Person | None:
    """A name in front of a post."""
    name, beside = parts[0], " ".join(parts[1:])
    is_named = FULL_NAME.fullmatch(name) and not POST_WORD.search(name)
    return Person(name, beside) if is_named and all(map(POST_WORD.search, parts[1:])) else None


def tidy_person(value: object, *, with_post: bool = False) -> Tidy:
    """The name of one person; `with_post` says that the column holds a post beside it."""
    text = squeezed(written(value))
    name = tidy_name(text).value
    if not name or without_blanks(name) in ABSENT:
        return Tidy()
    if without_blanks(name) in VACANT:
        return Tidy(warning=f"{shown(value)}不是姓名，按空白处理，请核对。")
    person = person_in(text)
    if person is None:
        return doubtful_name(value, name)
    if TITLE_ALONE.search(person.name):
        return Tidy(person.name, warning=f"{shown(value)}不像一个人的姓名，请核对。")
    if person.beside and not with_post:
        return Tidy(person.name, warning=f"{shown(value)}只取姓名“{person.name}”，请核对。")
    return read_as(text, tidy_name(person.name).value)


def doubtful_name(value: object, name: str) -> Tidy:
    """Two words may be one name written wide; anything else is not a name."""
    if re.fullmatch(rf"{HAN}{{2}}\s+{HAN}{{2}}", squeezed(written(value))):
        return Tidy(name, warning=f"{shown(value)}可能是两个人，按一个姓名“{name}”读取，请核对。")
    one_word = len(PARTS.split(squeezed(written(value)))) == 1
    if one_word and re.fullmatch(rf"{HAN}{{5,}}|{HAN}+[\dA-Za-z]{{1,3}}", name):
        return Tidy(name, warning=f"{shown(value)}不像一个人的姓名，请核对。")
    return wrong(f"{shown(value)}看不出是哪一个人的姓名，请只填一个人的姓名。")
