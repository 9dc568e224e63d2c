"""One name in a cell, whatever stands beside it."""

import pytest

from core.persons import tidy_person
from core.values import Tidy


@pytest.mark.parametrize(
    "raw", ["王伟", " 王　伟", "王\n伟", "王 建国", "王 建 国", "欧阳建国", "阿卜杜拉·买买提"]
)
def test_name_is_read_however_wide_it_is_written(raw):
    assert tidy_person(raw).value == "".join(raw.split())
    assert tidy_person(raw).warning is None


@pytest.mark.parametrize("raw", [None, "", "无", "/", "—", "暂无", "×"])
def test_words_for_nobody_are_nobody(raw):
    assert tidy_person(raw) == Tidy()


@pytest.mark.parametrize("raw", ["王伟（总经理）", "王伟 副总经理", "王伟13800000000", "王伟、市监局科员"])
def test_what_stands_beside_a_name_is_left_out_and_told(raw):
    read = tidy_person(raw)
    assert (read.value, read.error, bool(read.warning)) == ("王伟", None, True)
    assert tidy_person(raw, with_post=True).warning is None


@pytest.mark.parametrize("raw", ["王伟、李敏", "王伟/李敏", "是", "√", "13800000000", "王伟 李敏 张磊"])
def test_several_people_or_none_are_an_error(raw):
    assert tidy_person(raw).error
