"""Every act on units, officers and organizations, page by page, as a clerk of the county does it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import server
from tests.browser.desk import PATIENCE, Desk, day
from tests.organizations.registries import listed, row

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLACE, OTHER, SMALL = "新城镇", "綦村镇", "柴关乡"
PAPER = "沙组〔2026〕9号"

GROUND = """
from tests.factories import EARLY, make_officer, make_organization, make_unit
for noun in ("覆盖", "矛盾", "派员", "离任甲", "离任乙", "管理", "基数", "停业", "计划", "新建甲", "新建乙"):
    make_unit("新城镇", name=f"沙河市{noun}有限公司")
for name in ("移出支部", "接收支部", "先来支部", "后到支部", "示范支部", "换届支部"):
    make_organization("新城镇", name=name)
for name in ("甲指导", "乙指导", "丙指导"):
    make_officer("新城镇", name=name)
def organized(name, nouns, place="綦村镇", formation="joint"):
    units = [make_unit(place, name=f"沙河市{noun}有限公司") for noun in nouns]
    make_organization(place, name=name, formation=formation, covers=units)
organized("改建支部", ["改建甲", "改建乙"])
organized("分设支部", ["分设甲", "分设乙"])
organized("合并支部", ["合并甲", "合并乙"])
organized("并入支部", ["并入甲"], formation="standalone")
organized("合一支部", ["合一甲"])
organized("合二支部", ["合二甲"])
organized("撤销支部", ["撤销甲"])
organized("进出支部", ["进出甲"])
make_unit("綦村镇", name="沙河市进出乙有限公司")
for noun in ("一", "二", "三", "四"):
    make_unit("柴关乡", name=f"沙河市规划{noun}厂", formal_members=1, industry="玻璃", employees=30,
              surveyed_on=EARLY)
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    for running in server.start(tmp_path_factory.mktemp("portal")):
        made = running.manage("shell", "-c", GROUND)
        assert made.returncode == 0, made.stderr
        yield running


def unit(desk: Desk, noun: str) -> str:
    """Open the page of a unit and return its name."""
    name = f"沙河市{noun}有限公司"
    desk.find("units", name)
    return name


# Units


def test_a_unit_is_registered(desk):
    desk.go("/register/units/")
    desk.press("新增单位")
    desk.fill(kind="非公企业", name="沙河市登记有限公司", area=PLACE, from_day=day(20), employees="35")
    desk.save()
    expect(desk.page.locator("h1")).to_have_text("沙河市登记有限公司")
    desk.shows_row("纳入基数", f"{day(20)} 至 今")
    desk.shows_row("管理区域", PLACE)
    desk.shows("未摸排")


def test_a_unit_is_covered_and_handed_over(desk):
    unit(desk, "覆盖")
    desk.act("登记覆盖", "移出支部", organization="移出支部", on=day(60), document=PAPER)
    desk.shows_row("党组织覆盖", "移出支部", f"{day(60)} 至 今", PAPER)
    assert desk.offers("登记覆盖") == 0
    desk.act("移交覆盖", "移出支部", "接收支部", organization="接收支部", on=day(30), document="移交单")
    desk.shows_row("党组织覆盖", "移出支部", f"{day(60)} 至 {day(31)}")
    desk.shows_row("党组织覆盖", "接收支部", f"{day(30)} 至 今", "移交单")


def test_two_covering_organizations_on_one_day_are_refused(desk):
    name = unit(desk, "矛盾")
    desk.act("登记覆盖", "先来支部", organization="先来支部", on=day(90))
    desk.press("结束", desk.row("先来支部"))
    desk.see_through(f"结束覆盖关系：{name}", f"截止日期：{day(40)}", on=day(40), document="结束纪要")
    desk.press("登记覆盖")
    desk.fill(organization="后到支部", on=day(50), document="改填的依据")
    desk.main.get_by_role("button", name="下一步：查看变化").click()
    refusal = desk.main.locator(".error-summary")
    for text in (name, "已由“先来支部”覆盖", "不能同时由“后到支部”覆盖"):
        expect(refusal).to_contain_text(text, timeout=PATIENCE)
    desk.check_width()
    typed = "field => field.selectedOptions ? field.selectedOptions[0].text : field.value"
    kept = [desk.main.locator(f"[name={n}]").evaluate(typed) for n in ("organization", "on", "document")]
    assert kept == ["后到支部", day(50), "改填的依据"]
    desk.see_through("后到支部", on=day(39))
    desk.shows_row("党组织覆盖", "先来支部", f"{day(90)} 至 {day(40)}", "结束纪要")
    desk.shows_row("党组织覆盖", "后到支部", f"{day(39)} 至 今")


def test_an_officer_is_sent_replaced_and_taken_back(desk):
    name = unit(desk, "派员")
    desk.act("派指导员", "甲指导", officer="甲指导", on=day(80), document=PAPER)
    desk.shows_row("派驻指导员", "甲指导", f"{day(80)} 至 今")
    desk.find("officers", "甲指导")
    desk.press("更换", desk.row(name))
    desk.see_through("甲指导", "乙指导", officer="乙指导", on=day(50))
    desk.shows_row("派驻指导员", "甲指导", f"{day(80)} 至 {day(51)}")
    desk.press("结束", desk.row("乙指导"))
    desk.see_through("乙指导", f"截止日期：{day(10)}", on=day(10), document="到期")
    desk.shows_row("派驻指导员", "乙指导", f"{day(50)} 至 {day(10)}", "到期")


def test_an_officer_is_sent_to_several_units_and_leaves(desk):
    desk.find("officers", "丙指导")
    desk.press("派驻单位")
    desk.page.fill("form.filter [name=q]", "离任")
    desk.main.get_by_role("button", name="查询").click()
    names = [f"沙河市离任{which}有限公司" for which in "甲乙"]
    desk.see_through(*names, units=names, on=day(70))
    for name in names:
        desk.shows_row(name, day(70))
    desk.act("离任", *names, f"{day(5)}", on=day(5), reason="岗位调整")
    desk.shows("离任原因", "岗位调整", day(5))
    assert (desk.offers("派驻单位"), desk.offers("离任")) == (0, 0)


def test_a_unit_gets_another_area_and_another_name(desk):
    name = unit(desk, "管理")
    desk.act("变更管理区域", PLACE, OTHER, area=OTHER, on=day(45), document=PAPER)
    desk.shows_row("管理区域", OTHER, f"{day(45)} 至 今", PAPER)
    desk.shows_row("管理区域", PLACE, f"至 {day(46)}")
    new = "沙河市更名集团有限公司"
    desk.act("更名", name, new, name=new, on=day(15), document="变更登记通知书")
    expect(desk.page.locator("h1")).to_have_text(new)
    desk.shows_row("曾用名", name, f"至 {day(16)}")


def test_a_unit_leaves_the_base_and_enters_it_again(desk):
    unit(desk, "基数")
    desk.act("移出基数", "移出基数", "停产", on=day(60), reason="停产", document="停产核查记录")
    desk.shows_row("纳入基数", f"至 {day(60)}", "移出原因：停产", "停产核查记录")
    assert (desk.offers("移出基数"), desk.offers("纳入基数")) == (0, 1)
    desk.act("纳入基数", day(20), on=day(20), document="复产核查记录")
    desk.shows_row("纳入基数", f"{day(20)} 至 今", "复产核查记录")


def test_a_unit_closes_and_opens_again(desk):
    unit(desk, "停业")
    desk.act("注销或迁出", "注销", on=day(60), reason="注销", document="注销登记通知书")
    desk.shows(f"已于 {day(60)} 注销或迁出")
    assert desk.offers("登记覆盖") == 0
    desk.act("恢复登记", "恢复登记", on=day(25), document="恢复登记通知书", in_base=True)
    desk.shows_row("纳入基数", f"{day(25)} 至 今")
    desk.shows("恢复登记通知书")
    assert desk.offers("登记覆盖") == 1


def test_a_unit_is_planned_for_and_the_plan_ends(desk):
    name = unit(desk, "计划")
    answers = {"reason": "应建未建", "measure": "联合组建", "planned_on": day(-90), "starts_on": day(12)}
    desk.act("组建计划", "应建未建", "联合组建", day(-90), **answers)
    desk.shows_row("组建计划", f"联合组建，计划{day(-90)}完成", "应建未建")
    desk.go("/register/plans/")
    desk.press("结束计划", desk.row(name))
    desk.see_through(f"结束组建计划：{name}", on=day(1))
    desk.shows_row("组建计划", f"{day(12)} 至 {day(1)}")


# Organizations


def organization(desk: Desk, name: str) -> str:
    desk.find("organizations", name)
    return name


def units_of(*nouns: str) -> list[str]:
    return [f"沙河市{noun}有限公司" for noun in nouns]


def test_an_organization_is_set_up_with_its_units(desk):
    names = units_of("新建甲", "新建乙")
    desk.go("/register/organizations/")
    desk.press("新增党组织")
    desk.fill(area=PLACE, name="新建联合党支部", type="联合党支部", formation="联合组建")
    desk.fill(established_on=day(33), approval_number=PAPER, units="\n".join(names))
    desk.save()
    expect(desk.page.locator("h1")).to_have_text("新建联合党支部")
    for name in names:
        desk.shows_row(name, day(33))
    desk.press(names[0])
    desk.shows_row("党组织覆盖", "新建联合党支部（联合组建）", PAPER)


def test_units_join_and_leave_an_organization_and_it_moves(desk):
    organization(desk, "进出支部")
    old, new = units_of("进出甲", "进出乙")
    desk.act("单位加入", new, units=new, on=day(40), document=PAPER)
    desk.shows_row(new, f"{day(40)} 至 今")
    desk.act("单位退出", old, day(20), units=[old], on=day(20), document=PAPER)
    desk.shows_row(old, day(20))
    desk.act("变更管理区域", PLACE, area=PLACE, on=day(10), document=PAPER)
    desk.shows("已办理。")


def test_an_organization_is_rebuilt(desk):
    organization(desk, "改建支部")
    told = ("改建支部", "区域支部", *units_of("改建甲", "改建乙"))
    answers = {"name": "区域支部", "type": "党支部", "formation": "区域统建", "document": PAPER}
    desk.act("改建", *told, on=day(30), **answers)
    expect(desk.page.locator("h1")).to_have_text("区域支部")
    desk.shows_row(day(30), "改建", "改建支部", "区域支部", PAPER)
    for name in units_of("改建甲", "改建乙"):
        desk.shows_row(name, f"{day(30)} 至 今")
    organization(desk, "改建支部")
    desk.shows("撤销日期", day(31), "改建为其他党组织")
    assert [desk.offers(label) for label in ("改建", "合并", "撤销", "修改")] == [0, 0, 0, 1]


def test_an_organization_is_split(desk):
    organization(desk, "分设支部")
    leaving, staying = units_of("分设乙", "分设甲")
    answers = {"name": "分设乙支部", "type": "党支部", "formation": "单独组建", "document": PAPER}
    desk.act("分设", leaving, "分设乙支部", on=day(28), units=[leaving], **answers)
    expect(desk.page.locator("h1")).to_have_text("分设乙支部")
    desk.shows_row(leaving, f"{day(28)} 至 今")
    organization(desk, "分设支部")
    desk.shows_row(leaving, f"至 {day(29)}")
    desk.shows_row(staying, "至 今")
    desk.shows_row(day(28), "分设", "分设乙支部")


def test_an_organization_is_merged_into_another(desk):
    organization(desk, "合并支部")
    [coming] = units_of("并入甲")
    answers = {"others": ["并入支部"], "way": ["并入本党组织"], "on": day(26), "document": PAPER}
    desk.act("合并", "并入支部", coming, **answers)
    expect(desk.page.locator("h1")).to_have_text("合并支部")
    desk.shows_row(coming, f"{day(26)} 至 今")
    desk.shows_row(day(26), "合并", "并入支部", PAPER)


def test_organizations_are_merged_into_a_new_one(desk):
    organization(desk, "合一支部")
    desk.press("合并")
    desk.fill(on=day(24), others=["合二支部"], way=["合并成立新的党组织"], document=PAPER)
    desk.see_through(
        "合一支部", "合二支部", "合成支部", name="合成支部", type="联合党支部", formation="联合组建"
    )
    expect(desk.page.locator("h1")).to_have_text("合成支部")
    for name in units_of("合一甲", "合二甲"):
        desk.shows_row(name, f"{day(24)} 至 今")
    for name in ("合一支部", "合二支部"):
        desk.shows_row(day(24), "合并", name)


def test_an_organization_is_closed(desk):
    organization(desk, "撤销支部")
    [name] = units_of("撤销甲")
    answers = {"on": day(22), "reason": "党员不足", "document": PAPER}
    desk.act("撤销", "撤销支部", f"1家单位从第二天起没有党组织覆盖：{name}", **answers)
    desk.shows("撤销日期", day(22), "党员不足", PAPER)
    desk.shows_row(name, f"至 {day(22)}")
    unit(desk, "撤销甲")
    assert desk.offers("登记覆盖") == 1


def test_a_secretary_is_appointed_and_an_election_follows(desk):
    organization(desk, "换届支部")
    desk.act("任命", "试任书记", role="书记", name="试任书记", source="管理层党员", starts_on=day(400))
    desk.shows_row("试任书记", "书记", f"{day(400)} 至 今")
    told = {"starts_on": day(35), "should_attend": "9", "attended": "8", "document": PAPER}
    desk.act("登记换届", "新任书记甲", "试任书记", **told, name="新任书记甲", source="其他内部人选")
    desk.shows_row("试任书记", f"{day(400)} 至 {day(36)}")
    desk.shows_row("新任书记甲", "书记", f"{day(35)} 至 今")
    term = desk.row(f"{day(35)} 至 今", PAPER)
    due = re.search(r"20\d\d-\d\d-\d\d", term.locator("td").first.inner_text())[0]
    until = f"{int(due[:4]) + 1}-01-05"
    desk.press("延期", term)
    desk.see_through(f"批准延期至：{until}", extended_to=until, document="延期批复一号")
    desk.shows_row(PAPER, due, until)


def test_a_demonstration_site_is_named_and_ends(desk):
    desk.go("/register/sites/")
    desk.press("命名示范点")
    answers = {"organization": "示范支部", "level": "市级", "starts_on": day(60), "document": PAPER}
    desk.see_through("示范支部（市级）", **answers)
    desk.shows("示范支部", "市级", f"{day(60)} 至 今")
    desk.press("结束")
    desk.see_through(f"截止日期：{day(3)}", on=day(3))
    desk.shows(f"{day(60)} 至 {day(3)}")


# Several at once


def test_a_registry_list_is_compared_registered_and_excluded(desk):
    taken, left = "沙河市名单新增玻璃有限公司", "沙河市名单空壳商贸有限公司"
    data = listed(row(taken), row(left))
    desk.go("/imports/")
    desk.press("登记名单比对")
    desk.press("上传名单")
    desk.fill(source="市场监管局", listed_on=day(2))
    desk.page.set_input_files("[name=file]", {"name": "名单.csv", "mimeType": "text/csv", "buffer": data})
    desk.save("上传并比对")
    desk.shows("新出现 2", f"名单日期 {day(2)}")
    desk.press("登记为单位", desk.row(taken))
    desk.see_through(taken, "桥东街道", from_day=day(1))
    desk.shows("新出现 1", "一致 1 行")
    desk.press("不纳入", desk.row(left))
    desk.see_through(left, reason="核查为空壳")
    desk.shows("新出现 0", "已不纳入 1")
    desk.press("已不纳入 1")
    desk.shows_row(left, "核查为空壳")
    desk.find("units", taken)
    desk.shows_row("纳入基数", f"{day(1)} 至 今")


def test_a_proposal_of_the_planner_is_applied(desk):
    names = [f"沙河市规划{which}厂" for which in "一二三四"]
    desk.go("/register/organizations/")
    desk.press("联合党支部规划")
    desk.main.locator("[name=area]").select_option(label=SMALL)
    desk.main.locator("[name=on]").fill(day(9))
    desk.main.get_by_role("button", name="编组").click()
    desk.shows("第1组", "正式党员4名", *names)
    desk.check_width()
    joint = desk.main.locator("[name=name-1]").input_value()
    desk.fill(**{"accept-1": True}, approval_number=PAPER, approved_by="柴关乡党委")
    desk.see_through(joint, *names, done="已成立1个联合党支部，覆盖4家单位。")
    desk.shows("没有可以联合组建的单位。")
    organization(desk, joint)
    desk.shows(PAPER, "柴关乡党委")
    for name in names:
        desk.shows_row(name, f"{day(9)} 至 今")


def test_two_days_are_compared_and_each_step_opens_its_list(desk):
    desk.go("/reports/dashboard/")
    desk.press("两日对比")
    desk.main.locator("[name=first]").fill(day(100))
    desk.main.locator("[name=last]").fill(day(0))
    desk.main.get_by_role("button", name="查询").first.click()
    desk.shows(f"{day(100)} 到 {day(0)}", "净变化")
    desk.check_width()
    steps = desk.main.locator(".bridges td a")
    told = [(link.inner_text(), link.get_attribute("href")) for link in steps.all()]
    assert len(told) > 5
    for text, address in told:
        desk.go(address)
        assert desk.listed() == abs(int(text.replace("−", "-")))
