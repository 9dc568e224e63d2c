"""The command that opens the first account."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from core.models import AuditEntry

FORM = "/admin/organizations/jurisdiction/add/"


def opened(username="first") -> str:
    """Open an account and return its first password."""
    out = StringIO()
    call_command("add_administrator", username, "首任管理员", stdout=out)
    return re.search(r"初始密码：(\w+)", out.getvalue())[1]


def sign_in(password) -> Client:
    client = Client()
    client.post("/accounts/sign-in/", {"username": "first", "password": password})
    return client


def test_first_password_opens_only_the_page_that_changes_it(db):
    client = sign_in(opened())
    assert client.get("/admin/").url == "/accounts/password/"


def test_administrator_gives_roles_after_choosing_a_password(db):
    client, password = sign_in(opened()), "yi-ge-xin-de-mima-8"
    client.post("/accounts/password/", {"new_password1": password, "new_password2": password})
    assert client.get(FORM).status_code == 200


def test_administrator_sees_no_business_data(db):
    client = sign_in(opened())
    User.objects.update(must_change_password=False)
    assert client.get("/register/units/").status_code == 403


def test_account_and_role_are_in_the_audit_trail(db):
    opened()
    assert sorted(AuditEntry.objects.values_list("model", "act")) == [
        ("accounts.user", "新增"),
        ("organizations.jurisdiction", "新增"),
    ]


def test_taken_name_is_refused_and_nothing_is_left(db):
    opened()
    with pytest.raises(CommandError):
        opened()
    assert (User.objects.count(), AuditEntry.objects.count()) == (1, 2)
