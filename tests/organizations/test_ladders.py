"""Every page of the ground works; the neighbour gets 404, without permission 403, signed out the sign-in."""

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import AdviceItem, Coverage, Visit
from tests.factories import EARLY, make_officer

pytestmark = pytest.mark.django_db

PLAIN = (
    "unit-list", "unit-create", "organization-list", "organization-create", "officer-list", "officer-create",
    "visit-list", "visit-create", "due-visit-list", "advice-list",
)  # fmt: skip
OF_UNIT = (
    "unit-detail", "unit-edit", "unit-cover", "unit-assign", "unit-move", "unit-leave-base",
    "unit-enter-base", "unit-close",
)  # fmt: skip
OF_ORGANIZATION = ("organization-detail", "organization-edit", "post-create")
OF_OFFICER = ("officer-detail", "officer-edit", "officer-assign", "officer-leave")
SPANS = ("coverage-end", "assignment-end", "assignment-replace")
WITH_ROW = (*OF_UNIT, *OF_ORGANIZATION, *OF_OFFICER, *SPANS, "advice-close")


@pytest.fixture
def rows(unit, organization, town_clerk):
    """A row of 桥东街道 for every page that shows one."""
    officer = make_officer("桥东街道", assigned_to=[unit])
    assignment = officer.assignments.get()
    visit = Visit.objects.create(assignment=assignment, held_on=EARLY, content="了解情况")
    return {
        **dict.fromkeys(OF_UNIT, unit),
        **dict.fromkeys(OF_ORGANIZATION, organization),
        **dict.fromkeys(OF_OFFICER, officer),
        "coverage-end": Coverage.objects.get(unit=unit),
        "assignment-end": assignment,
        "assignment-replace": assignment,
        "advice-close": AdviceItem.objects.create(visit=visit, text="建活动室", owner="经理", due_on=EARLY),
    }


def address(name, rows=None) -> str:
    return reverse(f"organizations:{name}", args=[rows[name].pk] if rows else [])


@pytest.mark.parametrize("name", PLAIN)
def test_plain_page(name, town_clerk, auditor):
    assert [client.get(address(name)).status_code for client in (town_clerk, auditor)] == [200, 403]


def test_signed_out_goes_to_the_sign_in_and_from_there_on():
    answer = Client().get(address("unit-create"))
    assert (answer.status_code, answer.url) == (302, "/accounts/sign-in/?next=/register/units/new/")


def test_page_of_a_row(rows, town_clerk, stranger, auditor):
    clients = (town_clerk, stranger, auditor, Client())
    answers = {name: [client.get(address(name, rows)).status_code for client in clients] for name in WITH_ROW}
    assert answers == {name: [200, 404, 403, 302] for name in WITH_ROW}


def test_posting_follows_the_same_ladder(rows, town_clerk, stranger, auditor):
    clients = (town_clerk, stranger, auditor, Client())
    acts = [name for name in WITH_ROW if not name.endswith("-detail")]
    answers = {
        name: [client.post(address(name, rows), {}).status_code for client in clients] for name in acts
    }
    assert answers == {name: [422, 404, 403, 302] for name in acts}


def test_row_that_never_was_is_as_absent_as_a_foreign_one(town_clerk, far_unit):
    absent = town_clerk.get(reverse("organizations:unit-detail", args=[10**6]))
    foreign = town_clerk.get(reverse("organizations:unit-detail", args=[far_unit.pk]))
    assert (absent.status_code, foreign.status_code) == (404, 404)
    numbers = [answer.headers["X-Request-Id"] for answer in (absent, foreign)]
    texts = [
        answer.content.decode().replace(one, "")
        for answer, one in zip((absent, foreign), numbers, strict=True)
    ]
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("role", "open_pages"),
    [
        ("secretary", {"unit-list", "organization-list"}),
        ("officer", {"unit-list", "visit-list", "visit-create", "due-visit-list", "advice-list"}),
        ("leader", {"unit-list", "organization-list"}),
        ("sysadmin", set()),
        ("nobody", set()),
    ],
)
def test_role_opens_its_pages_and_no_others(role, open_pages, request, db):
    client = request.getfixturevalue(role)
    answers = {name: client.get(address(name)).status_code for name in PLAIN}
    assert answers == {name: 200 if name in open_pages else 403 for name in PLAIN}
