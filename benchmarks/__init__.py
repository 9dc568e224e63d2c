"""Measurements against a throw-away portal: importing this package makes it, leaving Python removes it."""

import atexit
import base64
import os
import secrets
import shutil
import tempfile

import django

FOLDER = tempfile.mkdtemp(prefix="shahe-benchmark-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
# A PostgreSQL that somebody started for the purpose is used, any other database is left alone.
GIVEN = os.environ.pop("DATABASE_URL", "")
os.environ |= {
    "DATA_DIR": FOLDER,
    "DATABASE_URL": GIVEN if GIVEN.startswith("postgres") else f"sqlite:///{FOLDER}/portal.sqlite3",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "SEAL_KEYS": f"bench:{base64.b64encode(secrets.token_bytes(32)).decode()}",
    "DEBUG": "false",
    "DJANGO_SETTINGS_MODULE": "shahe_portal.settings",
}
django.setup()
