"""The indicators that rest on units, coverage and posts; keys are fixed, scripts use them."""

import datetime
from dataclasses import dataclass

from django.db.models import Q

from core.indicators import Indicator
from organizations import conditions as c
from organizations import duties
from organizations import term_conditions as terms
from organizations.choices import CoverageState
from organizations.models import Assignment, Organization, Unit
from organizations.models.organizations import is_open_on


def open_with_term(day: datetime.date) -> Q:
    return is_open_on(day) & terms.with_term(day)


@dataclass(frozen=True)
class StateIndicator(Indicator):
    """An indicator of units of the base whose hits are those in some of the five coverage states.

    `hit` says the same as a condition of its own; a test holds the two together.
    """

    states: frozenset[CoverageState] = frozenset()


ORG_COVERAGE = StateIndicator(
    key="org_coverage",
    label="组织覆盖率",
    definition="已建立党组织（单独或联合组建）的单位数 ÷ 纳入基数的单位数",
    subjects=Unit.objects.all,
    counted=c.in_base,
    hit=c.covered,
    numerator="已建立党组织的单位",
    denominator="纳入基数的单位",
    states=frozenset({CoverageState.STANDALONE, CoverageState.JOINT}),
)
STANDALONE_SHARE = StateIndicator(
    key="standalone_share",
    label="单独组建率",
    definition="单独组建党组织的单位数 ÷ 纳入基数的单位数",
    subjects=Unit.objects.all,
    counted=c.in_base,
    hit=c.standalone,
    numerator="单独组建的单位",
    denominator="纳入基数的单位",
    states=frozenset({CoverageState.STANDALONE}),
)
JOINT_SHARE = StateIndicator(
    key="joint_share",
    label="联合组建率",
    definition="由联合、区域、行业、挂靠或功能型党组织覆盖的单位数 ÷ 纳入基数的单位数",
    subjects=Unit.objects.all,
    counted=c.in_base,
    hit=c.joint,
    numerator="联合组建的单位",
    denominator="纳入基数的单位",
    states=frozenset({CoverageState.JOINT}),
)
WORK_COVERAGE = StateIndicator(
    key="work_coverage",
    label="工作覆盖率",
    definition="已建立党组织或已派指导员的单位数 ÷ 纳入基数的单位数",
    subjects=Unit.objects.all,
    counted=c.in_base,
    hit=c.worked_in,
    numerator="已建党组织或已派指导员的单位",
    denominator="纳入基数的单位",
    states=frozenset({CoverageState.STANDALONE, CoverageState.JOINT, CoverageState.GUIDANCE}),
)
UNCOVERED = StateIndicator(
    key="uncovered",
    label="盲点",
    definition="纳入基数、既无党组织也无指导员的单位数 ÷ 纳入基数的单位数",
    subjects=Unit.objects.all,
    counted=c.in_base,
    hit=c.neither,
    finding=True,
    numerator="既无党组织也无指导员的单位",
    denominator="纳入基数的单位",
    states=frozenset({CoverageState.NONE, CoverageState.UNKNOWN}),
)
MEMBER_PRESENCE = Indicator(
    key="member_presence",
    label="党员覆盖率",
    definition="有党员（正式或预备）的单位数 ÷ 纳入基数的单位数；党员数按当日的摸排情况",
    subjects=Unit.objects.all,
    counted=c.in_base,
    hit=c.has_member,
    numerator="有党员的单位",
    denominator="纳入基数的单位",
)
ABOVE_SCALE_COVERAGE = Indicator(
    key="above_scale_coverage",
    label="规上企业组织覆盖率",
    definition="已建立党组织的规模以上企业数 ÷ 纳入基数的规模以上企业数；规模以上按当日的摸排情况",
    subjects=Unit.objects.all,
    counted=c.above_scale_in_base,
    hit=c.covered,
    numerator="已建立党组织的规上企业",
    denominator="纳入基数的规上企业",
)
SECRETARY_IN_POST = Indicator(
    key="secretary_in_post",
    label="书记配备率",
    definition="配备书记的党组织数 ÷ 党组织数",
    subjects=Organization.objects.all,
    counted=is_open_on,
    hit=c.has_secretary,
    numerator="配备书记的党组织",
    denominator="党组织",
)
SECRETARY_FROM_MANAGEMENT = Indicator(
    key="secretary_from_management",
    label="书记由管理层或工会负责人担任率",
    definition="由管理层党员或工会负责人担任书记的党组织数 ÷ 配备书记的党组织数",
    subjects=Organization.objects.all,
    counted=c.open_with_secretary,
    hit=c.secretary_from_management,
    numerator="书记来自管理层或工会负责人的党组织",
    denominator="配备书记的党组织",
)
OFFICER_VISITS_KEPT = Indicator(
    key="officer_visits_kept",
    label="指导员走访到位率",
    definition="当月走访次数达到规定的派驻数 ÷ 当月应走访的派驻数（一名指导员派驻一家单位为一项，"
    "当月派驻满15天的计入）；走访统计当月1日至截止日，当月未完的统计到当天",
    subjects=Assignment.objects.all,
    counted=duties.visits_due,
    hit=duties.visits_kept,
    numerator="走访到位的派驻",
    denominator="应走访的派驻",
)
TERM_OVERDUE = Indicator(
    key="term_overdue",
    label="任期届满未换届",
    definition="任期（含批准的延期）届满、未登记换届的党组织数 ÷ 登记了届次的党组织数",
    subjects=Organization.objects.all,
    counted=open_with_term,
    hit=terms.term_overdue,
    finding=True,
    numerator="任期届满未换届的党组织",
    denominator="登记了届次的党组织",
)
