"""Damaged workbooks are read or refused with one sentence, and nothing else happens."""

from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from core.workbooks import apart, marking, read_workbook, reading
from scripts.fuzz_workbooks import forked, outcome
from tests.damage import damaged, sound_files

KEPT = Path(__file__).parents[1] / "data" / "damaged"
FILES = sound_files()
UNWANTED = ("ESCAPED", "SLOW", "OTHER", "NO")


@pytest.fixture
def quick_children(monkeypatch):
    """Children that are forked instead of started anew; they do the same under the same limits."""
    monkeypatch.setattr(reading, "child_process", forked)
    monkeypatch.setattr(marking, "child_process", forked)


def outcomes(numbers):
    return {number: outcome(*reversed(damaged(Random(number), FILES))) for number in numbers}


def test_some_damaged_files(quick_children):
    found = outcomes(range(40))
    assert {number: told for number, told in found.items() if told.startswith(UNWANTED)} == {}
    assert "read" in found.values()


@pytest.mark.slow
def test_many_damaged_files(quick_children):
    found = outcomes(range(1000, 1400))
    assert {number: told for number, told in found.items() if told.startswith(UNWANTED)} == {}


@pytest.mark.parametrize("path", sorted(KEPT.iterdir()), ids=lambda path: path.name)
def test_files_that_once_found_something_are_read(path, quick_children):
    assert outcome(path.read_bytes(), path.name) == "read"


@pytest.mark.parametrize("name", [name for name, _ in FILES])
def test_the_sound_files_are_read(name, quick_children):
    assert {outcome(data, known) for known, data in FILES if known == name} == {"read"}


def test_a_forked_child_tells_what_a_started_one_tells():
    name, data = FILES[0]
    assert reading.child_process is apart.child_process
    started = read_workbook(BytesIO(data), name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "child_process", forked)
        assert read_workbook(BytesIO(data), name) == started
