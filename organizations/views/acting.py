"""Small lists whose lines lead, in a last column, to the act that is open to them."""

from collections.abc import Callable

from django.urls import reverse

from core.sheets import Sheet
from core.views import section

ACT_HEAD = "办理"


def acting_section(heading: str, sheet: Sheet, rows, page, act: str, act_url: Callable, row_url=None) -> dict:
    """Return a small list under a detail page; lines with an `act_url` say the act in their last cell."""
    urls = []

    def url_of(row) -> str:
        urls.append(act_url(row))
        return row_url(row) if row_url else ""

    part = section(heading, sheet, rows, page.request.scope, page.day, url_of)
    part["columns"] = [*part["columns"], {"label": ACT_HEAD, "numeric": False}]
    for row, url in zip(part["rows"], urls, strict=True):
        row["cells"].append({"text": act if url else "", "numeric": False, "state": "", "url": url})
    return part


def page_of(name: str, allowed: bool, *, running: bool = False) -> Callable:
    """Return a function from a row to the page of that name; empty unless allowed, or when it is over."""

    def url(row) -> str:
        shut = not allowed or (running and row.ends_on is not None)
        return "" if shut else reverse(f"organizations:{name}", args=[row.pk])

    return url
