"""Signing in tells strangers nothing, stops guessing, and ends when it should."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from accounts.passwords import ALPHABET, random_password, set_first_password
from core.models import AuditEntry
from organizations.models import Jurisdiction
from tests.factories import area, make_user

pytestmark = pytest.mark.django_db

SIGN_IN, HOME, CHANGE, PAGE = "/accounts/sign-in/", "/", "/accounts/password/", "/register/units/"
PASSWORD = "Test-Password-1"
NEW = "Shahe-Bo-Li-2026"


@pytest.fixture
def user():
    return make_user(get_user_model(), "town_clerk", area=area("桥东街道"))


def sign_in(client, username, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def text_of(answer, *changing) -> str:
    """The page without what differs from one request to the next."""
    text = answer.content.decode()
    for part in (*changing, str(answer.context["csrf_token"]), answer.headers["X-Request-Id"]):
        text = text.replace(part, "")
    return text


def test_signing_in_leads_home(user, client):
    answer = sign_in(client, user.username)
    assert (answer.status_code, answer.url) == (302, HOME)
    assert client.get(PAGE).status_code == 200


def test_signing_in_leads_to_the_page_that_was_asked_for(user, client):
    assert client.get("/register/units/").url == f"{SIGN_IN}?next=/register/units/"
    assert sign_in(client, user.username, next="/register/units/").url == "/register/units/"


def test_signing_in_never_leads_to_another_host(user, client):
    assert sign_in(client, user.username, next="https://elsewhere.example/").url == HOME


def test_wrong_password_and_unknown_name_look_alike(user, client):
    wrong = sign_in(client, user.username, "no")
    unknown = sign_in(client, "unknown", "no")
    assert wrong.context["form"].non_field_errors() == ["用户名或密码不正确，请重新输入。"]
    assert text_of(wrong, user.username) == text_of(unknown, "unknown")
    assert (wrong.status_code, unknown.status_code) == (200, 200)


def test_account_that_is_switched_off_looks_like_an_unknown_one(user, client):
    get_user_model().objects.filter(pk=user.pk).update(is_active=False)
    off = sign_in(client, user.username)
    assert text_of(off, user.username) == text_of(sign_in(client, "unknown"), "unknown")


def test_account_switched_off_is_out_with_its_next_request(user, client):
    sign_in(client, user.username)
    get_user_model().objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(PAGE).status_code == 302


def test_ten_failures_close_the_name_from_that_address_and_no_other(user, client):
    other = make_user(get_user_model(), "town_clerk", area=area("桥西街道"))
    codes = [sign_in(client, user.username, "no").status_code for _ in range(10)]
    assert codes == [200] * 9 + [429]
    locked = sign_in(client, user.username)
    assert (locked.status_code, "登录已暂停" in locked.content.decode()) == (429, True)
    assert client.get(PAGE).status_code == 302
    assert sign_in(Client(), other.username).url == HOME
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert sign_in(elsewhere, user.username).url == HOME


def test_unknown_name_is_closed_like_a_known_one(client):
    codes = [sign_in(client, "unknown", "no").status_code for _ in range(11)]
    assert codes == [200] * 9 + [429] * 2


def test_success_forgets_the_failures_before(user, client):
    for _ in range(2):
        for _ in range(9):
            sign_in(client, user.username, "no")
        assert sign_in(Client(), user.username).url == HOME


def test_signing_out_is_posted(user, client):
    sign_in(client, user.username)
    assert client.get("/accounts/sign-out/").status_code == 405
    assert client.get(PAGE).status_code == 200
    assert client.post("/accounts/sign-out/").url == SIGN_IN
    assert client.get(PAGE).status_code == 302


def test_signed_in_person_is_led_on_from_the_sign_in(user, client):
    sign_in(client, user.username)
    assert client.get(SIGN_IN).url == HOME


def first_password(user, given_ago=datetime.timedelta()) -> str:
    password = random_password()
    set_first_password(user, password, timezone.now() - given_ago)
    user.save()
    return password


def test_first_passwords_are_long_and_without_look_alikes():
    passwords = {random_password() for _ in range(50)}
    assert (len(passwords), {len(one) for one in passwords}) == (50, {14})
    assert set("".join(passwords)) <= set(ALPHABET) == set(ALPHABET) - set("0o1lI")


@pytest.mark.parametrize("path", [HOME, PAGE, "/admin/", "/nowhere/"])
def test_first_password_opens_only_the_page_that_changes_it(path, user, client):
    sign_in(client, user.username, first_password(user))
    assert client.get(path).url == CHANGE
    assert client.get(CHANGE).status_code == 200


def test_first_password_is_changed_and_told(user, client):
    first = first_password(user)
    sign_in(client, user.username, first)
    assert client.post(CHANGE, {"new_password1": NEW, "new_password2": NEW}).url == HOME
    assert client.get(PAGE).status_code == 200
    user.refresh_from_db()
    assert (user.must_change_password, user.first_password_until) == (False, None)
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.user, entry.object_id, entry.changes) == ("修改密码", user, str(user.pk), {})
    assert sign_in(Client(), user.username, first).status_code == 200
    assert sign_in(Client(), user.username, NEW).url == HOME


def test_changing_the_password_ends_the_other_sessions(user, client):
    other = Client()
    for one in (client, other):
        sign_in(one, user.username)
    client.post(CHANGE, {"new_password1": NEW, "new_password2": NEW})
    assert (client.get(PAGE).status_code, other.get(PAGE).status_code) == (200, 302)


@pytest.mark.parametrize(
    ("password", "repeated", "field"),
    [
        ("short", "short", "new_password2"),
        ("123456789012345", "123456789012345", "new_password2"),
        ("password12345", "password123456", "new_password2"),
        (PASSWORD, PASSWORD, "new_password1"),
    ],
)
def test_weak_or_same_password_is_refused(password, repeated, field, user, client):
    sign_in(client, user.username)
    answer = client.post(CHANGE, {"new_password1": password, "new_password2": repeated})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(("hours", "opens"), [(71, True), (73, False)])
def test_first_password_dies_after_three_days(hours, opens, user, client):
    password = first_password(user, datetime.timedelta(hours=hours))
    answer = sign_in(client, user.username, password)
    assert (answer.status_code == 302) == opens
    if not opens:
        assert answer.context["form"].non_field_errors() == ["初始密码已过期，请联系管理员重新设置。"]


def test_back_office_has_no_sign_in_of_its_own(user, client):
    """Else a first password that has died would open the account there."""
    get_user_model().objects.filter(pk=user.pk).update(is_staff=True)
    user.refresh_from_db()
    password = first_password(user, datetime.timedelta(hours=73))
    answer = client.post("/admin/login/?next=/admin/", {"username": user.username, "password": password})
    assert (answer.status_code, answer.url) == (302, f"{SIGN_IN}?next=/admin/")
    assert client.get(PAGE).status_code == 302


def test_back_office_changes_passwords_on_the_same_page(county_clerk):
    assert county_clerk.get("/admin/password_change/").url == CHANGE


def test_who_has_no_place_in_the_back_office_stays_out(leader):
    answer = leader.get("/admin/", follow=True)
    assert answer.status_code == 403


def test_role_that_ended_yesterday_opens_nothing_today(town_clerk):
    assert town_clerk.get("/register/units/").status_code == 200
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Jurisdiction.objects.filter(user=town_clerk.user).update(ends_on=yesterday)
    assert town_clerk.get("/register/units/").status_code == 403
    assert town_clerk.get("/admin/organizations/unit/").status_code == 403


@pytest.mark.parametrize(("begins_in", "code"), [(0, 200), (1, 403)])
def test_role_opens_from_its_first_day_on(begins_in, code, signed_in):
    first = timezone.localdate() + datetime.timedelta(days=begins_in)
    client = signed_in("town_clerk", area=area("桥东街道"), on=first)
    assert client.get("/register/units/").status_code == code
