"""Settings of the test suite: the portal's own, with a fast password hash and loud templates."""

import atexit
import base64
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-0123456789-0123456789-0123456789-0123456789")
os.environ.setdefault("SEAL_KEYS", f"test:{base64.b64encode(b'only-for-tests-0123456789-012345').decode()}")
# A folder for each process: locks on files would make the workers of one run wait for each other.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="shahe-portal-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from shahe_portal.settings import *  # noqa: E402, F403 -- it reads the environment made above
from shahe_portal.settings import DATABASES, TEMPLATES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATICFILES_DIRS = [Path(__file__).resolve().parent.parent / "static"]
WHITENOISE_AUTOREFRESH = True


class UndefinedVariable(str):
    """Fails when a template shows a variable that nobody gave it."""

    def __mod__(self, name):
        raise AssertionError(f"undefined template variable: {name}")

    def __contains__(self, text):
        return text == "%s" or super().__contains__(text)


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("undefined %s")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": None}
# A server thread of a test must not hold the database open when the test database is taken down.
DATABASES["default"]["CONN_MAX_AGE"] = 0
