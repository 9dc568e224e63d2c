"""Run a command against a PostgreSQL server of its own, which is gone afterwards.

    python scripts/throwaway_postgres.py COMMAND [ARGUMENT ...]

The command finds the server in DATABASE_URL (and psql in PG*). The server listens on a socket in a private
folder only, and gives durability up for speed. PostgreSQL refuses root, so root starts it as another user.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import debian

ROLE = DATABASE = "portal"
OLDEST_VERSION = 14
USAGE = "用法 / usage: throwaway_postgres.py COMMAND [ARGUMENT ...]"
TOO_OLD = "需要 PostgreSQL 14 或更高版本。 / PostgreSQL 14 or newer is needed."
CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{folder}'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 60
timezone = 'Asia/Shanghai'
"""
CLUSTER_RULES = Path("/etc/postgresql-common/createcluster.conf")


def main():
    if len(sys.argv) < 2:
        sys.exit(USAGE)
    signal.signal(signal.SIGTERM, stop_cleanly)
    with server() as folder:
        sys.exit(subprocess.run(sys.argv[1:], env={**os.environ, **addresses(folder)}).returncode)


def stop_cleanly(number, frame):
    """Turn the signal into an exception, so that the server is stopped on the way out."""
    sys.exit(128 + number)


def addresses(folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": f"postgres://{ROLE}@/{DATABASE}?host={folder}",
        "PGHOST": str(folder),
        "PGUSER": ROLE,
        "PGDATABASE": DATABASE,
    }


@contextmanager
def server() -> Iterator[Path]:
    """Start a server in a new folder, yield the folder, stop the server and remove the folder."""
    programs = find_programs() or install_programs()
    account = unprivileged_account()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if account:
            shutil.chown(folder, account.pw_uid, account.pw_gid)
        start(programs, folder, account)
        yield folder
    finally:
        run(account, programs / "pg_ctl", "stop", "-D", folder / "data", "-m", "immediate", "-w", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def start(programs: Path, folder: Path, account: pwd.struct_passwd | None):
    data, log = folder / "data", folder / "log"
    options = ("-A", "trust", "-U", ROLE, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    run(account, programs / "initdb", "-D", data, *options)
    with (data / "postgresql.conf").open("a", encoding="utf-8") as configuration:
        configuration.write(CONFIGURATION.format(folder=folder))
    run(account, programs / "pg_ctl", "start", "-D", data, "-l", log, "-w")
    run(account, programs / "createdb", "-h", folder, "-U", ROLE, DATABASE)


def run(account: pwd.struct_passwd | None, *command, check: bool = True):
    """Run a PostgreSQL program as the account; show what it said only when it fails and that matters."""
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd="/", capture_output=True, text=True, **identity)
    if check and done.returncode != 0:
        sys.exit(f"{Path(words[0]).name}: {done.stderr.strip() or done.stdout.strip()}")


def unprivileged_account() -> pwd.struct_passwd | None:
    """Return the account the server runs as when we are root, else None: our own."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def find_programs() -> Path | None:
    """Return the folder of the newest PostgreSQL that is new enough, in PATH or where Debian puts it."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if in_path := shutil.which("initdb"):
        folders.insert(0, Path(in_path).resolve().parent)
    usable = {version(folder): folder for folder in folders if version(folder) >= OLDEST_VERSION}
    return usable[max(usable)] if usable else None


def version(programs: Path) -> int:
    said = subprocess.run((programs / "initdb", "--version"), capture_output=True, text=True).stdout
    return int(said.split()[2].split(".")[0])


def install_programs() -> Path:
    """Install Debian's PostgreSQL without the cluster that it would otherwise create and start."""
    if os.geteuid() == 0 and not CLUSTER_RULES.exists():
        CLUSTER_RULES.parent.mkdir(parents=True, exist_ok=True)
        CLUSTER_RULES.write_text("create_main_cluster = false\n", encoding="utf-8")
    debian.install(["postgresql"], "软件包 postgresql")
    return find_programs() or sys.exit(TOO_OLD)


if __name__ == "__main__":
    main()
