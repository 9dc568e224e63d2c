"""Install Debian packages when we may; otherwise say which ones are missing."""

from __future__ import annotations  # ensure_venv.py must get as far as its own message on an older Python

import os
import shutil
import subprocess
import sys

MISSING = (
    "缺少{purpose}。请先执行：sudo apt-get install {packages}，然后重试。\n"
    "Missing: {packages}. Please run: sudo apt-get install {packages}, then try again."
)
INSTALLING = "正在安装{purpose}（{packages}）…… / Installing {packages} ..."
QUIET = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}


def install(packages: list[str], purpose: str):
    """Install the packages as root with apt; leave with one sentence when that is not possible."""
    words = {"packages": " ".join(packages), "purpose": purpose}
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(MISSING.format(**words))
    print(INSTALLING.format(**words), flush=True)
    apt("update", "-qq")
    if not apt("install", "-y", "-qq", "--no-install-recommends", *packages):
        sys.exit(MISSING.format(**words))


def apt(*arguments: str) -> bool:
    command = ("apt-get", "-o", "Dpkg::Use-Pty=0", *arguments)
    done = subprocess.run(
        command, env={**os.environ, **QUIET}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    return done.returncode == 0
