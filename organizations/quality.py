"""Findings on units, organizations and officers that need no members: lists to work through, and no score."""

import datetime
from functools import reduce
from operator import add

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, StrIndex, Substr
from django.db.models.lookups import GreaterThan

from core.findings import Finding
from core.identifiers import CREDIT_CODE_ALPHABET
from organizations import conditions as c
from organizations import term_conditions as terms
from organizations.choices import Formation, OrganizationType
from organizations.duties import LOAD, LOAD_FULL_TIME, LOAD_PART_TIME, overloaded, rule_on
from organizations.indicators import TERM_OVERDUE
from organizations.models import Officer, Organization, Post, Unit
from organizations.models.organizations import is_open_on
from organizations.plan_conditions import plan_overdue

BRANCH_WORK = "《中国共产党支部工作条例（试行）》"
TERMS = "《关于党的基层组织任期的意见》"
TWO_COVERAGES = "《关于加强和改进非公有制企业党的建设工作的意见（试行）》（中办发〔2012〕11号）"
COUNTY = "县级设定"
REGISTER = "平台数据规则：登记应当完整、唯一"
CODES = "GB 32100-2015《法人和其他组织统一社会信用代码编码规则》"
JOINT_UNITS = "joint_units"
BRANCHES = (OrganizationType.BRANCH, OrganizationType.JOINT_BRANCH)


def exists_on(day: datetime.date) -> Q:
    """Units that exist on the day as far as is known."""
    opened = Q(opened_on__isnull=True) | Q(opened_on__lte=day)
    return opened & (Q(closed_on__isnull=True) | Q(closed_on__gte=day))


def unsurveyed(day: datetime.date) -> Q:
    """Units of the base of which nothing is known: the fifth state of coverage."""
    return c.in_base(day) & c.neither(day) & ~c.surveyed(day)


def covered_outside_base(day: datetime.date) -> Q:
    return c.covered(day) & ~c.in_base(day)


def same_unit_name(day: datetime.date) -> Q:
    others = Unit.objects.filter(exists_on(day), name=OuterRef("name")).exclude(pk=OuterRef("pk"))
    return exists_on(day) & Q(Exists(others))


def same_organization_name(day: datetime.date) -> Q:
    others = Organization.objects.filter(is_open_on(day), name=OuterRef("name")).exclude(pk=OuterRef("pk"))
    return is_open_on(day) & Q(Exists(others))


def without_credit_code(day: datetime.date) -> Q:
    return c.in_base(day) & (Q(credit_code__isnull=True) | Q(credit_code=""))


def wrong_check_character(day: datetime.date) -> Q:
    """Units whose code does not come out: weighted places and check character add up to a multiple of 31."""
    places = [
        (StrIndex(Value(CREDIT_CODE_ALPHABET), Substr("credit_code", place, 1)) - 1) * weight
        for place, weight in enumerate([*(pow(3, power, 31) for power in range(17)), 1], 1)
    ]
    rest = reduce(add, places) % 31
    odd = Unit.objects.filter(pk=OuterRef("pk")).annotate(_rest=rest).exclude(_rest=0)
    return exists_on(day) & Q(credit_code__gt="") & Q(Exists(odd))


def without_secretary(day: datetime.date) -> Q:
    return is_open_on(day) & ~c.has_secretary(day)


def without_term(day: datetime.date) -> Q:
    return is_open_on(day) & terms.without_term(day)


def term_ends(day: datetime.date, within: int, beyond: int = -1) -> Q:
    """Open organizations whose term is over within so many months, and not within the shorter notice."""
    soon = is_open_on(day) & terms.term_ends_within(day, within)
    return soon & ~terms.term_ends_within(day, beyond) if beyond >= 0 else soon


def one_month(day: datetime.date) -> Q:
    return term_ends(day, 1)


def three_months(day: datetime.date) -> Q:
    return term_ends(day, 3, beyond=1)


def six_months(day: datetime.date) -> Q:
    return term_ends(day, 6, beyond=3)


def too_many_units(day: datetime.date) -> Q:
    """Joint branches over more units than is usual; 一般: advice."""
    is_joint = Q(type=OrganizationType.JOINT_BRANCH) | Q(formation=Formation.JOINT)
    over = Q(GreaterThan(c.covered_units_on(day), rule_on(JOINT_UNITS, day)))
    return is_open_on(day) & is_joint & over


def covers_nothing(day: datetime.date) -> Q:
    """Branches that stand on the day and cover no unit."""
    return is_open_on(day) & Q(type__in=BRANCHES) & ~c.covers_some(day)


def posts_held_on(day: datetime.date) -> Coalesce:
    """Expression on organizations: how many people hold a post on the day, each counted once."""
    held = Post.objects.on(day).filter(organization=OuterRef("pk")).order_by().values("organization")
    return Coalesce(Subquery(held.annotate(n=Count("name", distinct=True)).values("n")), 0)


def posts_held_by(day: datetime.date, number: int) -> Q:
    """Organizations in which at least so many people hold a post on the day: what `posts_held_on` counts."""
    held = Post.objects.on(day).order_by().values("organization").annotate(n=Count("name", distinct=True))
    return Q(pk__in=held.filter(n__gte=number).values("organization"))


WAITING_FOR_OFFICER = Finding(
    key="waiting_for_officer",
    label="待补派",
    advice="指导员已离任或派驻已结束，请另派指导员或组建党组织。",
    source=TWO_COVERAGES,
    subjects=Unit.objects.all,
    hit=c.waiting_for_officer,
)
PLAN_OVERDUE = Finding(
    key="plan_overdue",
    label="组建计划逾期",
    advice="计划完成日期已过，仍未落实，请落实或重新制定计划。",
    source="组建计划",
    subjects=Unit.objects.all,
    hit=plan_overdue,
)
UNSURVEYED = Finding(
    key="unsurveyed",
    label="未摸排",
    advice="尚不清楚党员和党组织情况，请上门摸排并填写摸排日期。",
    source=TWO_COVERAGES,
    subjects=Unit.objects.all,
    hit=unsurveyed,
)
COVERED_OUTSIDE_BASE = Finding(
    key="covered_outside_base",
    label="已覆盖却不在基数",
    advice="单位有党组织覆盖但不在基数，不计入覆盖率，请核对是否应纳入基数或结束覆盖。",
    source="口径说明：覆盖率只统计纳入基数的单位",
    subjects=Unit.objects.all,
    hit=covered_outside_base,
)
SAME_UNIT_NAME = Finding(
    key="same_unit_name",
    label="单位重名",
    advice="名称相同的单位可能重复登记，请核对统一社会信用代码。",
    source=REGISTER,
    subjects=Unit.objects.all,
    hit=same_unit_name,
)
WITHOUT_CREDIT_CODE = Finding(
    key="without_credit_code",
    label="未登记统一社会信用代码",
    advice="请对照证照补登，没有代码无法与登记名单比对。",
    source=REGISTER,
    subjects=Unit.objects.all,
    hit=without_credit_code,
)
WRONG_CHECK_CHARACTER = Finding(
    key="wrong_check_character",
    label="统一社会信用代码校验位不符",
    advice="请对照证照核对，确实如此的可以保留。",
    source=CODES,
    subjects=Unit.objects.all,
    hit=wrong_check_character,
)
WITHOUT_SECRETARY = Finding(
    key="without_secretary",
    label="无书记",
    advice="请及时选举或任命书记。",
    source=f"{BRANCH_WORK}第六章",
    subjects=Organization.objects.all,
    hit=without_secretary,
)
OVERDUE = Finding.of(
    TERM_OVERDUE,
    advice="任期已满，请督促换届；确需延期的报上级党组织批准，一般不超过1年。",
    source=f"{TERMS}第一条、第二条",
)
ONE_MONTH = Finding(
    key="term_one_month",
    label="1个月内届满",
    advice="请提醒党组织做好换届准备。",
    source=f"{TERMS}第三条",
    subjects=Organization.objects.all,
    hit=one_month,
)
THREE_MONTHS = Finding(
    key="term_three_months",
    label="3个月内届满",
    advice="请提醒党组织做好换届准备。",
    source=f"{TERMS}第三条",
    subjects=Organization.objects.all,
    hit=three_months,
)
SIX_MONTHS = Finding(
    key="term_six_months",
    label="6个月内届满",
    advice="请提醒党组织做好换届准备。",
    source=f"{TERMS}第三条",
    subjects=Organization.objects.all,
    hit=six_months,
)
WITHOUT_TERM = Finding(
    key="without_term",
    label="未登记届次",
    advice="请登记本届选举日期和届满日期，否则无法提醒换届。",
    source=f"{TERMS}第一条",
    subjects=Organization.objects.all,
    hit=without_term,
)
TOO_MANY_UNITS = Finding(
    key="too_many_units",
    label="联合党支部覆盖单位超额",
    advice="联合党支部覆盖单位一般不宜过多，请考虑分设。",
    source=f"{BRANCH_WORK}第五条",
    subjects=Organization.objects.all,
    hit=too_many_units,
    rules=(JOINT_UNITS,),
)
COVERS_NOTHING = Finding(
    key="covers_nothing",
    label="党支部没有覆盖单位",
    advice="请登记所覆盖的单位；单位均已注销的，请考虑撤销或合并。",
    source=f"{BRANCH_WORK}第四条、第五条",
    subjects=Organization.objects.all,
    hit=covers_nothing,
)
SAME_ORGANIZATION_NAME = Finding(
    key="same_organization_name",
    label="党组织重名",
    advice="名称相同的党组织可能重复登记，请核对。",
    source=REGISTER,
    subjects=Organization.objects.all,
    hit=same_organization_name,
)
OVERLOADED = Finding(
    key="overloaded",
    label="指导员派驻超额",
    advice="派驻单位超过当日上限，请增派指导员分担。",
    source=COUNTY,
    subjects=Officer.objects.all,
    hit=overloaded,
    rules=(LOAD_FULL_TIME, LOAD_PART_TIME, LOAD),
)
