"""The export page: a list with columns that are otherwise hidden, for who writes down why."""

from dataclasses import replace

from django.db import transaction

from core.exports import MAX_ROWS, TOO_MANY, export_sheet, log_export, workbook_response
from core.forms import ReasonForm
from core.sealing import SealError
from core.sheets import Column
from core.views.forms import FormPage
from core.views.lists import Listed


class ExportPage(Listed, FormPage):
    """The rows of a list by the filter of its address, with the `hidden` columns, as a workbook.

    The permission of the page is that for the hidden columns: rows where it is not held are left out.
    """

    form_class = ReasonForm
    hidden: tuple[Column, ...] = ()
    act_name = ""
    template_name = "core/export.html"
    submit_label = "导出表格"

    def prepare(self, **kwargs):
        """Find rows and columns, the same for the count that is shown and for the workbook."""
        usual = self.sheet.columns_for(self.scope, self.request.GET.getlist("columns"))
        self.columns = (*usual, *self.hidden)
        queryset, _ = self.filtered(self.get_queryset())
        self.rows = self.sheet.prepare(queryset, self.day, self.columns)
        self.count = self.rows.count()
        self.subtitle = f"截至 {self.day.isoformat()}，共 {self.count} 行"

    def judge(self, form):
        if not form.is_valid():
            return self.show(form, status=422)
        if self.count > MAX_ROWS:
            return self.refuse(form, TOO_MANY.format(count=self.count, most=MAX_ROWS))
        try:
            return self.workbook(form.cleaned_data["reason"])
        except SealError as error:
            return self.refuse(form, str(error))

    def workbook(self, reason: str):
        """Log and write as one; what cannot be opened is found before, and then nothing was taken."""
        sheet = export_sheet(self.sheet, self.rows, self.columns, self.subtitle)
        sheet = replace(sheet, rows=list(sheet.rows))
        query = self.request.GET.urlencode()
        with transaction.atomic():
            log_export(self.request.actor, self.sheet, self.count, query, self.act_name, reason)
            return workbook_response([sheet], f"{self.title} {self.day.isoformat()}.xlsx")

    def get_back_url(self):
        return f"{self.back_url}?{self.request.GET.urlencode()}"
