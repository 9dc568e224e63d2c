"""Migration operations do on each database what it needs, and nothing else."""

from django.db import connection
from django.db.migrations.state import ProjectState

from core.operations import GistForPlainColumns


def test_extension_is_created_where_exclusion_constraints_need_it(db):
    operation, state = GistForPlainColumns(), ProjectState()
    operation.state_forwards("core", state)
    editor = connection.SchemaEditorClass(connection, collect_sql=True)
    operation.database_forwards("core", editor, state, state)
    operation.database_backwards("core", editor, state, state)
    expected = ["CREATE EXTENSION IF NOT EXISTS btree_gist;"] if connection.vendor == "postgresql" else []
    assert (editor.collected_sql, state.models) == (expected, {})
    assert operation.reversible
    assert operation.describe() == "Let exclusion constraints compare plain columns"
