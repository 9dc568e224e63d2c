"""Finds the members that a typed list names; whoever is not found is told as he was typed."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.identifiers import tidy_id_number
from core.texts import squeezed, without_blanks
from members.models import Member

BETWEEN = re.compile(r"[\s,，;；、/]+")
ID_NUMBER = re.compile(r"\d{17}[\dXx]")


@dataclass
class Found:
    """The members that were named, the lines that name nobody, and those that name several."""

    members: dict[int, Member] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)


def named_members(members, lines: Iterable[str]) -> Found:
    """Find one member for each line: a name, followed where it is needed by organization or identity number.

    `members` are those who may be named, with their organization as `organization_name`.
    """
    typed = [squeezed(line) for line in lines if squeezed(line)]
    spellings = {spelling for line in typed for spelling in (without_blanks(line), _parts(line)[0])}
    by_name = defaultdict(list)
    for member in members.filter(name__in=spellings).order_by("pk"):
        by_name[member.name].append(member)
    found = Found()
    for line in typed:
        _take(found, line, _meant(by_name, line))
    return found


def _parts(line: str) -> list[str]:
    return [part for part in BETWEEN.split(line) if part] or [line]


def _meant(by_name, line: str) -> list[Member]:
    whole = by_name.get(without_blanks(line))
    if whole:
        return whole
    name, *hints = _parts(line)
    return [member for member in by_name.get(name, ()) if all(_fits(member, hint) for hint in hints)]


def _fits(member: Member, hint: str) -> bool:
    """Say whether the rest of a line is about this member: the organization or the identity number."""
    if ID_NUMBER.fullmatch(hint):
        return Member.objects.with_id_number(tidy_id_number(hint)).filter(pk=member.pk).exists()
    return without_blanks(hint) in without_blanks(member.organization_name)


def _take(found: Found, line: str, meant: list[Member]) -> None:
    if len(meant) == 1:
        found.members[meant[0].pk] = meant[0]
    else:
        (found.several if meant else found.unknown).append(line)
