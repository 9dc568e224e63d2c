"""A real portal for the browser: its own database and data folder, gunicorn, the invented county."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


@dataclass
class Portal:
    """A running portal: its address and {user name: password} of the invented people."""

    url: str
    accounts: dict[str, str]
    environment: dict[str, str]

    def manage(self, *arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, port: int) -> dict[str, str]:
    """The environment of the portal: production settings, a folder and a database of its own."""
    values = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    values |= {"DATA_DIR": str(folder), "PORT": str(port), "SECRET_KEY": secrets.token_urlsafe(50)}
    server = os.environ.get("DATABASE_URL", "")
    if server.startswith("postgres"):
        values["DATABASE_URL"] = own_database(server)
    else:
        values.pop("DATABASE_URL", None)
    return values


def own_database(url: str) -> str:
    """Make a new database beside the one named, and return its address."""
    name = f"story_{secrets.token_hex(4)}"
    head, _, tail = url.partition("?")
    base = head.rpartition("/")[0]
    with psycopg.connect(connection_address(url), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{base}/{name}{'?' + tail if tail else ''}"


def connection_address(url: str) -> str:
    return url.replace("postgres://", "postgresql://", 1)


def wait_until_ready(url: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the portal stopped with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("the portal was not ready in time")


def read_accounts(folder: Path) -> dict[str, str]:
    lines = (folder / "demo-accounts.txt").read_text(encoding="utf-8").splitlines()
    return {username: password for _, username, password in map(str.split, lines)}


def start(folder: Path):
    """Bring up a portal in the folder; yields it once, and stops it afterwards."""
    port = free_port()
    values = environment(folder, port)
    portal = Portal(f"http://127.0.0.1:{port}", {}, values)
    for command in (("migrate", "-v0"), ("collectstatic", "--no-input", "-v0"), ("load_demo",)):
        done = portal.manage(*command)
        if done.returncode:
            raise RuntimeError(done.stderr)
    portal.accounts = read_accounts(folder)
    log = (folder / "gunicorn.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn"], cwd=ROOT, env=values, stdout=log, stderr=log
    )
    try:
        wait_until_ready(portal.url, process)
        yield portal
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()
