"""Search text: names are found by their characters and by their pinyin initials."""

from pypinyin import Style, lazy_pinyin


def initials(text: str) -> str:
    """Return the pinyin initials of a Chinese text in lower case: 龙星化工 -> lxhg.

    What is not Chinese counts as one word, so of a code its first character is left.
    """
    if text.isascii():
        return text[:1].lower()
    return "".join(part[0] for part in lazy_pinyin(text, style=Style.FIRST_LETTER) if part).lower()


def search_text(*names: str) -> str:
    """Return one line that holds every name and its initials, for a plain `contains` search."""
    kept = [name for name in dict.fromkeys(names) if name]
    return " ".join([*kept, *(initials(name) for name in kept)]).lower()
