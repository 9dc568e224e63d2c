"""The act by which an activity and its elements are recorded, in one audit entry, and its form for many."""

from collections.abc import Iterable

from django.db import transaction

from activities.models import Activity, Element
from core.audit import Actor
from core.saving import Refused, add, change, refusals_about, refuse_invalid


def record_activity(
    activity: Activity, elements: Iterable[Element], by: Actor, version: int | None = None
) -> Activity:
    """Save an activity, new or known, with the elements it was held for.

    Raises Refused for what contradicts itself and for elements not in force on the day, and Conflict when
    somebody else was faster.
    """
    chosen = sorted(elements, key=lambda element: element.pk)
    _refuse_out_of_force(chosen, activity)
    with transaction.atomic():
        refuse_invalid(activity)
        known = list(activity.elements.order_by("pk")) if activity.pk else []
        also = {"elements": [_names(known), _names(chosen)]} if known != chosen else {}
        if activity.pk:
            change(activity, by, version=version, also=also)
        else:
            add(activity, by, also=also)
        activity.elements.set(chosen)
    return activity


def record_activities(held: Iterable[tuple[Activity, Iterable[Element]]], by: Actor) -> list[Activity]:
    """Save many, each as `record_activity` does; when one is refused none is saved."""
    recorded = []
    with transaction.atomic():
        for activity, elements in held:
            with refusals_about(activity):
                recorded.append(record_activity(activity, elements, by))
    return recorded


def _refuse_out_of_force(elements, activity):
    wrong = [element for element in elements if not element.is_on(activity.held_on)]
    if wrong:
        raise Refused(f"{_names(wrong)}在{activity.held_on}不在执行期内，请取消勾选或核对活动日期。")


def _names(elements) -> str:
    return "、".join(map(str, elements))
