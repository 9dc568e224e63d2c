"""The words townships use: headings of the unit ledger, ways of forming, names of areas."""

import re

from core.tables import Vocabulary
from core.texts import without_blanks
from organizations.choices import CoverageState, UnitKind
from organizations.models import Area, AreaName, Unit
from organizations.sheets import UNIT_LEDGER

HEADINGS = {name: column.heading(Unit) for name, column in UNIT_LEDGER.items()}
FIELDS = tuple(UNIT_LEDGER)
HELPERS = ("has_organization", "organization_type")
UNIT_VOCABULARY = Vocabulary(
    key_fields={"name", "credit_code"},
    labels={name: (HEADINGS[name], *column.aliases) for name, column in UNIT_LEDGER.items()},
)

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
            self.by_name[bare_area_name(name)] = self.standing(self.areas[area_id])
        for area in self.areas.values():
            now = self.standing(area)
            self.by_name[bare_area_name(area.name) or area.name] = now
            if area.kind == "zone":
                self.by_name[bare_area_name(area.name).removeprefix("沙河")] = now
                self.by_name["开发区"] = now

    def standing(self, area: Area) -> Area:
        """Return the area itself, or the one it was merged into."""
        while area.merged_into_id:
            area = self.areas[area.merged_into_id]
        return area

    def find(self, text: str) -> Area | None:
        return self.by_name.get(bare_area_name(text)) if text else None
