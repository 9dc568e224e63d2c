"""The indicators that rest on assessments of the county; nothing else counts."""

import datetime

from django.db.models import Exists, OuterRef, Q

from core.indicators import Indicator
from organizations.models import Organization
from organizations.models.organizations import is_open_on
from standards.choices import Level
from standards.models import Assessment

MECHANISM_SIX, THREE_NORMS = "mechanism_six", "three_norms"
VENUE_SIX, ROOM_BOARDS_CHARTS = "venue_six", "room_boards_charts"
MEMBERS_ROOM = "members_room"


def county_finding(standard_key: str, day: datetime.date):
    """The latest county assessments up to the day by this list, of the organization of the outer query."""
    latest = Assessment.objects.latest_on(day).filter(level=Level.COUNTY, standard__key=standard_key)
    return latest.filter(organization=OuterRef("pk"))


def meets(standard_key: str, day: datetime.date) -> Q:
    return Q(Exists(county_finding(standard_key, day).meeting_all()))


def venue_six_met(day: datetime.date) -> Q:
    return meets(VENUE_SIX, day)


def six_three_met(day: datetime.date) -> Q:
    return meets(MECHANISM_SIX, day) & meets(THREE_NORMS, day)


def has_room(day: datetime.date) -> Q:
    return Q(Exists(county_finding(ROOM_BOARDS_CHARTS, day).meeting(MEMBERS_ROOM)))


VENUE_SIX_MET = Indicator(
    key="venue_six_met",
    label="场所六有达标率",
    definition="最近一次县级评定中“场所六有”各条均达标（不适用视同达标）的党组织数 ÷ 党组织数",
    subjects=Organization.objects.all,
    counted=is_open_on,
    hit=venue_six_met,
    numerator="场所六有达标的党组织",
    denominator="党组织",
)
SIX_THREE_MET = Indicator(
    key="six_three_met",
    label="六有三化达标率",
    definition="最近一次县级评定中“机制六有”和“三化”各条均达标（不适用视同达标）的党组织数 ÷ 党组织数",
    subjects=Organization.objects.all,
    counted=is_open_on,
    hit=six_three_met,
    numerator="六有三化达标的党组织",
    denominator="党组织",
)
VENUE_SHARE = Indicator(
    key="venue_share",
    label="党员活动室建成率",
    definition="最近一次县级评定中“党员活动室”达标的党组织数 ÷ 党组织数",
    subjects=Organization.objects.all,
    counted=is_open_on,
    hit=has_room,
    numerator="建有党员活动室的党组织",
    denominator="党组织",
)
