"""A list of a registry: how it is read, what each line says of today's units, and what a decision changes."""

import datetime
import io

import pytest

from core.models import AuditEntry
from core.saving import Refused
from core.scoping import Grant, Scope
from core.workbooks import WorkbookError
from organizations.choices import LineFault, RegistryDecision, RegistryMatch
from organizations.jurisdiction import whole_county
from organizations.models import Exclusion, RegistryLine, RegistryList, Unit, UnitName
from organizations.registration import close_unit
from organizations.registry import decisions
from organizations.registry.comparison import Section, count_sections, gone_units
from organizations.registry.lists import keep_list
from organizations.registry.names import AreaFinder, long_name, short_name
from organizations.registry.reading import is_gone
from tests.factories import EARLY, TODAY, area, make_unit
from tests.organizations.registries import BY, keep, listed, only_line, row, sections
from tests.workbook_factory import Page, credit_code, xlsx

pytestmark = pytest.mark.django_db

CODE, OTHER_CODE = credit_code(501), credit_code(502)
NAME = "沙河市旧识玻璃有限公司"
YESTERDAY = TODAY - datetime.timedelta(days=1)


def again(line: RegistryLine) -> RegistryLine:
    return RegistryLine.objects.get(pk=line.pk)


# Reading


def test_line_is_read_from_the_file_of_the_registry():
    line = only_line(row(NAME, CODE, 注册日期="2000-01-04", 企业类型="个人独资企业", 登记状态="存续"))
    told = (line.name, line.credit_code, line.area.name, line.area_text, line.state_text, line.type_text)
    assert told == (NAME, CODE, "桥东街道", "邢台", "存续", "个人独资企业")
    assert (line.established_on, line.address, line.fault) == (
        datetime.date(2000, 1, 4), "沙河市桥东办事处田村", "",
    )  # fmt: skip
    assert (line.list.line_count, line.is_gone, line.row) == (1, False, 2)


def test_keeping_a_list_changes_no_unit_and_is_told_once():
    keep(row(), row(NAME))
    acts = list(AuditEntry.objects.values_list("act", "object_label"))
    assert (acts, Unit.objects.count()) == ([("上传登记名单", "市场监管局 名单.csv")], 0)


def test_same_file_for_the_same_area_is_the_list_that_is_there():
    first = keep(row())
    assert [keep(row()).pk, keep(row(), place="桥东街道").pk == first.pk] == [first.pk, False]
    assert RegistryList.objects.count() == 2


def test_workbook_with_several_sheets_is_one_list():
    head = ["单位名称", "统一信用代码", "所属乡镇"]
    pages = [
        Page("甲", [["名单"], head, ["沙河市甲协会", credit_code(1, "51"), "白塔"]]),
        Page("乙", [head, ["沙河市乙协会", credit_code(2, "51"), "桥东街道办事处"]]),
    ]
    stream, days = io.BytesIO(xlsx(*pages)), {"listed_on": TODAY, "today": TODAY}
    kept = keep_list(stream, "社会组织.xlsx", BY, source="civil", area=area("沙河市"), **days)
    lines = [(line.sheet, line.row, line.area.name) for line in kept.registry.lines.all()]
    assert lines == [("甲", 3, "白塔镇"), ("乙", 2, "桥东街道")]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "文件是空的，请检查后重新上传。"),
        (
            "今天天气很好".encode("gb18030"),
            "没有找到登记名单：请确认表头中有“企业名称”或“统一社会信用代码”这样的列。",
        ),
        (
            listed(head=("地址", "电话")),
            "没有找到登记名单：请确认表头中有“企业名称”或“统一社会信用代码”这样的列。",
        ),
        (listed(), "名单里没有单位，请核对文件内容。"),
    ],
)
def test_what_is_no_list_is_refused_and_nothing_is_kept(data, sentence):
    with pytest.raises(WorkbookError) as refusal:
        keep(data=data)
    assert (str(refusal.value), RegistryList.objects.count()) == (sentence, 0)


def test_faulty_lines_are_flagged_and_kept_apart():
    rows = [row(NAME, CODE), row("另一家", CODE), row("短码厂", "9113"), row("", ""), row("", OTHER_CODE)]
    registry = keep(*rows)
    faults = list(registry.lines.values_list("fault", flat=True))
    assert faults == ["", LineFault.DUPLICATE, LineFault.BAD_CODE, LineFault.NO_NAME, ""]
    assert registry.lines.get(row=3).note == "与“名单”第2行的代码相同，请核对名单。"
    assert registry.lines.get(row=4).note == "统一社会信用代码应为18位，“9113”是4位，请对照证照补全或改正。"
    assert sections(registry) == ["新出现", "需核对", "需核对", "需核对", "新出现"]


def test_wrong_check_character_and_odd_day_are_only_remarks():
    wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    line = only_line(row(NAME, wrong, 注册日期="2099-01-01"))
    assert (line.fault, line.credit_code, line.established_on) == ("", wrong, None)
    assert line.note.startswith("统一社会信用代码校验位不符：")
    assert line.note.endswith("日期2099-01-01还没有到（应不晚于2026-11-22），请改正。")


@pytest.mark.parametrize(
    ("state", "gone"),
    [
        ("存续", False), ("在业", False), ("注销", True), ("吊销，未注销", True), ("已迁出", True),
        ("迁入", False), ("存续（注销备案）", False), ("", False),
    ],
)  # fmt: skip
def test_state_says_whether_the_body_is_gone(state, gone):
    assert is_gone(state) is gone


@pytest.mark.parametrize(
    ("written", "address", "found"),
    [
        ("桥西街道", "", "桥西街道"),
        ("邢台", "沙河市白塔镇章村", "白塔镇"),
        ("邢台", "沙河市周庄办周庄村东", "周庄街道"),
        ("", "沙河市册井乡全呼村", "册井镇"),
        ("邢台", "河北省邢台市沙河市经济开发区纬三路", "沙河经济开发区"),
        ("邢台", "邢台市桥东区某街", None),
        ("邢台", "邢台经济开发区某路", None),
        ("邢台", "沙河市桥东大街路南", None),
        ("邢台", "沙河市白塔镇与十里亭镇交界", None),
        ("邢台", "沙河市白塔镇（原十里亭镇）", "白塔镇"),
        ("沙河市", "沙河市建设路", None),
    ],
)
def test_area_is_taken_from_its_column_or_from_an_address_that_names_one_office(written, address, found):
    place = AreaFinder().find(written, address)
    assert (place.name if place else None) == found


def test_list_of_a_township_gives_its_area_to_lines_that_name_none():
    assert only_line(row(address="建设路"), place="白塔镇").area.name == "白塔镇"
    assert only_line(row(address="建设路")).area is None


def test_names_are_compared_in_one_spelling():
    line = only_line(row("　沙河市(金 盛)玻璃有限责任公司"))
    assert (line.name, line.name_short) == ("沙河市（金盛）玻璃有限责任公司", "沙河市（金盛）玻璃有限公司")
    assert short_name("甲有限责任公司") == "甲有限公司"
    assert long_name("甲有限公司") == "甲有限责任公司"
    assert long_name("甲股份有限公司") == "甲股份有限公司"


# Sections


def test_line_without_a_unit_is_new():
    assert sections(keep(row(NAME, CODE))) == ["新出现"]


def test_same_code_is_the_same_unit_whatever_else_differs():
    make_unit(name=NAME, credit_code=CODE)
    cases = {
        row(NAME, CODE)["企业名称"]: "一致",
        "沙河市旧识玻璃有限责任公司": "一致",
        "沙河市换名玻璃有限公司": "更名",
    }
    for name, section in cases.items():
        assert (name, sections(keep(row(name, CODE)))) == (name, [section])
    moved = keep(row(NAME, CODE, address="沙河市白塔镇章村"))
    unknown = keep(row(NAME, CODE, address="建设路"))
    assert (sections(moved), sections(unknown)) == (["迁移"], ["一致"])


def test_unit_of_the_same_name_asks_for_a_confirmation():
    make_unit(name="沙河市旧识玻璃有限责任公司")
    renamed = make_unit(name="沙河市新牌建材有限公司")
    UnitName.objects.create(unit=renamed, name="沙河市老牌建材有限公司", starts_on=EARLY, ends_on=YESTERDAY)
    make_unit(name="沙河市有码餐饮有限公司", credit_code=OTHER_CODE)
    rows = [
        row(NAME, CODE),
        row("沙河市老牌建材有限公司"),
        row("沙河市有码餐饮有限公司", credit_code(9)),
        row("沙河市有码餐饮有限公司"),
    ]
    assert sections(keep(*rows)) == ["疑似同一家", "疑似同一家", "新出现", "疑似同一家"]


def test_registry_that_calls_a_unit_gone():
    make_unit(name=NAME, credit_code=CODE)
    gone = [row(NAME, CODE, 登记状态="注销"), row("沙河市无关有限公司", OTHER_CODE, 登记状态="注销")]
    assert sections(keep(*gone)) == ["已消失", "一致"]


def test_unit_closed_here_but_alive_there_comes_up_again():
    unit = make_unit(name=NAME, credit_code=CODE)
    close_unit(unit, YESTERDAY, "deregistered", "通知", BY)
    assert sections(keep(row(NAME, CODE))) == ["新出现"]
    assert sections(keep(row(NAME, CODE, 登记状态="注销"))) == ["一致"]


def gone_names(registry, scope=None) -> list[str]:
    return sorted(gone_units(registry, scope or whole_county(TODAY)).values_list("name", flat=True))


def test_units_of_the_base_without_a_standing_line_are_gone():
    make_unit(name="甲有限公司", credit_code=CODE)
    make_unit(name="乙有限公司", credit_code=OTHER_CODE)
    make_unit(name="丙有限责任公司")
    make_unit(name="丁有限公司")
    make_unit(name="戊有限公司", in_base=False)
    make_unit(name="己协会", kind="social_org")
    close_unit(make_unit(name="庚有限公司"), YESTERDAY, "deregistered", "通知", BY)
    registry = keep(
        row("甲公司改了名", CODE), row("乙有限公司", OTHER_CODE, 登记状态="吊销"), row("丙有限公司")
    )
    assert gone_names(registry) == ["丁有限公司", "乙有限公司"]
    assert gone_names(keep(row(), source="civil", place="桥东街道")) == ["己协会"]


def test_units_elsewhere_are_not_missed_in_the_list_of_one_township():
    make_unit("桥西街道", name="远处有限公司")
    make_unit("桥东街道", name="近处有限公司")
    assert gone_names(keep(row(), place="桥东街道")) == ["近处有限公司"]


def test_namesake_with_another_code_does_not_keep_a_unit():
    make_unit(name=NAME, credit_code=CODE)
    assert gone_names(keep(row(NAME, OTHER_CODE))) == [NAME]


def test_counts_are_disjoint_and_sum_to_the_lines():
    make_unit(name=NAME, credit_code=CODE)
    registry = keep(row(NAME, CODE), row(), row("短码厂", "9113"), row("另一家", credit_code(7)))
    counts = count_sections(registry, whole_county(TODAY))
    assert {section.label: n for section, n in counts.items() if n} == {"新出现": 2, "需核对": 1, "一致": 1}


def test_sections_cost_two_queries_however_many_lines(django_assert_num_queries):
    registry = keep(*(row(f"沙河市第{n}有限公司", credit_code(n)) for n in range(600, 640)))
    with django_assert_num_queries(2):
        assert count_sections(registry, whole_county(TODAY))[Section.NEW] == 40


def test_clerk_of_a_township_sees_the_own_lines_only():
    registry = keep(
        row(), row("沙河市远处有限公司", address="沙河市白塔镇章村"), row("无区域", address="建设路")
    )
    town = Scope(TODAY, (Grant("area", area("桥东街道").path),))
    county = Scope(TODAY, (Grant("area", area("沙河市").path),))
    assert (len(sections(registry, town)), len(sections(registry, county))) == (1, 3)
    assert [RegistryList.objects.within(scope).count() for scope in (town, county)] == [1, 1]
    keep(row(), place="白塔镇")
    assert [RegistryList.objects.within(scope).count() for scope in (town, county)] == [1, 2]


# Decisions


def test_registering_a_line_makes_its_unit_and_settles_it():
    line = only_line(row(NAME, CODE, 注册日期="2000-01-04"))
    unit = decisions.register_line(line, decisions.unit_from(line), line.area, YESTERDAY, BY)
    line = again(line)
    assert (line.decision, line.unit, line.matched_by) == (RegistryDecision.ADDED, unit, RegistryMatch.CODE)
    assert (unit.kind, unit.opened_on, unit.placements.get().area.name) == (
        "enterprise", datetime.date(2000, 1, 4), "桥东街道",
    )  # fmt: skip
    assert sections(line.list) == ["一致"]
    with pytest.raises(Refused, match=f"^“{NAME}”已登记为单位“{NAME}”，无需重复登记。$"):
        decisions.register_line(line, decisions.unit_from(line), line.area, YESTERDAY, BY)


def test_several_lines_are_registered_together_or_not_at_all():
    registry = keep(row(NAME, CODE), row("无区域公司", address="建设路"))
    with pytest.raises(Refused, match=r"^看不出“无区域公司”属于哪个乡镇、街道或开发区"):
        decisions.register_lines(list(registry.lines.all()), None, TODAY, BY)
    assert Unit.objects.count() == 0
    decisions.register_lines(list(registry.lines.all()), area("白塔镇"), TODAY, BY)
    places = Unit.objects.order_by("pk").values_list("name", "placements__area__name")
    assert list(places) == [(NAME, "桥东街道"), ("无区域公司", "白塔镇")]


def test_line_with_a_name_missing_stops_the_several():
    lines = list(keep(row(NAME, CODE), row("", OTHER_CODE)).lines.all())
    with pytest.raises(Refused, match=r"^第3行“.*”：.*没有登记任何单位。$"):
        decisions.register_lines(lines, None, TODAY, BY)
    assert Unit.objects.count() == 0


def test_acts_on_the_unit_are_told_on_the_line():
    unit = make_unit(name=NAME, credit_code=CODE)
    registry = keep(row("沙河市换名玻璃有限公司", CODE, address="沙河市白塔镇章村"))
    line = registry.lines.get()
    decisions.rename_line(line, unit, "沙河市换名玻璃有限公司", TODAY, "变更通知", BY)
    assert (again(line).decision, sections(registry)) == (RegistryDecision.RENAMED, ["迁移"])
    decisions.move_line(line, Unit.objects.get(), area("白塔镇"), TODAY, "通知", BY)
    assert (again(line).decision, sections(registry)) == (RegistryDecision.MOVED, ["一致"])
    assert list(unit.names.values_list("name", flat=True)) == [NAME]
    decisions.close_line(line, Unit.objects.get(), TODAY, "deregistered", "注销通知", BY)
    assert (again(line).decision, Unit.objects.get().closed_on) == (RegistryDecision.CLOSED, TODAY)


def test_refused_act_leaves_the_line_open():
    unit = make_unit(name=NAME, credit_code=CODE)
    line = only_line(row(NAME, CODE, 登记状态="注销"))
    with pytest.raises(Refused):
        decisions.close_line(line, unit, datetime.date(2010, 1, 1), "deregistered", "通知", BY)
    assert (again(line).decision, Unit.objects.get().closed_on) == (RegistryDecision.NONE, None)


def test_confirmed_namesake_takes_the_code_and_is_compared_on():
    unit = make_unit("白塔镇", name="沙河市旧识玻璃有限责任公司")
    line = only_line(row(NAME, CODE))
    decisions.confirm_same(line, unit, BY)
    line, unit = again(line), Unit.objects.get()
    assert (line.unit, line.matched_by, unit.credit_code) == (unit, RegistryMatch.NAME, CODE)
    assert (sections(line.list), CODE.lower() in unit.search_text) == (["迁移"], True)


def test_unit_of_another_name_cannot_be_confirmed():
    line, other = only_line(row(NAME, CODE)), make_unit(name="沙河市不相干有限公司")
    with pytest.raises(Refused, match=r"^“沙河市不相干有限公司”的名称或代码与名单不符，不能确认为同一家。$"):
        decisions.confirm_same(line, other, BY)


def test_rejected_namesake_is_new_and_no_longer_keeps_the_unit():
    make_unit(name=NAME)
    registry = keep(row(NAME, CODE))
    assert gone_names(registry) == []
    decisions.reject_same(registry.lines.get(), "地址不同", BY)
    assert (sections(registry), gone_names(registry)) == (["新出现"], [NAME])


def test_kept_line_is_settled_in_this_list_only():
    make_unit(name=NAME, credit_code=CODE)
    registry = keep(row("沙河市换名玻璃有限公司", CODE))
    decisions.keep_line(registry.lines.get(), "登记机关尚未公示", BY)
    later = keep(row("沙河市换名玻璃有限公司", CODE), row())
    assert (sections(registry), sections(later)) == (["一致"], ["更名", "新出现"])


def test_unit_kept_although_the_registry_calls_it_gone_is_not_missed():
    make_unit(name=NAME, credit_code=CODE)
    registry = keep(row(NAME, CODE, 登记状态="吊销"))
    assert gone_names(registry) == [NAME]
    decisions.keep_line(registry.lines.get(), "仍在经营", BY)
    assert gone_names(registry) == []


def test_exclusion_is_remembered_by_code_and_by_name_and_can_be_taken_back():
    first = keep(row("个体甲", CODE), row("个体乙"))
    decisions.exclude_lines(list(first.lines.all()), "个体工商户", TODAY, BY)
    later = keep(row("个体甲改名", CODE), row("个体乙", OTHER_CODE), row("个体甲"), row())
    assert sections(first) == ["已不纳入", "已不纳入"]
    assert sections(later) == ["已不纳入", "已不纳入", "已不纳入", "新出现"]
    decisions.take_back(Exclusion.objects.get(credit_code=CODE), "已转为企业", TODAY, BY)
    assert (sections(first), sections(later)[0]) == (["新出现", "已不纳入"], "新出现")
    told = first.lines.get(row=2)
    assert (told.decision, told.reason, told.exclusion) == (RegistryDecision.NONE, "已转为企业", None)
    with pytest.raises(Refused, match=r"^“个体甲”已于2026-11-22撤回，无需重复办理。$"):
        decisions.take_back(Exclusion.objects.get(credit_code=CODE), "再撤", TODAY, BY)
    decisions.exclude_lines([later.lines.get(row=2)], "仍是个体", TODAY, BY)
    assert Exclusion.objects.filter(credit_code=CODE).count() == 2


def test_excluding_twice_keeps_one_exclusion():
    first, later = keep(row("个体甲", CODE)), keep(row("个体甲", CODE), row())
    decisions.exclude_lines(list(first.lines.all()), "个体", TODAY, BY)
    decisions.exclude_lines([later.lines.get(row=2)], "个体", TODAY, BY)
    assert Exclusion.objects.get().lines.count() == 2


def test_what_has_neither_code_nor_name_cannot_be_excluded():
    with pytest.raises(Refused, match="没有可用的代码和名称"):
        decisions.exclude_lines([only_line(row("", "9113"))], "个体", TODAY, BY)
