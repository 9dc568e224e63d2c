"""Cell values as people write them, made into values a form understands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from core.texts import half_width, seen, shown, squeezed, without_blanks

NOTHING = {"", "-", "--", "—", "——", "/", "\\", "无数据"}
NONE_OF_THEM = {"无", "没有", "0人"}
YES = {"是", "有", "√", "✓", "✔", "☑", "对", "y", "yes", "true", "1"}
NO = {"否", "无", "没有", "×", "✗", "✘", "✕", "x", "n", "no", "false", "0", "不是"}
COUNT = re.compile(r"([+-]?\d+(?:\.\d+)?)(?:人|名|个|家|户|位|次|件|条|所|处|\((?:人|名|个|家|户)\))?")
HAN_DIGITS = {
    digit: number
    for number, digits in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for digit in digits
}
HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
HAN_COUNT = re.compile(r"([零〇一二两三四五六七八九十百千]{1,7})(?:人|名|个|家|户|位)?")
MOST = 10_000_000
SERIAL_EPOCH = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 10_000, 80_000  # 1927 to 2119: smaller numbers are years or counts
EARLIEST_YEAR = 1900
SEPARATED = re.compile(r"(\d{4})[年./、\-—–_](\d{1,2})[月./、\-—–_](\d{1,2})[日号]?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
MONTH_ONLY = re.compile(r"(\d{4})(?:[年./、\-—–_](\d{1,2})月?|(\d{2}))")
YEAR_ONLY = re.compile(r"(\d{4})年?")
NO_CLEAR_YEAR = re.compile(
    r"(\d{1,2})[年./、\-—–](\d{1,2})(?:[月./、\-—–](\d{2}|\d{4}))?[日号]?|\d{1,2}月\d{1,2}[日号]?"
)
AROUND_DAY = re.compile(
    r"^(?:成立于|批复于|建于|于)(?=\d)|(?<=[\d日号月])(?:正式)?(?:批复|批准|成立|组建|建立|设立)+$"
)
CLOCK = re.compile(r"[T ]\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
SEVERAL_PHONES = re.compile(r"[/、,;，；或\n]|\s+(?=1\d{10}(?:\D|$))")
COUNTRY = re.compile(r"^\+?86[\s-]*(?=1)")
MOBILE = re.compile(r"1\d{10}")
LANDLINE = re.compile(r"(?:\(?(0\d{2,3})\)?-?)?(\d{7,8})(?:(?:-|转)(\d{1,5}))?")
HAN = r"[\u3400-\u9fff\uf900-\ufaff，。、；：（）《》“”·]"
BLANK_BESIDE_HAN = re.compile(rf"(?<={HAN})\s+|\s+(?={HAN})")
MIDDLE_DOTS = re.compile(r"[•‧･∙⋅・]")
FULL_WIDTH_LETTERS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code).isalnum()}


@dataclass(frozen=True)
class Tidy:
    """A value made usable, with what was understood, what is doubtful or what is wrong."""

    value: object = None
    note: str | None = None
    error: str | None = None
    warning: str | None = None


def wrong(sentence: str) -> Tidy:
    return Tidy(error=sentence)


def read_as(raw: object, value: object) -> Tidy:
    """The value, with a note when it does not look like what was written."""
    same = raw == value or squeezed(written(raw)) == str(value)
    return Tidy(value, None if same else f"{shown(raw)}读作{value}")


def written(value: object) -> str:
    """A cell as its text: whole numbers without ".0", days without a clock."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    return seen(value)


def tidy_text(value: object) -> Tidy:
    return Tidy(squeezed(written(value)) or None)


def tidy_name(value: object) -> Tidy:
    """Names of people and bodies: no blanks beside Chinese, letters half width, brackets full width."""
    text = MIDDLE_DOTS.sub("·", squeezed(written(value)).translate(FULL_WIDTH_LETTERS))
    name = BLANK_BESIDE_HAN.sub("", text)
    if re.search(HAN, name):
        name = name.replace("(", "（").replace(")", "）")
    return read_as(written(value), name) if name else Tidy()


def tidy_count(value: object) -> Tidy:
    """A number of people or things: 3, 3.0, "3人", half or full width."""
    text = without_blanks(written(value)).replace(",", "")
    if text in NOTHING:
        return Tidy()
    if text in NONE_OF_THEM:
        return read_as(value, 0)
    if match := HAN_COUNT.fullmatch(text):
        number = han_number(match[1])
        return read_as(value, number) if number is not None else wrong(not_a_count(value))
    match = None if isinstance(value, bool | date | time) else COUNT.fullmatch(text)
    if match is None:
        return wrong(not_a_count(value))
    return counted(value, float(match[1]))


def not_a_count(value: object) -> str:
    return f"{shown(value)}不是人数或数量，请填写0或正整数，例如 12。"


def han_number(text: str) -> int | None:
    """十二 is 12, 一百零三 is 103; figures one after another are no number."""
    total, digit, last_unit = 0, None, 10_000
    for sign in text:
        if sign in HAN_UNITS:
            unit = HAN_UNITS[sign]
            if unit >= last_unit or digit == 0:
                return None
            total, digit, last_unit = total + (digit or 1) * unit, None, unit
        elif digit:
            return None
        else:
            digit = HAN_DIGITS[sign]
    return total + (digit or 0)


def counted(raw: object, number: float) -> Tidy:
    if number < 0:
        return wrong(f"{shown(raw)}是负数，数量不能小于0，请改正。")
    if not number.is_integer():
        return wrong(f"{shown(raw)}带有小数，数量应为整数，请改正。")
    if number > MOST:
        return wrong(f"{shown(raw)}过大，不像是数量，请核对是否填错了列。")
    return read_as(raw, int(number))


def tidy_date(value: object, *, latest: date) -> Tidy:
    """A day in any of the ways it is written; a month alone means its first day, and asks."""
    if isinstance(value, bool | time | timedelta):
        return wrong(f"{shown(value)}不是日期，请写成 2016-03-15 这样的形式。")
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return bounded(day, day, latest)
    if isinstance(value, int | float):
        return day_of_number(value, latest)
    text = CLOCK.sub("", half_width(value).strip())
    return day_of_text(value, AROUND_DAY.sub("", without_blanks(text)), latest)


def day_of_number(number: float, latest: date) -> Tidy:
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        return bounded(number, SERIAL_EPOCH + timedelta(days=int(number)), latest)
    text = written(number)
    if re.fullmatch(r"\d{4}\.1", text):
        return wrong(f"数字{shown(number)}可能是1月也可能是10月，请写成 {text[:4]}-01-15 这样的形式。")
    return day_of_text(number, text, latest)


def day_of_text(raw: object, text: str, latest: date) -> Tidy:
    if text in NOTHING:
        return Tidy()
    if match := SEPARATED.fullmatch(text) or COMPACT.fullmatch(text):
        return day_of_parts(raw, match.groups(), latest)
    if text.isdecimal() and len(text) == 5:
        return day_of_number(int(text), latest)
    if YEAR_ONLY.fullmatch(text):
        return wrong(f"{shown(raw)}只有年份，请补上月和日，例如 {text[:4]}-03-15。")
    if match := MONTH_ONLY.fullmatch(text):
        return first_of_month(raw, match, latest)
    return wrong(unreadable_day(raw, text))


def unreadable_day(raw: object, text: str) -> str:
    if NO_CLEAR_YEAR.fullmatch(text):
        return f"日期{shown(raw)}分不清年、月、日，请写成 2016-03-15 这样的形式（四位年份在前）。"
    return f"{shown(raw)}不是可以识别的日期，请写成 2016-03-15 这样的形式。"


def first_of_month(raw: object, match: re.Match[str], latest: date) -> Tidy:
    tidy = day_of_parts(raw, (match[1], match[2] or match[3], "1"), latest)
    if tidy.error:
        return tidy
    return Tidy(tidy.value, warning=f"日期{shown(raw)}没有写日，按{tidy.value}处理，请核对。")


def day_of_parts(raw: object, parts: tuple[str, ...], latest: date) -> Tidy:
    try:
        day = date(*map(int, parts))
    except ValueError:
        return wrong(f"日期{shown(raw)}不存在，请核对年、月、日后改正。")
    return bounded(raw, day, latest)


def bounded(raw: object, day: date, latest: date) -> Tidy:
    if day > latest:
        return wrong(f"日期{day}还没有到（应不晚于{latest}），请改正。")
    if day.year < EARLIEST_YEAR:
        return wrong(f"日期{day}早于{EARLIEST_YEAR}年，请核对后改正。")
    return read_as(raw, day)


def tidy_phone(value: object) -> Tidy:
    """A mobile or fixed number; of several the first is taken, and an odd one is kept but asked about."""
    text = COUNTRY.sub("", half_width(written(value)).strip())
    if without_blanks(text) in NOTHING | NONE_OF_THEM:
        return Tidy()
    first, *others = [part for part in SEVERAL_PHONES.split(text) if part.strip()] or [text]
    tidy = one_phone(value, without_blanks(first))
    if others and not tidy.error and not tidy.warning:
        return Tidy(tidy.value, warning=f"{shown(value)}有多个电话，只取第一个{tidy.value}，请核对。")
    return tidy


def one_phone(raw: object, text: str) -> Tidy:
    text = re.sub(r"[—–_]", "-", text)
    if match := MOBILE.fullmatch(text.replace("-", "")):
        return read_as(raw, match[0])
    if match := LANDLINE.fullmatch(text):
        return read_as(raw, "-".join(part for part in match.groups() if part))
    if not re.search(r"\d", text):
        return wrong(f"{shown(raw)}不是电话号码，请填写11位手机号或带区号的固定电话。")
    return Tidy(text, warning=f"联系电话{shown(raw)}不是11位手机号，也不是带区号的固定电话，请核对。")


def tidy_yes_no(value: object) -> Tidy:
    word = without_blanks(written(value)).lower()
    if word in NOTHING:
        return Tidy()
    if word in YES:
        return Tidy(True)
    if word in NO:
        return Tidy(False)
    return wrong(f"{shown(value)}看不出是或否，请填“是”或“否”。")


def tidy_choice(value: object, words: Mapping[str, str]) -> Tidy:
    """The code of a word; blanks, width and case do not matter."""
    word = comparable(written(value))
    codes = {comparable(known): code for known, code in words.items()}
    if word in codes:
        return Tidy(codes[word])
    if word in NOTHING:
        return Tidy()
    return wrong(f"{shown(value)}不在可选范围内，请填写：{allowed(words)}。")


@lru_cache(maxsize=4096)
def comparable(text: str) -> str:
    return without_blanks(text).casefold()


def allowed(words: Mapping[str, str]) -> str:
    """One word for each code, the one that was given first."""
    first_words: dict[str, str] = {}
    for word, code in words.items():
        first_words.setdefault(code, word)
    return "、".join(first_words.values())
