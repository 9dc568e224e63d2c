"""What every page kind does: ask for the permission, take the scope, find the day."""

import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.views import View


def requested_day(request, name: str = "on") -> datetime.date:
    """Return the day of the query string, else today; `bad_day` says when it cannot be shown."""
    text = request.GET.get(name, "")
    return request.today if not text or bad_day(request, name) else datetime.date.fromisoformat(text)


def bad_day(request, name: str = "on") -> str:
    """Return one sentence when the query string asks for no day or one still to come, else an empty text."""
    text = request.GET.get(name, "")
    try:
        day = datetime.date.fromisoformat(text) if text else request.today
    except ValueError:
        return f"“{text[:20]}”不是有效日期，已按今天显示。请按 2017-06-30 的格式填写。"
    return f"{day.isoformat()}还没有到，已按今天显示。" if day > request.today else ""


def fetch_or_404(queryset, pk):
    """Return the row within the queryset; a stranger's row is as absent as one that never was."""
    row = queryset.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


class Page(View):
    """A page behind one permission; `self.scope` holds the branches in which it is granted."""

    permission = ""
    title = ""
    subtitle = ""

    def dispatch(self, request, *args, **kwargs):
        self.check_permission(request)
        self.scope = request.scope.granting(self.permission)
        self.day = requested_day(request)
        self.prepare(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def prepare(self, **kwargs) -> None:
        """Fetch what the page is about, by what its address names."""

    def check_permission(self, request):
        if not request.scope.allows(self.permission):
            raise PermissionDenied

    def allows(self, permission: str) -> bool:
        return self.request.scope.allows(permission)

    def get_title(self) -> str:
        return self.title

    def action(self, label: str, url: str, permission: str = "", primary: bool = False) -> list[dict]:
        """Return a button when the person holds the permission, else nothing."""
        if permission and not self.allows(permission):
            return []
        return [{"label": label, "url": url, "primary": primary}]


class OfRow:
    """What every page about one row of `model` does: the row is fetched within the scope, or it is absent.

    `named` keeps its name as it was before an act changed it.
    """

    model: type
    related: tuple[str, ...] = ()

    def rows_within(self, scope):
        rows = self.model.objects.within(scope)
        return rows.select_related(*self.related) if self.related else rows

    def prepare(self, pk, **kwargs) -> None:
        super().prepare(**kwargs)
        self.object = fetch_or_404(self.rows_within(self.scope), pk)
        self.named = str(self.object)

    def get_title(self) -> str:
        return f"{self.title}：{self.named}"

    def get_back_url(self) -> str:
        return self.object.get_absolute_url()
