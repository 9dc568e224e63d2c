"""Written text made comparable: half width, without what nobody sees."""

import re
import unicodedata

# Format characters (zero width, direction marks, byte order mark, soft hyphen) and control characters.
UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")
BLANKS = re.compile(r"\s+")
SHOWN_LENGTH = 30


def seen(text: object) -> str:
    return UNSEEN.sub("", "" if text is None else str(text))


def half_width(text: object) -> str:
    return unicodedata.normalize("NFKC", seen(text))


def squeezed(text: object) -> str:
    """Every run of blanks is one blank, and none stands at the ends."""
    return BLANKS.sub(" ", seen(text)).strip()


def without_blanks(text: object) -> str:
    return BLANKS.sub("", half_width(text))


def shown(value: object) -> str:
    """A value as it is quoted in a message: on one line and never long."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = squeezed(value)
    return f"“{text[:SHOWN_LENGTH]}{'…' if len(text) > SHOWN_LENGTH else ''}”"
