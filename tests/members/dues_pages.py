"""What pages of dues answer, and what is sent to them."""

from io import BytesIO

import openpyxl
from django.urls import reverse
from django.utils import timezone


def page(name, row) -> str:
    return reverse(f"dues:{name}", args=[row.pk])


def text_of(answer) -> str:
    return answer.content.decode()


def workbook(answer) -> list[tuple]:
    return list(openpyxl.load_workbook(BytesIO(answer.getvalue())).active.values)


def cells(answer) -> list[list]:
    return [[cell["text"] for cell in row["cells"]] for row in answer.context["rows"]]


def posted(**values) -> dict:
    return {"on": timezone.localdate().isoformat(), "_post_key": "key-1"} | values
