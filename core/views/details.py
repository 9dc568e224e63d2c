"""The detail page: one row, in groups of fields, with the lists that hang on it."""

from django.shortcuts import render

from core.sheets import Column, Sheet, cell_text
from core.views.pages import Page, fetch_or_404


def section(heading: str, sheet: Sheet, rows, scope, day, urls=None) -> dict:
    """Return a small list under a detail page, drawn by the columns of its sheet."""
    columns = sheet.columns_for(scope)
    return {
        "heading": heading,
        "columns": sheet.headings(columns),
        "rows": [
            {"url": urls(row) if urls else "", "cells": sheet.cells(row, columns)}
            for row in sheet.prepare(rows, day)
        ],
        "empty_text": sheet.empty_text,
    }


class DetailPage(Page):
    """One row within the scope. `groups` is ((heading, (column, …)), …)."""

    model: type
    groups: tuple = ()
    template_name = "core/detail.html"

    def get_queryset(self):
        return self.model.objects.within(self.scope)

    def get(self, request, pk, *args, **kwargs):
        self.object = fetch_or_404(self.get_queryset(), pk)
        return render(request, self.template_name, self.get_context())

    def get_title(self):
        return str(self.object)

    def get_actions(self) -> list[dict]:
        return []

    def get_sections(self) -> list[dict]:
        return []

    def get_context(self) -> dict:
        return {
            "title": self.get_title(),
            "subtitle": self.subtitle,
            "object": self.object,
            "groups": [self._group(heading, columns) for heading, columns in self.groups],
            "sections": self.get_sections(),
            "actions": self.get_actions(),
        }

    def sees(self, permission: str) -> bool:
        """Say whether the permission is held where this row lies."""
        scope = self.request.scope.granting(permission)
        return self.model.objects.within(scope).filter(pk=self.object.pk).exists()

    def _group(self, heading, columns) -> dict:
        shown = [c for c in columns if not c.private or self.sees(c.private)]
        return {"heading": heading, "items": [self._item(column) for column in shown]}

    def _item(self, column: Column) -> dict:
        return {"label": column.heading(self.model), "text": cell_text(column.value(self.object))}
