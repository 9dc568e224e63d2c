"""Bring the portal up on this machine: keys, tables, static files, demo county, then gunicorn."""

import hashlib
import os
import socket
import sys
from pathlib import Path

import django
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError
from secret_key import ROOT, data_dir, ensure_keys, read_dotenv

PORT_TAKEN = (
    "端口 {port} 已被占用。请停止占用它的程序，或换一个端口：PORT=8001 make run\n"
    "Port {port} is in use. Stop the program that holds it, or take another one: PORT=8001 make run"
)
PREPARING = "正在准备数据表和演示数据…… / Preparing tables and demo data, half a minute the first time ..."
PORT_WRONG = "PORT 应为 1 到 65535 的整数，现为 {port}。 / PORT must be a number from 1 to 65535, not {port}."


def main():
    os.chdir(ROOT)
    os.umask(0o077)
    read_dotenv()
    port = free_port()
    folder = data_dir()
    ensure_keys(folder)
    try:
        prepare(folder)
    except (ImproperlyConfigured, OperationalError) as problem:
        sys.exit(str(problem))
    print(f"正在启动…… / Starting on port {port} ...", flush=True)
    gunicorn = (sys.executable, "-m", "gunicorn", "--log-level", "warning")
    os.execv(sys.executable, gunicorn)  # noqa: S606 - the same Python, no shell


def free_port() -> int:
    """Return the port to listen on; leave with a sentence when it is no port or is taken."""
    text = os.environ.setdefault("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        sys.exit(PORT_WRONG.format(port=text))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError:
            sys.exit(PORT_TAKEN.format(port=text))
    return int(text)


def prepare(folder: Path):
    """Bring tables, static files and demo data up to date; quick when nothing is to be done."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shahe_portal.settings")
    django.setup()
    print(PREPARING, flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    collect_static(folder)
    call_command("load_demo", if_empty=True)


def collect_static(folder: Path):
    """Collect the static files unless nothing they come from has changed since the last time."""
    stamp = folder / "static.stamp"
    digest = static_digest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return
    print("正在准备静态文件…… / Preparing static files ...", flush=True)
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest, encoding="utf-8")


def static_digest() -> str:
    """Return a digest of name, size and time of every file that would be collected."""
    files = (storage.path(name) for finder in get_finders() for name, storage in finder.list([]))
    facts = sorted(f"{path} {Path(path).stat().st_size} {Path(path).stat().st_mtime_ns}" for path in files)
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


if __name__ == "__main__":
    main()
