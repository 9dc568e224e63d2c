"""First passwords: random, short-lived, to be changed at the first sign-in."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
LENGTH = 14


def random_password() -> str:
    """Return a random first password of 14 signs without look-alikes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def set_first_password(user, password: str, now: datetime) -> None:
    """Give the user a first password that ends after FIRST_PASSWORD_HOURS; the caller saves."""
    user.set_password(password)
    user.must_change_password = True
    user.first_password_until = now + timedelta(hours=settings.FIRST_PASSWORD_HOURS)
