"""Every figure of past days, to show that an act leaves them alone."""

import datetime

from organizations.jurisdiction import whole_county
from reports.catalogue import CATALOGUE
from reports.figures import count_figures
from tests.factories import EARLY

ONE = datetime.timedelta(days=1)
EVER = (EARLY - ONE, EARLY, datetime.date(2018, 12, 31))


def figures_before(on: datetime.date) -> dict:
    """Every figure of the catalogue on days before, cell by cell; months are told by their last days."""
    month_end = on.replace(day=1) - ONE
    found = {}
    for day in (*EVER, month_end, on - ONE):
        entries = [entry for entry in CATALOGUE if day != on - ONE or not entry.monthly]
        tally = count_figures(entries, whole_county(day), day)
        for counted in (tally.rates, tally.states):
            found |= {(day, key): cells for key, cells in counted.items()}
    return found
