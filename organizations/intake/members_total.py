"""A total of Party members, alone or with its parts beside it."""

import re

from core.texts import shown, without_blanks
from core.values import tidy_count
from organizations.intake.rows import RowPreview
from organizations.intake.vocabulary import HEADINGS

PROBATIONARY = r"(?:其中|含)?:?(?:预备党员|预备):?(\d+)(?:人|名)?"
MEMBERS = re.compile(
    rf"(\d+)(?:人|名)?(?:\({PROBATIONARY}\)|[,;]?{PROBATIONARY}|\((?:其中|含)?(\d+)(?:人|名)?预备(?:党员)?\))?"
)


def members_in(text: str) -> tuple[int, int | None] | None:
    """A total of members and, where it is said, how many of them are probationary: 3（含预备1）."""
    if match := MEMBERS.fullmatch(without_blanks(text)):
        said = next((number for number in match.groups()[1:] if number), None)
        return int(match[1]), int(said) if said else None
    tidy = tidy_count(text)
    return None if tidy.error else (tidy.value or 0, None)


def settle_members(row: RowPreview) -> None:
    """A total beside its parts is checked; without them it is taken apart, or asked about."""
    total = row.values["members"]
    if total is None:
        return
    count = members_in(total)
    if count is None:
        text = f"{shown(total)}不是党员人数，请填写0或正整数。"
        row.error("formal_members", HEADINGS["members"], text)
    elif "formal_members" in row.raw:
        check_sum(row, *count)
    else:
        take_apart(row, *count)


def check_sum(row: RowPreview, total: int, probationary: int | None) -> None:
    values = row.values
    if "probationary_members" not in row.raw and probationary is not None:
        values["probationary_members"] = probationary
    if values["formal_members"] is None:
        return
    parts = values["formal_members"] + (values["probationary_members"] or 0)
    if "probationary_members" in row.raw and total != parts:
        text = f"党员总数{total}与正式、预备党员之和{parts}不符，请核对。"
        row.warning("formal_members", HEADINGS["formal_members"], text)


def take_apart(row: RowPreview, total: int, probationary: int | None) -> None:
    values = row.values
    if probationary is None:
        probationary = values["probationary_members"]
    values["formal_members"] = max(total - (probationary or 0), 0)
    values["probationary_members"] = probationary
    if total and probationary is None:
        text = f"只有党员总数{total}，按正式党员{total}名读取，请核对。"
        row.warning("formal_members", HEADINGS["formal_members"], text)
