"""The days for which there are figures: from the first day the portal counts, up to today."""

import datetime

EARLIEST = datetime.date(2000, 1, 1)


def why_not(day: datetime.date, today: datetime.date) -> str:
    """Return why there are no figures of the day, an empty text when there are."""
    if day > today:
        return f"{day.isoformat()}还没有到"
    return f"平台只统计{EARLIEST.year}年以来的情况" if day < EARLIEST else ""
