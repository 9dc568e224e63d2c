"""Every line of a ledger gets a verdict, and every issue says how to mend it."""

import datetime

import pytest

from core.models import AuditEntry
from core.scoping import Grant, Scope
from core.workbooks import WorkbookError
from organizations.models import Coverage, ImportBatch, Unit
from organizations.registration import close_unit
from tests.factories import BY, EARLY, TODAY, area, make_organization, make_unit
from tests.organizations.ledgers import (
    JOINT,
    STANDALONE,
    bring_in,
    keep,
    ledger,
    line,
    preview,
    sentences,
    verdicts,
)
from tests.workbook_factory import Page, credit_code, xlsx

pytestmark = pytest.mark.django_db

ONE, TWO = credit_code(1), credit_code(2)


def town(name="桥东街道") -> Scope:
    return Scope(TODAY, (Grant("area", area(name).path, frozenset({"organizations.import_workbook"})),))


def issue(*lines, level="error", **given) -> str:
    """The one sentence about the last line."""
    [found] = [
        told for told in sentences(preview(ledger(*lines), **given), level) if told[0] == len(lines) + 1
    ]
    return f"{found[1]}：{found[2]}"


def test_preview_saves_nothing():
    preview(ledger(line(), line("沙河市第二公司")))
    assert (Unit.objects.count(), ImportBatch.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)


def test_known_unit_is_unchanged_updated_or_new():
    bring_in(ledger(line(统一社会信用代码=ONE, 职工人数="5")))
    read = preview(
        ledger(
            line(统一社会信用代码=ONE, 职工人数="8"),
            line("沙河市第二公司", 统一社会信用代码=TWO),
        )
    )
    assert verdicts(read) == ["update", "new"]
    assert read.rows[0].changes == {"职工人数": [5, 8]}
    assert verdicts(preview(ledger(line(统一社会信用代码=ONE, 职工人数="5")))) == ["unchanged"]


def test_blank_cell_clears_nothing():
    bring_in(ledger(line(统一社会信用代码=ONE, 职工人数="5", 备注="甲", 联系电话="13800000000")))
    assert verdicts(preview(ledger(line(统一社会信用代码=ONE)))) == ["unchanged"]
    bring_in(ledger(line(统一社会信用代码=ONE, 职工人数="6")))
    unit = Unit.objects.get()
    assert (unit.employees, unit.note, unit.contact_phone) == (6, "甲", "13800000000")


def test_new_phone_is_an_update_once():
    bring_in(ledger(line(统一社会信用代码=ONE, 联系电话="13800000000")))
    data = ledger(line(统一社会信用代码=ONE, 联系电话="13900000000"))
    bring_in(data)
    assert Unit.objects.get().contact_phone == "13900000000"
    assert verdicts(preview(data)) == ["unchanged"]


def test_code_is_added_to_a_unit_known_by_name():
    bring_in(ledger(line()))
    bring_in(ledger(line(统一社会信用代码=ONE)))
    assert Unit.objects.get().credit_code == ONE


def test_units_without_code_are_known_by_name():
    bring_in(ledger(line(职工人数="5")))
    assert verdicts(preview(ledger(line(" 沙河市试验玻璃 有限公司", 职工人数="5")))) == ["unchanged"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"统一社会信用代码": ONE}, {"统一社会信用代码": ONE.lower(), "单位名称": "另一名称"}),
        ({}, {}),
        ({"统一社会信用代码": ONE}, {}),
        ({}, {"统一社会信用代码": ONE}),
    ],
)
def test_twin_is_a_duplicate_and_is_left_out(first, second):
    data = ledger(line(**first), line() | second)
    read = preview(data)
    assert verdicts(read) == ["new", "duplicate"]
    assert sentences(read, "warning") == [(3, "统一社会信用代码", "与“台账”第2行是同一家单位。")]
    bring_in(data)
    assert Unit.objects.count() == 1
    assert verdicts(preview(data)) == ["unchanged", "duplicate"]


def test_two_codes_are_two_units_whatever_their_name():
    assert verdicts(preview(ledger(line(统一社会信用代码=ONE), line(统一社会信用代码=TWO)))) == ["new", "new"]


def test_twins_are_found_across_sheets_of_different_days():
    head = ["单位名称", "统一社会信用代码"]
    pages = [
        Page(name, [[f"填报时间：2020年{month}月30日"], head, ["沙河市试验公司", ONE]])
        for name, month in (("桥东街道", 6), ("桥西街道", 9))
    ]
    read = preview(xlsx(*pages), "台账.xlsx")
    assert verdicts(read) == ["new", "duplicate"]
    assert [sheet.on.month for sheet in read.sheets] == [6, 9]


def test_name_that_several_units_bear_asks_for_the_code():
    for serial in (1, 2):
        make_unit(name="沙河市试验玻璃有限公司", credit_code=credit_code(serial))
    assert issue(line()) == "统一社会信用代码：系统中有2家同名单位，请补填统一社会信用代码。"
    assert verdicts(preview(ledger(line(统一社会信用代码=TWO)))) == ["update"]


def test_township_imports_its_own_rows_only():
    assert issue(line(area="桥西街道"), scope=town()) == (
        "管理区域：桥西街道不在您的管理范围内，请由该乡镇或县级工作人员导入。"
    )
    assert verdicts(preview(ledger(line()), scope=town())) == ["new"]


def test_code_of_a_unit_elsewhere_is_told_without_saying_whose(far_unit):
    Unit.objects.filter(pk=far_unit.pk).update(credit_code=ONE)
    assert issue(line(统一社会信用代码=ONE), scope=town()) == (
        "统一社会信用代码：这个代码已由其他区域的单位使用，请核对，或联系县级工作人员。"
    )


def test_unit_placed_elsewhere_is_not_moved_by_an_import(far_unit):
    Unit.objects.filter(pk=far_unit.pk).update(credit_code=ONE)
    assert issue(line(统一社会信用代码=ONE)) == (
        "管理区域：这家单位现由桥西街道管理，变更管理区域请在单位页面办理。"
    )


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("某某镇", "管理区域：“某某镇”不是沙河市的乡镇、街道或开发区，请按全称填写。"),
        ("", "管理区域：看不出属于哪个乡镇、街道或开发区，请补填。"),
    ],
)
def test_unknown_area_is_an_error(written, sentence):
    assert issue(line(area=written)) == sentence


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("桥东", "桥东街道"),
        ("沙河市桥东街道办事处", "桥东街道"),
        ("刘石岗乡", "刘石岗镇"),
        ("刘石岗", "刘石岗镇"),
        ("白塔镇人民政府", "白塔镇"),
        ("开发区", "沙河经济开发区"),
        (" 白塔 镇", "白塔镇"),
    ],
)
def test_area_is_known_by_any_of_its_names(written, name):
    assert preview(ledger(line(area=written))).rows[0].values["area"] == name


def test_area_comes_from_the_sheet_the_reporting_line_or_the_page():
    lines = ledger(line(area=""), title="填报单位：桥西街道办事处    填报时间：2020年6月30日")
    areas = [
        preview(lines).rows[0].area.name,
        preview(lines, "白塔镇.csv").rows[0].area.name,
        preview(lines, area=area("新城镇")).rows[0].area.name,
        preview(ledger(line(area="綦村镇")), area=area("新城镇")).rows[0].area.name,
    ]
    assert areas == ["桥西街道", "白塔镇", "新城镇", "綦村镇"]


def test_kind_comes_from_column_title_or_code():
    social = credit_code(3, "52")
    kinds = [
        preview(ledger(line(统一社会信用代码=social))).rows[0].values["kind"],
        preview(ledger(line(), title="社会组织党建信息表")).rows[0].values["kind"],
        preview(ledger(line(), title="非公企业台账")).rows[0].values["kind"],
        preview(ledger(line()), kind="social_orgs").rows[0].values["kind"],
    ]
    assert kinds == ["social_org", "social_org", "enterprise", "social_org"]


def test_code_that_speaks_for_another_kind_is_asked_about():
    data = ledger(line(统一社会信用代码=credit_code(3, "52")), title="非公企业台账")
    [(_, heading, sentence)] = sentences(preview(data), "warning")
    told = f"{heading}：{sentence}"
    assert told == "单位类别：代码以52开头，一般属于社会组织，请核对单位类别。"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"单位名称": "", "职工人数": "3"}, "单位名称：单位名称为空，请补填单位全称。"),
        ({"职工人数": "-3"}, "职工人数：“-3”是负数，数量不能小于0，请改正。"),
        ({"组建方式": "单独组建", "正式党员": "3"}, "党组织名称：已组建党组织，但党组织名称为空，请补填。"),
        ({"组建方式": "派指导员"}, "党建指导员：已选派指导员，但指导员姓名为空，请补填。"),
        (
            {"组建方式": "", "党组织名称": "甲支部"},
            "覆盖情况：填了党组织名称，但覆盖情况为空，请填单独组建或联合组建。",
        ),
        ({"单位名称": "长" * 121}, "单位名称：共121个字，最多120个字，请缩短或核对是否填错了列。"),
        ({"备注": "长" * 201}, "备注：共201个字，最多200个字，请缩短或核对是否填错了列。"),
        ({"组建方式": "甲"}, "覆盖情况："),
        (
            {**STANDALONE, "成立时间": "2027-01-01"},
            "党组织成立时间：日期2027-01-01还没有到（应不晚于2026-11-22），请改正。",
        ),
    ],
)
def test_fault_is_told_at_its_column(cells, sentence):
    assert issue(line() | cells).startswith(sentence)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {**STANDALONE, "正式党员": "2"},
            "覆盖情况：正式党员不足3名却单独组建，请核对（支部工作条例第四条、第五条）。",
        ),
        ({"组建方式": ""}, "覆盖情况：为空，按“未组建”读取。"),
    ],
)
def test_what_is_unusual_is_asked_about_and_allowed(cells, sentence):
    assert issue(line() | cells, level="warning") == sentence
    assert verdicts(preview(ledger(line() | cells))) == ["new"]


def test_unit_covered_by_another_organization_is_an_error_with_both_names():
    unit = make_unit(name="沙河市试验玻璃有限公司")
    make_organization(name="先支部", covers=[unit])
    assert issue(line() | STANDALONE) == (
        "党组织名称：系统中已由“先支部”覆盖（2016-01-01 至 今），不能同时由“甲支部”覆盖，"
        "请先在单位页面结束原来的覆盖关系。"
    )


def test_coverage_that_the_ledger_denies_stays_and_is_told():
    unit = make_unit(name="沙河市试验玻璃有限公司")
    make_organization(name="先支部", covers=[unit])
    told = issue(line(), level="warning")
    assert told == "覆盖情况：系统中已由“先支部”覆盖，导入不会结束覆盖；如已变化，请在单位页面办理。"
    bring_in(ledger(line()))
    assert Coverage.objects.get(unit=unit).ends_on is None


def test_standalone_organization_cannot_stand_in_two_lines():
    told = issue(line() | STANDALONE, line("沙河市第二公司") | STANDALONE)
    assert told == "党组织名称：“甲支部”在第2行也出现，单独组建的党组织只能覆盖一家单位，请核对组建方式。"


def test_standalone_organization_of_the_portal_takes_no_second_unit():
    make_organization(name="甲支部", covers=[make_unit(name="先公司")])
    told = issue(line("后公司") | STANDALONE)
    assert told == "党组织名称：“甲支部”是单独组建的党组织，已覆盖先公司，请核对组建方式或党组织名称。"


def test_lines_of_one_joint_organization_that_differ_are_asked_about():
    first, second = JOINT | {"书记": "王明"}, JOINT | {"书记": "李红"}
    told = issue(line() | first, line("沙河市第二公司") | second, level="warning")
    assert told == "党组织书记：与第2行同一党组织的党组织书记不一致（王明），将以第2行为准。"


@pytest.mark.parametrize("cells", [{}, STANDALONE, {"组建方式": "派指导员", "指导员": "李红"}])
def test_closed_unit_is_an_error(cells):
    unit = make_unit(name="沙河市试验玻璃有限公司")
    close_unit(unit, datetime.date(2020, 6, 30), "deregistered", "注销通知", BY)
    assert issue(line() | cells) == ("单位名称：这家单位已于2020-06-30注销或迁出，请核对后从表中删去。")
    assert verdicts(preview(ledger(line() | cells), on=datetime.date(2020, 6, 30))) == ["update"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x00\x01\x02", "x.xlsx"),
        (b"", "x.xlsx"),
        (b"<html><body><table><tr><td>a</td></tr></table></body></html>", "x.xls"),
        ("姓名,电话\n甲,1\n".encode(), "x.csv"),
        (ledger(line()), "x.pdf"),
    ],
)
def test_what_is_no_ledger_is_refused_in_one_sentence_and_not_kept(data, name):
    with pytest.raises(WorkbookError) as refusal:
        keep(data, name)
    assert str(refusal.value).endswith("。")
    assert ImportBatch.objects.count() == 0


def test_wrong_columns_are_named():
    with pytest.raises(WorkbookError) as refusal:
        preview("姓名,电话\n甲,1\n".encode())
    assert str(refusal.value).startswith(
        "没有找到可以导入的表，请核对表头：非公企业台账、社会组织台账应有“单位名称”和“统一社会信用代码”"
    )


def test_lines_keep_to_the_day_a_unit_was_registered():
    make_unit(name="沙河市试验玻璃有限公司", on=EARLY, employees=3)
    assert verdicts(preview(ledger(line(职工人数="3")), on=datetime.date(2020, 6, 30))) == ["update"]
