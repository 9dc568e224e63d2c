"""Findings that count members: where to build, how to build, whom to look after; and no score."""

import datetime

from django.db.models import Exists, OuterRef, Q

from core.findings import Finding
from core.indicators import Indicator
from members.heads import all_enrolled, differs_from_survey, formal_enrolled, formal_members, has_roster
from members.models import Member, Membership, years_after
from organizations import conditions as c
from organizations.choices import Formation, Measure, OrganizationType, UncoveredReason
from organizations.duties import rule_on
from organizations.models import Organization, Unit
from organizations.models.organizations import is_open_on
from organizations.plan_conditions import planned
from organizations.quality import BRANCH_WORK, BRANCHES, COUNTY, TWO_COVERAGES, posts_held_by

OWN_BRANCH = "own_branch_members"
COMMITTEE = "committee_members"
BRANCH_MOST = "branch_members_most"
PARTY_COMMITTEE = "committee_from_members"
PROBATION_YEARS = 1
# 支部工作条例第六章: a committee has three to five people.
COMMITTEE_POSTS = 3


def on_probation(day: datetime.date) -> Q:
    """Members of some organization who are not yet formal on the day."""
    not_formal = Q(full_member_on__isnull=True) | Q(full_member_on__gt=day)
    return not_formal & Q(Exists(Membership.objects.on(day).filter(member=OuterRef("pk"))))


def probation_over(day: datetime.date) -> Q:
    """Joined more than the probationary year before the day."""
    return Q(joined_on__lt=years_after(day, -PROBATION_YEARS))


def enough_for_own(day: datetime.date) -> Q:
    """Units with as many formal members as ask for a branch of their own (支部工作条例第四条)."""
    return formal_members(day, gte=rule_on(OWN_BRANCH, day))


def too_few_for_own(day: datetime.date) -> Q:
    return formal_members(day, lt=rule_on(OWN_BRANCH, day))


def some_formal(day: datetime.date) -> Q:
    """Units with formal members, and fewer than a branch of their own asks for."""
    return formal_members(day, gte=1, lt=rule_on(OWN_BRANCH, day))


def known_without_formal(day: datetime.date) -> Q:
    """Units known to have no formal member: counted as none, or surveyed and none found."""
    surveyed = Q(formal_members__isnull=True) & c.surveyed(day) & ~has_roster(day)
    return formal_members(day, lt=1) | surveyed


def base_with_enough(day: datetime.date) -> Q:
    return c.in_base(day) & enough_for_own(day)


def should_build(day: datetime.date) -> Q:
    """Units of the base that should have an organization of their own and have none, joint or not."""
    return base_with_enough(day) & ~c.standalone(day)


def should_join(day: datetime.date) -> Q:
    """Units of the base with some formal members, too few for a branch, that no organization covers."""
    return c.in_base(day) & some_formal(day) & ~c.covered(day)


def should_send(day: datetime.date) -> Q:
    """Units of the base with neither organization nor officer: no formal members, or not ready as planned."""
    not_ready = planned(day, reason=UncoveredReason.NOT_READY) | planned(day, measure=Measure.OFFICER)
    return c.in_base(day) & c.neither(day) & (known_without_formal(day) | not_ready)


def alone_yet_joint(day: datetime.date) -> Q:
    return base_with_enough(day) & c.joint(day)


def few_yet_alone(day: datetime.date) -> Q:
    return c.in_base(day) & c.standalone(day) & too_few_for_own(day)


def roster_differs(day: datetime.date) -> Q:
    """Units of the base whose roster has more or fewer formal members than the survey found."""
    return c.in_base(day) & Q(formal_members__isnull=False) & differs_from_survey(day)


def joint_under_members(day: datetime.date) -> Q:
    """Joint branches that are too few for a branch even together."""
    few = formal_enrolled(day, lt=rule_on(OWN_BRANCH, day))
    return is_open_on(day) & Q(type=OrganizationType.JOINT_BRANCH) & ~Q(formation=Formation.STANDALONE) & few


def without_committee(day: datetime.date) -> Q:
    """Branches with members enough for a committee and fewer people in post than one has."""
    enough = formal_enrolled(day, gte=rule_on(COMMITTEE, day))
    return is_open_on(day) & Q(type__in=BRANCHES) & enough & ~posts_held_by(day, COMMITTEE_POSTS)


def enough_for_party_committee(day: datetime.date) -> Q:
    return all_enrolled(day, gte=rule_on(PARTY_COMMITTEE, day))


def should_be_general_branch(day: datetime.date) -> Q:
    """Branches with more members than a branch has, formal and probationary, and too few for a committee."""
    fitting = all_enrolled(day, gt=rule_on(BRANCH_MOST, day)) & ~enough_for_party_committee(day)
    return is_open_on(day) & Q(type__in=BRANCHES) & fitting


def should_be_party_committee(day: datetime.date) -> Q:
    below = (*BRANCHES, OrganizationType.GENERAL_BRANCH)
    return is_open_on(day) & Q(type__in=below) & enough_for_party_committee(day)


PROBATION_OVERDUE = Indicator(
    key="probation_overdue",
    label="预备期满未转正",
    definition="预备期（一般1年）已满、未登记转正或延长的预备党员数 ÷ 预备党员数",
    subjects=Member.objects.all,
    counted=on_probation,
    hit=probation_over,
    finding=True,
    numerator="预备期满未转正的预备党员",
    denominator="预备党员",
)
SHOULD_HAVE_BUILT = Indicator(
    key="should_have_built",
    label="应建已建率",
    definition=(
        "正式党员达到单独组建人数（一般3名）且单独组建党组织的单位数 ÷ 纳入基数、正式党员达到该人数的单位数；"
        "正式党员数以花名册为准，没有花名册的按摸排数"
    ),
    subjects=Unit.objects.all,
    counted=base_with_enough,
    hit=c.standalone,
    numerator="正式党员达到单独组建人数且单独组建的单位",
    denominator="正式党员达到单独组建人数的单位",
)
SHOULD_BUILD = Finding(
    key="should_build",
    label="应建未建",
    advice="正式党员达到单独组建人数，应当单独成立党支部；暂不具备条件的请写明原因和计划。",
    source=f"{BRANCH_WORK}第四条",
    subjects=Unit.objects.all,
    hit=should_build,
    rules=(OWN_BRANCH,),
)
SHOULD_JOIN = Finding(
    key="should_join",
    label="应联未联",
    advice="有正式党员但不够单独组建，应按地域相邻、行业相近、规模适当、便于管理的原则成立或加入联合党支部。",
    source=f"{BRANCH_WORK}第五条",
    subjects=Unit.objects.all,
    hit=should_join,
    rules=(OWN_BRANCH,),
)
SHOULD_SEND = Finding(
    key="should_send",
    label="应派未派",
    advice="没有正式党员或暂不具备组建条件，请选派党建工作指导员。",
    source=TWO_COVERAGES,
    subjects=Unit.objects.all,
    hit=should_send,
)
ALONE_YET_JOINT = Finding(
    key="alone_yet_joint",
    label="该单独却在联合",
    advice="正式党员达到单独组建人数，却由联合党组织覆盖，请考虑单独组建。",
    source=f"{BRANCH_WORK}第四条",
    subjects=Unit.objects.all,
    hit=alone_yet_joint,
    rules=(OWN_BRANCH,),
)
FEW_YET_ALONE = Finding(
    key="few_yet_alone",
    label="单独组建而正式党员不足",
    advice="单独组建了党组织，正式党员却不足，请考虑改为联合组建。",
    source=f"{BRANCH_WORK}第四条、第五条",
    subjects=Unit.objects.all,
    hit=few_yet_alone,
    rules=(OWN_BRANCH,),
)
ROSTER_DIFFERS = Finding(
    key="roster_differs",
    label="花名册与摸排数不一致",
    advice="花名册的正式党员数与摸排数不同，请补齐花名册或更正摸排数。",
    source="平台数据规则：有花名册的以花名册为准",
    subjects=Unit.objects.all,
    hit=roster_differs,
)
JOINT_UNDER_MEMBERS = Finding(
    key="joint_under_members",
    label="联合党支部正式党员不足",
    advice="几家单位合起来仍不够成立党支部的人数，请吸收其他单位加入。",
    source=f"{BRANCH_WORK}第四条、第五条",
    subjects=Organization.objects.all,
    hit=joint_under_members,
    rules=(OWN_BRANCH,),
)
WITHOUT_COMMITTEE = Finding(
    key="without_committee",
    label="应设未设支部委员会",
    advice="正式党员达到应设支部委员会的人数，委员却不足3名，请选举产生支部委员会。",
    source=f"{BRANCH_WORK}第六章",
    subjects=Organization.objects.all,
    hit=without_committee,
    rules=(COMMITTEE,),
)
SHOULD_BE_GENERAL_BRANCH = Finding(
    key="should_be_general_branch",
    label="党员超额，应设党总支",
    advice="党支部的党员超过上限，请考虑分设党支部、成立党总支。",
    source=f"{BRANCH_WORK}第四条",
    subjects=Organization.objects.all,
    hit=should_be_general_branch,
    rules=(BRANCH_MOST,),
)
SHOULD_BE_PARTY_COMMITTEE = Finding(
    key="should_be_party_committee",
    label="党员较多，可设基层党委",
    advice="党员达到可设基层党委的人数，请报上级党组织研究。",
    source=COUNTY,
    subjects=Organization.objects.all,
    hit=should_be_party_committee,
    rules=(PARTY_COMMITTEE,),
)
PROBATION = Finding.of(
    PROBATION_OVERDUE,
    advice="请登记转正、延长预备期或取消资格；延长的请在备注中写明。",
    source="《中国共产党发展党员工作细则》第三十二条",
)
