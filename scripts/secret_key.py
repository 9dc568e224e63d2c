"""Make the portal's secret key once and keep it in the data folder, readable by its owner only."""

import os
import secrets
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent


def read_dotenv():
    """Let `.env` fill in what the environment does not say, as the settings do."""
    if (ROOT / ".env").exists():
        environ.Env.read_env(ROOT / ".env")


def data_dir() -> Path:
    """Return the data folder, made when it is not there yet."""
    folder = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def ensure_secret_key(folder: Path):
    key_file = folder / "secret-key"
    if not os.environ.get("SECRET_KEY") and not key_file.exists():
        write_private(key_file, secrets.token_urlsafe(50) + "\n")


def write_private(path: Path, text: str):
    """Write beside and rename, so that an interrupted run never leaves half a file."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
    draft.rename(path)


if __name__ == "__main__":
    read_dotenv()
    ensure_secret_key(data_dir())
