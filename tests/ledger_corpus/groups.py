"""Layouts that differ in how the lines are grouped, repeated, merged and cut into worksheets."""

from tests.ledger_corpus.habits import any_code, any_count, any_day, any_name, any_word, get, short_area, tick
from tests.ledger_corpus.headings import NUMBER, simple, state
from tests.ledger_corpus.paper import Col, Layout, Sheet
from tests.ledger_corpus.truth import AREAS, COUNTY, ENTERPRISES, SOCIAL, Record, of_area

ORDER = "一二三四五六七八九十"
BASE = [
    NUMBER, Col("企业名称", any_name), Col("统一社会信用代码", any_code),
    Col("职工人数", any_count("employees")),
    Col("党员数（名）|正式", any_count("formal_members")),
    Col("党员数（名）|预备", any_count("probationary_members")),
    Col("组建方式", any_word), Col("党组织名称", get("organization")), Col("成立时间", any_day),
    Col("党组织书记", get("secretary")), Col("党建指导员", get("officer")), Col("备注", lambda record: None),
]  # fmt: skip
AREA = Col("所属乡镇", get("area"))
BRANCH = ("党组织名称", "成立时间", "党组织书记")


def below(sheet: Sheet) -> Sheet:
    """What stands under a table."""
    sheet.put()
    sheet.put("单位负责人（签字）：", None, None, "填表人：李四", None, "联系电话：0319-0000000")
    sheet.put("注：1.本表一式两份。")
    sheet.put("2.组建方式填单独组建、联合组建。")
    sheet.put(None, None, None, None, None, None, None, "2026年6月30日")
    return sheet


def titles_between() -> Layout:
    """一、褡裢街道（12家）"""
    sheet = Sheet("汇总", BASE)
    sheet.wide("沙河市非公企业和社会组织党建台账")
    sheet.head()
    for order, area in zip(ORDER, AREAS, strict=False):
        sheet.put(f"{order}、{area}（{len(of_area(area))}家）")
        sheet.lines(of_area(area))
    return Layout("标题分组", [below(sheet)])


def plain_titles_between() -> Layout:
    """褡裢街道 alone in the first column, and a subtotal below each group."""
    sheet = Sheet("全市", BASE)
    sheet.head()
    for area in AREAS:
        sheet.put(None, f"{area}（共{len(of_area(area))}家）")
        sheet.lines(of_area(area))
        sheet.total("小计", of_area(area))
    sheet.total("总计", COUNTY)
    return Layout("街道分组", [below(sheet)])


def area_down_the_side() -> Layout:
    sheet = Sheet("汇总表", [AREA, *BASE])
    sheet.total("合计", COUNTY)
    sheet.rows.insert(0, ["2026年6月沙河市两新组织党建情况"])
    sheet.head()
    for area in AREAS:
        records = of_area(area)
        rows = [
            sheet.line(record, **({} if record is records[0] else {"所属乡镇": None})) for record in records
        ]
        sheet.merge_down(rows, ["所属乡镇"])
        sheet.total(f"{area}小计", records)
    return Layout("区域合并", [sheet])


def area_once() -> Layout:
    """The area stands in the first line of its group only."""
    sheet = Sheet("汇总表", [AREA, *BASE])
    sheet.head()
    for area in AREAS:
        for place, record in enumerate(of_area(area)):
            sheet.line(record, **({"所属乡镇": None} if place else {}))
    return Layout("区域只写一次", [sheet])


def areas_as_sheets() -> Layout:
    names = ("褡裢街道办事处", "桥东办事处", "白塔", "蝉房乡")
    sheets = [Sheet(name, BASE) for name in names]
    for sheet, area in zip(sheets, AREAS, strict=True):
        sheet.wide(f"{area}党建台账")
        sheet.head()
        sheet.joined(of_area(area), *BRANCH)
        below(sheet)
    return Layout("分乡镇", sheets)


def page_breaks() -> Layout:
    sheet = Sheet("打印", [AREA, *BASE], left=1)
    sheet.wide("台账")
    for start in range(0, len(COUNTY), 9):
        sheet.head()
        sheet.lines(COUNTY[start : start + 9])
        sheet.put()
    return Layout("每页表头", [sheet])


def joint_merged() -> Layout:
    sheet = Sheet("覆盖", [AREA, *BASE])
    sheet.head()
    sheet.put(*range(1, 14))
    sheet.joined(COUNTY, *BRANCH)
    return Layout("联合合并", [below(sheet)])


def joint_blank() -> Layout:
    sheet = Sheet("覆盖", [AREA, *BASE])
    sheet.head()
    sheet.joined(COUNTY, *BRANCH, blank=True)
    return Layout("联合留空", [sheet])


def joint_blank_without_word() -> Layout:
    columns = [column for column in [AREA, *BASE] if column.heading != "组建方式"]
    sheet = Sheet("覆盖", columns)
    sheet.head()
    sheet.joined(COUNTY, *BRANCH, blank=True)
    return Layout("联合留空无方式", [sheet])


def joint_blank_ticked() -> Layout:
    """The tick is given once too."""
    columns = [
        AREA,
        *BASE[:6],
        Col("单独组建", tick("standalone")),
        Col("联合组建", tick("joint")),
        *BASE[7:],
    ]
    sheet = Sheet("覆盖", columns)
    sheet.head()
    sheet.joined(COUNTY, *BRANCH, "联合组建", blank=True)
    return Layout("联合留空打勾", [sheet])


def kinds_below() -> Layout:
    """Enterprises, then social organizations under a head of their own."""
    sheet = Sheet("两新", [AREA, *BASE])
    sheet.put("一、非公企业")
    sheet.head()
    sheet.lines(ENTERPRISES)
    sheet.put()
    sheet.put("二、社会组织")
    sheet.columns = [
        Col("社会组织名称", any_name), Col("信用代码", any_code), Col("镇街", get("area")),
        Col("从业人员", get("employees")),
        Col("预备党员", get("probationary_members")), Col("正式党员", get("formal_members")),
        Col("覆盖情况", state),
        Col("指导员", get("officer")), Col("党组织全称", get("organization")), Col("组建时间", any_day),
        Col("书记", get("secretary")),
    ]  # fmt: skip
    sheet.head()
    sheet.lines(SOCIAL)
    return Layout("上下两表", [sheet])


def kinds_as_sheets() -> Layout:
    sheets = [Sheet("非公企业", [AREA, *BASE]), Sheet("社会组织", [AREA, *BASE])]
    for sheet, records in zip(sheets, (ENTERPRISES, SOCIAL), strict=True):
        sheet.wide(f"{sheet.name}情况表")
        sheet.head()
        sheet.lines(records)
    return Layout("两张表", sheets)


def side_by_side() -> Layout:
    half = [
        NUMBER, AREA, Col("企业名称", any_name), Col("信用代码", any_code), Col("职工数", get("employees")),
        Col("正式党员", get("formal_members")),
        Col("预备党员", get("probationary_members")), Col("组建方式", state),
        Col("党组织名称", get("organization")),
        Col("组建时间", any_day), Col("书记", get("secretary")), Col("指导员", get("officer")),
    ]  # fmt: skip
    sheet = Sheet("两栏", [*half, Col("", lambda record: None), *half])
    sheet.head()
    middle = len(COUNTY) // 2
    for left, right in zip(COUNTY[:middle], COUNTY[middle:], strict=True):
        row = sheet.put(*[c.value(left) for c in half], None, *[c.value(right) for c in half])
        sheet.answers[row] = [left.expected(), right.expected()]
    return Layout("左右两表", [sheet])


def side_by_side_kinds() -> Layout:
    left = [
        NUMBER,
        Col("企业名称", any_name),
        Col("信用代码", any_code),
        AREA,
        Col("组建方式", state),
        Col("党组织名称", get("organization")),
    ]
    right = [
        NUMBER,
        Col("社会组织名称", any_name),
        Col("信用代码", any_code),
        AREA,
        Col("组建方式", state),
        Col("党组织名称", get("organization")),
    ]
    missing = (
        "employees", "formal_members", "probationary_members", "organization_established_on", "secretary",
        "officer",
    )  # fmt: skip
    sheet = Sheet("并列", [*left, *right])
    sheet.head()
    kept = [[r for r in records if r.coverage != "guidance"] for records in (ENTERPRISES, SOCIAL)]
    for place, record in enumerate(kept[0]):
        other = kept[1][place : place + 1]
        row = sheet.put(*[c.value(record) for c in left], *[c.value(each) for each in other for c in right])
        sheet.answers[row] = [each.expected(missing) for each in [record, *other]]
    return Layout("并列企业社会组织", [sheet])


def one_area() -> Layout:
    """The area is known from the line above the table only."""
    return simple(
        "填报单位", *BASE, records=of_area("白塔镇"),
        before=("两新组织党建台账", "填报单位（盖章）：白塔镇党委    填报时间：2026年3月"),
    )  # fmt: skip


def blanks_around() -> Layout:
    sheet = Sheet("空白", [AREA, BASE[1], Col("", lambda r: None), *BASE[2:]], left=3)
    for _ in range(4):
        sheet.put()
    sheet.head()
    for record in COUNTY:
        sheet.line(record)
        sheet.put() if record.number % 5 == 0 else None
    return Layout("空行空列", [below(sheet)])


def social_marked() -> Layout:
    def kind(record: Record) -> str:
        return "社会组织" if record.kind == "social_org" else "非公企业"

    columns = [
        Col("单位类别", kind),
        Col("镇（街道、开发区）", short_area),
        Col("单位名称", any_name),
        *BASE[2:],
        NUMBER,
    ]
    return simple("类别列", *columns, text="utf-8-sig", merged=False)


LAYOUTS = (
    titles_between, plain_titles_between, area_down_the_side, area_once, areas_as_sheets, page_breaks,
    joint_merged,
    joint_blank, joint_blank_without_word, joint_blank_ticked, kinds_below, kinds_as_sheets, side_by_side,
    side_by_side_kinds, one_area, blanks_around, social_marked,
)  # fmt: skip
