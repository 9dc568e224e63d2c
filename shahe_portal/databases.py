"""Database settings: one address from the environment, and the SQLite profile that loses nothing.

SQLite before 3.51.3 (and outside the repaired 3.50.7 and 3.44.6) can lose a commit when a writer meets a
checkpoint in WAL mode, so the journal mode follows the version of the library.
"""

import sqlite3
import warnings

from django.core.exceptions import ImproperlyConfigured

SQLITE_TIMEOUT_SECONDS = 20


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Say whether this SQLite version has the repaired write-ahead log."""
    if version >= (3, 51, 3):
        return True
    return (version[:2] == (3, 50) and version[2] >= 7) or (version[:2] == (3, 44) and version[2] >= 6)


def sqlite_journal_mode(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> str:
    return "wal" if wal_is_safe(version) else "delete"


def sqlite_options() -> dict:
    pragmas = (
        f"PRAGMA journal_mode={sqlite_journal_mode()}; PRAGMA synchronous=FULL; "
        "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
    )
    return {"transaction_mode": "IMMEDIATE", "timeout": SQLITE_TIMEOUT_SECONDS, "init_command": pragmas}


def database_settings(env, default_url: str) -> dict:
    """Return the settings of the default database read from DATABASE_URL."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an unknown engine is refused below, in one sentence
            settings = env.db_url("DATABASE_URL", default=default_url)
    except Exception as error:
        raise ImproperlyConfigured(broken_url_message()) from error
    engine = settings.get("ENGINE", "")
    settings["CONN_MAX_AGE"] = 600
    if engine.endswith("sqlite3"):
        settings["OPTIONS"] = sqlite_options()
    elif engine.endswith("postgresql"):
        settings["CONN_HEALTH_CHECKS"] = True
        # Compiling a statement takes longer than any of ours runs, and one that groups a county
        # sorts more than the 4 MB a server gives by default: docs/performance.md.
        settings.setdefault("OPTIONS", {}).update(connect_timeout=5, options="-c jit=off -c work_mem=16MB")
    else:
        raise ImproperlyConfigured(broken_url_message())
    if not settings.get("NAME"):
        raise ImproperlyConfigured(broken_url_message())
    return settings


def broken_url_message() -> str:
    return (
        "DATABASE_URL 无法识别。请写成 sqlite:////绝对路径/portal.sqlite3 或 "
        "postgres://用户:密码@主机:5432/数据库名，也可以不设置（使用数据目录中的 SQLite）。"
    )
