"""Acts on saved filters: keep the question of a list under a name, find the kept ones, forget one."""

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict

from core.audit import Actor, record
from core.models import SavedView
from core.saving import Refused, add

NO_QUESTION = ("page", "export")
LONGEST = 2000


def question_of(query: str) -> str:
    """Return the part of a query string that asks something: neither the page number nor the export."""
    asked = QueryDict(query, mutable=True)
    for name in [key for key in asked if key in NO_QUESTION or not any(asked.getlist(key))]:
        del asked[name]
    return asked.urlencode()


def views_on(page: str, user) -> list[SavedView]:
    """The filters kept for a list: the person's own first, then those that others share."""
    kept = SavedView.objects.filter(Q(user=user) | Q(shared=True), page=page).select_related("user")
    return sorted(kept, key=lambda view: (view.user_id != user.pk, view.name, view.pk))


def keep_view(view: SavedView, by: Actor) -> SavedView:
    """Keep a filter under its name; refused when it asks nothing or the name is taken on this page."""
    view.user, view.query = by.user, question_of(view.query)
    if not view.query:
        raise Refused("还没有筛选条件。请先在列表中筛选，再保存。")
    if len(view.query) > LONGEST:
        raise Refused("筛选条件太长，不能保存。请减少条件。")
    if SavedView.objects.filter(user=by.user, page=view.page, name=view.name).exists():
        raise Refused(f"您在这个列表已有名为“{view.name}”的筛选，请换一个名称。")
    return add(view, by)


def forget_view(view: SavedView, by: Actor) -> None:
    """Delete a saved filter: it holds no fact, and the audit trail tells that it was there."""
    with transaction.atomic():
        record(by, "删除", view, {"query": [view.query, None]})
        view.delete()
