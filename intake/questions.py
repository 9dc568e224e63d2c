"""What a workbook leaves open: columns nobody knows, headings with several meanings, words of cells."""

import re
from collections.abc import Iterator

from django.db import transaction

from core.audit import Actor
from core.headings import tidy_heading
from core.saving import Refused
from core.scoping import Scope
from intake.batches import learn
from intake.kinds import BY_KEY
from intake.remembering import remember_heading, remember_word
from organizations.models import Area, ImportBatch

ANSWER = re.compile(r"^(heading|word)-(\d+)$")
LEFT_OUT = "-"
REMEMBER = "remember"
HEADING, WORD = "heading", "word"


def questions_of(batch: ImportBatch, scope: Scope) -> list[dict]:
    """Every open question with its answers; the number in its name is its place in the workbook."""
    offered = offered_words(batch, scope)
    headings = [
        {
            "name": f"{HEADING}-{number}",
            "label": label,
            "must": bool(options),
            "kind": kind.label,
            "options": [(name, kind.headings[name]) for name in options or unused(kind, used)],
        }
        for number, (kind, label, options, used) in enumerate(open_headings(batch))
    ]
    words = [
        {
            "name": f"{WORD}-{number}",
            "label": f"{word['heading']}“{word['written']}”",
            "must": True,
            "times": word["times"],
            "options": [(text, text) for text in offered[place_of(word)]],
        }
        for number, word in enumerate(batch.sheets.get("words", []))
    ]
    return [*headings, *words]


def offered_words(batch: ImportBatch, scope: Scope) -> dict[tuple[str, str], list[str]]:
    """The words to choose from, by kind and field, asked for once each."""
    places = {place_of(word) for word in batch.sheets.get("words", [])}
    return {(kind, field): BY_KEY[kind].fields[field].words_for(scope) for kind, field in places}


def place_of(word: dict) -> tuple[str, str]:
    return word["kind"], word["field"]


def open_headings(batch: ImportBatch) -> Iterator[tuple]:
    """Kind, heading, the fields it may stand for (none: any), and the fields already taken."""
    seen = set()
    for sheet in batch.sheets.get("read", []):
        kind = BY_KEY[sheet["kind"]]
        taken = {heading for _, heading in sheet["columns"]}
        asked = dict(sheet["asked"])
        for label in [*asked, *sheet["unmapped"]]:
            if (kind.key, label) not in seen and tidy_heading(label):
                seen.add((kind.key, label))
                yield kind, label, asked.get(label, []), taken


def unused(kind, taken: set[str]) -> list[str]:
    return [name for name, heading in kind.headings.items() if heading not in taken]


def answers_in(data, batch: ImportBatch, scope: Scope) -> dict:
    """Return the answers that were given: headings {kind: {heading: field}}, words {field: {cell: word}}."""
    headings, words = list(open_headings(batch)), batch.sheets.get("words", [])
    offered = offered_words(batch, scope)
    answers = {"headings": {}, "words": {}, REMEMBER: data.get(REMEMBER) == "1"}
    for name, text in data.items():
        found = ANSWER.match(name)
        if not found or not text:
            continue
        number = int(found[2])
        if found[1] == HEADING and number < len(headings):
            _take_heading(answers, headings[number], text)
        elif found[1] == WORD and number < len(words):
            _take_word(answers, words[number], text, offered)
    return answers if answers["headings"] or answers["words"] else {}


def _take_heading(answers, question, text):
    kind, label, options, taken = question
    if text != LEFT_OUT and text not in (options or unused(kind, taken)):
        raise Refused(f"“{label}”选择的列不在可选范围内，请重新选择。")
    pairs = answers["headings"].setdefault(kind.key, {})
    pairs[tidy_heading(label)] = "" if text == LEFT_OUT else text


def _take_word(answers, word, text, offered):
    if text not in offered[place_of(word)]:
        raise Refused(f"“{word['written']}”选择的词语不在可选范围内，请重新选择。")
    answers["words"].setdefault(word["field"], {})[word["written"]] = text


def keep_answers(batch: ImportBatch, answers: dict, by: Actor) -> None:
    """Use the answers for this workbook, and for later ones of the same area when that was ticked."""
    with transaction.atomic():
        learn(batch, answers["headings"], answers["words"])
        if answers[REMEMBER]:
            _remember(batch.area, answers, by)


def _remember(area: Area, answers: dict, by: Actor) -> None:
    for kind, pairs in answers["headings"].items():
        for heading, field in pairs.items():
            remember_heading(area, kind, heading, field, by)
    for field, pairs in answers["words"].items():
        for cell, word in pairs.items():
            remember_word(area, field, cell, word, by)
