"""Migration operations that each database carries out by its own means."""

from django.db.migrations.operations.base import Operation


class GistForPlainColumns(Operation):
    """On PostgreSQL, let exclusion constraints compare plain columns; SQLite needs nothing."""

    reversible = True

    def state_forwards(self, app_label, state):
        """Change no model."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Leave the extension: others may use it."""

    def describe(self):
        return "Let exclusion constraints compare plain columns"
