"""Make the portal's keys once and keep them in the data folder, readable by their owner only."""

import base64
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


def ensure_keys(folder: Path):
    """Make the key that signs and the key that seals, each unless it is set or there already."""
    ensure_file(folder / "secret-key", "SECRET_KEY", secrets.token_urlsafe(50))
    ensure_file(folder / "seal-keys", "SEAL_KEYS", new_seal_key())


def ensure_file(path: Path, variable: str, text: str):
    if not os.environ.get(variable) and not path.exists():
        write_private(path, f"{text}\n")


def new_seal_key() -> str:
    """Return a new key in the shape of SEAL_KEYS.

    Its name is like no other: a key that was lost and found again can stand beside the one made meanwhile.
    """
    return f"k{secrets.token_hex(3)}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


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
    ensure_keys(data_dir())
