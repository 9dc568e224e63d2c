"""The list page: filter, page, export, all over the same rows."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from core.exports import MAX_ROWS, TOO_MANY, export_sheet, log_export, workbook_response
from core.saved_views import question_of, views_on
from core.scoping import narrow_choices
from core.sheets import Sheet
from core.views.pages import Page, bad_day

PAGE_SIZE = 50


class Listed:
    """The rows of a sheet within the scope, as the filter of the address leaves them."""

    sheet: Sheet
    filterset_class = None

    def get_queryset(self):
        return self.sheet.model.objects.within(self.scope)

    def filtered(self, queryset):
        if self.filterset_class is None:
            return queryset, None
        filterset = self.filterset_class(self.request.GET or None, queryset=queryset, request=self.request)
        filterset.day = self.day
        narrow_choices(filterset.form, self.scope)
        return filterset.qs, filterset

    def query_without(self, *names, **extra) -> str:
        """Return the query string without these names, so that every filter survives a click."""
        query = self.request.GET.copy()
        for name in names:
            query.pop(name, None)
        for name, value in extra.items():
            query[name] = value
        return query.urlencode()


class ListPage(Listed, Page):
    """A list of the rows of a sheet within the scope, in the columns that `?columns=` names.

    `?export=xlsx` gives exactly the rows and columns in view; a filter can be kept under a name.
    """

    template_name = "core/list.html"

    def get_actions(self) -> list[dict]:
        return []

    def row_url(self, row) -> str:
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""

    def get(self, request, *args, **kwargs):
        columns = self.sheet.columns_for(self.scope, request.GET.getlist("columns"))
        queryset, filterset = self.filtered(self.get_queryset())
        rows = self.sheet.prepare(queryset, self.day, columns)
        if request.GET.get("export") == "xlsx":
            return self.export(rows, columns)
        if bad_day(request):
            messages.warning(request, bad_day(request))
        return render(request, self.template_name, self.get_context(rows, columns, filterset))

    def export(self, rows, columns):
        count = rows.count()
        if count > MAX_ROWS:
            messages.error(self.request, TOO_MANY.format(count=count, most=MAX_ROWS))
            return redirect(self.request.path)
        log_export(self.request.actor, self.sheet, count, self.request.GET.urlencode())
        sheet = export_sheet(self.sheet, rows, columns, self.get_subtitle())
        return workbook_response([sheet], f"{self.get_title()} {self.day.isoformat()}.xlsx")

    def get_title(self):
        return self.title or self.sheet.title

    def get_subtitle(self):
        return self.subtitle or f"截至 {self.day.isoformat()}"

    def get_context(self, rows, columns, filterset) -> dict:
        page = Paginator(rows.values_list("pk", flat=True), PAGE_SIZE).get_page(self.request.GET.get("page"))
        # What the columns tell is looked up for the rows of the page alone.
        shown = rows.filter(pk__in=list(page))
        return {
            "title": self.get_title(),
            "subtitle": self.get_subtitle(),
            "columns": self.sheet.headings(columns),
            "rows": [{"url": self.row_url(row), "cells": self.sheet.cells(row, columns)} for row in shown],
            "filter": filterset,
            "page_obj": page,
            "total": page.paginator.count,
            "query_string": self.query_without("page"),
            "export_url": f"?{self.query_without('page', export='xlsx')}",
            "actions": self.get_actions(),
            "empty_text": self.sheet.empty_text,
            "column_choice": self.get_column_choice(columns),
            "saved_views": self.get_saved_views(),
            "save_url": self.get_save_url(),
        }

    def get_column_choice(self, columns) -> dict:
        """Every column the person may see, ticked where it is shown; the first one always is."""
        permitted = self.sheet.permitted_columns(self.scope)
        ticked = {column.name for column in columns}
        options = [
            {"name": c.name, "label": c.heading(self.sheet.model), "chosen": c.name in ticked}
            for c in permitted[1:]
        ]
        kept = [
            (name, value)
            for name, values in self.request.GET.lists()
            for value in values
            if name not in ("columns", "page", "export")
        ]
        reset_url = f"?{self.query_without('columns', 'page')}"
        return {"options": options, "shown": len(columns), "kept": kept, "reset_url": reset_url}

    def get_saved_views(self) -> list[dict]:
        own = self.request.user.pk
        return [
            {
                "label": view.name,
                "url": view.get_absolute_url(),
                "shared": view.shared,
                "owner": "" if view.user_id == own else str(view.user),
                "delete_url": "" if view.user_id != own else reverse("core:savedview-delete", args=[view.pk]),
            }
            for view in views_on(self.request.path, self.request.user)
        ]

    def get_save_url(self) -> str:
        """Return the address that keeps the present filter; empty where there is nothing to keep."""
        query = question_of(self.request.GET.urlencode())
        if not query or not self.allows("core.add_savedview"):
            return ""
        given = urlencode({"page": self.request.path, "query": query})
        return f"{reverse('core:savedview-create')}?{given}"
