"""The ledgers of tests/data with what every row must be read as, and small ones made for one rule."""

import csv
import io
import json
from pathlib import Path

from core.audit import Actor
from core.intake.kinds import Ground
from core.intake.previewing import Asked, preview_workbook
from core.intake.rows import Preview, RowPreview
from core.scoping import Scope
from core.workbooks import read_book
from intake.batches import Sender, apply_batch, check_batch, keep_workbook
from intake.kinds import KINDS
from organizations.jurisdiction import whole_county
from organizations.models import ImportBatch
from tests.factories import TODAY, area

DATA = Path(__file__).resolve().parent.parent / "data"
TIDY, ZONE, TOWNS, SOCIAL = (
    "ledger_tidy.xlsx",
    "ledger_zone.xlsx",
    "ledger_towns.xlsx",
    "ledger_social.xls",
)
LEDGERS = (TIDY, ZONE, TOWNS, SOCIAL)
FIELDS = {
    "name": "name",
    "uscc": "credit_code",
    "kind": "kind",
    "area": "area",
    "employees": "employees",
    "formal": "formal_members",
    "probationary": "probationary_members",
    "mode": "coverage",
    "org": "organization",
    "org_date": "organization_established_on",
    "secretary": "secretary",
    "officer": "officer",
}
HEAD = (
    "管理区域", "单位名称", "统一社会信用代码", "职工人数", "正式党员", "组建方式", "党组织名称", "成立时间",
    "书记", "联系电话", "指导员", "备注",
)  # fmt: skip
STANDALONE = {"组建方式": "单独组建", "党组织名称": "甲支部", "正式党员": "3"}
JOINT = {"组建方式": "联合组建", "党组织名称": "联合支部"}
BY = Actor()


def truth_of(name: str) -> dict:
    return json.loads((DATA / name).with_suffix(".truth.json").read_text(encoding="utf-8"))


def expected_rows(name: str) -> dict[tuple, dict]:
    """{(sheet, row): {field: value}} in the names of the contract."""
    truth = truth_of(name)
    rows = {}
    for row in truth["rows"]:
        values = {FIELDS[key]: value for key, value in row["values"].items()}
        if truth.get("area_from_sheet_name"):
            values["area"] = row["sheet"]
        if name == SOCIAL:
            del values["organization_established_on"]  # its form does not ask
        rows[row["sheet"], row["row"]] = values
    return rows


def data_of(name: str) -> bytes:
    return (DATA / name).read_bytes()


def read_values(row: RowPreview, fields) -> dict:
    values = row.as_json()["values"]
    return {name: values[name] for name in fields}


def ledger(*lines: dict, title: str = "") -> bytes:
    """A small text file with the headings of HEAD; a line gives the cells it has."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    if title:
        writer.writerow([title])
    writer.writerow(HEAD)
    writer.writerows([line.get(heading, "") for heading in HEAD] for line in lines)
    return stream.getvalue().encode()


def line(name="沙河市试验玻璃有限公司", area="桥东街道", **cells) -> dict:
    return {"管理区域": area, "单位名称": name, "组建方式": "未组建", **cells}


def preview(
    data: bytes, name="台账.csv", scope: Scope | None = None, today=TODAY, on=None, kind="", **given
) -> Preview:
    ground = Ground(scope or whole_county(today), today, given)
    return preview_workbook(read_book(io.BytesIO(data), name), KINDS, ground, Asked(kind, on))


def sender(by=BY, scope: Scope | None = None, today=TODAY) -> Sender:
    return Sender(by, scope or whole_county(today), today)


def keep(data: bytes, name="台账.csv", by=BY, scope: Scope | None = None, **given) -> ImportBatch:
    batch = keep_workbook(data, name, sender(by, scope), area("沙河市"), **given)
    check_batch(batch, sender(by, scope))
    return ImportBatch.objects.get(pk=batch.pk)


def judge(batch: ImportBatch, scope: Scope | None = None) -> Preview:
    """Check the batch anew, as the page does after every answer."""
    return check_batch(ImportBatch.objects.get(pk=batch.pk), sender(scope=scope))


def apply(batch: ImportBatch, by=BY, scope: Scope | None = None, **given) -> ImportBatch:
    return apply_batch(batch, sender(by, scope), **given)


def bring_in(data: bytes, name="台账.csv", **given) -> ImportBatch:
    return apply(keep(data, name, **given))


def verdicts(read: Preview) -> list[str]:
    return [str(row.verdict) for row in read.rows]


def sentences(read: Preview, level="error") -> list[tuple]:
    """(row, heading, sentence) of every issue of this level."""
    return [
        (row.row, issue.column, issue.message)
        for row in read.rows
        for issue in row.issues
        if issue.level == level
    ]
