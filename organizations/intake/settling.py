"""How a unit is covered, from every cell of its line that speaks of it."""

import re

from core.texts import without_blanks
from core.values import tidy_yes_no
from organizations.choices import CoverageState as State
from organizations.intake.coverage_words import BUILT, tidy_coverage
from organizations.intake.rows import RowPreview
from organizations.intake.surroundings import Above, Surroundings
from organizations.intake.vocabulary import HEADINGS

COVERED = (State.STANDALONE, State.JOINT)
OWN_BRANCH_MEMBERS = 3
TOWN = re.compile(r"^(?:中国共产党|中共)?(?:河北省)?(?:邢台市)?(?:沙河市)?")
COMPANY = re.compile(r"(?:股份|集团|有限|责任|公司)+$")
STEM = 4


def settle_coverage(row: RowPreview, around: Surroundings, above: Above) -> None:
    """Gives the line its state and says what is missing or does not fit."""
    state = stated(row, around)
    row.values["coverage"] = str(state) if state else None
    if state in COVERED and not row.values["organization"]:
        text = "已组建党组织，但党组织名称为空，请补填。" + as_above(above)
        row.error("organization", HEADINGS["organization"], text)
    if state == State.GUIDANCE and not row.values["officer"] and not row.errors_on("officer"):
        row.error("officer", HEADINGS["officer"], "已选派指导员，但指导员姓名为空，请补填。")
    if state == State.STANDALONE and (row.values["formal_members"] or 0) < OWN_BRANCH_MEMBERS:
        text = "正式党员不足3名却单独组建，请核对（支部工作条例第四条、第五条）。"
        row.warning("coverage", HEADINGS["coverage"], text)
    check_fit(row, state, above)


def as_above(above: Above) -> str:
    """The habit of writing a joint branch once and leaving the cells below it blank."""
    if not above.organization:
        return ""
    return f"如与第{above.row}行同属“{above.organization}”，请填写该党组织名称。"


def check_fit(row: RowPreview, state: str | None, above: Above) -> None:
    """Cells of one line that contradict each other, and a blank below a joint branch."""
    if state in (State.NONE, State.GUIDANCE) and row.values["organization"]:
        text = f"填了党组织名称，但{HEADINGS['coverage']}是{State(state).label}，请核对。"
        row.warning("organization", HEADINGS["organization"], text)
    if state == State.NONE and row.values["officer"]:
        text = f"填了指导员，但{HEADINGS['coverage']}是{State(state).label}，请核对。"
        row.warning("officer", HEADINGS["officer"], text)
    answer = row.values["has_organization"]
    if (
        answer is not None
        and state is not None
        and answer != (state in COVERED)
        and not row.errors_on("coverage")
    ):
        text = f"与{HEADINGS['coverage']}（{State(state).label}）不一致，请核对。"
        row.warning("has_organization", HEADINGS["has_organization"], text)


def stated(row: RowPreview, around: Surroundings) -> str | None:
    """The state by the plainest cell that speaks: the way of forming, the answers, then the names."""
    state = row.values["coverage"]
    if row.errors_on("coverage"):
        return None
    if state not in (None, BUILT):
        return state
    if state == BUILT or row.values["has_organization"] or row.values["is_standalone"] is not None:
        return of_built(row, around)
    if "has_organization" in row.raw:
        return of_no_organization(row)
    return of_type(row, around) or without_word(row, around)


def of_type(row: RowPreview, around: Surroundings) -> str | None:
    """A type of organization where nothing else says that there is one."""
    if not row.values["organization_type"] or "coverage" in row.raw:
        return None
    return of_built(row, around) if row.values["organization"] else None


def of_built(row: RowPreview, around: Surroundings) -> str | None:
    """There is an organization: of its own, or with others."""
    if row.values["is_standalone"]:
        return State.STANDALONE
    if row.values["is_standalone"] is False and row.values["organization"]:
        return State.JOINT
    if row.values["is_standalone"] is False and not row.values["has_organization"]:
        return without_organization(row, "是否单独组建为“否”，没有党组织名称，按“{}”读取。", "is_standalone")
    return of_words(row, around)


def of_words(row: RowPreview, around: Surroundings) -> str:
    words = f"{row.values['organization_type'] or ''}{row.values['organization'] or ''}"
    if re.search("联合|联建|统建|挂靠|功能型", words):
        return State.JOINT
    if row.values["organization"] and around.is_shared(row.values["organization"]):
        row.warning("coverage", HEADINGS["coverage"], "几家单位同一党组织，按“联合组建”读取，请核对。")
        return State.JOINT
    if stem_of(row.values["name"] or "") not in (row.values["organization"] or ""):
        row.warning("coverage", HEADINGS["coverage"], "没有写组建方式，按“单独组建”读取，请核对。")
    return State.STANDALONE


def of_no_organization(row: RowPreview) -> str:
    """The form asks whether there is an organization, and the answer is no or none."""
    if row.values["has_organization"] is None and not row.errors_on("has_organization"):
        row.warning("has_organization", HEADINGS["has_organization"], "为空，按“否”读取。")
    return State.GUIDANCE if row.values["officer"] else State.NONE


def without_word(row: RowPreview, around: Surroundings) -> str:
    """A blank under 覆盖情况 is read from the other cells; without such columns nobody has surveyed."""
    name = row.values["organization"]
    if name:
        return of_name(row, name, around)
    if row.errors_on("organization") or not {"coverage", "organization"} & set(row.raw):
        return State.UNKNOWN
    return without_organization(row, "为空，按“{}”读取。", "coverage")


def without_organization(row: RowPreview, text: str, column: str) -> str:
    state = State.GUIDANCE if row.values["officer"] else State.NONE
    row.warning(
        "coverage", HEADINGS[column], text.format("派指导员" if state == State.GUIDANCE else "未组建")
    )
    return state


def of_name(row: RowPreview, name: str, around: Surroundings) -> str:
    """The name of the organization where no cell says how it was formed."""
    state = None
    if re.search("联合|联建|统建|功能型", name) or around.is_shared(name):
        state = State.JOINT
    elif stem_of(row.values["name"] or "") in name:
        state = State.STANDALONE
    if state is None:
        text = "填了党组织名称，但覆盖情况为空，请填单独组建或联合组建。"
        row.error("coverage", HEADINGS["coverage"], text)
        return State.UNKNOWN
    text = f"为空，由党组织名称按“{State(state).label}”读取，请核对。"
    row.warning("coverage", HEADINGS["coverage"], text)
    return state


def stem_of(name: str) -> str:
    """What is left of a name of a body without its town and its legal form."""
    stem = COMPANY.sub("", TOWN.sub("", without_blanks(name)))
    return stem if len(stem) >= STEM else without_blanks(name)


def tidy_answer(value: object):
    """Yes or no; other words for it are those of the way of forming."""
    tidy = tidy_yes_no(value)
    if not tidy.error:
        return tidy
    spoken = tidy_coverage(value)
    return tidy if spoken.error else spoken
