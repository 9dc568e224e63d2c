"""Every kind has a template, and the template is read back as that kind with nothing in it."""

import io

import pytest
from openpyxl import load_workbook

from core.workbooks import WorkbookError
from intake.kinds import BY_KEY
from tests.organizations.ledgers import preview

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", BY_KEY)
def test_a_template_without_lines_is_told_to_be_empty(town_clerk, key):
    answer = town_clerk.get(f"/imports/templates/{key}/")
    with pytest.raises(WorkbookError, match="表头下面没有数据行"):
        preview(answer.content, "模板.xlsx")


@pytest.mark.parametrize("key", BY_KEY)
def test_a_filled_template_is_taken_for_its_kind(town_clerk, key):
    book = load_workbook(io.BytesIO(town_clerk.get(f"/imports/templates/{key}/").content))
    page = book.active
    page.append([field.example for field in BY_KEY[key].fields.values() if field.in_template])
    stream = io.BytesIO()
    book.save(stream)
    [sheet] = preview(stream.getvalue(), "模板.xlsx").sheets
    assert (sheet.kind, sheet.unmapped) == (key, [])
