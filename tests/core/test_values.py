"""Cell values in the many ways people write them."""

from datetime import date, datetime, time, timedelta

import pytest

from core.values import (
    Tidy,
    tidy_choice,
    tidy_count,
    tidy_date,
    tidy_name,
    tidy_phone,
    tidy_text,
    tidy_yes_no,
)

LATEST = date(2017, 6, 30)
MARCH_15 = date(2016, 3, 15)
FORMING = {
    "单独组建": "standalone",
    "单独": "standalone",
    "联合组建": "joint",
    "未组建": "none",
    "无": "none",
}


@pytest.mark.parametrize(
    ("raw", "value"),
    [(None, None), ("  \u3000", None), (" a \n b ", "a b"), (40.0, "40"), (1.5, "1.5"), (True, "是")],
)
def test_text_loses_only_its_blanks(raw, value):
    assert tidy_text(raw) == Tidy(value)


def test_text_of_a_day_has_no_clock():
    assert tidy_text(datetime(2016, 3, 15)) == Tidy("2016-03-15")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("\u3000示例玻璃 有限公司 ", "示例玻璃有限公司"),
        ("张　三", "张三"),
        ("阿里•买买提", "阿里·买买提"),
        ("示例(河北)玻璃ＡＢＣ厂", "示例（河北）玻璃ABC厂"),
        ("Acme  Glass Co", "Acme Glass Co"),
    ],
)
def test_name_is_squeezed(raw, name):
    assert tidy_name(raw).value == name


def test_name_notes_a_change_a_reader_could_see():
    assert tidy_name("张 三") == Tidy("张三", note="“张 三”读作张三")
    assert tidy_name(" 张三 ") == Tidy("张三")
    assert tidy_name(None) == Tidy()


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (3, 3),
        (3.0, 3),
        ("3人", 3),
        ("12名", 12),
        ("３", 3),
        ("３４０", 340),
        ("1,200", 1200),
        (" 5 (名)", 5),
        ("无", 0),
        (0, 0),
        (None, None),
        ("—", None),
        ("", None),
    ],
)
def test_count_is_read(raw, value):
    tidy = tidy_count(raw)
    assert (tidy.value, tidy.error) == (value, None)


def test_count_says_how_it_was_understood():
    assert tidy_count("３４０") == Tidy(340, note="“３４０”读作340")
    assert tidy_count(340.0) == Tidy(340)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (-3.0, "“-3”是负数，数量不能小于0，请改正。"),
        ("-2人", "“-2人”是负数，数量不能小于0，请改正。"),
        (2.5, "“2.5”带有小数，数量应为整数，请改正。"),
        ("若干", "“若干”不是人数或数量，请填写0或正整数，例如 12。"),
        (True, "“True”不是人数或数量，请填写0或正整数，例如 12。"),
        (MARCH_15, "“2016-03-15”不是人数或数量，请填写0或正整数，例如 12。"),
        (13811533847.0, "“13811533847”过大，不像是数量，请核对是否填错了列。"),
    ],
)
def test_impossible_count_is_refused(raw, sentence):
    assert tidy_count(raw) == Tidy(error=sentence)


@pytest.mark.parametrize(
    "raw",
    [
        MARCH_15,
        datetime(2016, 3, 15),
        datetime(2016, 3, 15, 8, 30),
        42444,
        42444.0,
        42444.5,
        "42444",
        20160315,
        20160315.0,
        "20160315",
        "2016.3.15",
        "2016.03.15",
        "2016-3-15",
        "2016-03-15 00:00:00",
        "2016/3/15",
        "2016年3月15日",
        " 2016 年 3 月 15 号",
        "２０１６．３．１５",
        "2016、3、15",
        "2016—3—15",
    ],
)
def test_day_is_read(raw):
    tidy = tidy_date(raw, latest=LATEST)
    assert (tidy.value, tidy.error, tidy.warning) == (MARCH_15, None, None)


@pytest.mark.parametrize("raw", ["2016年3月", "2016.3", "2016-03", "201603", 201603, 2016.3])
def test_month_alone_is_its_first_day_and_asks(raw):
    printed = raw if isinstance(raw, str) else str(raw)
    assert tidy_date(raw, latest=LATEST) == Tidy(
        date(2016, 3, 1), warning=f"日期“{printed}”没有写日，按2016-03-01处理，请核对。"
    )


@pytest.mark.parametrize("raw", [None, "", " ", "—", "/"])
def test_no_day_is_no_day(raw):
    assert tidy_date(raw, latest=LATEST) == Tidy()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("2099年1月1日", "日期2099-01-01还没有到（应不晚于2017-06-30），请改正。"),
        (date(2017, 7, 1), "日期2017-07-01还没有到（应不晚于2017-06-30），请改正。"),
        ("1816-03-15", "日期1816-03-15早于1900年，请核对后改正。"),
        ("2016-02-30", "日期“2016-02-30”不存在，请核对年、月、日后改正。"),
        ("2016年13月", "日期“2016年13月”不存在，请核对年、月、日后改正。"),
        ("1/2/2016", "日期“1/2/2016”分不清年、月、日，请写成 2016-03-15 这样的形式（四位年份在前）。"),
        ("3-4", "日期“3-4”分不清年、月、日，请写成 2016-03-15 这样的形式（四位年份在前）。"),
        ("16.3.15", "日期“16.3.15”分不清年、月、日，请写成 2016-03-15 这样的形式（四位年份在前）。"),
        ("3月15日", "日期“3月15日”分不清年、月、日，请写成 2016-03-15 这样的形式（四位年份在前）。"),
        (2016, "“2016”只有年份，请补上月和日，例如 2016-03-15。"),
        ("2016年", "“2016年”只有年份，请补上月和日，例如 2016-03-15。"),
        (2016.1, "数字“2016.1”可能是1月也可能是10月，请写成 2016-01-15 这样的形式。"),
        ("不详", "“不详”不是可以识别的日期，请写成 2016-03-15 这样的形式。"),
        (time(8, 30), "“08:30:00”不是日期，请写成 2016-03-15 这样的形式。"),
        (timedelta(days=2), "“2 days, 0:00:00”不是日期，请写成 2016-03-15 这样的形式。"),
        (float("nan"), "“nan”不是可以识别的日期，请写成 2016-03-15 这样的形式。"),
    ],
)
def test_impossible_or_unclear_day_is_refused(raw, sentence):
    assert tidy_date(raw, latest=LATEST) == Tidy(error=sentence)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (13811533847.0, "13811533847"),
        ("138 1153 3847", "13811533847"),
        ("138-1153-3847", "13811533847"),
        ("+86 13811533847", "13811533847"),
        ("１３８１１５３３８４７", "13811533847"),
        ("0319-8888888", "0319-8888888"),
        ("（0319）8888888", "0319-8888888"),
        ("03198888888", "0319-8888888"),
        ("0319-8888888转123", "0319-8888888-123"),
        (None, None),
        ("无", None),
    ],
)
def test_phone_is_read(raw, value):
    tidy = tidy_phone(raw)
    assert (tidy.value, tidy.error, tidy.warning) == (value, None, None)


@pytest.mark.parametrize(
    "raw", ["13811533847/13900000000", "13811533847、0319-8888888", "13811533847 13900000000"]
)
def test_first_of_several_phones_is_taken_and_asked_about(raw):
    assert tidy_phone(raw) == Tidy(
        "13811533847", warning=f"“{raw}”有多个电话，只取第一个13811533847，请核对。"
    )


def test_odd_phone_is_kept_and_words_are_refused():
    assert tidy_phone("1381153384") == Tidy(
        "1381153384", warning="联系电话“1381153384”不是11位手机号，也不是带区号的固定电话，请核对。"
    )
    assert tidy_phone("同上") == Tidy(error="“同上”不是电话号码，请填写11位手机号或带区号的固定电话。")


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("是", True),
        ("√", True),
        ("有", True),
        (1, True),
        (True, True),
        ("否", False),
        ("×", False),
        ("无", False),
        ("X", False),
        (0.0, False),
        ("", None),
        (None, None),
        (" / ", None),
    ],
)
def test_yes_and_no_are_read(raw, value):
    assert tidy_yes_no(raw) == Tidy(value)


def test_neither_yes_nor_no_is_refused():
    assert tidy_yes_no("拟建") == Tidy(error="“拟建”看不出是或否，请填“是”或“否”。")


@pytest.mark.parametrize(
    ("raw", "code"),
    [("单独组建", "standalone"), (" 单 独", "standalone"), ("无", "none"), (None, None), ("—", None)],
)
def test_choice_is_read(raw, code):
    assert tidy_choice(raw, FORMING) == Tidy(code)


def test_unknown_choice_is_refused_with_one_word_for_each_code():
    assert tidy_choice("派驻", FORMING) == Tidy(
        error="“派驻”不在可选范围内，请填写：单独组建、联合组建、未组建。"
    )
