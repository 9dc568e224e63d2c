"""Written text made comparable: half width, without what nobody sees."""

import re
import unicodedata

# Format characters (zero width, direction marks, byte order mark, soft hyphen) and control characters.
UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")
SHOWN_LENGTH = 30


def seen(text: object) -> str:
    text = "" if text is None else str(text)
    return text if text.isprintable() else UNSEEN.sub("", text)  # what is not seen is not printable


def half_width(text: object) -> str:
    text = seen(text)
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def squeezed(text: object) -> str:
    """Every run of blanks is one blank, and none stands at the ends."""
    return " ".join(seen(text).split())


def without_blanks(text: object) -> str:
    return "".join(half_width(text).split())


def shown(value: object) -> str:
    """A value as it is quoted in a message: on one line and never long."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = squeezed(value)
    return f"“{text[:SHOWN_LENGTH]}{'…' if len(text) > SHOWN_LENGTH else ''}”"
