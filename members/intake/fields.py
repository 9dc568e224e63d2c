"""The columns of a roster of members: what they are called, how they are read, what the template says."""

import datetime
import re

from core.identifiers import check_id_number, mask_id_number, tidy_code, tidy_id_number
from core.intake.fields import Field, choice_rule, field_of
from core.intake.rows import RowPreview
from core.scoping import Scope
from core.sheets import Column
from core.texts import without_blanks
from core.values import NOTHING, Tidy, tidy_name, tidy_phone, wrong
from members.choices import Floating
from members.intake.words import EDUCATION, FLOATING, SEX, STATUS, tidy_ethnicity
from members.models import Member
from organizations.models import Organization

PERMISSION = "members.add_member"
OLD_NUMBER = re.compile(r"\d{14}[\dX]")
WHOLE_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
LENGTH = 18
NUMBER_ASTRAY = "这一格像是公民身份号码，没有读取，请填到“公民身份号码”一列。"
NUMBER_OF_15 = "这是15位的旧号码，请对照身份证填写18位的号码。"
LONGEST_ADDRESS = 120

COLUMNS = (
    Column("name", aliases=("党员姓名", "名字")),
    Column(
        "id_number",
        "公民身份号码",
        aliases=(
            "公民身份证号", "公民身份证号码", "居民身份证号", "居民身份证号码", "身份证号", "身份证号码",
            "身份证", "身份号码", "身份证件号码", "证件号码",
        ),
    ),
    Column("sex"),
    Column("birth_date", aliases=("出生年月", "出生年月日", "出生时间", "生日")),
    Column("ethnicity"),
    Column("education", aliases=("文化程度", "最高学历", "文化水平", "学历层次")),
    Column(
        "status",
        aliases=(
            "党员类别", "党员类型", "党员性质", "党员身份", "党员状态", "类别", "正式/预备", "正式或预备",
            "是否预备党员或正式党员", "政治面貌",
        ),
    ),
    Column(
        "organization",
        "党组织",
        aliases=(
            "所在党支部", "所在党组织", "所在支部", "党组织名称", "党支部名称", "支部名称", "党支部", "支部",
            "所属党组织", "所属党支部", "所属支部", "组织关系所在党组织", "组织关系所在党支部",
        ),
    ),
    Column(
        "unit",
        aliases=(
            "工作单位", "单位名称", "单位", "企业名称", "所在企业", "所在单位名称", "工作单位名称",
            "所在企业名称", "社会组织名称",
        ),
    ),
    Column(
        "joined_on",
        aliases=(
            "入党时间", "入党日期", "入党年月", "加入党组织时间", "加入中国共产党时间", "加入中国共产党日期",
            "入党",
        ),
    ),
    Column(
        "full_member_on",
        aliases=("转正时间", "转正日期", "转正年月", "转为正式党员时间", "转正式党员时间", "转正"),
    ),
    Column("job", aliases=("岗位", "职务", "现任职务", "行政职务", "单位职务", "岗位职务", "岗位或职务")),
    Column(
        "phone",
        aliases=("手机", "手机号", "手机号码", "移动电话", "电话", "电话号码", "联系方式", "联系手机"),
    ),
    Column("floating", aliases=("是否流动党员", "是否为流动党员", "流动党员", "流动党员情况", "流动状态")),
    Column("address", "家庭住址", aliases=("住址", "现住址", "家庭地址", "居住地", "居住地址", "现居住地")),
    Column("is_manager", aliases=("是否管理人员", "是否管理层", "管理层")),
    Column("is_technician", aliases=("是否技术骨干", "技术人员")),
    Column("on_site", aliases=("是否实际在岗", "是否在岗", "在岗")),
)  # fmt: skip


def tidy_number(value: object, today: datetime.date) -> Tidy:
    """An identity number in half width and capitals; no sentence quotes it."""
    number = tidy_code(value)
    if number in NOTHING or number == "无":
        return Tidy()
    if OLD_NUMBER.fullmatch(number):
        return wrong(NUMBER_OF_15)
    found = check_id_number(value)
    errors = [finding.message for finding in found if finding.level == "error"]
    if errors:
        return wrong(errors[0])
    return Tidy(tidy_id_number(value), warning=found[0].message if found else None)


def tidy_unit(value: object, today: datetime.date) -> Tidy:
    name = tidy_name(value).value
    return Tidy(None if name is None or without_blanks(name) in NOTHING | {"无"} else name)


RULES = {
    "name": lambda value, today: tidy_name(value),
    "id_number": tidy_number,
    "sex": choice_rule(SEX),
    "ethnicity": tidy_ethnicity,
    "education": choice_rule(EDUCATION),
    "status": choice_rule(STATUS),
    "organization": tidy_unit,
    "unit": tidy_unit,
    "phone": lambda value, today: tidy_phone(value),
    "floating": choice_rule(FLOATING),
}
# A cell of these that cannot be read is left out and said; whoever it is about is certain without it.
MINOR = (
    "ethnicity", "education", "unit", "job", "phone", "floating", "address", "is_manager", "is_technician",
    "on_site",
)  # fmt: skip
SECRET = ("id_number", "address")
REQUIRED = ("name", "status", "organization", "joined_on")
LEFT_OUT_OF_TEMPLATE = ("address", "is_manager", "is_technician", "on_site")
EXAMPLES = {
    "name": "张示例",
    "sex": "男",
    "birth_date": "1985-06-12",
    "ethnicity": "汉族",
    "education": "大学专科",
    "status": "正式党员",
    "organization": "中共沙河市示例玻璃制品有限公司支部委员会",
    "unit": "沙河市示例玻璃制品有限公司",
    "joined_on": "2010-07-01",
    "full_member_on": "2011-07-01",
    "job": "车间主任",
    "floating": Floating.NONE.label,
}
HINTS = {
    "id_number": "18位，以文本填写；没有的可以不填，此时性别和出生日期必填。填写后加密保存，页面不显示。",
    "sex": "填了公民身份号码的可以不填。",
    "birth_date": "填了公民身份号码的可以不填。",
    "organization": "与平台里的党组织名称一致；不填时按所在单位的党组织。",
    "unit": "平台里的单位名称或统一社会信用代码；不在辖区单位工作的不填。",
    "joined_on": "支部大会接收为预备党员的日期，写成 2016-03-15 这样的形式。",
    "full_member_on": "正式党员必填，预备党员不填。",
    "floating": "流动党员填“流出”或“流入”；填“是”按流出读取。",
}


def organizations_within(scope: Scope) -> list[str]:
    """Names of the open organizations of the scope, to choose from."""
    standing = Organization.objects.within(scope.granting(PERMISSION)).filter(closed_on=None)
    return list(dict.fromkeys(standing.order_by("name").values_list("name", flat=True)))


def roster_field(column: Column) -> Field:
    name = column.name
    given = {"rule": RULES[name]} if name in RULES else {}
    if name == "unit":
        given |= {"longest": None, "words": None}
    if name == "address":
        given["longest"] = LONGEST_ADDRESS
    if name == "organization":
        given["words_within"] = organizations_within
    if name == "id_number":
        given["mask"] = mask_id_number
    return field_of(
        name,
        column,
        Member,
        secret=name in SECRET,
        minor=name in MINOR,
        example=EXAMPLES.get(name, ""),
        hint=HINTS.get(name, ""),
        required=name in REQUIRED,
        in_template=name not in LEFT_OUT_OF_TEMPLATE,
        **given,
    )


FIELDS = {column.name: roster_field(column) for column in COLUMNS}
HEADINGS = {name: field.heading for name, field in FIELDS.items()}


def drop_stray_number(row: RowPreview, declared: Field, cell: object) -> bool:
    """Drop an identity number that stands in another column, and say so; return whether it was one."""
    if declared.secret or not holds_number(cell):
        return False
    row.raw[declared.name] = None
    tell = row.warning if declared.minor else row.error
    tell(declared.name, declared.heading, NUMBER_ASTRAY)
    return True


def holds_number(cell: object) -> bool:
    """Say whether a text holds what looks like an identity number, whatever column it stands in."""
    if not isinstance(cell, str) or len(cell) < LENGTH:
        return False
    return WHOLE_NUMBER.search(without_blanks(cell)) is not None
