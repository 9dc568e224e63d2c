"""Who reported a table and on what day, from the lines above it."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from core.texts import half_width

VALUE = r"([^\s:]+(?: [^\s:]+)*?)(?=\s{2,}|\s+[^\s:]+:|\s*$)"
UNIT = re.compile(
    rf"(?:(?:填报|填表|上报|报送|制表)(?:单位|部门|乡镇|党组织|党委|支部)(?:\([^)]*\))?|单位\(盖章\)):\s*{VALUE}"
)
DAY = r"(\d{4})\s*[年./-]\s*(\d{1,2})(?:\s*[月./-]\s*(\d{1,2}))?"
LABELLED_DAY = re.compile(rf"(?:时间|日期|截至|截止|统计到)[:到]?\s*{DAY}")
WHOLE_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")


def reporting_unit(context: Iterable[str]) -> str | None:
    for line in context:
        if match := UNIT.search(half_width(line)):
            return match[1].strip("_ ") or None
    return None


def reported_on(context: Iterable[str]) -> date | None:
    """A month alone means its last day, as a month's figures are those of its last day."""
    lines = [half_width(line) for line in context]
    for pattern in (LABELLED_DAY, WHOLE_DAY):
        for match in filter(None, map(pattern.search, lines)):
            return day_of(*match.groups())
    return None


def day_of(year: str, month: str, day: str | None) -> date | None:
    try:
        last = monthrange(int(year), int(month))[1]
        return date(int(year), int(month), int(day or last))
    except ValueError:
        return None
