"""The tables of the ground, each declared once for page, export, import and admin."""

from core.sheets import Column, Sheet
from organizations import conditions as c
from organizations.choices import CoverageState
from organizations.models import Coverage, Organization, Unit
from organizations.sheets.unit_facts import CONTACT, MORE_UNIT_COLUMNS

STATE_LOOKS = {
    CoverageState.STANDALONE.label: "ok",
    CoverageState.JOINT.label: "ok",
    CoverageState.GUIDANCE.label: "info",
    CoverageState.NONE.label: "bad",
    CoverageState.UNKNOWN.label: "muted",
}

# Columns of a unit, with the words townships write above them in their ledgers.
NAME = Column(
    "name", width=34, aliases=("企业名称", "社会组织名称", "非公企业名称", "企业（社会组织）名称", "名称")
)
KIND = Column("kind", aliases=("类别", "单位类型"))
CREDIT_CODE = Column(
    "credit_code",
    width=22,
    aliases=("社会信用代码", "信用代码", "统一信用代码", "社会信用代码（18位）"),
)
AREA = Column(
    "area_name",
    "管理区域",
    annotation=c.area_name_on,
    aliases=("所属乡镇（街道、开发区）", "所属乡镇", "乡镇", "镇街", "所属区域", "所属街道"),
)
EMPLOYEES = Column(
    "employees", aliases=("职工数", "从业人员", "从业人员数", "员工总数", "职工总数", "从业人数")
)
FORMAL_MEMBERS = Column(
    "formal_members", "正式党员", aliases=("正式党员数", "党员数/正式", "党员数/正式党员", "正式")
)
PROBATIONARY_MEMBERS = Column(
    "probationary_members", "预备党员", aliases=("预备党员数", "党员数/预备", "党员数/预备党员", "预备")
)
STATE = Column(
    "coverage_state",
    "覆盖情况",
    annotation=c.coverage_state_on,
    text=lambda row: CoverageState(row.coverage_state).label,
    state=STATE_LOOKS.get,
    aliases=("组建方式", "党组织组建方式", "组建形式", "覆盖方式"),
)
COVERED_BY = Column(
    "covering_name",
    "党组织名称",
    annotation=c.covering_name_on,
    aliases=("党组织全称", "所在党组织", "所属党组织"),
)
GUIDED_BY = Column(
    "officer_name",
    "党建指导员",
    annotation=c.officer_name_on,
    aliases=("党建工作指导员", "指导员姓名", "指导员"),
)
PHONE = Column("contact_phone", private=CONTACT, aliases=("电话", "手机号码", "手机号", "手机"))


def period_text(row):
    return row.period_text


UNITS = Sheet(
    title="单位名录",
    model=Unit,
    key="credit_code",
    columns=(
        NAME,
        KIND,
        CREDIT_CODE,
        AREA,
        EMPLOYEES,
        FORMAL_MEMBERS,
        PROBATIONARY_MEMBERS,
        PHONE,  # not after the officer: read back, it would be his
        STATE,
        COVERED_BY,
        GUIDED_BY,
        *MORE_UNIT_COLUMNS,
    ),
    ordering=("pk",),
    empty_text="没有符合条件的单位。可以放宽筛选条件，或新增、导入单位。",
)

ORGANIZATIONS = Sheet(
    title="党组织名录",
    model=Organization,
    columns=(
        Column("name", width=40),
        Column("type"),
        Column("formation"),
        Column("seat_name", "管理区域", annotation=c.seat_name_on),
        Column("covered_units", "覆盖单位（家）", annotation=c.covered_units_on, numeric=True),
        Column("secretary_name", "书记", annotation=c.secretary_on),
        Column("established_on"),
        Column("closed_on"),
    ),
    empty_text="没有符合条件的党组织。可以放宽筛选条件，或新增、导入党组织。",
)

# Small lists under a detail page.
ORGANIZATION_UNITS = Sheet(
    title="覆盖单位",
    model=Coverage,
    related=("unit",),
    ordering=("unit__pk", "-starts_on"),
    columns=(
        Column("unit", width=34),
        Column("credit_code", "统一社会信用代码", text=lambda row: row.unit.credit_code or ""),
        Column("period", "起止日期", text=period_text),
    ),
    empty_text="没有覆盖单位。",
)
# What a township's ledger of units says, by the name of what is read: the columns of the list of units, and
# those of their branch and officer, which become rows of their own.
UNIT_LEDGER = {
    "name": NAME,
    "credit_code": CREDIT_CODE,
    "kind": KIND,
    "area": AREA,
    "employees": EMPLOYEES,
    "formal_members": FORMAL_MEMBERS,
    "probationary_members": PROBATIONARY_MEMBERS,
    "coverage": STATE,
    "organization": COVERED_BY,
    "organization_established_on": Column(
        "established_on",
        "党组织成立时间",
        aliases=("成立时间", "组建时间", "党组织成立日期"),
    ),
    "secretary": Column(
        "secretary_name", "党组织书记", aliases=("书记姓名", "支部书记", "书记", "党组织负责人")
    ),
    "secretary_post": Column("unit_post", "书记行政职务", aliases=("书记职务", "书记在企业任职", "行政职务")),
    "phone": PHONE,
    "officer": GUIDED_BY,
    "officer_post": Column(
        "employer",
        "指导员单位及职务",
        aliases=("指导员职务", "指导员所在单位及职务", "指导员单位"),
    ),
    "note": Column("note", "备注", aliases=("说明",)),
    "has_organization": Column(
        "has_organization", "是否建立党组织", aliases=("是否组建党组织", "建立党组织")
    ),
    "is_standalone": Column("is_standalone", "是否单独组建"),
    "organization_type": Column("type", "党组织类型", aliases=("党组织建制",)),
    "members": Column("members", "党员总数", aliases=("党员数", "党员人数")),
}
