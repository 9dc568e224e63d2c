"""The ledger of activities: what organizations held, one line for each, with what it was held for."""

from collections.abc import Mapping

from django.db import models

from activities.choices import ActivityKind
from activities.forms import ActivityForm
from activities.models import Activity, Element
from activities.recording import record_activities
from core.audit import Actor
from core.intake.fields import Field, field_of
from core.intake.holding import text_key
from core.intake.kinds import HEAD_STAYS, Kind, Place
from core.intake.links import Finder, Link
from core.intake.records import Record, RecordDesk
from core.intake.rows import RowPreview
from core.scoping import Scope
from core.sheets import Column
from core.tables import reporting_unit
from core.values import tidy_choice
from organizations.intake.links import ORGANIZATION

OTHER_WORDS = {
    ActivityKind.GENERAL_MEETING: ("支部党员大会", "支部大会", "全体党员大会", "党员会议"),
    ActivityKind.COMMITTEE_MEETING: ("支部委员会", "支委会议", "支部委员会会议", "支部委员会议"),
    ActivityKind.GROUP_MEETING: ("党小组会议", "小组会"),
    ActivityKind.LECTURE: ("上党课", "讲党课", "书记讲党课", "专题党课"),
    ActivityKind.THEME_DAY: ("主题党日活动", "支部主题党日", "党员活动日", "党日活动"),
    ActivityKind.ORGANIZATION_LIFE: ("专题组织生活会", "组织生活会议"),
    ActivityKind.APPRAISAL: ("民主评议", "民主评议会", "民主评议党员会议"),
    ActivityKind.TALK: ("谈心谈话活动", "谈心"),
    ActivityKind.VOLUNTEERING: ("志愿服务", "志愿服务活动", "公益活动", "公益志愿活动"),
    ActivityKind.CONTEST: ("技能比武", "劳动竞赛", "岗位练兵", "技能竞赛活动"),
    ActivityKind.OTHER: ("其它", "其他活动"),
}
KIND_WORDS = {str(label): value for value, label in ActivityKind.choices} | {
    word: kind.value for kind, words in OTHER_WORDS.items() for word in words
}
KIND_LABELS = dict(ActivityKind.choices)
TOLD_BY_ACTIVITIES = {"kind", "title", "place", "expected", "present", "content", "elements"}


def find_elements(scope: Scope) -> Finder:
    """Find an element by its name; of several of one name the one in force on the day of the activity."""
    elements = list(Element.objects.within(scope))

    def find(text: str, values: Mapping) -> list[Element]:
        same = [element for element in elements if text_key(element.label) == text_key(text)]
        day = values["held_on"]
        return [element for element in same if day and element.is_on(day)] or same

    return find


def element_names(scope: Scope) -> list[str]:
    return list(dict.fromkeys(Element.objects.within(scope).on(scope.on).values_list("label", flat=True)))


class ActivityDesk(RecordDesk):
    """Activities, known by organization, kind, day and title."""

    model = Activity
    form_class = ActivityForm
    identity = ("organization", "kind", "held_on", "title")
    links = {
        "organization": ORGANIZATION,
        "elements": Link("载体内容", find_elements, element_names, several=True),
    }

    def candidates(self, rows: list[RowPreview]) -> models.QuerySet:
        days = [row.values["held_on"] for row in rows if row.values["held_on"]]
        found = super().candidates(rows).select_related("organization").prefetch_related("elements")
        return found.during(min(days), max(days)) if days else found.none()

    def key_of(self, values: Mapping) -> tuple:
        """A title that only says the kind once more tells nothing apart."""
        said = values.get("title") == KIND_LABELS.get(values.get("kind"))
        return super().key_of({**values, "title": None if said else values.get("title")})

    def complete(self, row: RowPreview, place: Place) -> None:
        """Take organization and kind from around the table, and the title from a list of the portal."""
        values = row.values
        if values["organization"] is None and not row.errors_on("organization"):
            values["organization"] = self.organization_of(place)
        if values["kind"] is None and not row.errors_on("kind"):
            values["kind"] = kind_of(place.sheet)
        listed = values.pop("listed_as")
        if values["title"] is None and listed != KIND_LABELS.get(values["kind"]):
            values["title"] = listed

    def organization_of(self, place: Place):
        """The organization that the sheet's name or its 填报单位 says."""
        named = (place.sheet, reporting_unit(place.context) or "")
        found = (one for text in named for one in self.linker.finders["organization"](text, {}))
        return next(found, None)

    def make_form(self, data: dict, instance: Activity) -> ActivityForm:
        """The form offers the elements that were in force when the activity was held, new or known."""
        instance.held_on = instance.held_on or data.get("held_on")
        return super().make_form(data, instance)

    def save(self, records: list[Record], place: Place, by: Actor) -> None:
        record_activities(((one.instance, one.cleaned["elements"]) for one in records), by)


def kind_of(sheet: str) -> str | None:
    """The kind that the name of a worksheet says, when it says one."""
    found = {kind for word, kind in KIND_WORDS.items() if word in sheet}
    return found.pop() if len(found) == 1 else None


def _of_activities(fields: set[str], words: str) -> bool:
    """A day alone is no activity: something must be told of it."""
    return len(fields & TOLD_BY_ACTIVITIES) > 1


ALIASES = {
    "organization": ("党组织名称", "党支部", "党支部名称", "支部名称", "所在党组织", "所属党组织"),
    "kind": ("类型", "活动类别", "会议类型", "会议类别", "活动形式", "活动种类", "会议种类", "三会一课类型"),
    "held_on": (
        "活动时间", "召开日期", "召开时间", "开展日期", "开展时间", "会议日期", "会议时间", "举办时间",
        "举办日期", "时间", "日期",
    ),
    "title": ("活动主题", "会议主题", "活动名称", "会议名称", "会议议题", "议题", "题目"),
    "place": ("活动地点", "会议地点", "召开地点"),
    "expected": ("应到", "应参加人数", "应到党员", "应到党员数"),
    "present": (
        "实到", "参加人数", "参会人数", "到会人数", "参与人数", "出席人数", "实际参加人数", "实到党员",
    ),
    "content": ("活动内容", "会议内容", "主要内容", "内容摘要", "活动情况", "会议记录"),
    "elements": ("载体内容", "对应内容", "对应载体内容", "实践载体"),
}  # fmt: skip


def activity_field(name: str, **given) -> Field:
    return field_of(name, Column(name, aliases=ALIASES[name]), Activity, **given)


ACTIVITY_LEDGER: Kind = ActivityDesk.kind(
    "activities",
    "活动台账",
    activity_field("organization", required=True, hint="平台中党组织的全称。", example="示例玻璃党支部"),
    activity_field(
        "kind",
        rule=lambda value, today: tidy_choice(value, KIND_WORDS),
        required=True,
        example="主题党日",
    ),
    activity_field("held_on", required=True, hint="写成 2016-03-15 这样的形式。", example="2026-05-08"),
    activity_field("title", hint="不填则显示活动类型；类型为“其他”时必填。", example="重温入党誓词"),
    activity_field("place", example="党员活动室"),
    activity_field("expected", example="12"),
    activity_field("present", example="11"),
    activity_field("content", example="全体党员重温入党誓词。"),
    activity_field("elements", hint="如亮身份、比干劲，几项用顿号隔开。", example="亮身份、比干劲"),
    Field("listed_as", "活动", in_template=False),
    key_fields=frozenset({"held_on"}),
    needs=frozenset({"held_on"}),
    fits=_of_activities,
    shown=("organization", "kind", "held_on", "title"),
    notes=(
        HEAD_STAYS,
        "党组织、活动类型、活动日期和主题都相同的是同一次活动；空着的单元格不会清除平台里已有的内容。",
        "没有党组织一列的，工作表名称或“填报单位”写党组织名称；没有类型一列的，工作表名称写活动类型。",
    ),
)
