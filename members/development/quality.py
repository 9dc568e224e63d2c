"""Findings on candidates: what should have happened by now, each with its article."""

import datetime

from django.db.models import Q

from core.findings import Finding
from members.development.conditions import overdue_for
from members.development_models import APPROVED, EXAMINED, MEETING, TALK, Candidate

DETAILED_RULES = "《中国共产党发展党员工作细则》"


def talk_overdue(day: datetime.date) -> Q:
    return overdue_for(TALK, day)


def examination_missing(day: datetime.date) -> Q:
    return overdue_for(EXAMINED, day)


def meeting_overdue(day: datetime.date) -> Q:
    return overdue_for(MEETING, day)


def approval_overdue(day: datetime.date) -> Q:
    return overdue_for(APPROVED, day)


TALK_OVERDUE = Finding(
    key="talk_overdue",
    label="递交申请后未按时谈话",
    advice="收到入党申请书后应在一个月内派人谈话，请尽快谈话并登记。",
    source=f"{DETAILED_RULES}第七条",
    subjects=Candidate.objects.all,
    hit=talk_overdue,
)
EXAMINATION_MISSING = Finding(
    key="examination_missing",
    label="入党积极分子半年考察未登记",
    advice="党支部每半年对入党积极分子考察一次，请考察并登记。",
    source=f"{DETAILED_RULES}第十一条",
    subjects=Candidate.objects.all,
    hit=examination_missing,
)
MEETING_OVERDUE = Finding(
    key="admission_meeting_overdue",
    label="预审后未按时召开支部大会",
    advice="预审合格后一般在一个月内召开支部大会，请召开并登记。",
    source=f"{DETAILED_RULES}第二十条",
    subjects=Candidate.objects.all,
    hit=meeting_overdue,
)
APPROVAL_OVERDUE = Finding(
    key="admission_approval_overdue",
    label="接收预备党员未按时审批",
    advice="支部大会的决议应在三个月内审批，最长不超过六个月，请催办并登记。",
    source=f"{DETAILED_RULES}第二十六条",
    subjects=Candidate.objects.all,
    hit=approval_overdue,
)
