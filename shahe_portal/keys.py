"""Keys, read from the environment, else from a file of the data folder; loud when there are none."""

import base64
import binascii
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

NAME = re.compile(r"[A-Za-z0-9_-]{1,20}")
KEY_BYTES = 32
KEY_MISSING = (
    "SECRET_KEY 未设置或太短。请设置至少 50 个随机字符，或运行 make setup 自动生成 secret-key 文件。"
)
SEALS_MISSING = (
    "SEAL_KEYS 未设置，数据目录中也没有 seal-keys 文件。已有数据的请找回原来的密钥；"
    "新安装的请运行 make setup 自动生成，或按 .env.example 设置。"
)
SEALS_WRONG = (
    "SEAL_KEYS 第 {place} 个密钥有误：应写成“编号:密钥”，逗号分隔；"
    "编号用字母、数字、-、_，不超过20个且不重复，密钥是32字节的base64。"
)


def given_or_kept(env, variable: str, file: Path) -> str:
    """Return the value of the variable, else the content of the file, else an empty text."""
    given = env.str(variable, default="").strip()
    if not given and file.exists():
        return file.read_text(encoding="utf-8").strip()
    return given


def secret_key(env, folder: Path) -> str:
    """Take the key that signs from SECRET_KEY, else from the file `secret-key` in the data folder."""
    given = given_or_kept(env, "SECRET_KEY", folder / "secret-key")
    if len(given) < 40:
        raise ImproperlyConfigured(KEY_MISSING)
    return given


def seal_keys(env, folder: Path) -> dict[str, bytes]:
    """Take the keys that seal from SEAL_KEYS, else from the file `seal-keys`; the first one seals."""
    given = given_or_kept(env, "SEAL_KEYS", folder / "seal-keys")
    if not given:
        raise ImproperlyConfigured(SEALS_MISSING)
    keys = {}
    for place, part in enumerate(given.split(","), 1):
        name, _, text = part.strip().partition(":")
        key = decoded(text)
        if not NAME.fullmatch(name) or name in keys or len(key) != KEY_BYTES:
            raise ImproperlyConfigured(SEALS_WRONG.format(place=place))
        keys[name] = key
    return keys


def decoded(text: str) -> bytes:
    """Return the bytes of a base64 text of either alphabet, nothing when it is none."""
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except binascii.Error:
        return b""
