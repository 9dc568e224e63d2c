"""What a database connection must be before the portal uses it, and what it is told then."""

import sqlite3

from django.core.exceptions import ImproperlyConfigured

PARAMETERS_AT_MOST = 32_766  # what SQLite takes unless built otherwise; more make a statement too long
EXPECTED_SQLITE_PRAGMAS = {"synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}


def assert_profile(sender, connection, **kwargs):
    """Refuse a SQLite connection that could lose a commit or skip a trigger.

    Raises ImproperlyConfigured naming the setting that differs.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for pragma, expected in EXPECTED_SQLITE_PRAGMAS.items():
            found = cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
            if found != expected:
                raise ImproperlyConfigured(f"SQLite 连接设置不安全：{pragma} 应为 {expected}，实为 {found}。")


def allow_many_parameters(sender, connection, **kwargs):
    """Let a statement carry as many parameters as this SQLite takes, where Django counts on 999."""
    if connection.vendor == "sqlite":
        limit = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = min(limit, PARAMETERS_AT_MOST)
