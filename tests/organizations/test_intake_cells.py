"""Cells without a value never pass for a name, a number or a blank."""

import pytest

from tests import workbook_factory as factory
from tests.organizations.ledgers import preview

CELL = '<c t="inlineStr"><is><t>{}</t></is></c>'
HEAD = "".join(CELL.format(text) for text in ("管理区域", "单位名称", "职工人数", "组建方式"))
NO_VALUE = "单元格显示“{}”，没有值，请改正公式或直接填写内容。"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ('<c t="e"><v>#N/A</v></c>', "#N/A"),
        ("<c><f>B9</f></c>", "#未计算"),
        ('<c t="e"><f>A1</f><v>#REF!</v></c>', "#REF!"),
    ],
)
@pytest.mark.parametrize(("place", "name"), [(1, "name"), (2, "employees")])
def test_cell_without_a_value_is_an_error_of_its_line(cell, seen, place, name):
    cells = [
        CELL.format("桥东街道"),
        CELL.format("沙河市试验玻璃有限公司"),
        "<c><v>9</v></c>",
        CELL.format("未组建"),
    ]
    cells[place] = cell
    data = factory.sheet_xml(f"<row>{HEAD}</row><row>{''.join(cells)}</row>")
    [row] = preview(data, "台账.xlsx").sheets[0].rows
    assert [issue.message for issue in row.errors_on(name)] == [NO_VALUE.format(seen)]
    assert row.values[name] is None
