"""Texts and bytes sealed at rest: only who holds a key of `SEAL_KEYS` can open them.

AES-256-GCM with a random nonce. The first key seals, every key opens; a token names its key. Fingerprints,
by which a sealed text is found, come from a key derived apart from the one that seals. They follow the first
key, so `rotate_seals` writes them anew; until it has, a look-up asks for `fingerprints` under every key.
"""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Callable
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from core.texts import squeezed

MARK = "sealed1"
NONCE_BYTES = 12
FOREIGN = "密封内容已损坏或不是本平台密封的，无法打开。"
KEY_MISSING = "打开密封内容所需的密钥（编号 {name}）不在 SEAL_KEYS 中，请找回该密钥后再试。"
KEY_WRONG = "密封内容与密钥（编号 {name}）不符：密钥不对，或内容被改动，无法打开。"


class SealError(Exception):
    """A sealed value that cannot be opened; the sentence says why."""


@cache
def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"shahe-portal " + purpose).derive(key)


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(_derived(key, b"seal"))


def _first_name() -> str:
    return next(iter(settings.SEAL_KEYS))


def current_prefix() -> str:
    """Return how every text begins that is sealed under the first key."""
    return f"{MARK}.{_first_name()}."


def seal_bytes(data: bytes) -> bytes:
    """Return the data sealed under the first key; two seals of the same data differ."""
    head, nonce = current_prefix().encode(), os.urandom(NONCE_BYTES)
    return head + nonce + _cipher(settings.SEAL_KEYS[_first_name()]).encrypt(nonce, data, head)


def unseal_bytes(data: bytes) -> bytes:
    """Return what was sealed; raise SealError when it was not, was changed, or its key is not here."""
    name, body = _split(data)
    key = settings.SEAL_KEYS.get(name)
    if key is None:
        raise SealError(KEY_MISSING.format(name=name))
    head = f"{MARK}.{name}.".encode()
    try:
        return _cipher(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], head)
    except (InvalidTag, ValueError) as error:
        raise SealError(KEY_WRONG.format(name=name)) from error


def _split(data: bytes) -> tuple[str, bytes]:
    """Return the name of the key and what stands behind it."""
    parts = bytes(data).split(b".", 2)
    if len(parts) != 3 or parts[0] != MARK.encode() or not parts[1].isascii():
        raise SealError(FOREIGN)
    return parts[1].decode("ascii"), parts[2]


def seal(text: str) -> str:
    """Return the text sealed under the first key, as letters and digits a column can hold."""
    head = current_prefix()
    body = seal_bytes(text.encode())[len(head) :]
    return head + base64.urlsafe_b64encode(body).decode("ascii")


def unseal(token: str) -> str:
    """Return the text of a token; raise SealError when it cannot be opened."""
    name, body = _split(token.encode())
    try:
        raw = base64.b64decode(body, altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise SealError(FOREIGN) from error
    return unseal_bytes(f"{MARK}.{name}.".encode() + raw).decode()


def is_current(token: str | bytes) -> bool:
    """Say whether a sealed text or sealed bytes were sealed under the first key."""
    prefix = current_prefix()
    return token.startswith(prefix) if isinstance(token, str) else bytes(token).startswith(prefix.encode())


def fingerprint(text: str) -> str:
    """Return what a sealed text is found by: HMAC-SHA-256, under a key derived from the first key."""
    return fingerprints(text)[0]


def fingerprints(text: str) -> list[str]:
    """Return the fingerprints of a text under every key, that of the first key first."""
    return [_fingerprint(key, text) for key in settings.SEAL_KEYS.values()]


def _fingerprint(key: bytes, text: str) -> str:
    return hmac.new(_derived(key, b"fingerprint"), text.encode(), hashlib.sha256).hexdigest()


def sealed_text(column: str, found_by: str = "", tidy: Callable[[object], str] = squeezed) -> property:
    """Return a property over a sealed column: opened when it is read, sealed when it gets another text.

    `found_by` names the column of the fingerprint. What cannot be opened raises SealError either way, so that
    nobody writes over what a lost key still holds.
    """

    def opened(row) -> str:
        token = getattr(row, column)
        return unseal(token) if token else ""

    def close(row, text) -> None:
        text = tidy(text)
        if text == opened(row):
            return
        setattr(row, column, seal(text) if text else "")
        if found_by:
            setattr(row, found_by, fingerprint(text) if text else "")

    return property(opened, close)
