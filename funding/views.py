"""Pages of the ledger: the lines in view with their totals, one line, a new line, a reversal."""

from django.urls import reverse, reverse_lazy

from core.forms import choose_the_only
from core.sheets import Column, cell_text
from core.views import CreatePage, DetailPage, EditPage, ListPage, section
from funding import reversing, sheets
from funding.filters import EntryFilter
from funding.forms import EntryForm, ReversalForm
from funding.models import Entry, Source
from funding.money import Totals


def totals_cells(totals: Totals) -> dict:
    return {name: cell_text(getattr(totals, name)) for name in ("income", "expense", "balance")}


class EntryList(ListPage):
    sheet = sheets.ENTRIES
    filterset_class = EntryFilter
    permission = "funding.view_entry"
    template_name = "funding/entry_list.html"

    def get_queryset(self):
        return super().get_queryset().up_to(self.day)

    def get_actions(self):
        return self.action("登记收支", reverse("funding:entry-create"), "funding.add_entry", primary=True)

    def get_context(self, rows, columns, filterset):
        by_source = rows.totals_by("source")
        sources = Source.objects.filter(pk__in=by_source)
        return {
            **super().get_context(rows, columns, filterset),
            "totals": totals_cells(sum(by_source.values(), Totals())),
            "by_source": [{"label": str(source), **totals_cells(by_source[source.pk])} for source in sources],
        }


class EntryDetail(DetailPage):
    model = Entry
    permission = "funding.view_entry"
    groups = (
        ("收支内容", tuple(map(Column, ("organization", "kind", "source", "day", "amount", "purpose")))),
        ("凭证与说明", (Column("voucher_number"), Column("note"), sheets.STANDING)),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("organization", "source", "reversal")

    def get_actions(self):
        if self.object.is_reversed or self.object.reverses_id is not None:
            return []
        url = reverse("funding:entry-reverse", args=[self.object.pk])
        return self.action("冲正", url, "funding.add_entry")

    def get_sections(self):
        if self.object.reverses_id is not None:
            return [self._counterpart("被冲正的记录", pk=self.object.reverses_id)]
        if self.object.is_reversed:
            return [self._counterpart("冲正记录", reverses=self.object)]
        return []

    def _counterpart(self, heading, **which):
        rows = self.get_queryset().filter(**which)
        return section(heading, sheets.ENTRIES, rows, self.request.scope, self.day, Entry.get_absolute_url)


class EntryCreate(CreatePage):
    form_class = EntryForm
    permission = "funding.add_entry"
    title = "登记收支"
    done_text = "已记入台账。"
    back_url = reverse_lazy("funding:entry-list")

    def get_form_kwargs(self):
        return {"today": self.request.today, "initial": self.request.GET.dict()}

    def get_form(self, data=None, files=None):
        form = super().get_form(data, files)
        choose_the_only(form, "organization")
        return form


class EntryReverse(EditPage):
    """Takes back one line of the ledger by another."""

    model = Entry
    form_class = ReversalForm
    permission = "funding.add_entry"
    title = "冲正"
    submit_label = "确认冲正"
    done_text = "已冲正。"

    def get_form_kwargs(self):
        return {"entry": self.object, "today": self.request.today}

    def act(self, form):
        day, reason = form.cleaned_data["on"], form.cleaned_data["reason"]
        return reversing.reverse(self.object, day, reason, self.request.actor)
