"""Credit codes and ID numbers: what is refused, what is only asked about."""

from datetime import date

import pytest

from core.identifiers import (
    Finding,
    check_credit_code,
    check_id_number,
    id_birth_date,
    id_check_character,
    id_sex,
    mask_id_number,
    mask_phone,
    registry_class,
    tidy_code,
    tidy_id_number,
)

LOST = "被表格软件当作数字，末尾几位已经丢失，请把该列设为“文本”格式后重新填写完整号码。"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (" 91130582ma0g0t4w8x\n", "91130582MA0G0T4W8X"),
        ("９１１３０５８２ ＭＡ０Ｇ０Ｔ４Ｗ８Ｘ", "91130582MA0G0T4W8X"),
        ("\u200b91130582\u3000MA0G\r\n0T4W8X\ufeff", "91130582MA0G0T4W8X"),
        (13811533847.0, "13811533847"),
        (None, ""),
    ],
)
def test_code_is_tidied(written, read):
    assert tidy_code(written) == read


@pytest.mark.parametrize(
    "code",
    [
        "91130582MA0G0T4W8X",
        "91110000101623741K",
        "911101066976941872",
        "91350100M000100Y43",
        "91110000600037341L",
    ],
)
def test_right_credit_code_has_no_findings(code):
    assert check_credit_code(code) == []


def test_wrong_check_character_asks_and_names_the_expected_one():
    assert check_credit_code("91350211M0000XUF46") == [
        Finding(
            "warning",
            "统一社会信用代码校验位不符：末位是“6”，按前17位应为“R”，请对照证照核对，无误可确认保留。",
        )
    ]


def test_every_remainder_has_an_expected_character():
    findings = [
        check_credit_code(f"91130582MA0G0T{first}{second}80") for first in "0123" for second in "0123456789"
    ]
    assert {finding.level for row in findings for finding in row} == {"warning"}


def test_short_credit_code_is_refused():
    assert check_credit_code("91130582TLLA4HU") == [
        Finding("error", "统一社会信用代码应为18位，“91130582TLLA4HU”是15位，请对照证照补全或改正。")
    ]


def test_letter_outside_the_alphabet_is_refused_with_a_hint():
    assert check_credit_code("91130582MAOG0T4W8X") == [
        Finding("error", "统一社会信用代码第11位“O”不是代码可用的字符，可能是“0”，请对照证照改正。")
    ]
    assert check_credit_code("91130582-A0G0T4W8X") == [
        Finding("error", "统一社会信用代码第9位“-”不是代码可用的字符，请对照证照改正。")
    ]


@pytest.mark.parametrize("code", [9.11101066976942e17, "9.11101E+17", "911101066976941000"])
def test_credit_code_with_lost_digits_is_refused(code):
    assert check_credit_code(code) == [Finding("error", f"统一社会信用代码{LOST}")]


def test_registry_class_is_the_first_two_characters():
    assert registry_class(" 52130582TM3UPP7CH6") == "52"


@pytest.mark.parametrize(
    "number", ["11010519491231002X", "11010519491231002x", "130582190001010018", "130582190001010026"]
)
def test_right_id_number_has_no_findings(number):
    assert check_id_number(number) == []


@pytest.mark.parametrize(
    "number", [1.30582e17, 130582190001010000, "1.30582E+17", "1.30582e17", "130582190001019000"]
)
def test_id_number_with_lost_digits_is_refused(number):
    assert check_id_number(number) == [Finding("error", f"身份证号{LOST}")]


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("13058219000101001", "身份证号应为18位，这里是17位，请对照身份证补全或改正。"),
        ("130582000101001", "身份证号应为18位，这里是15位，请对照身份证补全或改正。"),
        ("13058219000101O018", "身份证号前17位应为数字，末位应为数字或X，请对照身份证改正。"),
        ("130582190002300015", "身份证号第7至14位“19000230”不是有效的出生日期，请对照身份证改正。"),
        ("130582189901010015", "身份证号第7至14位“18990101”不是有效的出生日期，请对照身份证改正。"),
        ("130582190001010019", "身份证号末位校验不符，说明有数字写错，请对照身份证逐位核对。"),
    ],
)
def test_wrong_id_number_is_refused_and_says_why(number, message):
    assert check_id_number(number) == [Finding("error", message)]


def test_true_number_ending_in_zeros_is_only_asked_about():
    number = (
        next(
            f"130582190001{day:02}{serial}00"
            for day in range(1, 29)
            for serial in range(1, 10)
            if id_check_character(f"130582190001{day:02}{serial}00") == "0"
        )
        + "0"
    )
    assert check_id_number(number) == [
        Finding("warning", "身份证号末三位是000，请核对是否因表格格式丢失了数字，无误可确认保留。")
    ]


def test_id_number_tells_birth_date_and_sex():
    assert id_birth_date("11010519491231002x") == date(1949, 12, 31)
    assert id_birth_date("1101051949") is None
    assert id_sex("130582190001010018") == "male"
    assert id_sex("130582190001010026") == "female"
    assert id_sex("1305") is None


def test_a_number_kept_as_a_float_is_still_told_to_have_lost_digits():
    assert check_id_number(tidy_id_number(1.30582190001010018e17)) == [Finding("error", f"身份证号{LOST}")]
    assert tidy_id_number(" 11010519491231002x") == tidy_id_number("１１０１０５１９４９１２３１００２X")


def test_masked_numbers_show_only_their_ends():
    assert mask_id_number("130582190001010018") == "130582********0018"
    assert mask_id_number("1305821900") == "**********"
    assert mask_phone("13811533847") == "138****3847"
    assert mask_phone("") == ""
