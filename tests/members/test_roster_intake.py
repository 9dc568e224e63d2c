"""Every line of a roster gets a verdict, and every issue says how to mend it without telling a number."""

import datetime

import pytest

from members.choices import Education
from members.intake.fields import FIELDS
from members.intake.words import EDUCATION
from members.leaving import leave
from members.models import Member
from tests.factories import BY, EARLY, make_organization, make_unit
from tests.members.factories import make_member, make_probationary
from tests.members.rosters import BORN, BRANCH, HEAD, number, person, roster, town
from tests.organizations.ledgers import ledger, line, preview, sentences, verdicts
from tests.workbook_factory import Page, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]

CONTRACT = [
    "name", "id_number", "sex", "birth_date", "ethnicity", "education", "status", "organization", "unit",
    "joined_on", "full_member_on", "job", "phone", "floating",
]  # fmt: skip


def read(*lines, **given):
    return preview(roster(*lines), "花名册.csv", **given)


def values(*lines, **given) -> dict:
    """What was read of the last line."""
    return read(*lines, **given).rows[-1].as_json()["values"]


def issue(*lines, level="error", **given) -> str:
    """The one sentence about the last line."""
    found = [told for told in sentences(read(*lines, **given), level) if told[0] == len(lines) + 1]
    [(_, column, message)] = found
    return f"{column}：{message}"


# Reading


def test_line_is_read_as_the_contract_says():
    full = person(
        " 试验　党员甲", 性别="女", 民族="汉", 身份证号码=f" {number()[:6]} {number()[6:]}",
        出生年月="1980年5月4日",
        学历="大专", 党员类别="正式", 工作单位="沙河市近处玻璃有限公司", 岗位="会计",
        手机="１２００００００００１", 是否流动党员="是",
    )  # fmt: skip
    assert values(full) == {
        "name": "试验党员甲", "id_number": number(), "sex": "female", "birth_date": "1980-05-04",
        "ethnicity": "han", "education": "associate", "status": "formal", "organization": BRANCH,
        "unit": "沙河市近处玻璃有限公司", "joined_on": "2010-07-01", "full_member_on": "2011-07-01",
        "job": "会计", "phone": "12000000001", "floating": "out",
    }  # fmt: skip


def test_columns_beyond_the_contract_are_read_where_they_stand():
    head = ("姓名", "公民身份号码", "政治面貌", "党组织名称", "入党日期", "家庭住址", "是否管理人员", "在岗")
    cells = ("试验党员甲", number(), "中共预备党员", BRANCH, "2026-1-5", "示例小区1号", "√", "否")
    row = preview(roster(dict(zip(head, cells, strict=True)), head=head)).rows[0].as_json()
    assert set(row["values"]) == {*CONTRACT, "address", "is_manager", "on_site"}
    told = {name: row["values"][name] for name in ("address", "is_manager", "on_site", "status")}
    assert told == {"address": "示例小区1号", "is_manager": True, "on_site": False, "status": "probationary"}
    assert row["verdict"] == "new"


def test_sex_birth_date_and_status_follow_from_what_is_there():
    told = values(person(身份证号码=number(3, sex="male"), 党员类别=""))
    assert (told["sex"], told["birth_date"], told["status"]) == ("male", "1980-05-04", "formal")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("大专", "associate"), ("本科", "bachelor"), ("大学本科", "bachelor"), ("硕士", "postgraduate"),
        (
            "博士研究生",
            "postgraduate"), ("技校", "vocational"), ("高中", "high_school"), ("初中", "junior_high",
        ),
        ("31", "associate"),
    ],
)  # fmt: skip
def test_education_is_read_in_the_words_people_use(word, code):
    assert (values(person(学历=word))["education"], EDUCATION[word]) == (code, Education(code))


@pytest.mark.parametrize(
    ("word", "code"), [("是", "out"), ("否", "none"), ("流入", "in"), ("流出", "out"), ("", None)]
)
def test_floating_is_read_in_the_words_people_use(word, code):
    assert values(person(是否流动党员=word))["floating"] == code


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        (
            "公民身份证号（18位）",
            "id_number"), ("身份证", "id_number"), ("所在党组织", "organization"), ("党组织名称", "org"
            "anization",
        ),
        (
            "所在单位",
            "unit"), ("企业名称", "unit"), ("加入党组织日期", "joined_on"), ("入党日期", "joined_on",
        ),
        (
            "转为正式党员日期",
            "full_member_on"), ("人员类别", "status"), ("职务", "job"), ("联系电话（手机号）", "phone",
        ),
        ("是否为流动党员", "floating"), ("现住址", "address"),
    ],
)  # fmt: skip
def test_headings_of_real_rosters_are_known(heading, name):
    sheet = preview(
        roster(
            {"姓名": "甲"}, head=("姓名", "性别", "转正日期" if "入党" in heading else "入党时间", heading)
        )
    )
    assert sheet.sheets[0].columns.get(heading, "joined_on") == name


def test_roster_and_ledger_are_told_apart():
    both = xlsx(
        Page("党员", [HEAD, *([person().get(h) for h in HEAD] for _ in range(1))]),
        Page(
            "台账",
            [
                ["管理区域", "单位名称", "组建方式", "党组织名称", "联系电话"],
                ["桥东街道", "试验公司", "未组建", None, None],
            ],
        ),
    )
    assert [sheet.kind for sheet in preview(both, "表.xlsx").sheets] == ["members", "units"]
    assert [sheet.kind for sheet in preview(ledger(line())).sheets] == ["units"]


# What is wrong in itself


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"身份证号码": "1.30599E+17"},
            "公民身份号码：身份证号被表格软件当作数字，末尾几位已经丢失，请把该列设为“文本”格式后重新填"
            "写完整号码。",
        ),
        ({"身份证号码": "130599800504002"}, "公民身份号码：这是15位的旧号码，请对照身份证填写18位的号码。"),
        (
            {"身份证号码": number()[:17] + "Z"},
            "公民身份号码：身份证号前17位应为数字，末位应为数字或X，请对照身份证改正。",
        ),
        (
            {"身份证号码": number()[:17]},
            "公民身份号码：身份证号应为18位，这里是17位，请对照身份证补全或改正。",
        ),
        ({"性别": "男"}, "性别：性别与公民身份号码不符（第17位单数为男、双数为女），请核对性别和号码。"),
        ({"出生年月": "1981-05-04"}, "出生日期：出生日期与公民身份号码第7至14位不符，请核对日期和号码。"),
        (
            {"入党时间": "1998-05-03", "转正时间": "1999-05-03"},
            "加入党组织日期：加入党组织时未满18周岁，请核对出生日期和加入党组织日期。",
        ),
        (
            {"转正时间": "2010-06-30"},
            "转为正式党员日期：转为正式党员日期不能早于加入党组织日期（2010-07-01）。",
        ),
        ({"转正时间": ""}, "转为正式党员日期：正式党员请填写转为正式党员日期。"),
        (
            {"党员类别": "预备党员"},
            "转为正式党员日期：预备党员不填转为正式党员日期；已转正的请把人员类别改为正式党员。",
        ),
        (
            {"转正时间": "2999-01-01"},
            "转为正式党员日期：日期2999-01-01还没有到（应不晚于2026-11-22），请改正。",
        ),
        ({"入党时间": ""}, "加入党组织日期：请填写加入党组织日期。"),
        ({"党员类别": "", "转正时间": ""}, "人员类别：请填写“正式党员”或“预备党员”。"),
        ({"党员类别": "群众"}, "人员类别：“群众”不在可选范围内，请填写：正式党员、预备党员。"),
        ({"姓名": ""}, "姓名：请填写姓名。"),
        (
            {"所在党支部": "远处党支部"},
            "党组织：没有找到名为“远处党支部”的党组织，请核对名称，或先登记党组织。",
        ),
        ({"所在党支部": ""}, "党组织：请填写党组织；所在单位没有可以依据的党组织。"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_column(cells, sentence):
    assert issue(person(**cells)) == sentence


def test_number_kept_as_a_number_has_lost_its_digits():
    page = Page("花名册", [HEAD, [(person(身份证号码=float(number()))).get(heading) for heading in HEAD]])
    [(_, column, message)] = sentences(preview(xlsx(page), "花名册.xlsx"))
    assert (column, "末尾几位已经丢失" in message) == ("公民身份号码", True)


def test_capital_x_is_put_in_the_place_of_a_small_one():
    found = next(number(n) for n in range(100) if number(n).endswith("X"))
    assert values(person(身份证号码=found.lower()))["id_number"] == found


@pytest.mark.parametrize("heading", ["民族", "学历", "手机", "是否流动党员", "岗位"])
def test_minor_cell_that_cannot_be_read_is_left_out(heading):
    told = read(person(**{heading: "不" * 70}))
    assert verdicts(told) == ["new"]
    [(_, _, message)] = sentences(told, "warning")
    assert message.endswith("这一格没有读取。")


def test_number_in_another_column_is_neither_kept_nor_told():
    told = read(person(手机=number(7), 姓名=f"甲{number(8)}"))
    assert [row.values["phone"] for row in told.rows] == [None]
    assert "这一格像是公民身份号码" in issue(person(姓名=f"甲{number(8)}"))
    assert number(7) not in str(told.rows[0].as_json()) + str(told.rows[0].raw)


def test_no_sentence_tells_a_number(far_organization):
    make_member(far_organization, id_number=number(2))
    wrong = [number()[:17] + "4", number()[:17], number()[:6] + "19801304" + number()[14:]]
    lines = [person(身份证号码=text) for text in (*wrong, number(2))] + [person(性别="男"), person()]
    told = str([row.issues for row in read(*lines, scope=town()).rows])
    assert [text for text in (*wrong, number(), number(2)) if text in told] == []


# Who it is about


def test_known_member_is_found_by_number_within_the_scope(organization):
    member = make_member(organization, id_number=number())
    told = read(person(岗位="会计"))
    assert (verdicts(told), told.rows[0].known) == (["update"], member)
    assert told.rows[0].changes == {"工作岗位": ["", "会计"]}
    assert verdicts(read(person())) == ["unchanged"]


def test_member_of_another_area_is_not_named(far_organization):
    make_member(far_organization, "远处党员", id_number=number())
    told = read(person(), scope=town())
    sentence = (
        "公民身份号码：这个号码已登记在其他区域的党员名下。请核对号"
        "码；号码无误的，请先办理组织关系转接，或联系县级工作人员。"
    )
    assert (issue(person(), scope=town()), told.rows[0].known) == (sentence, None)


def test_known_member_without_a_number_is_found_by_name_and_birth_date(organization):
    make_member(organization)
    told = read(person())
    assert told.rows[0].changes == {"公民身份号码": ["", number()]}
    assert verdicts(read(person(身份证号码="", 性别="女", 出生年月="1980-05-04"))) == ["unchanged"]
    assert verdicts(read(person("别的党员"))) == ["new"]


def test_another_number_is_another_person(organization):
    make_member(organization, id_number=number(2))
    assert verdicts(read(person())) == ["new"]


def test_namesakes_are_told_apart_by_their_organization(organization):
    make_member(organization)
    make_member(make_organization(name="第二党支部"))
    plain = {"身份证号码": "", "性别": "女", "出生年月": "1980-05-04"}
    assert verdicts(read(person(**plain))) == ["unchanged"]
    make_member(organization)
    assert issue(person(**plain)) == "公民身份号码：平台里有2名同名同出生日期的党员，请补填公民身份号码。"


def test_other_name_of_a_known_number_is_asked_about(organization):
    make_member(organization, "试验党员乙", id_number=number())
    assert issue(person(), level="warning") == (
        "姓名：平台里这个号码的党员名为“试验党员乙”，导入后改名，请核对号码和姓名。"
    )


def test_second_line_of_a_person_is_a_duplicate():
    plain = {"身份证号码": "", "性别": "女", "出生年月": "1980-05-04"}
    told = read(person(), person("别名"), person(**plain), person(身份证号码=number(2)))
    assert verdicts(told) == ["new", "duplicate", "duplicate", "new"]
    assert sentences(told, "warning")[0][2] == "与“花名册”第2行是同一名党员。"


# Where the member belongs


def test_blank_organization_is_the_one_that_covers_the_unit():
    blank = person(所在党支部="", 工作单位="沙河市近处玻璃有限公司")
    assert values(blank)["organization"] == BRANCH
    assert issue(blank, level="warning") == f"党组织：没有填写，按所在单位的党组织“{BRANCH}”读取，请核对。"


def test_organization_of_another_township_is_unknown(far_organization):
    line = person(所在党支部=far_organization.name)
    assert verdicts(read(line)) == ["new"]
    assert "没有找到名为“远处矿业党支部”的党组织" in issue(line, scope=town())
    [found] = read(line, scope=town()).rows[0].errors
    assert (found.field, found.word) == ("organization", "远处矿业党支部")


def test_unknown_unit_is_left_out_with_a_warning():
    sentence = "所在单位：没有找到名为“某厂”的单位，或同名单位不止一家，不登记所在单位。"
    assert (issue(person(工作单位="某厂"), level="warning"), verdicts(read(person(工作单位="某厂")))) == (
        sentence,
        ["new"],
    )


def test_unit_is_found_by_its_code():
    make_unit(name="沙河市有码有限公司", credit_code="91130582MA0G0T4W8X")
    assert values(person(工作单位="91130582MA0G0T4W8X"))["unit"] == "沙河市有码有限公司"


def test_another_organization_is_no_transfer(organization):
    make_member(organization, id_number=number())
    make_organization(name="第二党支部")
    assert issue(person(所在党支部="第二党支部")) == (
        f"党组织：这名党员的组织关系在“{BRANCH}”，转接组织关系请在党员页面办理，导入不会变更。"
    )


def test_member_who_has_left_comes_back_by_hand(organization):
    member = make_member(organization, id_number=number())
    leave(member, datetime.date(2020, 6, 30), "transferred_out", "介绍信1号", BY)
    assert issue(person()) == "党组织：这名党员的组织关系已于2020-06-30结束，请在党员页面办理重新编入。"


def test_organizations_of_one_name_are_told_apart_by_unit_or_area(area):
    make_organization("桥西街道", name=BRANCH)
    assert issue(person()) == f"党组织：有2个党组织都叫“{BRANCH}”，请在上传时选择管理区域，分开导入。"
    assert verdicts(read(person(工作单位="沙河市近处玻璃有限公司"))) == ["new"]
    assert verdicts(read(person(), area=area("桥东街道"))) == ["new"]


def test_closed_organization_takes_nobody(organization):
    organization.closed_on, organization.close_reason = datetime.date(2020, 1, 1), "other"
    organization.save()
    assert issue(person()) == f"党组织：“{BRANCH}”已于2020-01-01撤销，请填写现在的党组织。"


# What would change


def test_blank_cell_clears_nothing_and_probation_ends(organization):
    make_probationary(
        organization,
        "试验党员甲",
        joined_on=datetime.date(2020, 7, 1),
        id_number=number(),
        job="会计",
        phone="1",
    )
    told = read(person(入党时间="", 转正时间="2021-07-01"))
    assert told.rows[0].changes == {
        "人员类别": ["probationary", "formal"],
        "转为正式党员日期": [None, datetime.date(2021, 7, 1)],
    }
    assert "加入党组织日期：组织关系从2020-07-01就开始了" in issue(
        person(入党时间="2020-08-01", 转正时间="2021-08-01")
    )


def test_members_are_counted():
    told = read(person(), person(身份证号码=number(2), 党员类别="预备", 转正时间=""), person())
    assert told.summary()["members"] == 2
    assert list(told.summary().items())[-2:] == [("members", 2), ("formal", 1)]
    assert Member.objects.count() == 0


def test_template_gives_no_number_as_an_example():
    assert (FIELDS["id_number"].example, FIELDS["id_number"].secret, FIELDS["address"].secret) == (
        "",
        True,
        True,
    )
    assert [name for name, field in FIELDS.items() if field.in_template] == CONTRACT


def test_statements_grow_with_thousands_not_with_lines(organization, django_assert_max_num_queries):
    for n in range(20):
        make_member(organization, f"党员{n}", id_number=number(n), on=EARLY)
    lines = [person(f"党员{n}", 身份证号码=number(n)) for n in range(300)]
    with django_assert_max_num_queries(20):
        told = read(*lines)
    assert (told.summary()["unchanged"], told.summary()["new"], BORN.year) == (20, 280, 1980)
