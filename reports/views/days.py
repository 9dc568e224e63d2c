"""The day a page of figures is asked for: any day that is past, else today with one sentence."""

import datetime

from core.views.pages import bad_day, requested_day
from reports.days import why_not


def asked_day(request) -> tuple[datetime.date, str]:
    """Return the day and, when it is not the one in the address, a sentence that says why."""
    day = requested_day(request)
    problem = why_not(day, request.today)
    if problem:
        return request.today, f"{problem}，已按今天显示。"
    return day, bad_day(request)
