"""Make .venv hold what the lock names; run by the system's python3, with its standard library only.

A stamp inside .venv keeps the digest of every lock that is installed: when nothing has changed this takes
milliseconds. An interrupted install leaves no stamp, and then the folder is made anew.
"""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import debian

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed-locks"
PYTHON = VENV / "bin" / "python"
RUNTIME_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
PIP = (str(PYTHON), "-m", "pip", "--disable-pip-version-check")
PIP_INSTALL = (*PIP, "install", "--quiet", "--require-hashes", "-r")

TOO_OLD = (
    "需要 Python 3.11 或更高版本，当前是 {version}。可用 make PYTHON=python3.11 指定。\n"
    "Python 3.11 or newer is needed, this is {version}. Name another one with make PYTHON=python3.11."
)
INSTALLING = (
    "正在安装依赖（首次约半分钟）…… / Installing dependencies (about half a minute the first time) ..."
)
FAILED = (
    "依赖安装失败，原因见上；网络恢复后重新执行同一命令即可。\n"
    "Installing the dependencies failed, see above; run the same command again to go on."
)


def main():
    ensure_suitable_python()
    locks = [RUNTIME_LOCK, DEV_LOCK] if "--dev" in sys.argv[1:] else [RUNTIME_LOCK]
    if not starts():
        make_anew()
    if not {digest(lock) for lock in locks} <= installed():
        install(locks)


def ensure_suitable_python():
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < (3, 11):  # noqa: UP036 - the user's python3 may be older
        sys.exit(TOO_OLD.format(version=version))
    if importlib.util.find_spec("ensurepip") is None:
        debian.install(["python3-venv"], "软件包 python3-venv")


def digest(lock):
    return f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def installed():
    return set(STAMP.read_text(encoding="utf-8").splitlines()) if STAMP.exists() else set()


def starts():
    """Say whether the environment was finished once and its Python has not gone away since."""
    if not STAMP.exists() or not PYTHON.exists():
        return False
    return subprocess.run([str(PYTHON), "-c", "import pip"], capture_output=True).returncode == 0


def make_anew():
    shutil.rmtree(VENV, ignore_errors=True)
    run(sys.executable, "-m", "venv", str(VENV))


def install(locks):
    """Install the largest of the locks, which contains the smaller one."""
    print(INSTALLING, flush=True)
    STAMP.unlink(missing_ok=True)
    run(*PIP_INSTALL, str(locks[-1]))
    STAMP.write_text("".join(digest(lock) + "\n" for lock in locks), encoding="utf-8")


def run(*command):
    if subprocess.run(command).returncode != 0:
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
