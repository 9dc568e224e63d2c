"""House rules of pages: addresses are guarded, lists are scoped and cost the same, looking is free."""

import io

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.forms import ModelChoiceField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.admin import ScopedAdmin
from core.scoping import EVERYONE
from core.views import FormPage, ListPage, Page
from shahe_portal.rights import ROLE_PERMISSIONS
from tests.everything import addresses, has_row, our_models, settle, url_of
from tests.factories import area

pytestmark = pytest.mark.django_db

NEAR, FAR = "桥东街道", "桥西街道"
OPEN_TO_STRANGERS = {"accounts:sign-in", "livez", "readyz", "favicon"}
OPEN_WITHOUT_ROLE = {"home", "accounts:sign-out", "accounts:first-password", *OPEN_TO_STRANGERS}
REFERENCE = {
    "reports:period-edit",
    "organizations:department-detail",
    "organizations:department-edit",
    "organizations:department-end",
}
COUNTY_ONLY = {"reports:report-reopen"}
POSTED = {
    "accounts:sign-out",
    "core:savedview-delete",
    "intake:import-apply",
    "intake:import-mend",
    "intake:import-recheck",
}
EMPTY_AT_FIRST = {"members:former-member-list", "reports:bridge-list"}
SIGN_IN = "/accounts/sign-in/"
# The session, its guard against guessing, and what tells that somebody looked.
MAY_GROW = {"sessions.session", "axes.accesslog", "axes.accessattempt"}


@pytest.fixture
def near() -> dict:
    return settle(NEAR)


@pytest.fixture
def far() -> dict:
    return settle(FAR)


@pytest.fixture
def cast(signed_in, near) -> dict[str, Client]:
    """Somebody of every role that has pages of its own, each with the near household to look after."""
    return {
        "county_clerk": signed_in("county_clerk", staff=True, area=area("沙河市")),
        "secretary": signed_in("secretary", organization=row_of(near, "Organization")),
        "officer": signed_in("officer", officer=row_of(near, "Officer")),
        "auditor": signed_in("auditor", staff=True),
        "sysadmin": signed_in("sysadmin", staff=True),
    }


def row_of(rows: dict, name: str):
    return next(row for model, row in rows.items() if model.__name__ == name)


def strangers(signed_in, far) -> list[Client]:
    """Those who look after the far household and nothing else."""
    return [
        signed_in("town_clerk", staff=True, area=area(FAR)),
        signed_in("secretary", organization=row_of(far, "Organization")),
        signed_in("officer", officer=row_of(far, "Officer")),
    ]


def back_office() -> list[str]:
    """Every address of the back office that needs no row."""
    names = ["index", "logout", "password_change", "password_change_done", "jsi18n", "autocomplete"]
    for model in admin.site._registry:
        names += [f"{model._meta.app_label}_{model._meta.model_name}_{act}" for act in ("changelist", "add")]
    return [reverse(f"admin:{name}") for name in names]


def test_household_has_a_row_of_every_model(near):
    assert set(our_models()) - set(near) == set()


def test_stranger_is_led_to_the_sign_in_from_everywhere(near):
    led = {}
    for address in addresses():
        url = url_of(address, near)
        for answer in (Client().get(url), Client().post(url)):
            led.setdefault(address.name, set()).add((answer.status_code, answer.get("Location", "")))
    expected = {
        one.name: {(302, f"{SIGN_IN}?next={url_of(one, near)}")}
        for one in addresses()
        if one.name not in OPEN_TO_STRANGERS
    }
    assert {name: found for name, found in led.items() if name not in OPEN_TO_STRANGERS} == expected


def test_stranger_is_led_to_the_sign_in_from_the_back_office():
    """By way of the admin's own sign-in page, which is none."""
    ends = {url: Client().get(url, follow=True).redirect_chain[-1][0] for url in back_office()}
    assert {url: end for url, end in ends.items() if not end.startswith(f"{SIGN_IN}?next=")} == {}


def test_person_without_a_role_opens_nothing(near, nobody):
    answers = {
        (address.name, answer.status_code)
        for address in addresses()
        if address.name not in OPEN_WITHOUT_ROLE
        for answer in (nobody.get(url_of(address, near)), nobody.post(url_of(address, near)))
    }
    assert {found for found in answers if found[1] not in (403, 404, 405)} == set()
    assert {nobody.get(url).status_code for url in back_office()} <= {302, 403}


def test_foreign_row_is_absent_for_every_stranger(near, far, signed_in):
    """Who may open such a page gets 404, everybody else 403; and somebody may, or nothing is shown."""
    clients = strangers(signed_in, far)
    for address in [one for one in addresses() if has_row(one) and one.name not in REFERENCE]:
        url = url_of(address, near)
        codes = {act(url).status_code for client in clients for act in (client.get, client.post)}
        found = (codes <= {403, 404, 405}, 404 in codes)
        assert (address.name, *found) == (address.name, True, address.name not in COUNTY_ONLY)


def test_form_without_its_token_is_refused_everywhere(near, county_clerk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(county_clerk.user, backend="organizations.backends.JurisdictionBackend")
    urls = [url_of(address, near) for address in addresses()] + back_office()
    assert {url for url in urls if client.post(url).status_code != 403} == set()


def row_counts() -> dict:
    models = [model for model in apps.get_models() if model._meta.label_lower not in MAY_GROW]
    return {model._meta.label_lower: model._base_manager.count() for model in models}


def test_looking_changes_nothing_and_every_page_is_shown_to_somebody(near, far, cast):
    before, codes = row_counts(), {}
    for client in (cast["county_clerk"], cast["secretary"], cast["officer"], cast["auditor"]):
        for address in addresses():
            code = client.get(url_of(address, near)).status_code
            codes.setdefault(address.name, set()).add(code)
    assert row_counts() == before
    assert set().union(*codes.values()) == {200, 302, 403, 404, 405}
    assert {name for name, found in codes.items() if not found & {200, 302}} == POSTED


# Lists


def list_addresses() -> list:
    return [one for one in addresses() if one.view_class and issubclass(one.view_class, ListPage)]


def kinds_below(kind: type) -> set[type]:
    return set(kind.__subclasses__()).union(*map(kinds_below, kind.__subclasses__()))


def test_every_list_has_an_address():
    assert {one.view_class for one in list_addresses()} == kinds_below(ListPage)


def is_reference(address) -> bool:
    sheet = getattr(address.view_class, "sheet", None)
    return sheet is not None and sheet.model.scope_anchors == EVERYONE


def shown_on(answer) -> list[tuple]:
    return [tuple(cell["text"] for cell in row["cells"]) for row in answer.context["rows"]]


def test_every_list_shows_and_exports_only_the_own_rows(near, far, signed_in, county_clerk):
    sides = [signed_in("town_clerk", area=area(place)) for place in (NEAR, FAR)]
    for address in [one for one in list_addresses() if not is_reference(one)]:
        url = url_of(address, near)
        answers = [client.get(url) for client in (*sides, county_clerk)]
        mine, theirs, all_rows = map(shown_on, answers)
        found = (sorted(mine + theirs) == sorted(all_rows), set(mine) & set(theirs))
        assert (address.name, *found) == (address.name, True, set())
        assert (address.name, bool(mine and theirs)) == (address.name, address.name not in EMPTY_AT_FIRST)
        assert (address.name, exported_lines(sides[0], url, answers[0])) == (address.name, len(mine))


def exported_lines(client, url: str, answer) -> int:
    """How many lines stand under the headings of the page in the workbook of the list."""
    workbook = load_workbook(io.BytesIO(client.get(f"{url}?export=xlsx").getvalue()))
    rows = list(workbook.active.values)
    heads = tuple(column["label"] for column in answer.context["columns"])
    return len(rows) - rows.index(heads) - 1


def choices_of(answer) -> set:
    """Rows that the drop-downs of the page offer; reference data is everybody's."""
    found = [answer.context.get(name) for name in ("form", "filter")]
    forms = [getattr(one, "form", one) for one in found if one]
    fields = [
        field for form in forms for field in form.fields.values() if isinstance(field, ModelChoiceField)
    ]
    return {row for f in fields if f.queryset.model.scope_anchors != EVERYONE for row in f.queryset}


def test_every_drop_down_offers_only_the_own_rows(near, far, signed_in):
    sides = [signed_in("town_clerk", area=area(place)) for place in (NEAR, FAR)]
    with_forms = [
        one for one in addresses() if is_page(one) and issubclass(one.view_class, (FormPage, ListPage))
    ]
    offered = 0
    for address in with_forms:
        answers = [client.get(url_of(address, rows)) for client, rows in zip(sides, (near, far), strict=True)]
        mine, theirs = (choices_of(answer) if answer.status_code == 200 else set() for answer in answers)
        assert (address.name, mine & theirs) == (address.name, set())
        offered += len(mine)
    assert offered > 0


def test_every_page_asks_for_a_permission_that_somebody_holds():
    held = frozenset().union(*ROLE_PERMISSIONS.values())
    asked = {one.name: one.view_class.permission for one in addresses() if is_page(one)}
    assert {name: permission for name, permission in asked.items() if permission not in held} == {}


def is_page(address) -> bool:
    return bool(address.view_class) and issubclass(address.view_class, Page)


# Costs


def cost(client, url: str) -> int | None:
    """The number of queries of a page; None when the person may not open it."""
    with CaptureQueriesContext(connection) as queries:
        code = client.get(url).status_code
    return len(queries) if code == 200 else None


def costs(client, urls, more: int) -> dict:
    """What every page costs after so many more households have settled."""
    for _ in range(more):
        settle(NEAR)
    return {url: cost(client, url) for url in urls}


def dearer(before: dict, after: dict) -> dict:
    """{address: (queries before, queries after)} of the pages that cost more than before."""
    opened = {url: (paid, after[url]) for url, paid in before.items() if paid is not None}
    return {url: (paid, pays) for url, (paid, pays) in opened.items() if pays > paid}


def plain_urls(rows: dict) -> list[str]:
    """The pages that need no row: lists, dashboards, empty forms."""
    plain = [one for one in addresses() if not has_row(one) and one.name not in OPEN_TO_STRANGERS]
    return [url_of(one, rows) for one in plain]


def test_pages_cost_the_same_for_one_household_and_for_six(near, county_clerk):
    one, six = (costs(county_clerk, plain_urls(near), households) for households in (0, 5))
    assert dearer(one, six) == {}


@pytest.mark.slow
def test_pages_cost_the_same_for_six_households_and_for_sixty(near, county_clerk):
    six, sixty = (costs(county_clerk, plain_urls(near), households) for households in (5, 54))
    assert dearer(six, sixty) == {}


@pytest.mark.slow
def test_changelists_cost_the_same_for_one_household_and_for_six(near, county_clerk, sysadmin):
    urls = [
        reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist") for m in admin.site._registry
    ]
    for client in (county_clerk, sysadmin):
        one, six = (costs(client, urls, households) for households in (0, 5))
        assert dearer(one, six) == {}


# Back office


def test_every_class_of_the_back_office_is_scoped():
    assert {kind for kind in admin.site._registry.values() if not isinstance(kind, ScopedAdmin)} == set()


@pytest.mark.slow
def test_every_class_of_the_back_office_opens_for_a_role_and_never_deletes(cast, near):
    before = row_counts()
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        urls = [reverse(f"{base}_changelist")]
        urls += [reverse(f"{base}_{act}", args=[near[model].pk]) for act in ("change", "history", "delete")]
        opens = [any(client.get(url).status_code == 200 for client in cast.values()) for url in urls]
        assert (base, opens) == (base, [True, True, True, False])
    assert row_counts() == before


def test_back_office_shows_only_the_own_rows(near, far, signed_in):
    sides = [signed_in("town_clerk", staff=True, area=area(place)) for place in (NEAR, FAR)]
    requests = [client.get("/accounts/password/").wsgi_request for client in sides]
    for model, kind in admin.site._registry.items():
        if model.scope_anchors == EVERYONE or not kind.has_view_permission(requests[0]):
            continue
        mine, theirs = (set(kind.get_queryset(request)) for request in requests)
        found = (mine & theirs, near[model] in mine, far[model] in theirs)
        assert (model.__name__, *found) == (model.__name__, set(), True, True)
