"""The cast: people of every role, signed in, and the rows they look after."""

import sqlite3
from contextlib import closing

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client

from organizations.models import Area
from tests.factories import area as area_named
from tests.factories import make_officer, make_organization, make_unit, make_user


def pytest_collection_modifyitems(items):
    """Mark the tests that ask the portal for a page: the fast suite does without them."""
    for item in items:
        # A test with `request` fetches its people by the name of their role.
        if {"client", "signed_in"} & set(item.fixturenames) or "request" in item._fixtureinfo.argnames:
            item.add_marker("pages")


@pytest.fixture
def area(db):
    return area_named


@pytest.fixture
def unit(db):
    """An enterprise in 桥东街道."""
    return make_unit("桥东街道", name="沙河市近处玻璃有限公司", contact_phone="13800000000")


@pytest.fixture
def organization(unit):
    """The branch that covers the unit, for it alone."""
    return make_organization("桥东街道", name="近处玻璃党支部", covers=[unit])


@pytest.fixture
def far_unit(db):
    """An enterprise in 桥西街道, which nobody of 桥东街道 may see."""
    return make_unit("桥西街道", name="沙河市远处矿业有限公司", contact_phone="13900000000")


@pytest.fixture
def far_organization(far_unit):
    return make_organization("桥西街道", name="远处矿业党支部", covers=[far_unit])


@pytest.fixture
def signed_in(db):
    """Return a function: role and what it is held over -> a signed-in client with `.user`."""

    def sign_in(role="", staff=False, **over):
        client = Client()
        client.user = make_user(get_user_model(), role, staff=staff, **over)
        client.force_login(client.user, backend="organizations.backends.JurisdictionBackend")
        return client

    return sign_in


@pytest.fixture
def county_clerk(signed_in):
    return signed_in("county_clerk", staff=True, area=area_named("沙河市"))


@pytest.fixture
def town_clerk(signed_in):
    return signed_in("town_clerk", staff=True, area=area_named("桥东街道"))


@pytest.fixture
def stranger(signed_in):
    """A clerk of another township."""
    return signed_in("town_clerk", staff=True, area=area_named("桥西街道"))


@pytest.fixture
def secretary(signed_in, organization):
    return signed_in("secretary", organization=organization)


@pytest.fixture
def officer(signed_in, unit):
    return signed_in("officer", officer=make_officer("桥东街道", name="试验指导员甲", assigned_to=[unit]))


@pytest.fixture
def leader(signed_in):
    return signed_in("leader", area=area_named("沙河市"))


@pytest.fixture
def auditor(signed_in):
    return signed_in("auditor", staff=True)


@pytest.fixture
def sysadmin(signed_in):
    return signed_in("sysadmin", staff=True)


@pytest.fixture
def nobody(signed_in):
    """Somebody who may sign in but holds no role."""
    return signed_in()


def sqlite_triggers() -> dict[str, str]:
    if connection.vendor != "sqlite":
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


@pytest.fixture
def guards_back(django_db_setup, django_db_blocker):
    """After the rows of a committing test are cleared, bring the guards of SQLite back."""
    with django_db_blocker.unblock():
        triggers = sqlite_triggers()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for name in triggers.keys() - sqlite_triggers().keys():
            cursor.execute(triggers[name])


@pytest.fixture(scope="session")
def rows_of_the_migrations(django_db_setup, django_db_blocker):
    """What the migrations put into the database, read before the first test that commits."""
    with django_db_blocker.unblock():
        return connection.creation.serialize_db_to_string()


@pytest.fixture
def committed(guards_back, rows_of_the_migrations, django_db_serialized_rollback, transactional_db):
    """A database in which the test commits; append-only tables are opened for the clearing after it.

    Its rows are brought back even where the database is kept and nobody serialized it; what Django put in
    their place after the last clearing goes first.
    """
    if not Area.objects.exists():
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        connection.creation.deserialize_db_from_string(rows_of_the_migrations)
    yield
    with connection.cursor() as cursor:
        for name in sqlite_triggers():
            cursor.execute(f"DROP TRIGGER {name}")


@pytest.fixture
def on_disk(django_db_setup, django_db_blocker, tmp_path):
    """On SQLite, a copy of the database in a file: one in memory makes nobody wait for his turn."""
    if connection.vendor != "sqlite":
        yield
        return
    with django_db_blocker.unblock():
        connection.ensure_connection()
        memory, name = connection.connection, connection.settings_dict["NAME"]
        with closing(sqlite3.connect(tmp_path / "race.sqlite3")) as file:
            memory.backup(file)
        connection.connection, connection.settings_dict["NAME"] = None, str(tmp_path / "race.sqlite3")
        yield
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = memory, name


@pytest.fixture
def racing(on_disk, committed):
    """A database on which several connections really commit."""
