"""Members admitted together are as if admitted one by one, and refused with the same sentences."""

import datetime

import pytest

from core.audit import Actor
from core.journal import Journal
from core.models import AuditEntry
from members.choices import JoinReason
from members.joining import admit, admit_all
from members.leaving import leave
from members.models import Member, Membership
from tests.bulk import left_by, refusal_of
from tests.factories import EARLY, make_organization, make_unit
from tests.members.factories import JOINED, make_member, new_member

pytestmark = pytest.mark.django_db

BY = Actor(None, "request-1", "203.0.113.9")
DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)


def admit_each(entries, *told):
    return [admit(*entry, BY, *told) for entry in entries]


def test_members_admitted():
    one, other = make_organization(), make_organization()
    back = make_member(one, "王明")
    leave(back, DAY, "transferred_out", "介绍信", BY)
    unit, told = make_unit(), (JoinReason.TRANSFERRED_IN, "介绍信")

    def new():
        return [
            (new_member("甲", unit=unit, phone="13800000000"), one, EARLY),
            (Member.objects.get(pk=back.pk), other, DAY + ONE),
            (new_member("乙", status="probationary", full_member_on=None), other, DAY),
        ]

    assert left_by(lambda: admit_all(new(), BY, *told)) == left_by(lambda: admit_each(new(), *told))
    assert [one.member.name for one in admit_all(new(), BY, *told)] == ["甲", "王明", "乙"]
    assert Member.objects.get(name="乙").search_text == "乙 y"


def test_members_refused():
    organization, young = make_organization(), make_organization(on=DAY)
    held = make_member(organization, "王明")
    cases = [
        lambda: (new_member("甲", birth_date=JOINED), organization, EARLY),
        lambda: (new_member("甲", full_member_on=None), organization, EARLY),
        lambda: (new_member("甲", full_member_on=JOINED - ONE, birth_date=JOINED), organization, EARLY),
        lambda: (new_member("", sex="x"), organization, EARLY),
        lambda: (new_member("乙"), organization, JOINED - ONE),
        lambda: (new_member("丙"), young, DAY - ONE),
        lambda: (held, young, DAY),
    ]
    for case in cases:
        many = [(new_member("好"), organization, EARLY), case()]
        refused = refusal_of(lambda many=many: admit_all(many, BY))
        alone = refusal_of(lambda case=case: admit_each([(new_member("好"), organization, EARLY), case()]))
        assert (str(refused), refused.about) == (str(alone), many[1][0])


def test_one_member_twice_in_one_call_is_refused():
    organization, member = make_organization(), new_member("王明")
    refused = refusal_of(lambda: admit_all([(member, organization, EARLY), (member, organization, DAY)], BY))
    assert str(refused) == "这名党员在这段时间的组织关系在另一个党组织，请先办理转出。"
    assert refused.about is member


@pytest.mark.parametrize("number", [10, 1000])
def test_statements_do_not_grow_with_the_members(number, django_assert_max_num_queries):
    organization, unit = make_organization(), make_unit()
    entries = [(new_member(f"甲{n}", unit=unit), organization, EARLY) for n in range(number)]
    start, journal = AuditEntry.objects.count(), Journal()
    with django_assert_max_num_queries(14):
        admit_all(entries, Actor(journal=journal))
    assert Membership.objects.count() == number
    assert AuditEntry.objects.count() - start == len(journal.notes) == 2 * number
