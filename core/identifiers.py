"""Official numbers: how they are tidied, checked, read and masked."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from stdnum.cn import uscc

from core.texts import shown, without_blanks

CREDIT_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LOOKALIKES = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK_CHARACTERS = "10X98765432"
EXACT_LIMIT = 10**15
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+")
LOST_DIGITS = "被表格软件当作数字，末尾几位已经丢失，请把该列设为“文本”格式后重新填写完整号码"


@dataclass(frozen=True)
class Finding:
    """What is wrong with a value, and how to mend it."""

    level: Literal["error", "warning"]
    message: str


def error(message: str) -> list[Finding]:
    return [Finding("error", message)]


def warning(message: str) -> list[Finding]:
    return [Finding("warning", message)]


def tidy_code(text: object) -> str:
    """Half width, upper case, nothing invisible; a whole number loses its ".0"."""
    if isinstance(text, float) and text.is_integer():
        text = int(text)
    return without_blanks(text).upper()


def lost_digits(value: object) -> bool:
    """A spreadsheet keeps fifteen digits of a number; the rest of a longer one is gone."""
    if isinstance(value, int | float):
        return abs(value) >= EXACT_LIMIT
    return SCIENTIFIC.fullmatch(tidy_code(value)) is not None


def ends_in_lost_digits(code: str) -> bool:
    return code.isdigit() and code.endswith("000")


def check_credit_code(code: object) -> list[Finding]:
    """Length and alphabet are certain; the check character is not, as some codes in use fail it."""
    tidy = tidy_code(code)
    if lost_digits(code):
        return error(f"统一社会信用代码{LOST_DIGITS}。")
    return credit_code_shape(tidy) or credit_code_check(tidy)


def credit_code_shape(code: str) -> list[Finding]:
    if len(code) != 18:
        return error(f"统一社会信用代码应为18位，{shown(code)}是{len(code)}位，请对照证照补全或改正。")
    for place, character in enumerate(code, 1):
        if character not in CREDIT_CODE_ALPHABET:
            return error(foreign_character(place, character))
    return []


def foreign_character(place: int, character: str) -> str:
    advice = f"，可能是“{LOOKALIKES[character]}”" if character in LOOKALIKES else ""
    return f"统一社会信用代码第{place}位“{character}”不是代码可用的字符{advice}，请对照证照改正。"


def credit_code_check(code: str) -> list[Finding]:
    expected = uscc.calc_check_digit(code[:17])
    if code[17] == expected:
        return []
    if ends_in_lost_digits(code):
        return error(f"统一社会信用代码{LOST_DIGITS}。")
    return warning(
        f"统一社会信用代码校验位不符：末位是“{code[17]}”，按前17位应为“{expected}”，请对照证照核对，无误可确认保留。"
    )


def registry_class(code: object) -> str:
    """The first two characters tell the registry and the class of body."""
    return tidy_code(code)[:2]


def id_check_character(first_seventeen: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, ID_WEIGHTS, strict=True))
    return ID_CHECK_CHARACTERS[total % 11]


def tidy_id_number(value: object) -> str:
    """Half width, upper case; a number that lost its digits keeps an exponent, by which that is told."""
    lost = isinstance(value, float) and lost_digits(value)
    return tidy_code(f"{value:E}" if lost else value)


def check_id_number(text: object) -> list[Finding]:
    """Shape, birth date and check character; the area code is not checked, as it may be abolished."""
    number = tidy_code(text)
    if lost_digits(text):
        return error(f"身份证号{LOST_DIGITS}。")
    return id_number_shape(number) or id_number_check(number)


def id_number_shape(number: str) -> list[Finding]:
    if len(number) != 18:
        return error(f"身份证号应为18位，这里是{len(number)}位，请对照身份证补全或改正。")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return error("身份证号前17位应为数字，末位应为数字或X，请对照身份证改正。")
    return []


def id_number_check(number: str) -> list[Finding]:
    matches = number[17] == id_check_character(number[:17])
    if not matches and ends_in_lost_digits(number):
        return error(f"身份证号{LOST_DIGITS}。")
    if id_birth_date(number) is None:
        return error(f"身份证号第7至14位“{number[6:14]}”不是有效的出生日期，请对照身份证改正。")
    if not matches:
        return error("身份证号末位校验不符，说明有数字写错，请对照身份证逐位核对。")
    if ends_in_lost_digits(number):
        return warning("身份证号末三位是000，请核对是否因表格格式丢失了数字，无误可确认保留。")
    return []


def id_birth_date(text: object) -> date | None:
    number = tidy_code(text)
    try:
        day = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return day if day.year >= 1900 else None


def id_sex(text: object) -> str | None:
    """The seventeenth digit is odd for men."""
    digit = tidy_code(text)[16:17]
    if not (digit.isascii() and digit.isdigit()):
        return None
    return "male" if int(digit) % 2 else "female"


def wrong_id_number(number: str, sex: str, birth_date: date | None) -> str:
    """Say what is wrong with a number in itself, or beside sex and birth date; "" when nothing is."""
    errors = [found.message for found in check_id_number(number) if found.level == "error"]
    if errors:
        return errors[0]
    if sex and sex != id_sex(number):
        return "性别与身份证号不符（第17位单数为男、双数为女），请核对。"
    if birth_date and birth_date != id_birth_date(number):
        return "出生日期与身份证号第7至14位不符，请核对。"
    return ""


def mask_id_number(text: object) -> str:
    return mask_middle(tidy_code(text), 6, 4)


def mask_phone(text: object) -> str:
    return mask_middle(tidy_code(text), 3, 4)


def mask_middle(text: str, head: int, tail: int) -> str:
    """Hide everything when what would stay visible is most of the text."""
    hidden = len(text) - head - tail
    if hidden < 3:
        return "*" * len(text)
    return text[:head] + "*" * hidden + text[-tail:]
