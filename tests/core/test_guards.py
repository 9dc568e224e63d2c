"""Guards hold against raw SQL, and survive a rebuild of the table."""

import datetime

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from core.guards import expected_guards
from core.models import AuditEntry
from organizations.models import Coverage, Post
from tests.factories import make_organization, make_unit

pytestmark = pytest.mark.django_db


def insert_coverage(unit, organization, first, last):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organizations_coverage"
            " (unit_id, organization_id, starts_on, ends_on, document, end_document)"
            " VALUES (%s, %s, %s, %s, '', '')",
            [unit.pk, organization.pk, first, last],
        )


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        ("2017-01-01", None, False),
        ("2015-01-01", "2015-12-31", True),
        ("2015-01-01", "2016-01-01", False),
        ("2018-07-01", None, True),
        ("2018-06-30", None, False),
    ],
)
def test_overlap_is_refused_by_the_database(first, last, fits):
    unit = make_unit()
    one, other = make_organization(), make_organization(on=datetime.date(2010, 1, 1))
    insert_coverage(unit, one, "2016-01-01", "2018-06-30")
    if fits:
        insert_coverage(unit, other, first, last)
    else:
        with pytest.raises(DatabaseError):
            insert_coverage(unit, other, first, last)
    assert Coverage.objects.count() == 1 + fits


def test_update_into_an_overlap_is_refused():
    unit = make_unit()
    organization = make_organization(covers=[unit])
    first = Coverage.objects.get(unit=unit)
    Coverage.objects.filter(pk=first.pk).update(ends_on=datetime.date(2017, 1, 1))
    Coverage.objects.create(unit=unit, organization=organization, starts_on=datetime.date(2017, 1, 2))
    with pytest.raises(DatabaseError), transaction.atomic():
        Coverage.objects.filter(pk=first.pk).update(ends_on=datetime.date(2017, 1, 2))


def test_only_secretaries_exclude_each_other():
    organization = make_organization()
    day = datetime.date(2020, 1, 1)
    for role in ("secretary", "member", "member"):
        Post.objects.create(organization=organization, role=role, name="甲", starts_on=day)
    with pytest.raises(DatabaseError), transaction.atomic():
        Post.objects.create(organization=organization, role="secretary", name="乙", starts_on=day)


@pytest.mark.parametrize("sql", ["UPDATE core_auditentry SET act = 'x'", "DELETE FROM core_auditentry"])
def test_audit_is_append_only(sql):
    make_unit()
    before = AuditEntry.objects.count()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditEntry.objects.exclude(act="x").count() == before


def test_replace_does_not_pass_the_append_only_guard():
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's")
    make_unit()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO core_auditentry SELECT id, at, request_id, address, 'x', model,"
            " object_id, object_label, changes, reason, user_id FROM core_auditentry"
        )


def live_guards() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT conname FROM pg_constraint UNION SELECT tgname FROM pg_trigger")
        return {row[0] for row in cursor.fetchall()}


def missing_guards() -> list[str]:
    live = live_guards()
    expected = [name for names in expected_guards(apps.get_models()).values() for name in names]
    return [name for name in expected if not any(found.startswith(name) for found in live)]


def test_every_declared_guard_lives_in_the_database():
    assert missing_guards() == []


def test_guards_survive_a_table_change(committed):
    state = ProjectState.from_apps(apps)
    operation = migrations.AlterField("coverage", "document", models.CharField(max_length=121, blank=True))
    back = migrations.AlterField("coverage", "document", models.CharField(max_length=120, blank=True))
    for step in (operation, back):
        after = state.clone()
        step.state_forwards("organizations", after)
        with connection.schema_editor() as editor:
            step.database_forwards("organizations", editor, state, after)
        state = after
        assert missing_guards() == []
