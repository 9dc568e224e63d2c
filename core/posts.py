"""Answering a form once: a key made with the form decides between two posts of the same form."""

import json
import secrets

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from core.models import PostKey

FIELD = "_post_key"
IGNORED = frozenset({"csrfmiddlewaretoken", FIELD})


class OtherContent(Exception):
    """The key was used before with other content."""


def new_key() -> str:
    return secrets.token_urlsafe(24)


def digest_of(data, files=None, ignored=frozenset()) -> str:
    """Return a digest of everything that was posted but for what is ignored, files by name and size.

    It is keyed, as it is stored: a number posted beside known answers could be guessed from a plain one.
    """
    plain = {name: data.getlist(name) for name in sorted(data) if name not in IGNORED | ignored}
    for name in sorted(files or ()):
        plain[f"file {name}"] = [[file.name, file.size] for file in files.getlist(name)]
    return salted_hmac("core.posts", json.dumps(plain, ensure_ascii=False), algorithm="sha256").hexdigest()


def earlier_answer(user, key: str, digest: str) -> str | None:
    """Return where the same post led before, None when it is new; raise OtherContent for a reused key."""
    known = PostKey.objects.filter(user=user, key=key).first()
    if known is None:
        return None
    if known.digest != digest:
        raise OtherContent
    return known.location


def once(user, key: str, digest: str, act) -> str:
    """Run `act()` -> location unless this post was answered before; both in one transaction."""
    try:
        with transaction.atomic():
            row = PostKey.objects.create(user=user, key=key, digest=digest)
            row.location = act()
            row.save(update_fields=["location"])
            return row.location
    except IntegrityError:
        location = earlier_answer(user, key, digest)
        if location is None:
            raise
        return location
