"""What a cell says about how a unit is covered, in whatever words."""

import re

from core.texts import shown, without_blanks
from core.values import NOTHING, Tidy, written
from organizations.choices import CoverageState as State

ALLOWED = "单独组建、联合组建、派指导员、未组建"
BUILT = "built"  # there is an organization, and the word does not say of what way
ANSWERS = {
    "是": BUILT, "有": BUILT, "√": BUILT, "✓": BUILT, "已建": BUILT, "已组建": BUILT, "已建立": BUILT,
    "已成立": BUILT, "已建党组织": BUILT, "组织覆盖": BUILT, "党支部": BUILT, "支部": BUILT, "党委": BUILT,
    "党总支": BUILT, "总支": BUILT, "已覆盖": BUILT, "建立": BUILT, "成立": BUILT,
    "否": State.NONE, "无": State.NONE, "×": State.NONE, "没有": State.NONE, "空白": State.NONE,
    "未": State.NONE, "未摸排": State.UNKNOWN, "不详": State.UNKNOWN, "待摸排": State.UNKNOWN,
}  # fmt: skip
SENT = "(?:选派|派驻|委派|下派|派出|派|配备|有|由)"
OFFICER = rf"(?:已|已经)?(?:仅|只)?{SENT}?(?:了)?(?:党建工作|党建)?(?:联络员|指导员)(?:姓名)?"
HELPED = r"(?:覆盖|联系|包联|指导|派驻)?(?:\d+名)?"
NOT_BUILT = "(?:应建)?(?:尚|暂|还|至今|目前)?(?:未|没有|没|无)(?:组建|建立|成立|覆盖|建|设立|有)?"
# Taken out of the text one after another; what is left must say nothing.
TOKENS = (
    (re.compile(rf"{OFFICER}{HELPED}|(?:党的|党建)?工作覆盖"), State.GUIDANCE),
    (re.compile(rf"{NOT_BUILT}(?:党的)?(?:党组织|党支部|组织|支部)?(?:覆盖)?"), State.NONE),
    (re.compile(r"联合|联建|统建|挂靠|功能型|共建|合建|区域化"), State.JOINT),
    (re.compile(r"单独|独立|单建|自建"), State.STANDALONE),
)
FILLER = re.compile(
    r"组建|建立|成立|设立|设置|覆盖|党组织|党支部|支部|党总支|党委|组织|党的|党建|方式|形式|型|制|式|已|建|了|的"
    r"|区域|行业|楼宇|园区|村企|企业|村|社区|商圈|属地|临时|、|,|;|。|/|\+|\(|\)|√|有"
)
WITH_NEGATION = re.compile(
    r"(?:未|没有|没|无|不|非|拟|待|计划|筹)[^,;、。()]{0,3}?(?:单独|独立|联合|联建|挂靠|统建)"
)

NO_OFFICER = re.compile(r"[未无没有]+(?:选|委|下)?(?:派|派驻)?(?:党建)?(?:工作)?指导员")


def tidy_coverage(value: object) -> Tidy:
    """The state, or BUILT; words that say two things or half of one are asked about."""
    word = without_blanks(written(value))
    if word in NOTHING:
        return Tidy()
    state = ANSWERS.get(word) or ANSWERS.get(word.strip("()、")) or state_in(word)
    if state is None:
        return Tidy(error=f"{shown(value)}看不出组建方式，请填写：{ALLOWED}。")
    return Tidy(state)


def state_in(word: str) -> str | None:
    """The one state a text speaks of, if every word of it is understood."""
    if WITH_NEGATION.search(word):
        return None
    found, rest = set(), word
    for token, state in TOKENS:
        rest, times = token.subn("", rest)
        found |= {state} if times else set()
    return None if FILLER.sub("", rest) else the_one_of(found, word)


def the_one_of(found: set[str], word: str) -> str | None:
    """A covered unit may have an officer besides; one without an organization may have one too."""
    if found == {State.NONE, State.GUIDANCE}:
        return State.NONE if NO_OFFICER.search(word) else State.GUIDANCE
    others = found - {State.GUIDANCE} or found
    return next(iter(others)) if len(others) == 1 else None
