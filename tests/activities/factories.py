"""Activities for tests, recorded by the act of the portal."""

import datetime

from activities.models import Activity, Element
from activities.recording import record_activity
from tests.factories import BY

DAY = datetime.date(2026, 5, 8)


def element(label="亮身份") -> Element:
    return Element.objects.get(label=label)


def make_activity(organization, *, elements=(), kind="theme_day", held_on=DAY, **values) -> Activity:
    activity = Activity(organization=organization, kind=kind, held_on=held_on, **values)
    return record_activity(activity, [element(label) for label in elements], BY)
