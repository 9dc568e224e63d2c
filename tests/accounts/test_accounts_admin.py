"""The system administrator keeps accounts and roles, and sees no business data."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from core.models import AuditEntry
from organizations.models import Jurisdiction
from tests.factories import area

pytestmark = pytest.mark.django_db

USERS = "/admin/accounts/user/"
SHOWN = re.compile(r"(.+)的初始密码：([a-z0-9]{14})（只显示这一次，72小时内有效）")


def told(answer) -> list[tuple]:
    """Name and password of every message that shows one."""
    messages = [str(message) for message in answer.context["messages"]]
    return [found.groups() for found in map(SHOWN.fullmatch, messages) if found]


def new_account(client):
    facts = {"username": "wangming", "full_name": "王明", "phone": "13800000000", "is_active": "on"}
    return client.post(f"{USERS}add/", facts, follow=True)


def test_new_account_gets_a_random_first_password(sysadmin):
    [(name, password)] = told(new_account(sysadmin))
    user = get_user_model().objects.get(username="wangming")
    hours = (user.first_password_until - timezone.now()).total_seconds() / 3600
    assert (name, user.must_change_password, 71 < hours <= 72) == ("王明", True, True)
    client = Client()
    signed_in = client.post("/accounts/sign-in/", {"username": "wangming", "password": password})
    assert signed_in.status_code == 302
    assert client.get("/").url == "/accounts/password/"


def test_password_and_phone_are_not_in_the_audit_trail(sysadmin):
    [(_, password)] = told(new_account(sysadmin))
    changes = str(list(AuditEntry.objects.values_list("changes", flat=True)))
    user = get_user_model().objects.get(username="wangming")
    assert [text in changes for text in (password, user.password, "13800000000")] == [False] * 3
    assert AuditEntry.objects.get(object_id=str(user.pk)).user == sysadmin.user


def test_password_is_never_shown_nor_typed_for_others(sysadmin):
    new_account(sysadmin)
    user = get_user_model().objects.get(username="wangming")
    page = sysadmin.get(f"{USERS}{user.pk}/change/").content.decode()
    assert (user.password in page, 'name="password"' in page) == (False, False)


def test_first_password_is_given_again(sysadmin, town_clerk):
    action = {"action": "give_first_password", "_selected_action": [town_clerk.user.pk]}
    [(name, password)] = told(sysadmin.post(USERS, action, follow=True))
    town_clerk.user.refresh_from_db()
    assert (name, town_clerk.user.check_password(password)) == (str(town_clerk.user), True)
    assert town_clerk.user.must_change_password
    assert town_clerk.get("/").status_code == 302
    entry = AuditEntry.objects.filter(object_id=str(town_clerk.user.pk)).first()
    assert (entry.user, set(entry.changes)) == (
        sysadmin.user, {"password", "must_change_password", "first_password_until"},
    )  # fmt: skip


def test_role_is_given_from_a_day_on(sysadmin, nobody):
    facts = {
        "user": nobody.user.pk,
        "role": "town_clerk",
        "area": area("桥东街道").pk,
        "starts_on": "2020-01-01",
    }
    assert sysadmin.post("/admin/organizations/jurisdiction/add/", facts).status_code == 302
    assert Jurisdiction.objects.get(user=nobody.user).area.name == "桥东街道"
    assert nobody.get("/register/units/").status_code == 200


def test_role_over_the_wrong_thing_is_refused_in_a_sentence(sysadmin, nobody):
    facts = {
        "user": nobody.user.pk,
        "role": "secretary",
        "area": area("桥东街道").pk,
        "starts_on": "2020-01-01",
    }
    answer = sysadmin.post("/admin/organizations/jurisdiction/add/", facts)
    assert answer.context["adminform"].form.non_field_errors() == [
        "书记对应党组织，指导员对应指导员登记，工作人员和领导对应区域，管理员和审计员不对应业务对象。"
    ]


def test_administrator_sees_accounts_and_roles_only(sysadmin, unit):
    models = [
        model["object_name"] for app in sysadmin.get("/admin/").context["app_list"] for model in app["models"]
    ]
    assert sorted(models) == ["Jurisdiction", "User"]
    for noun in ("unit", "organization", "coverage", "importbatch"):
        assert sysadmin.get(f"/admin/organizations/{noun}/").status_code == 403
    assert sysadmin.get(f"/admin/organizations/unit/{unit.pk}/change/").status_code == 403
    assert sysadmin.get("/admin/core/auditentry/").status_code == 403


def test_auditor_reads_the_trail_and_nothing_else(auditor, unit):
    models = [
        model["object_name"] for app in auditor.get("/admin/").context["app_list"] for model in app["models"]
    ]
    assert models == ["AuditEntry"]
    assert auditor.get("/admin/core/auditentry/").context["cl"].result_count == AuditEntry.objects.count()
    entry = AuditEntry.objects.first()
    page = f"/admin/core/auditentry/{entry.pk}/change/"
    assert auditor.get(page).status_code == 200
    assert auditor.post(page, {"act": "x"}).status_code == 403
    assert auditor.get(USERS).status_code == 403


@pytest.mark.parametrize("role", ["county_clerk", "town_clerk", "auditor"])
def test_accounts_are_kept_by_nobody_else(role, request):
    client = request.getfixturevalue(role)
    answers = [
        client.get(USERS),
        client.get(f"{USERS}add/"),
        client.get("/admin/organizations/jurisdiction/"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 3
