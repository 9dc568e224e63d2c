"""Members for tests, admitted by the act of the portal; every name is invented."""

import datetime

from members.joining import admit
from members.models import Member
from tests.factories import BY, EARLY

BORN = datetime.date(1980, 5, 4)
JOINED = datetime.date(2010, 7, 1)
FULL = datetime.date(2011, 7, 1)


def new_member(name="试验党员甲", **values) -> Member:
    plain = {
        "sex": "female",
        "birth_date": BORN,
        "status": "formal",
        "joined_on": JOINED,
        "full_member_on": FULL,
    }
    return Member(name=name, **(plain | values))


def make_member(organization, name="试验党员甲", *, on=EARLY, **values) -> Member:
    member = new_member(name, **values)
    admit(member, organization, on, BY)
    return member


def make_probationary(organization, name="试验党员乙", *, joined_on, **values) -> Member:
    values |= {"status": "probationary", "full_member_on": None, "joined_on": joined_on}
    return make_member(organization, name, on=joined_on, **values)
