"""Layouts drawn by lot: words, order, head, merges and noise; the same seed draws the same layout."""

from random import Random

from tests.ledger_corpus.habits import (
    any_code,
    any_count,
    any_day,
    any_name,
    any_word,
    get,
    has_branch,
    short_area,
    spread,
    tick,
)
from tests.ledger_corpus.paper import Col, Layout, Sheet
from tests.ledger_corpus.truth import AREAS, COUNTY, Record, of_area

WORDS = {
    "name": (
        "企业名称", "单位名称", "企业全称", "公司名称", "法人单位名称", "单位全称", "企业（单位）名称",
        "非公企业名称", "两新组织名称",
        "企业（社会组织）名称", "企业、社会组织名称", "单位名称（全称）", "非公有制企业和社会组织名称",
        "非公有制经济组织名称", "民营企业名称",
        "企业/社会组织名称", "市场主体名称", "被覆盖单位名称", "机构名称", "公司（单位）全称", "企业 名 称",
        "企业\n名称",
    ),
    "credit_code": (
        "统一社会信用代码", "信用代码", "社会信用代码", "统一信用代码", "统一社会信用代码（18位）",
        "组织机构代码/统一社会信用代码（18位）",
        "统一社会信用代码/注册号", "统一代码", "统一社会信用代码（组织机构代码）", "企业信用代码",
        "统一社会\n信用代码", "社会信用代码证号",
        "营业执照统一社会信用代码", "单位统一社会信用代码", "统一社会信用代码（必填）", "信用代码号",
        "统一社会信用号码",
    ),
    "area": (
        "所属乡镇", "乡镇", "属地", "所在乡镇（办）", "镇办", "辖区", "乡镇（街道）", "乡镇街道", "所属街道",
        "管理区域", "所在镇（街道）",
        "所属乡（镇、街道）", "街道（乡镇）", "镇街", "所在乡镇、街道", "乡镇办", "所属区域", "属地乡镇",
        "乡（镇）办事处", "所属辖区", "乡镇名称",
        "所属乡镇（街道、开发区）", "企业所在乡镇",
    ),
    "employees": (
        "职工人数", "职工数", "在册职工", "员工人数", "用工人数", "从业人员", "从业人员数", "职工总数",
        "员工总数（人）", "企业职工数",
        "从业人数", "在岗职工数", "企业人数", "单位人数", "现有职工（人）", "在职职工数", "职工\n人数",
        "用工总数", "从业人员总数", "职工人数（名）",
        "员工数量", "企业员工总数", "职工总人数", "在职员工人数",
    ),
    "coverage": (
        "组建方式", "覆盖情况", "组建情况", "党建工作覆盖方式", "组建形式", "党组织组建方式", "覆盖方式",
        "单独/联合/挂靠/功能型", "党组织设置方式",
        "党组织覆盖情况", "组织设置形式", "党组织组建形式", "组建类型", "党组织建立方式", "党组织组建情况",
        "两个覆盖情况", "党的组织覆盖方式",
        "单独组建或联合组建", "党建覆盖情况", "党组织设置情况", "组织覆盖方式", "党组织建设情况",
    ),
    "organization": (
        "党组织名称", "党组织全称", "所在党组织", "所属党组织", "支部名称", "党支部名称", "所在联合支部",
        "所在党支部", "党支部全称",
        "所属党支部", "覆盖党组织名称", "党组织（支部）名称", "联合支部名称", "所在党组织名称",
        "所在（联合）党支部", "党组织名称（全称）",
        "所属支部名称", "基层党组织名称",
    ),
    "organization_established_on": (
        "组建时间", "党组织成立时间", "成立日期（党组织）", "批准成立时间", "党组织成立日期", "组建日期",
        "党支部成立时间", "批复时间",
        "党组织组建时间", "支部成立时间", "批准时间", "党组织批准成立时间", "党组织成立年月", "组建年月",
        "建立党组织时间", "党组织建立时间",
        "批复成立日期", "党组织批复时间", "支部组建时间",
    ),
    "secretary": (
        "党组织书记", "书记", "书记姓名", "党支部书记", "支部书记", "党组织书记姓名", "支部书记姓名",
        "党支部书记姓名", "现任书记", "党组织负责人",
        "现任党组织书记", "党组织负责人姓名", "党组织（支部）书记", "联合党支部书记", "支部负责人",
    ),
    "officer": (
        "党建指导员", "指导员", "指导员姓名", "党建指导员姓名", "派驻指导员", "党建工作指导员",
        "派驻党建指导员", "选派指导员姓名", "联系指导员",
        "党建指导员（姓名）", "包联指导员", "选派党建指导员", "派驻指导员姓名", "党建工作指导员姓名",
        "驻企指导员",
    ),
    "secretary_post": ("书记职务", "书记行政职务", "书记兼任职务", "书记在企业任职", "兼任职务", "行政职务",
        "书记现任职务"),
    "officer_post": ("指导员单位", "指导员单位及职务", "指导员所在单位", "指导员工作单位", "指导员职务",
        "指导员工作单位及职务"),
}  # fmt: skip
MEMBERS = (
    ("正式党员", "预备党员"), ("正式党员数", "预备党员数"), ("党员数|正式", "党员数|预备"),
    ("党员人数（名）|正式", "党员人数（名）|预备"),
    ("其中：正式党员", "其中：预备党员"), ("正式党员（名）", "预备党员（名）"),
    ("党员情况|正式党员", "党员情况|预备党员"), ("正式", "预备"),
    ("党员|正式党员数", "党员|预备党员数"), ("党员（正式）", "党员（预备）"),
    ("正式党员人数", "预备党员人数"), ("中共正式党员", "中共预备党员"),
)  # fmt: skip
EXTRAS = {
    "备注": lambda r: None, "地址": lambda r: "健康街1号", "法定代表人": lambda r: "赵大年",
    "注册资本（万元）": lambda r: 500,
    "主营业务": lambda r: "玻璃加工", "产值（万元）": lambda r: 350.5, "是否规上": lambda r: "是",
    "所属行业": lambda r: "制造业",
    "上级党组织": lambda r: f"中共{r.area}工作委员会", "换届时间": lambda r: "2024-05-06",
    "女职工数": lambda r: 3,
    "团员人数": lambda r: 4, "党员占比（%）": lambda r: 12.5, "入党积极分子": lambda r: 1,
    "是否建立工会": lambda r: "是",
    "活动场所面积": lambda r: 60, "企业类型": lambda r: "有限责任公司", "企业负责人": lambda r: "赵大年",
    "联系人": lambda r: "钱小二",
    "副书记": lambda r: "孙大三", "企业法人": lambda r: "赵大年", "注册时间": lambda r: "2001-02-03",
    "企业成立时间": lambda r: "2001-02-03",
    "法人电话": lambda r: "13700000000", "指导员电话": lambda r: "13700000001",
    "书记电话": lambda r: "13700000002",
    "电话": lambda r: "13700000003", "联系方式": lambda r: "13700000004", "成立时间": lambda r: "2001-02-03",
    "发展党员数": lambda r: 1,
    "党组织换届情况": lambda r: "已换届", "团支部书记": lambda r: "李小四", "工会主席": lambda r: "周小五",
    "书记学历": lambda r: "大专",
    "党员活动室": lambda r: "有", "未建立原因": lambda r: "无党员", "单位性质": lambda r: "私营",
    "流动党员数": lambda r: 2,
    "党组织联系电话": lambda r: "0319-8900000", "隶属党组织": lambda r: f"{r.area}党工委",
    "上级党委": lambda r: f"{r.area}党工委",
    "第一书记": lambda r: "吴小六", "信用等级": lambda r: "A", "村（社区）": lambda r: "东村",
    "经营状态": lambda r: "存续",
}  # fmt: skip
VALUES = {
    "name": any_name, "credit_code": any_code, "coverage": any_word, "organization": get("organization"),
    "organization_established_on": any_day, "secretary": spread("secretary"), "officer": spread("officer"),
    "secretary_post": get("secretary_post"), "officer_post": get("officer_post"),
    "employees": any_count("employees"),
}  # fmt: skip
FOOTS = (
    "填表人：李四　　审核人：张三",
    "注：本表由各乡镇填写，每季度上报。",
    "说明：职工人数为在册人数",
    "2026年6月30日",
    "联系人：李四  电话：0319-8900000",
)


def column(lot: Random, field: str) -> Col:
    value = VALUES.get(field) or (get("area") if lot.random() < 0.7 else short_area)
    return Col(lot.choice(WORDS[field]), value)


def coverage_columns(lot: Random) -> list[Col]:
    """A word, an answer with a form, or ticks."""
    way = lot.random()
    if way < 0.65:
        return [column(lot, "coverage")]
    if way < 0.85:
        asked = lot.choice(
            (
                "是否建立党组织",
                "是否成立党组织",
                "有无党组织",
                "是否已建党组织",
                "是否组建党支部",
                "党组织是否组建",
            )
        )
        form = lot.choice(("组织形式", "组建方式", "党组织形式", "党组织类型", "组建形式"))
        words = lot.choice((("是", "否"), ("有", "无"), ("√", "×"), ("√", None)))
        return [Col(asked, has_branch(*words)), Col(form, form_of)]
    mark = lot.choice(("√", "✓", "是", 1))
    group = lot.choice(("", "组建方式|", "党组织覆盖方式|", "组建情况（打√）|"))
    words = lot.choice(
        (
            ("单独组建", "联合组建", "派指导员"),
            ("单独", "联合", "指导员"),
            ("单独建", "联合建", "选派指导员"),
            ("单建", "联建", "派驻指导员"),
        )
    )
    states = ("standalone", "joint", "guidance")
    return [Col(group + word, tick(state, mark)) for word, state in zip(words, states, strict=True)]


def form_of(record: Record) -> str | None:
    return {"standalone": "单独组建", "joint": "联合组建"}.get(record.coverage)


def columns_by_lot(lot: Random, with_area: bool) -> list[Col]:
    formal, probationary = lot.choice(MEMBERS)
    members = [Col(formal, any_count("formal_members")), Col(probationary, any_count("probationary_members"))]
    if lot.random() < 0.3:
        members.insert(0, Col("党员总数", lambda r: r.formal_members + r.probationary_members))
    branch = [
        column(lot, "organization"),
        column(lot, "organization_established_on"),
        column(lot, "secretary"),
    ]
    if lot.random() < 0.5:
        branch.append(column(lot, "secretary_post"))
    officer = [column(lot, "officer"), *([column(lot, "officer_post")] if lot.random() < 0.4 else [])]
    unit = [
        [column(lot, name)] for name in ("name", "credit_code", "employees", *(["area"] if with_area else []))
    ]
    groups = [*unit, members, coverage_columns(lot), branch, officer]
    lot.shuffle(groups) if lot.random() < 0.5 else None
    columns = [each for group in groups for each in group]
    for extra in lot.sample(sorted(EXTRAS), lot.randint(0, 6)):
        columns.insert(place_for(lot, columns), Col(extra, EXTRAS[extra]))
    place = lot.choice((0, 0, 0, place_for(lot, columns), len(columns)))
    columns.insert(place, Col(lot.choice(("序号", "编号", "No.")), lambda r: r.number + 1))
    return once(columns)


def place_for(lot: Random, columns: list[Col]) -> int:
    """Anywhere but inside a group of headings."""
    inside = [
        place
        for place in range(1, len(columns))
        if len(columns[place].levels) > 1 and columns[place - 1].levels[0] == columns[place].levels[0]
    ]
    return lot.choice(sorted(set(range(len(columns) + 1)) - set(inside)))


def once(columns: list[Col]) -> list[Col]:
    seen: dict[str, Col] = {}
    for each in columns:
        seen.setdefault(each.heading, each)
    return list(seen.values())


def by_lot(seed: int) -> Layout:
    lot = Random(seed)
    with_area = lot.random() < 0.75
    sheet = Sheet(
        "Sheet1" if with_area else "分组", columns_by_lot(lot, with_area), left=lot.choice((0, 0, 0, 1, 2))
    )
    for text in lot.sample(
        (
            "沙河市两新组织党建工作台账",
            "填报单位：沙河市委组织部    填报时间：2026年6月30日",
            "",
            "单位：家、人",
        ),
        lot.randint(0, 3),
    ):
        sheet.wide(text) if lot.random() < 0.7 else sheet.put(text or None)
    sheet.head(merged=lot.random() < 0.7)
    if lot.random() < 0.15:
        sheet.put(*range(1, len(sheet.columns) + 1))
    for area in AREAS if with_area else ():
        lines(lot, sheet, of_area(area))
    for order, area in zip("一二三四", () if with_area else AREAS, strict=False):
        sheet.put(
            lot.choice((f"{order}、{area}", f"{area}（11家）", f"（{order}）{area}（共11家）"))
            if order
            else None
        )
        lines(lot, sheet, of_area(area))
    foot(lot, sheet)
    text = "" if sheet.merges or lot.random() < 0.8 else "gb18030"
    return Layout(f"抽签{seed}", [sheet], text=text)


def lines(lot: Random, sheet: Sheet, records: list[Record]) -> None:
    branch = [
        each.heading
        for each in sheet.columns
        if each.value in (VALUES["organization"], any_day, VALUES["secretary"])
    ]
    sheet.joined(records, *branch) if lot.random() < 0.4 else sheet.lines(records)
    if lot.random() < 0.2:
        sheet.total(lot.choice(("小计", "合 计", f"{records[0].area}小计")), records)
    if lot.random() < 0.2:
        sheet.put()
    if lot.random() < 0.1:
        sheet.head(merged=False)


def foot(lot: Random, sheet: Sheet) -> None:
    if lot.random() < 0.3:
        sheet.total(lot.choice(("合计", "总计", "总  计：")), COUNTY)
    for text in lot.sample(FOOTS, lot.randint(0, 3)):
        sheet.put(*[None] * lot.choice((0, 0, 3)), text)
