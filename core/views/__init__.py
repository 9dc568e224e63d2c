"""Page kinds: a page that is a list, a detail or a form is one of these, one class above Django's."""

from core.views.acts import ActPage
from core.views.details import DetailPage, section
from core.views.forms import CreatePage, EditPage, FormPage
from core.views.lists import ListPage
from core.views.pages import Page, fetch_or_404

__all__ = [
    "ActPage",
    "CreatePage",
    "DetailPage",
    "EditPage",
    "FormPage",
    "ListPage",
    "Page",
    "fetch_or_404",
    "section",
]
