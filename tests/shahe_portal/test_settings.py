"""Settings are safe without any variable, and say what is wrong with one."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from shahe_portal.databases import sqlite_journal_mode, wal_is_safe

ROOT = Path(__file__).resolve().parent.parent.parent
SEALS = f"a:{base64.b64encode(bytes(32)).decode()}"
KEY = "only-for-tests-0123456789-0123456789-0123456789-0123456789"
READ = """
import json
from shahe_portal import settings
names = {names!r}
print(json.dumps({{name: getattr(settings, name, None) for name in names}}, default=str))
"""


def read(tmp_path, *names, **variables):
    """Run the settings in a process of their own; return the answer and what it said when it failed."""
    kept = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "SECRET_KEY": KEY, "SEAL_KEYS": SEALS}
    done = subprocess.run(
        [sys.executable, "-c", READ.format(names=names)],
        cwd=ROOT,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def test_settings_are_safe_without_any_variable(tmp_path):
    names = ("DEBUG", "ALLOWED_HOSTS", "DATABASES", "SESSION_COOKIE_HTTPONLY", "X_FRAME_OPTIONS", "TIME_ZONE")
    found = read(tmp_path, *names)
    database = found.pop("DATABASES")["default"]
    assert found == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
        "SESSION_COOKIE_HTTPONLY": True,
        "X_FRAME_OPTIONS": "DENY",
        "TIME_ZONE": "Asia/Shanghai",
    }
    assert (database["ENGINE"], database["NAME"]) == (
        "django.db.backends.sqlite3", str(tmp_path / "portal.sqlite3"),
    )  # fmt: skip


def test_https_locks_cookies_to_the_host(tmp_path):
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    assert list(read(tmp_path, *names, HTTPS="true").values()) == [
        "__Host-sessionid", "__Host-csrftoken", True, True,
    ]  # fmt: skip


def test_key_may_lie_in_the_data_folder(tmp_path):
    (tmp_path / "secret-key").write_text(f"{KEY}\n")
    assert read(tmp_path, "SECRET_KEY", SECRET_KEY="") == {"SECRET_KEY": KEY}


def test_sealing_keys_may_lie_in_the_data_folder(tmp_path):
    (tmp_path / "seal-keys").write_text(f"b:{'-_' * 21}8=,{SEALS}\n")
    assert list(read(tmp_path, "SEAL_KEYS", SEAL_KEYS="")["SEAL_KEYS"]) == ["b", "a"]


@pytest.mark.slow
def test_keys_are_made_once_and_for_the_owner_alone(tmp_path):
    command = [sys.executable, "scripts/secret_key.py"]
    made = []
    for _ in range(2):
        subprocess.run(command, cwd=ROOT, env={"DATA_DIR": str(tmp_path)}, check=True)
        made.append(
            {file.name: (file.read_text(), file.stat().st_mode & 0o777) for file in tmp_path.iterdir()}
        )
    assert made[0] == made[1]
    assert {name: mode for name, (_, mode) in made[0].items()} == {"secret-key": 0o600, "seal-keys": 0o600}
    name = made[0]["seal-keys"][0].partition(":")[0]
    assert list(read(tmp_path, "SEAL_KEYS", SECRET_KEY="", SEAL_KEYS="")["SEAL_KEYS"]) == [name]


def test_postgresql_is_asked_for_its_health(tmp_path):
    url = "postgres://portal:secret@db.example:5432/portal"
    database = read(tmp_path, "DATABASES", DATABASE_URL=url)["DATABASES"]["default"]
    assert (database["ENGINE"], database["HOST"], database["CONN_HEALTH_CHECKS"]) == (
        "django.db.backends.postgresql", "db.example", True,
    )  # fmt: skip


KEY_TOLD = "SECRET_KEY 未设置或太短。请设置至少 50 个随机字符，或运行 make setup 自动生成 secret-key 文件。"
NO_SEALS_TOLD = (
    "SEAL_KEYS 未设置，数据目录中也没有 seal-keys 文件。已有数据的请找回原来的密钥；"
    "新安装的请运行 make setup 自动生成，或按 .env.example 设置。"
)
SEALS_TOLD = (
    "SEAL_KEYS 第 {place} 个密钥有误：应写成“编号:密钥”，逗号分隔；"
    "编号用字母、数字、-、_，不超过20个且不重复，密钥是32字节的base64。"
)
URL_TOLD = (
    "DATABASE_URL 无法识别。请写成 sqlite:////绝对路径/portal.sqlite3 或 "
    "postgres://用户:密码@主机:5432/数据库名，也可以不设置（使用数据目录中的 SQLite）。"
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"SECRET_KEY": "short"}, KEY_TOLD),
        ({"SECRET_KEY": ""}, KEY_TOLD),
        ({"SEAL_KEYS": ""}, NO_SEALS_TOLD),
        ({"SEAL_KEYS": "secretsecret"}, SEALS_TOLD.format(place=1)),
        ({"SEAL_KEYS": f"{SEALS},b:c2hvcnQ="}, SEALS_TOLD.format(place=2)),
        ({"SEAL_KEYS": f"{SEALS},{SEALS}"}, SEALS_TOLD.format(place=2)),
        ({"SEAL_KEYS": f"{SEALS},"}, SEALS_TOLD.format(place=2)),
        ({"DEBUG": "perhaps"}, "DEBUG 只能写 true 或 false。"),
        ({"HTTPS": "2"}, "HTTPS 只能写 true 或 false。"),
        ({"TRUSTED_PROXIES": "two"}, "TRUSTED_PROXIES 只能写整数。"),
        ({"DATABASE_URL": "mysql://portal:secret@db.example/portal"}, URL_TOLD),
        ({"DATABASE_URL": "portal.sqlite3"}, URL_TOLD),
        ({"DATABASE_URL": "postgres://"}, URL_TOLD),
    ],
)
def test_wrong_variable_is_told_without_its_secret(variables, sentence, tmp_path):
    assert read(tmp_path, "DEBUG", **variables) == f"django.core.exceptions.ImproperlyConfigured: {sentence}"


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_write_ahead_log_is_used_where_it_is_repaired(version, safe):
    assert (wal_is_safe(version), sqlite_journal_mode(version)) == (safe, "wal" if safe else "delete")


def test_sqlite_connection_loses_no_commit_and_skips_no_trigger(db):
    if connection.vendor != "sqlite":
        pytest.skip("pragmas are SQLite's")
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("synchronous", "foreign_keys", "recursive_triggers")
        }
    assert found == {"synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
