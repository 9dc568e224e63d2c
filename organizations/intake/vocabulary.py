"""The words townships use: headings of the unit ledger, ways of forming, names of areas."""

import re

from core.tables import Vocabulary
from core.texts import without_blanks
from organizations.choices import UnitKind
from organizations.intake.heading_shapes import AFTER, ASKED, BEFORE, MARKS, SHAPES
from organizations.models import Area, AreaName, Unit
from organizations.sheets import UNIT_LEDGER

HEADINGS = {name: column.heading(Unit) for name, column in UNIT_LEDGER.items()}
FIELDS = tuple(UNIT_LEDGER)
HELPERS = ("has_organization", "is_standalone", "organization_type", "members")
AREA_TITLE = r"(?:\S{2,6}(?:街道办事处|办事处|街道|镇|乡|开发区))"
KIND_TITLE = "(?:非公有制经济组织|非公有制企业|非公企业|民营企业|企业|社会组织)(?:部分|名单|台账)?"
UNIT_VOCABULARY = Vocabulary(
    key_fields={"name", "credit_code"},
    labels={name: (HEADINGS[name], *column.aliases) for name, column in UNIT_LEDGER.items()},
    patterns=SHAPES,
    asked=ASKED,
    after=AFTER,
    before=BEFORE,
    marks=MARKS,
    titles=rf"(?:{AREA_TITLE}|{KIND_TITLE}|{AREA_TITLE}{KIND_TITLE})(?:\([^)]*\)|:|共?\d+家)*",
)

KIND_WORDS = {
    "非公企业": UnitKind.ENTERPRISE,
    "企业": UnitKind.ENTERPRISE,
    "非公有制企业": UnitKind.ENTERPRISE,
    "民营企业": UnitKind.ENTERPRISE,
    "私营企业": UnitKind.ENTERPRISE,
    "非公经济组织": UnitKind.ENTERPRISE,
    "非公有制经济组织": UnitKind.ENTERPRISE,
    "个体工商户": UnitKind.ENTERPRISE,
    "社会组织": UnitKind.SOCIAL_ORG,
    "社会团体": UnitKind.SOCIAL_ORG,
    "社团": UnitKind.SOCIAL_ORG,
    "民办非企业单位": UnitKind.SOCIAL_ORG,
    "民办非企业": UnitKind.SOCIAL_ORG,
    "民非": UnitKind.SOCIAL_ORG,
    "社会服务机构": UnitKind.SOCIAL_ORG,
    "基金会": UnitKind.SOCIAL_ORG,
}
AREA_ENDINGS = re.compile(r"(人民政府|党委|党工委|工委|街道办事处|办事处|街道|管委会|镇|乡)$")
COUNTY_NAME = re.compile(r"^沙河市")


def kind_in(text: str) -> str | None:
    """Return the kind a title or a heading speaks of, if of one only."""
    social, enterprise = "社会组织" in text, "企业" in text.replace("民办非企业", "")
    if social == enterprise:
        return None
    return UnitKind.SOCIAL_ORG if social else UnitKind.ENTERPRISE


def bare_area_name(text: str) -> str:
    """Return a name of an area without blanks, county name and office endings: 赞善街道办事处 -> 赞善."""
    name = COUNTY_NAME.sub("", without_blanks(text))
    while AREA_ENDINGS.search(name):
        name = AREA_ENDINGS.sub("", name)
    return name


def is_named(name: str, text: str) -> bool:
    """Say whether the area stands in the text with its office, or at its end."""
    office = "人民政府|街道|办事处|镇|乡|管委会|开发区"
    return name in text and (
        name.endswith("开发区") or re.search(rf"{re.escape(name)}(?:{office}|$)", text) is not None
    )


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

    def named_in(self, title: str) -> Area | None:
        """The one area that a title names, as in “一、褡裢街道（12家）”."""
        text = without_blanks(title)
        found = {self.by_name[name].pk: self.by_name[name] for name in self.by_name if is_named(name, text)}
        return next(iter(found.values())) if len(found) == 1 else None
