"""Whatever goes wrong, a calm page in Chinese says so, with the number that finds the log line."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.test import Client
from django.urls import path

from shahe_portal.urls import urlpatterns as portal_urls

pytestmark = pytest.mark.django_db


@login_not_required
def fails(request):
    raise RuntimeError("a secret that nobody may see")


@login_not_required
def loses_the_database(request):
    raise OperationalError("server at db.example closed the connection")


urlpatterns = [*portal_urls, path("fails/", fails), path("loses/", loses_the_database)]
handler500 = "core.errors.server_error"


def title_of(answer) -> str:
    return answer.content.decode().partition("<h1>")[2].partition("</h1>")[0]


def test_page_that_is_not_there(town_clerk):
    answer = town_clerk.get("/nowhere/")
    assert (answer.status_code, title_of(answer)) == (404, "没有找到")
    assert f"编号 {answer.headers['X-Request-Id']}" in answer.content.decode()


def test_page_that_the_role_may_not_open(auditor):
    answer = auditor.get("/register/units/")
    assert (answer.status_code, title_of(answer)) == (403, "没有权限")


def test_form_without_its_token(town_clerk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(town_clerk.user, backend="organizations.backends.JurisdictionBackend")
    answer = client.post("/register/units/new/", {"name": "甲"})
    assert (answer.status_code, title_of(answer)) == (403, "页面已过期")


def test_name_of_another_host():
    answer = Client(SERVER_NAME="elsewhere.example").get("/accounts/sign-in/")
    assert (answer.status_code, title_of(answer)) == (400, "请求有误")


@pytest.mark.parametrize(
    ("place", "status", "retry"), [("/fails/", 500, None), ("/loses/", 503, "30")], ids=["500", "503"]
)
@pytest.mark.urls(__name__)
def test_failure_tells_its_number_and_no_secret(place, status, retry):
    answer = Client(raise_request_exception=False).get(place)
    page = answer.content.decode()
    assert (answer.status_code, answer.headers.get("Retry-After")) == (status, retry)
    assert [text in page for text in ("secret", "db.example", "Traceback")] == [False] * 3
    assert f"编号 {answer.headers['X-Request-Id']}" in page
