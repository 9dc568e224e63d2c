"""The columns of a ledger of units as a clerk may fill them in: words, examples, hints of the template."""

from core.intake.fields import Field, field_of
from core.sheets import Column
from core.values import tidy_choice
from organizations.choices import CoverageState, SocialType, UnitKind
from organizations.models import Area, Unit
from organizations.sheets import UNIT_LEDGER
from organizations.sheets.unit_facts import LABELS

EXAMPLES = {
    "name": "沙河市示例玻璃制品有限公司",
    "area": "桥东街道",
    "employees": "35",
    "formal_members": "3",
    "probationary_members": "1",
    "coverage": "单独组建",
    "organization": "中共沙河市示例玻璃制品有限公司支部委员会",
    "organization_established_on": "2016-03-15",
    "secretary": "张示例",
    "secretary_post": "副总经理",
}
HINTS = {
    "credit_code": "18位，按营业执照或登记证书填写；没有的可以不填。",
    "area": "所属乡镇、街道或开发区的名称。",
    "coverage": "没有党组织又没有指导员的填“未组建”；没有摸排的不填。",
    "organization": "单独组建或联合组建的填写；几家单位同属一个联合党支部的，名称写得完全一样。",
    "organization_established_on": "写成 2016-03-15 这样的形式。",
    "officer": "选派党建指导员的填写姓名。",
}
REQUIRED = ("name", "area")
LEFT_OUT_OF_TEMPLATE = ("kind", "has_organization", "is_standalone", "organization_type", "members")

# Plain facts of a unit that a ledger may hold besides: as the register exports them, so that a list taken
# from the portal can be edited and brought back.
MORE = {
    column.name: column
    for column in (
        Column("registration_number", aliases=("注册号", "登记证号", "注册登记号")),
        Column("enterprise_type", aliases=("企业性质", "经济类型")),
        Column("social_type", aliases=("社会组织种类", "种类")),
        Column("industry", aliases=("所属行业", "行业类别", "行业分类")),
        Column("supervising_body", aliases=("主管单位", "业务主管部门")),
        Column(
            "opened_on",
            LABELS["opened_on"],
            aliases=("企业成立时间", "企业成立日期", "注册日期", "注册时间", "登记日期"),
        ),
        Column(
            "above_scale", aliases=("是否规上", "是否规上企业", "规上企业", "是否规模以上", "规模以上企业")
        ),
        Column("in_market", aliases=("是否在专业市场内",)),
        Column("annual_revenue", aliases=("年营业收入", "营业收入", "年营业收入（万元）")),
        Column("association_members", aliases=("会员人数",)),
        Column("has_union", aliases=("是否建立工会", "是否组建工会", "工会")),
        Column("has_league", aliases=("是否建立团组织", "是否组建团组织", "团组织")),
        Column("has_womens_federation", aliases=("是否组建妇联", "是否建立妇联", "妇联")),
        Column("legal_representative", aliases=("法人代表", "法人", "法定代表人姓名", "企业法人")),
        Column("legal_standing", aliases=("法人政治面貌", "法人代表政治面貌")),
        Column("address", aliases=("企业地址", "单位地址", "注册地址", "经营地址", "住所", "详细地址")),
    )
}
SOCIAL_WORDS = {
    **{label: value for value, label in SocialType.choices},
    "社团": SocialType.ASSOCIATION,
    "民办非企业单位": SocialType.SERVICE,
    "民办非企业": SocialType.SERVICE,
    "民非": SocialType.SERVICE,
}
RULES = {"social_type": lambda value, today: tidy_choice(value, SOCIAL_WORDS)}
SOCIAL_ONLY = ("social_type", "supervising_body", "association_members")
ENTERPRISE_ONLY = ("enterprise_type", "above_scale", "in_market", "annual_revenue")


def coverage_words() -> list[str]:
    return [
        *(state.label for state in (CoverageState.STANDALONE, CoverageState.JOINT)),
        "区域统建", "行业统建", "挂靠组建", "选派党建指导员", "未组建",
    ]  # fmt: skip


def area_words() -> list[str]:
    return list(Area.objects.leaves().order_by("path").values_list("name", flat=True))


WORDS = {
    "coverage": coverage_words,
    "area": area_words,
    "kind": lambda: [kind.label for kind in UnitKind],
    "has_organization": lambda: ("是", "否"),
}

CODES = {
    "coverage": {state.value: state.label for state in CoverageState},
    "kind": {kind.value: kind.label for kind in UnitKind},
}


def ledger_field(name: str, column: Column) -> Field:
    return Field(
        name,
        column.heading(Unit),
        column.aliases,
        words=WORDS.get(name),
        codes=CODES.get(name, {}),
        example=EXAMPLES.get(name, ""),
        hint=HINTS.get(name, ""),
        required=name in REQUIRED,
        in_template=name not in LEFT_OUT_OF_TEMPLATE,
    )


def more_field(name: str, column: Column, left_out: tuple[str, ...]) -> Field:
    given = {"rule": RULES[name]} if name in RULES else {}
    return field_of(name, column, Unit, in_template=name not in left_out, minor=True, **given)


def fields_of(left_out: tuple[str, ...]) -> dict[str, Field]:
    """All columns of a ledger; the template leaves out those that are not asked of this kind of unit."""
    ledger = {name: ledger_field(name, column) for name, column in UNIT_LEDGER.items()}
    return ledger | {name: more_field(name, column, left_out) for name, column in MORE.items()}
