"""The words townships use: headings of the unit ledger, ways of forming, names of areas."""

import re

from core.tables import Vocabulary
from core.texts import without_blanks
from organizations.choices import CoverageState, UnitKind
from organizations.models import Area, AreaName

LABELS: dict[str, tuple[str, ...]] = {
    "name": ("单位名称", "企业名称", "社会组织名称", "非公企业名称", "企业（社会组织）名称", "名称"),
    "credit_code": ("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "社会信用代码（18位）"),
    "kind": ("单位类别", "类别", "单位类型"),
    "area": ("管理区域", "所属乡镇（街道、开发区）", "所属乡镇", "乡镇", "镇街", "所属区域", "所属街道"),
    "employees": ("职工人数", "职工数", "从业人员", "从业人员数", "员工总数", "职工总数", "从业人数"),
    "formal_members": ("正式党员数", "正式党员", "党员数/正式", "党员数/正式党员", "正式"),
    "probationary_members": ("预备党员数", "预备党员", "党员数/预备", "党员数/预备党员", "预备"),
    "coverage": ("组建方式", "党组织组建方式", "组建形式", "覆盖情况", "覆盖方式"),
    "organization": ("党组织名称", "党组织全称", "所在党组织", "所属党组织"),
    "organization_established_on": ("党组织成立时间", "成立时间", "组建时间", "党组织成立日期"),
    "secretary": ("党组织书记", "书记姓名", "支部书记", "书记", "党组织负责人"),
    "secretary_post": ("书记行政职务", "书记职务", "书记在企业任职", "行政职务"),
    "phone": ("联系电话", "电话", "手机号码", "手机号", "手机"),
    "officer": ("党建指导员", "党建工作指导员", "指导员姓名", "指导员"),
    "officer_post": ("指导员单位及职务", "指导员职务", "指导员所在单位及职务", "指导员单位"),
    "note": ("备注", "说明"),
    "has_organization": ("是否建立党组织", "是否组建党组织", "建立党组织"),
    "organization_type": ("党组织建制", "党组织类型"),
}
HEADINGS = {
    "name": "单位名称",
    "credit_code": "统一社会信用代码",
    "kind": "单位类别",
    "area": "管理区域",
    "employees": "职工人数",
    "formal_members": "正式党员",
    "probationary_members": "预备党员",
    "coverage": "组建方式",
    "organization": "党组织名称",
    "organization_established_on": "党组织成立时间",
    "secretary": "党组织书记",
    "secretary_post": "书记行政职务",
    "phone": "联系电话",
    "officer": "党建指导员",
    "officer_post": "指导员单位及职务",
    "note": "备注",
    "has_organization": "是否建立党组织",
    "organization_type": "党组织类型",
}
FIELDS = tuple(LABELS)
HELPERS = ("has_organization", "organization_type")
UNIT_VOCABULARY = Vocabulary(key_fields={"name", "credit_code"}, labels=LABELS)

COVERAGE_WORDS = {
    "单独组建": CoverageState.STANDALONE,
    "单独": CoverageState.STANDALONE,
    "独立": CoverageState.STANDALONE,
    "独立组建": CoverageState.STANDALONE,
    "独立党支部": CoverageState.STANDALONE,
    "单独党支部": CoverageState.STANDALONE,
    "联合组建": CoverageState.JOINT,
    "联合": CoverageState.JOINT,
    "联合党支部": CoverageState.JOINT,
    "联合支部": CoverageState.JOINT,
    "区域统建": CoverageState.JOINT,
    "行业统建": CoverageState.JOINT,
    "挂靠组建": CoverageState.JOINT,
    "挂靠": CoverageState.JOINT,
    "选派党建指导员": CoverageState.GUIDANCE,
    "派指导员": CoverageState.GUIDANCE,
    "派党建指导员": CoverageState.GUIDANCE,
    "党建指导员": CoverageState.GUIDANCE,
    "指导员": CoverageState.GUIDANCE,
    "仅派指导员": CoverageState.GUIDANCE,
    "未组建": CoverageState.NONE,
    "未覆盖": CoverageState.NONE,
    "未建立": CoverageState.NONE,
    "无": CoverageState.NONE,
    "否": CoverageState.NONE,
    "未摸排": CoverageState.UNKNOWN,
}
KIND_WORDS = {
    "非公企业": UnitKind.ENTERPRISE,
    "企业": UnitKind.ENTERPRISE,
    "非公有制企业": UnitKind.ENTERPRISE,
    "社会组织": UnitKind.SOCIAL_ORG,
}
AREA_ENDINGS = re.compile(r"(人民政府|党委|党工委|工委|街道办事处|办事处|街道|管委会|镇|乡)$")
COUNTY_NAME = re.compile(r"^沙河市")


def bare_area_name(text: str) -> str:
    """Return a name of an area without blanks, county name and office endings: 赞善街道办事处 -> 赞善."""
    name = COUNTY_NAME.sub("", without_blanks(text))
    while AREA_ENDINGS.search(name):
        name = AREA_ENDINGS.sub("", name)
    return name


class AreaBook:
    """Finds an area by any name it has or had, as townships write it."""

    def __init__(self):
        self.areas = {area.pk: area for area in Area.objects.all()}
        self.by_name = {}
        for area_id, name in AreaName.objects.values_list("area_id", "name"):
            self.by_name[bare_area_name(name)] = self.areas[area_id]
        for area in self.areas.values():
            self.by_name[bare_area_name(area.name) or area.name] = area
            if area.kind == "zone":
                self.by_name[bare_area_name(area.name).removeprefix("沙河")] = area
                self.by_name["开发区"] = area

    def find(self, text: str) -> Area | None:
        return self.by_name.get(bare_area_name(text)) if text else None
