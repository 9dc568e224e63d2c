"""Page kinds: a page that is a list, a detail or a form is one of these, one class above Django's."""

from core.views.acts import ActPage, RowAct
from core.views.details import DetailPage, section
from core.views.exports import ExportPage
from core.views.forms import CreatePage, EditPage, FormPage
from core.views.lists import Listed, ListPage
from core.views.pages import OfRow, Page, fetch_or_404

__all__ = [
    "ActPage",
    "CreatePage",
    "DetailPage",
    "EditPage",
    "ExportPage",
    "FormPage",
    "ListPage",
    "Listed",
    "OfRow",
    "Page",
    "RowAct",
    "fetch_or_404",
    "section",
]
