"""Ledgers in every layout are read right, and what is not right is told."""

import pytest

from organizations.choices import CoverageState
from tests.ledger_corpus import groups, headings
from tests.ledger_corpus.chance import by_lot
from tests.ledger_corpus.checking import Outcome, outcome_of
from tests.organizations.ledgers import JOINT, STANDALONE, ledger, line, preview
from tests.workbook_factory import credit_code

pytestmark = pytest.mark.django_db

LAYOUTS = [*headings.LAYOUTS, *groups.LAYOUTS]
LEAST_RIGHT = 0.98
# Nobody can know what a blank below a joint branch means: these rows must be asked about.
LEFT_BLANK = (groups.joint_blank, groups.joint_blank_without_word, groups.joint_blank_ticked)
TELLABLE = [make for make in LAYOUTS if make not in LEFT_BLANK]
ONE = credit_code(1)


def outcome(layout) -> Outcome:
    return outcome_of(preview(layout.data(), layout.file_name), layout.answers())


def names(makers) -> list[str]:
    return [make.__name__ for make in makers]


@pytest.mark.slow
@pytest.mark.parametrize("make", LAYOUTS, ids=names(LAYOUTS))
def test_no_row_is_wrong_in_silence(make):
    read = outcome(make())
    assert (read.silent, read.lost, read.extra) == ([], [], [])


@pytest.mark.slow
def test_nearly_all_rows_are_wholly_right():
    read = [outcome(make()) for make in TELLABLE]
    assert sum(each.right for each in read) >= LEAST_RIGHT * sum(each.rows for each in read)


@pytest.mark.parametrize("make", LEFT_BLANK, ids=names(LEFT_BLANK))
def test_blank_below_a_joint_branch_is_told_in_each_row(make):
    layout = make()
    answers, told = layout.answers(), preview(layout.data(), layout.file_name)
    for row in told.rows:
        joint = answers[row.sheet, row.row, 0]["organization"]
        assert row.values["organization"] == joint or row.issues


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_layout_drawn_by_lot_is_read_right(seed):
    read = outcome(by_lot(seed))
    assert (read.silent, read.lost, read.extra) == ([], [], [])
    assert read.right >= LEAST_RIGHT * read.rows


# Cells that cannot be read for certain


def told(cells: dict) -> set[tuple[str, str]]:
    [row] = preview(ledger(line(**{"统一社会信用代码": ONE} | cells))).rows
    return {(issue.level, issue.field) for issue in row.issues}


@pytest.mark.parametrize(
    ("cells", "issue"),
    [
        ({"统一社会信用代码": "9.11306E+17"}, ("error", "credit_code")),
        ({"统一社会信用代码": ONE[:17]}, ("error", "credit_code")),
        ({"职工人数": "约40"}, ("error", "employees")),
        ({"职工人数": "四〇三"}, ("error", "employees")),
        ({"正式党员": "3（含预备1）"}, ("error", "formal_members")),
        (JOINT | {"成立时间": "16.3.15"}, ("error", "organization_established_on")),
        (JOINT | {"成立时间": "1/2"}, ("error", "organization_established_on")),
        (JOINT | {"成立时间": "2016年"}, ("error", "organization_established_on")),
        (JOINT | {"成立时间": "2016.5"}, ("warning", "organization_established_on")),
        (JOINT | {"成立时间": "2016年3月成立，2019年换届"}, ("error", "organization_established_on")),
        (JOINT | {"书记": "王伟、李敏"}, ("error", "secretary")),
        (JOINT | {"书记": "王伟（副总经理）"}, ("warning", "secretary")),
        (JOINT | {"书记": "欧阳 建国"}, ("warning", "secretary")),
        (JOINT | {"书记": "空缺"}, ("warning", "secretary")),
        (JOINT | {"书记": "√"}, ("error", "secretary")),
        (JOINT | {"党组织名称": "√"}, ("error", "organization")),
        (JOINT | {"党组织名称": "筹建中"}, ("warning", "organization")),
        (JOINT | {"党组织名称": "褡裢街道"}, ("warning", "organization")),
        (STANDALONE | {"正式党员": "2"}, ("warning", "coverage")),
        ({"组建方式": "未单独组建"}, ("error", "coverage")),
        ({"组建方式": "单独/联合"}, ("error", "coverage")),
        ({"组建方式": "未组建", "党组织名称": "甲支部"}, ("warning", "organization")),
        ({"组建方式": "未组建", "指导员": "王伟"}, ("warning", "officer")),
        ({"组建方式": "是", "党组织名称": "甲支部"}, ("warning", "coverage")),
        ({"单位名称": "沙河市甲玻璃有限公司、沙河市乙建材有限公司"}, ("warning", "name")),
        ({"单位名称": "褡裢街道"}, ("error", "name")),
        ({"单位名称": ONE}, ("error", "name")),
        ({"单位名称": "沙河市甲玻璃有限公司（已注销）"}, ("warning", "name")),
    ],
)  # fmt: skip
def test_doubtful_cell_is_told_by_name(cells, issue):
    assert issue in told(cells)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("单独组建、派指导员", CoverageState.STANDALONE),
        ("联合组建（行业）", CoverageState.JOINT),
        ("未组建，已派指导员", CoverageState.GUIDANCE),
        ("未派指导员", CoverageState.NONE),
        ("应建未建", CoverageState.NONE),
    ],
)
def test_words_of_covering_are_understood(word, state):
    [row] = preview(ledger(line(组建方式=word, 党组织名称="甲联合支部", 指导员="王伟"))).rows
    assert row.values["coverage"] == state
