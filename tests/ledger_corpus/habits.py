"""How clerks write counts, days, codes, words and names."""

from datetime import date, datetime
from itertools import count

from tests.ledger_corpus.truth import Record

HAN = "零一二三四五六七八九"
STANDALONE, JOINT, GUIDANCE, NONE = "standalone", "joint", "guidance", "none"
WORDS = {
    STANDALONE: ("单独组建", "单独", "独立组建", "独立党支部", "单建", "单独建", "单独成立党支部"),
    JOINT: (
        "联合组建",
        "联合",
        "联合党支部",
        "联建",
        "区域统建",
        "行业统建",
        "挂靠",
        "功能型党支部",
        "行业联建",
    ),
    GUIDANCE: (
        "派指导员",
        "选派党建指导员",
        "指导员",
        "仅派指导员",
        "已派驻党建指导员",
        "未组建，已派指导员",
    ),
    NONE: ("未组建", "未建", "无", "未覆盖", "未建立党组织", "尚未组建", "没有组建"),
}
COUNTS = (
    int,
    str,
    "{}人".format,
    "{}名".format,
    float,
    lambda n: str(n).translate(wide_digits()),
    "{}.0".format,
    lambda n: han(n),
)
DAYS = (
    lambda d: datetime(d.year, d.month, d.day),
    lambda d: (d - date(1899, 12, 30)).days,
    "{:%Y%m%d}".format,
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    "{:%Y-%m-%d}".format,
    lambda d: f"{d.year}年{d.month}月{d.day}日批复",
    lambda d: f" {d.year} 年 {d.month} 月 {d.day} 日",
    lambda d: f"{d.year}．{d.month}．{d.day}",
    lambda d: int(f"{d:%Y%m%d}"),
)
turns = count()


def wide_digits() -> dict[int, int]:
    return {ord("0") + digit: 0xFF10 + digit for digit in range(10)}


def han(number: int) -> str:
    if number < 10:
        return HAN[number]
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    middle = f"{HAN[tens] if tens > 1 or hundreds else ''}十" if tens else ("零" if ones else "")
    return f"{HAN[hundreds] + '百' if hundreds else ''}{middle}{HAN[ones] if ones else ''}"


def plain_day(record: Record) -> date | None:
    return record.organization_established_on


def any_day(record: Record):
    """Each in the next way of writing."""
    day = record.organization_established_on
    return day and DAYS[record.number % len(DAYS)](day)


def any_count(name: str):
    return lambda record: COUNTS[(record.number + len(name)) % len(COUNTS)](getattr(record, name))


def any_word(record: Record) -> str:
    words = WORDS[record.coverage]
    return words[record.number % len(words)]


def any_code(record: Record) -> str:
    code = record.credit_code
    ways = (
        code, code.lower(), f" {code}", f"{code}\n", f"{code[:8]} {code[8:]}", f"{code[:9]}\n{code[9:]}",
        f"'{code}",
        "".join(chr(ord(sign) + 0xFEE0) for sign in code), f"\u200b{code}", f"‘{code}",
    )  # fmt: skip
    return ways[record.number % len(ways)]


def any_name(record: Record) -> str:
    name = record.name
    ways = (name, f"　{name}", f"{name} ", name.replace("有限", " 有限"), name.replace("有限", "\n有限"))
    return ways[record.number % len(ways)]


def spread(name: str):
    """A person's name of two characters is written as wide as one of three."""

    def write(record: Record):
        text = getattr(record, name)
        return "　".join(text) if text and len(text) == 2 else text

    return write


def tick(state: str, mark: str = "√", other: str | None = None):
    return lambda record: mark if record.coverage == state else other


def has_branch(yes: str = "是", no: str = "否"):
    return lambda record: yes if record.organization else no


def get(name: str):
    return lambda record: getattr(record, name)


def short_area(record: Record) -> str:
    return record.area.removesuffix("街道").removesuffix("镇").removesuffix("乡")
