"""Words of a sender that were explained once are remembered for the workbooks of the same area."""

from collections import defaultdict

from core.audit import Actor, record
from core.headings import tidy_heading
from core.intake.kinds import Learned
from core.texts import without_blanks
from organizations.models import Area, SenderWord

LONGEST = 120


def learned_of(area: Area) -> Learned:
    """Return what was said about the words of workbooks brought in for the area."""
    headings, words = defaultdict(dict), defaultdict(dict)
    for word in SenderWord.objects.filter(area=area):
        if word.field:
            words[word.field][word.written] = word.meaning
        else:
            headings[word.table_kind][word.written] = word.meaning
    return Learned(dict(headings), dict(words))


def remember_heading(area: Area, table_kind: str, heading: str, field: str, by: Actor) -> None:
    """Remember which field a heading stands for; an empty field leaves the column out."""
    _remember(SenderWord(area=area, table_kind=table_kind, written=tidy_heading(heading), meaning=field), by)


def remember_word(area: Area, field: str, cell: str, meaning: str, by: Actor) -> None:
    """Remember which word the text of a cell stands for."""
    _remember(SenderWord(area=area, field=field, written=without_blanks(cell), meaning=meaning), by)


def _remember(word: SenderWord, by: Actor) -> None:
    if len(word.written) > LONGEST:
        return
    known, made = SenderWord.objects.update_or_create(
        area=word.area,
        table_kind=word.table_kind,
        field=word.field,
        written=word.written,
        defaults={"meaning": word.meaning[:LONGEST], "made_by": by.user},
    )
    record(by, "记住用语" if made else "改记用语", known, {"meaning": [None, known.meaning]})
