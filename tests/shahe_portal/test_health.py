"""The supervisor learns whether the portal lives and is ready; every answer carries its guards."""

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_is_told_to_anybody_and_nothing_more(path):
    answer = Client().get(path)
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"ok", "text/plain")
    assert Client().post(path).status_code == 405


def test_portal_is_not_ready_while_a_migration_is_missing():
    MigrationRecorder.Migration.objects.filter(app="reports").latest("pk").delete()
    answers = [Client().get(path) for path in ("/readyz", "/livez")]
    assert [(answer.status_code, answer.content) for answer in answers] == [(503, b"not ready"), (200, b"ok")]


@pytest.mark.parametrize("path", ["/accounts/sign-in/", "/register/units/", "/nowhere/", "/admin/"])
def test_every_answer_carries_its_guards(path, town_clerk):
    headers = town_clerk.get(path).headers
    assert {name: headers.get(name) for name in GUARDS} == GUARDS
    assert len(headers["X-Request-Id"]) == 12


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
GUARDS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def test_policy_allows_only_our_own_scripts_and_styles(town_clerk):
    policy = town_clerk.get("/register/units/").headers["Content-Security-Policy"]
    assert sorted(part.strip() for part in policy.split(";")) == sorted(POLICY.split("; "))


@pytest.mark.parametrize("path", ["/register/units/", "/accounts/sign-in/", "/"])
def test_no_page_is_kept_by_a_cache(path, town_clerk):
    kept = town_clerk.get(path).headers["Cache-Control"]
    assert "no-store" in kept.replace(" ", "").split(",")


def test_numbers_of_requests_differ(town_clerk):
    assert len({town_clerk.get("/register/units/").headers["X-Request-Id"] for _ in range(5)}) == 5
