"""Files to take away: templates to fill in, and the workbook back with its faulty cells marked."""

from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.exports import XLSX
from core.intake.kinds import Kind
from core.intake.rows import ERROR
from core.scoping import Scope
from core.views import Page
from core.workbooks import WorkbookError
from core.workbooks.marking import mark_workbook
from core.workbooks.templates import TemplateColumn, write_template
from intake.batches import file_of
from intake.kinds import BY_KEY, KINDS
from intake.lines import name_kept
from intake.views.batch import BatchPage
from intake.views.upload import IMPORT
from organizations.models import ImportBatch

TEMPLATE_NAME = "{label}（模板）.xlsx"
MARKED_NAME = "{stem}（已标出错误）.xlsx"


def download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = (
        f"attachment; filename=\"workbook.xlsx\"; filename*=UTF-8''{quote(name)}"
    )
    return response


class TemplateList(Page):
    """Every kind of table with its columns and its template."""

    permission = IMPORT
    title = "下载模板"

    def get(self, request):
        kinds = [
            {
                "label": kind.label,
                "url": reverse("intake:template", args=[kind.key]),
                "columns": [f.heading for f in template_fields(kind)],
                "notes": kind.notes,
            }
            for kind in KINDS
        ]
        context = {"title": self.title, "back_url": reverse("intake:import-list"), "kinds": kinds}
        return render(request, "intake/templates.html", context)


class TemplateDownload(Page):
    permission = IMPORT

    def get(self, request, key):
        kind = BY_KEY.get(key)
        if kind is None:
            raise Http404
        stream = BytesIO()
        write_template(stream, kind.label, template_columns(kind, self.scope), list(kind.notes))
        return download(stream.getvalue(), TEMPLATE_NAME.format(label=kind.label))


def template_fields(kind: Kind):
    return [field for field in kind.fields.values() if field.in_template]


def template_columns(kind: Kind, scope: Scope) -> list[TemplateColumn]:
    return [
        TemplateColumn(
            heading=field.heading,
            hint=field.hint,
            example=field.example,
            words=tuple(field.words_for(scope)),
            kind=field.kind,
            required=field.required,
        )
        for field in template_fields(kind)
    ]


class ImportMarked(BatchPage):
    """The same workbook with the faulty cells filled and commented, to be mended and sent again."""

    def get(self, request, pk):
        name = self.batch.file_name
        try:
            data = mark_workbook(file_of(self.batch), name, marks_of(self.batch))
        except WorkbookError as problem:
            messages.error(request, str(problem))
            return self.back()
        return download(data, MARKED_NAME.format(stem=Path(name).stem))


def marks_of(batch: ImportBatch) -> dict[str, dict[tuple[int, int], str]]:
    """Return {sheet: {(row, column): sentences}} of all errors; one without a column stands in the first."""
    places = {name_kept(sheet["name"]): sheet["places"] for sheet in batch.sheets.get("read", [])}
    names = {name_kept(sheet["name"]): sheet["name"] for sheet in batch.sheets.get("read", [])}
    marks: dict = {}
    for line in batch.lines.filter(verdict=ERROR).order_by("pk"):
        columns = places.get(line.sheet, {})
        first = min(columns.values(), default=1)
        cells = marks.setdefault(names.get(line.sheet, line.sheet), {})
        for field, heading, level, text, _ in line.told["issues"]:
            if level == ERROR:
                place = line.row, columns.get(field, first)
                cells[place] = "\n".join(filter(None, [cells.get(place), f"{heading}：{text}"]))
    return marks
