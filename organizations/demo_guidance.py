"""Guidance in the demo county: classes of officers, advice in every state, one officer who left."""

import datetime
from random import Random

from core.audit import Actor
from core.saving import add, change
from organizations.choices import OfficerGrade, OfficerService
from organizations.guidance import leave
from organizations.models import AdviceItem, Officer, Visit

ADVICE = ("培养入党积极分子", "设立党务公开栏", "与邻近企业联合组建党支部", "推荐技术骨干递交入党申请")
OWNERS = ("企业负责人", "联系党员", "党建办")


def build(officers: list[Officer], today: datetime.date, random: Random, by: Actor) -> None:
    """Say what the officers are, what their visits advised, and let the last one leave."""
    for number, officer in enumerate(officers):
        officer.service = OfficerService.FULL_TIME if number % 3 == 0 else OfficerService.PART_TIME
        officer.grade = OfficerGrade.COUNTY if number % 4 == 0 else OfficerGrade.TOWN
        change(officer, by)
        advise(officer, today, random, by)
    if len(officers) > 1:
        last = officers[-1]
        latest = Visit.objects.filter(assignment__officer=last).order_by("held_on").last()
        leave(last, latest.held_on if latest else today, "岗位调整", by)


def advise(officer: Officer, today: datetime.date, random: Random, by: Actor) -> None:
    """Every third visit advised something; what is older than two months was seen to."""
    visits = Visit.objects.filter(assignment__officer=officer).order_by("pk")
    for visit in visits[::3]:
        due_on = visit.held_on + datetime.timedelta(days=30)
        item = AdviceItem(visit=visit, text=random.choice(ADVICE), owner=random.choice(OWNERS), due_on=due_on)
        if due_on < today - datetime.timedelta(days=30):
            item.closed_on, item.result = due_on, "已落实"
        add(item, by)
