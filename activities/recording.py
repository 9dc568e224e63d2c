"""The act by which an activity and its elements are recorded, in one audit entry."""

from collections.abc import Iterable

from django.db import transaction

from activities.models import Activity, Element
from core.audit import Actor
from core.saving import Refused, add, change, refuse_invalid


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


def _refuse_out_of_force(elements, activity):
    wrong = [element for element in elements if not element.is_on(activity.held_on)]
    if wrong:
        raise Refused(f"{_names(wrong)}在{activity.held_on}不在执行期内，请取消勾选或核对活动日期。")


def _names(elements) -> str:
    return "、".join(map(str, elements))
