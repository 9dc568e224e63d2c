"""Every figure the portal shows, in the order of the page; nothing else says what is shown."""

from dataclasses import dataclass

from activities import quality as held
from core.indicators import Indicator
from members import quality as members
from members.dues.indicators import DUES_RETURNED
from members.training import indicators as training
from organizations import indicators as ground
from organizations.choices import UnitKind
from reports import indicators as monthly
from reports.subjects import ASSIGNMENT, DUES, MEMBER, ORGANIZATION, UNIT, Subject
from standards import indicators as judged

ALL_KINDS = "all"
KIND_LABELS = {ALL_KINDS: "全部", **dict(UnitKind.choices)}


@dataclass(frozen=True)
class Entry:
    """One indicator with its subject; `on_tile` puts it on the dashboard.

    `monthly` is about whole months: the dashboard shows it for the last month that was due by the day.
    `is_share` is a part of a whole and no target: its other rows have missed nothing.
    """

    indicator: Indicator
    subject: Subject
    on_tile: bool = False
    monthly: bool = False
    is_share: bool = False

    @property
    def key(self) -> str:
        return self.indicator.key

    @property
    def is_finding(self) -> bool:
        return self.indicator.finding

    @property
    def gap_words(self) -> str:
        return "其余" if self.is_share or self.is_finding else "未达到"


CATALOGUE = (
    Entry(ground.ORG_COVERAGE, UNIT, on_tile=True),
    Entry(ground.STANDALONE_SHARE, UNIT, on_tile=True, is_share=True),
    Entry(ground.JOINT_SHARE, UNIT, on_tile=True, is_share=True),
    Entry(ground.WORK_COVERAGE, UNIT, on_tile=True),
    Entry(ground.UNCOVERED, UNIT, on_tile=True),
    Entry(members.SHOULD_HAVE_BUILT, UNIT, on_tile=True),
    Entry(ground.MEMBER_PRESENCE, UNIT),
    Entry(ground.ABOVE_SCALE_COVERAGE, UNIT),
    Entry(ground.SECRETARY_IN_POST, ORGANIZATION, on_tile=True),
    Entry(ground.SECRETARY_FROM_MANAGEMENT, ORGANIZATION),
    Entry(ground.OFFICER_VISITS_KEPT, ASSIGNMENT),
    Entry(ground.TERM_OVERDUE, ORGANIZATION),
    Entry(judged.VENUE_SHARE, ORGANIZATION, on_tile=True),
    Entry(judged.VENUE_SIX_MET, ORGANIZATION),
    Entry(judged.SIX_THREE_MET, ORGANIZATION, on_tile=True),
    Entry(DUES_RETURNED, DUES),
    Entry(monthly.REPORTS_RECEIVED, ORGANIZATION, on_tile=True, monthly=True),
    Entry(monthly.REPORTS_ON_TIME, ORGANIZATION, monthly=True),
    Entry(held.THEME_DAY_MISSING, ORGANIZATION),
    Entry(held.GENERAL_MEETING_MISSING, ORGANIZATION),
    Entry(training.TRAINING_MEMBERS, MEMBER, on_tile=True),
    Entry(training.TRAINING_LEADERS, MEMBER, on_tile=True),
    Entry(training.TRAINING_WORKERS, MEMBER),
    Entry(training.TRAINING_SITE_SECRETARIES, MEMBER),
    Entry(training.TRAINING_MANAGERS, MEMBER),
    Entry(members.PROBATION_OVERDUE, MEMBER),
)


def entry(key: str) -> Entry | None:
    return next((known for known in CATALOGUE if known.key == key), None)


def on_tiles() -> tuple[Entry, ...]:
    return tuple(known for known in CATALOGUE if known.on_tile)


def beside_tiles() -> tuple[Entry, ...]:
    return tuple(known for known in CATALOGUE if not known.on_tile)
