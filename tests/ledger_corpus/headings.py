"""Layouts that differ in the words and the levels of their heads."""

from tests.ledger_corpus.habits import (
    GUIDANCE,
    JOINT,
    STANDALONE,
    any_code,
    any_count,
    any_day,
    any_name,
    any_word,
    get,
    has_branch,
    plain_day,
    short_area,
    spread,
    tick,
)
from tests.ledger_corpus.paper import Col, Layout, Sheet
from tests.ledger_corpus.truth import COUNTY, ENTERPRISES, SOCIAL, Record

DAY, WHO = "organization_established_on", ("secretary", "officer")
NUMBER = Col("序号", lambda record: record.number + 1)


def simple(name: str, *columns: Col, records=COUNTY, missing=(), merged=True, before=(), **about) -> Layout:
    """One worksheet: title lines, head, lines."""
    sheet = Sheet(about.pop("sheet", "Sheet1"), list(columns), about.pop("left", 0), missing)
    for text in before:
        sheet.wide(text) if text else sheet.put()
    sheet.head(merged)
    sheet.lines(records)
    return Layout(name, [sheet], **about)


def state(record: Record) -> str:
    return {STANDALONE: "单独", JOINT: "联合", GUIDANCE: "派指导员", "none": "未组建"}[record.coverage]


def long_words() -> Layout:
    return simple(
        "全称", NUMBER, Col("所在乡镇（办）", get("area")), Col("企业全称", any_name),
        Col("组织机构代码/统一社会信用代码（18位）", any_code), Col("在册职工（人）", any_count("employees")),
        Col("正式党员（名）", any_count("formal_members")),
        Col("预备党员（名）", any_count("probationary_members")),
        Col("党组织组建情况", any_word), Col("所在党组织名称", get("organization")),
        Col("批准成立时间", any_day),
        Col("党组织书记姓名", spread("secretary")), Col("兼任职务", get("secretary_post")),
        Col("党建指导员姓名", spread("officer")), Col("指导员工作单位及职务", get("officer_post")),
        Col("备注", lambda r: None),
        before=("沙河市非公有制企业、社会组织党建工作台账",
                "填报单位：沙河市委组织部　　　填报时间：2026年6月30日"),
    )  # fmt: skip


def of_which() -> Layout:
    return simple(
        "其中", Col("公司名称", any_name), Col("镇办", short_area), Col("社会信用代码", any_code), NUMBER,
        Col("员工人数", any_count("employees")),
        Col("党员总数", lambda r: r.formal_members + r.probationary_members),
        Col("其中：正式", get("formal_members")), Col("预备", get("probationary_members")),
        Col("党建工作覆盖方式", any_word),
        Col("支部名称", get("organization")), Col("党支部书记", spread("secretary")),
        Col("组建时间", any_day),
        Col("派驻指导员", spread("officer")),
    )  # fmt: skip


def three_levels() -> Layout:
    return simple(
        "三级", NUMBER, Col("企业基本情况|单位全称", any_name),
        Col("企业基本情况|统一社会\n信用代码", any_code),
        Col("企业基本情况|属地", get("area")), Col("企业基本情况|用工人数", any_count("employees")),
        Col("党员情况|党员数（名）|正式", any_count("formal_members")),
        Col("党员情况|党员数（名）|预备", any_count("probationary_members")),
        Col("党组织情况|组建形式", any_word), Col("党组织情况|名称", get("organization")),
        Col("党组织情况|成立时间", any_day), Col("党组织情况|书记|姓名", get("secretary")),
        Col("党组织情况|书记|职务", get("secretary_post")), Col("党建指导员|姓名", get("officer")),
        Col("党建指导员|单位及职务", get("officer_post")),
        before=("沙河市两新组织党建工作基本情况统计表", ""),
    )  # fmt: skip


def three_levels_bare() -> Layout:
    layout = three_levels()
    columns = layout.sheets[0].columns
    return simple("三级无合并", *columns, merged=False, before=("统计表",), text="gb18030")


def two_levels_bare() -> Layout:
    return simple(
        "两级无合并", Col("单位名称", any_name), Col("信用代码", get("credit_code")),
        Col("乡镇", get("area")),
        Col("职工数", get("employees")), Col("党员数|正式", get("formal_members")),
        Col("党员数|预备", get("probationary_members")),
        Col("党组织|组建方式", any_word), Col("党组织|党组织名称", get("organization")),
        Col("党组织|成立时间", any_day),
        Col("党组织|书记", get("secretary")), Col("指导员|姓名", get("officer")), merged=False,
    )  # fmt: skip


def reversed_order() -> Layout:
    return simple(
        "倒序", Col("备注", lambda r: None), Col("指导员姓名", get("officer")),
        Col("书记姓名", get("secretary")),
        Col("党组织成立日期", any_day), Col("所在党支部", get("organization")), Col("覆盖方式", any_word),
        Col("预备党员人数", get("probationary_members")), Col("正式党员人数", get("formal_members")),
        Col("从业人员（人）", any_count("employees")), Col("统一社会信用代码证号", any_code),
        Col("企业（单位）名称", any_name),
        Col("所属区域", get("area")), NUMBER, left=2, before=("", "", ""),
    )  # fmt: skip


def yes_and_form() -> Layout:
    def form(record):
        return {STANDALONE: "单独组建", JOINT: "联合组建"}.get(record.coverage)

    return simple(
        "是否成立", NUMBER, Col("法人单位名称", any_name), Col("统一社会信用代码", any_code),
        Col("辖区", get("area")),
        Col("从业人数", get("employees")), Col("正式党员数", get("formal_members")),
        Col("预备党员数", get("probationary_members")),
        Col("是否成立党组织\n（是/否）", has_branch()), Col("组织形式", form),
        Col("党组织全称", get("organization")),
        Col("党组织成立时间", any_day), Col("党组织负责人", get("secretary")),
        Col("党建工作指导员", get("officer")),
    )  # fmt: skip


def yes_and_type() -> Layout:
    def form(record):
        return {STANDALONE: "党支部", JOINT: "联合党支部"}.get(record.coverage)

    return simple(
        "有无", Col("社会组织名称", any_name), Col("统一代码", any_code),
        Col("业务主管单位", lambda r: "沙河市民政局"),
        Col("类别", lambda r: "民办非企业单位" if r.kind == "social_org" else "企业"),
        Col("所属乡镇（街道）", get("area")),
        Col("工作人员数", get("employees")), Col("正式党员", get("formal_members")),
        Col("预备党员", get("probationary_members")),
        Col("有无党组织", has_branch("有", "无")), Col("党组织类型", form),
        Col("党组织名称", get("organization")),
        Col("批复时间", any_day), Col("书记", get("secretary")), Col("指导员", get("officer")),

    )  # fmt: skip


def standalone_or_not() -> Layout:
    def total_with_probationary(record):
        total = record.formal_members + record.probationary_members
        return f"{total}（含预备{record.probationary_members}）"

    def alone(record):
        return {STANDALONE: "是", JOINT: "否"}.get(record.coverage)

    return simple(
        "是否单独", Col("乡镇办", get("area")), Col("企业名称", any_name), Col("信用代码", any_code),
        Col("企业人数", get("employees")),
        Col("党员数", total_with_probationary),
        Col("是否建立党组织", has_branch("√", "×")), Col("是否单独组建", alone),
        Col("党支部名称", get("organization")),
        Col("党支部成立时间", any_day), Col("支部书记姓名", get("secretary")),
        Col("党建指导员", get("officer")),
    )  # fmt: skip


def tick_columns() -> Layout:
    return simple(
        "打勾", NUMBER, Col("企业名称", any_name), Col("统一社会信用代码", any_code),
        Col("所在乡镇", get("area")),
        Col("在职职工", get("employees")), Col("正式党员", get("formal_members")),
        Col("预备党员", get("probationary_members")),
        Col("单独组建 √", tick(STANDALONE)), Col("联合组建 √", tick(JOINT)), Col("指导员 √", tick(GUIDANCE)),
        Col("未组建 √", tick("none")), Col("党组织名称", get("organization")), Col("组建时间", any_day),
        Col("书记姓名", get("secretary")), Col("指导员姓名", get("officer")),
    )  # fmt: skip


def tick_group() -> Layout:
    return simple(
        "打勾分组", NUMBER, Col("企业名称", any_name), Col("信用代码", any_code),
        Col("乡镇街道", get("area")),
        Col("职工人数", get("employees")), Col("党员|正式党员", get("formal_members")),
        Col("党员|预备党员", get("probationary_members")),
        Col("覆盖方式（打√）|单独", tick(STANDALONE, "✓", "×")),
        Col("覆盖方式（打√）|联合", tick(JOINT, "✓", "×")),
        Col("覆盖方式（打√）|派指导员", tick(GUIDANCE, "✓", "×")),
        Col("覆盖方式（打√）|未覆盖", tick("none", "✓", "×")),
        Col("所在联合支部", get("organization")), Col("批准成立时间", any_day),
        Col("党支部书记", get("secretary")),
        Col("指导员", get("officer")),
    )  # fmt: skip


def name_and_employer() -> Layout:
    def both(record):
        return record.officer and f"{record.officer}（{record.officer_post}）"

    def leader(record):
        return record.secretary and f"{record.secretary} {record.secretary_post}"

    return simple(
        "姓名及单位", NUMBER, Col("单位全称", any_name), Col("统一社会信用代码", any_code),
        Col("所属镇（街道）", get("area")),
        Col("用工总数", get("employees")), Col("正式党员", get("formal_members")),
        Col("预备党员", get("probationary_members")),
        Col("单独/联合/挂靠/功能型/派指导员", any_word), Col("党组织", get("organization")),
        Col("党组织组建时间", any_day),
        Col("书记姓名、职务", leader), Col("党建指导员姓名及单位", both),
    )  # fmt: skip


def phones() -> Layout:
    return simple(
        "电话", NUMBER, Col("企业名称", any_name), Col("信用代码", any_code), Col("管理区域", get("area")),
        Col("法定代表人", lambda r: "赵大年"), Col("手机", lambda r: "13700000000"),
        Col("职工人数", get("employees")),
        Col("正式党员", get("formal_members")), Col("预备党员", get("probationary_members")),
        Col("组建方式", state),
        Col("党组织名称", get("organization")), Col("成立日期", plain_day), Col("书记", get("secretary")),
        Col("电话", get("phone")), Col("党建指导员", get("officer")),
        Col("联系电话", lambda r: "13900000000"),
    )  # fmt: skip


def two_days() -> Layout:
    return simple(
        "两个成立时间", NUMBER, Col("企业名称", any_name), Col("成立时间", lambda r: "2001-02-03"),
        Col("信用代码", any_code),
        Col("所在街道、乡镇", get("area")), Col("员工数", get("employees")),
        Col("正式", get("formal_members")),
        Col("预备", get("probationary_members")), Col("党组织设置形式", state),
        Col("党组织名称", get("organization")),
        Col("成立时间 ", any_day), Col("党组织书记", get("secretary")), Col("指导员姓名", get("officer")),
    )  # fmt: skip


def opened_day() -> Layout:
    return simple(
        "企业成立时间", Col("企业名称", any_name), Col("企业成立时间", lambda r: "2001-02-03"),
        Col("统一社会信用代码", any_code),
        Col("乡镇（街道、开发区）", get("area")), Col("总人数", get("employees")),
        Col("正式党员", get("formal_members")),
        Col("预备党员", get("probationary_members")), Col("组织覆盖类型", state),
        Col("党支部全称", get("organization")),
        Col("支部成立时间", any_day), Col("现任书记", get("secretary")), Col("联系指导员", get("officer")),
    )  # fmt: skip


def no_word() -> Layout:
    return simple(
        "没有组建方式", NUMBER, Col("企业名称", any_name), Col("信用代码", any_code),
        Col("乡镇", get("area")), Col("从业人员数", get("employees")),
        Col("正式党员", get("formal_members")), Col("预备党员", get("probationary_members")),
        Col("党组织名称", get("organization")),
        Col("组建日期", any_day), Col("党支部书记姓名", get("secretary")), Col("党建指导员", get("officer")),
    )  # fmt: skip


def with_shares() -> Layout:
    return simple(
        "带占比", Col("序号", lambda r: "=ROW()-2"), Col("企业名称", any_name),
        Col("统一社会信用代码", any_code), Col("所属乡镇", get("area")),
        Col("职工总数", get("employees")), Col("正式党员", get("formal_members")),
        Col("预备党员", get("probationary_members")),
        Col("党员占比（%）", lambda r: round(100 * r.formal_members / r.employees, 1)),
        Col("产值（万元）", lambda r: 350.5),
        Col("覆盖情况", any_word), Col("党组织名称", get("organization")), Col("组建年月日", any_day),
        Col("书记", get("secretary")),
        Col("党建指导员", get("officer")), before=("情况表",),
    )  # fmt: skip


def hidden_columns() -> Layout:
    layout = long_words()
    layout.name = "隐藏列"
    layout.sheets[0].hidden_columns = ("组织机构代码/统一社会信用代码（18位）", "备注")
    code_list = Sheet("码表", [], rows=[["单独组建"], ["联合组建"]], hidden=True)
    reference = Sheet(
        "填表说明", [], rows=[["说明"], ["1.企业名称按营业执照填写"], ["组建方式", "单独组建、联合组建"]]
    )
    layout.sheets += [code_list, reference, Sheet("Sheet3", [])]
    return layout


def social_only() -> Layout:
    return simple(
        "社会组织", NUMBER, Col("社会组织全称", any_name), Col("统一社会信用代码", any_code),
        Col("属地乡镇", get("area")),
        Col("专职工作人员", lambda r: 3), Col("正式党员数", get("formal_members")),
        Col("预备党员数", get("probationary_members")),
        Col("党建覆盖方式", any_word), Col("党组织名称", get("organization")), Col("成立时间", any_day),
        Col("负责人", get("secretary")),
        Col("党建指导员", get("officer")), records=SOCIAL, missing=("employees",),
        before=("社会组织党建台账",),
    )  # fmt: skip


def absent_words() -> Layout:
    def or_none(name, *words):
        return lambda record: getattr(record, name) or words[record.number % len(words)]

    return simple(
        "无字", NUMBER, Col("非公企业名称", any_name), Col("社会信用代码（18位）", any_code),
        Col("乡镇（街道）", get("area")),
        Col("在岗职工人数", get("employees")), Col("正式党员", get("formal_members")),
        Col("预备党员", get("probationary_members")),
        Col("组建方式", any_word), Col("党组织名称", or_none("organization", "无", "/", "—", "未组建")),
        Col("党组织成立时间", lambda r: any_day(r) or "/"),
        Col("党组织书记", or_none("secretary", "无", "/", "-", "暂无")),
        Col("党建指导员", or_none("officer", "无", "/", "—")), records=ENTERPRISES,
    )  # fmt: skip


LAYOUTS = (
    long_words, of_which, three_levels, three_levels_bare, two_levels_bare, reversed_order, yes_and_form,
    yes_and_type,
    standalone_or_not, tick_columns, tick_group, name_and_employer, phones, two_days, opened_day, no_word,
    with_shares,
    hidden_columns, social_only, absent_words,
)  # fmt: skip
