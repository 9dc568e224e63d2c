"""Guidance in the demo county: every class, advice in several states, one officer who left."""

import datetime
from random import Random

import pytest

from organizations.choices import AdviceState
from organizations.demo_guidance import build
from organizations.models import AdviceItem, Officer, Visit
from organizations.sheets.officers import advice_state_on
from tests.factories import BY, TODAY, make_officer, make_unit

ONE = datetime.timedelta(days=1)

pytestmark = pytest.mark.django_db


def test_officers_get_a_class_and_the_last_one_leaves():
    officers = [make_officer(assigned_to=[make_unit()]) for _ in range(3)]
    for officer in officers:
        for back in (3, 30, 70, 100, 130, 160, 200):
            assignment = officer.assignments.get()
            Visit.objects.create(assignment=assignment, held_on=TODAY - back * ONE, content="了解情况")
    build(officers, TODAY, Random(1), BY)
    rows = Officer.objects.order_by("pk")
    assert [row.service for row in rows] == ["full_time", "part_time", "part_time"]
    assert [row.grade for row in rows] == ["county", "town", "town"]
    assert [row.left_on for row in rows] == [None, None, TODAY - 3 * ONE]
    states = AdviceItem.objects.annotate(state=advice_state_on(TODAY)).values_list("state", flat=True)
    assert sorted(set(states)) == [AdviceState.CLOSED, AdviceState.OPEN]
