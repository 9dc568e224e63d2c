"""The command prints the contract that scripts rely on, and refuses in one sentence."""

import io
import json

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.models import AuditEntry
from organizations.models import ImportBatch, Unit
from tests.organizations.ledgers import DATA, TIDY, ZONE, ledger, line, truth_of
from tests.workbook_factory import credit_code

pytestmark = pytest.mark.django_db

VALUES = {
    "name", "credit_code", "kind", "area", "employees", "formal_members", "probationary_members", "coverage",
    "organization", "organization_established_on", "secretary", "secretary_post", "phone", "officer",
    "officer_post", "note",
}  # fmt: skip
SUMMARY = [
    "rows", "new", "update", "unchanged", "duplicate", "error", "units", "organizations", "standalone",
    "joint", "guidance", "none",
]  # fmt: skip


def run(path, *options) -> str:
    out = io.StringIO()
    call_command("import_workbook", str(path), *options, stdout=out)
    return out.getvalue()


def as_json(path, *options) -> dict:
    return json.loads(run(path, *options, "--json"))


@pytest.fixture
def file(tmp_path):
    def write(*lines, name="台账.csv"):
        path = tmp_path / name
        path.write_bytes(ledger(*lines))
        return path

    return write


def test_preview_prints_the_contract_and_saves_nothing(file):
    read = as_json(file(line(统一社会信用代码=credit_code(1), 职工人数="-3"), line("第二公司")))
    assert list(read) == ["batch", "sheets", "summary"]
    assert read["batch"] is None
    [sheet] = read["sheets"]
    assert list(sheet) == ["name", "kind", "header_rows", "columns", "unmapped", "rows"]
    assert (sheet["name"], sheet["kind"], sheet["header_rows"], sheet["unmapped"]) == (
        "台账",
        "units",
        [1, 1],
        [],
    )
    assert (sheet["columns"]["统一社会信用代码"], sheet["columns"]["成立时间"]) == (
        "credit_code", "organization_established_on",
    )  # fmt: skip
    faulty, good = sheet["rows"]
    assert [list(row) for row in sheet["rows"]] == [["row", "verdict", "values", "issues"]] * 2
    assert (faulty["row"], faulty["verdict"], set(faulty["values"])) == (2, "error", VALUES)
    assert faulty["issues"] == [
        {"column": "职工人数", "level": "error", "message": "“-3”是负数，数量不能小于0，请改正。"}
    ]
    assert (good["verdict"], good["values"]["kind"], good["values"]["coverage"]) == (
        "new",
        "enterprise",
        "none",
    )
    assert list(read["summary"]) == SUMMARY
    assert (Unit.objects.count(), ImportBatch.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)


def test_dates_are_iso_and_numbers_normal():
    rows = as_json(DATA / ZONE)["sheets"][0]["rows"]
    joint = next(row for row in rows if row["values"]["coverage"] == "joint")
    assert (len(joint["values"]["credit_code"]), joint["values"]["organization_established_on"][4]) == (
        18,
        "-",
    )
    assert {type(row["values"]["employees"]) for row in rows} == {int}


def test_commit_applies_and_names_the_batch():
    read = as_json(DATA / TIDY, "--commit")
    batch = ImportBatch.objects.get()
    assert (read["batch"], batch.state, batch.made_by) == (batch.pk, "applied", None)
    truth = truth_of(TIDY)["summary"]
    assert (Unit.objects.count(), read["summary"]["organizations"]) == (
        truth["units"],
        truth["organizations"],
    )
    again = as_json(DATA / TIDY, "--commit")["summary"]
    assert (again["unchanged"], again["new"], Unit.objects.count()) == (truth["units"], 0, truth["units"])


def test_commit_of_a_faulty_ledger_leaves_nothing(file):
    kept = stored_files()
    with pytest.raises(CommandError) as refusal:
        run(file(line(), line("第二公司", 职工人数="-1")), "--commit")
    assert str(refusal.value) == "有1行有误，没有导入任何内容。请改正后再导入，或选择只导入无误的行。"
    assert (Unit.objects.count(), ImportBatch.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)
    assert stored_files() == kept


def stored_files() -> set[str]:
    return set(default_storage.listdir("imports")[1]) if default_storage.exists("imports") else set()


def test_good_rows_alone_may_be_committed(file):
    run(file(line(), line("第二公司", 职工人数="-1")), "--commit", "--only-good")
    assert Unit.objects.get().name == "沙河市试验玻璃有限公司"


def test_area_kind_and_day_may_be_given(file):
    run(file(line(area="")), "--commit", "--area", "白塔", "--kind", "social_orgs", "--on", "2020-06-30")
    unit = Unit.objects.get()
    placement = unit.placements.get()
    assert (unit.kind, placement.area.name, placement.starts_on.isoformat()) == (
        "social_org", "白塔镇", "2020-06-30",
    )  # fmt: skip


def test_plain_output_tells_issues_and_counts(file):
    told = run(file(line(职工人数="-1"))).splitlines()
    assert told == [
        f"台账：1行，截至{timezone.localdate()}",
        "  第2行 错误 职工人数：“-1”是负数，数量不能小于0，请改正。",
        "rows 1，new 0，update 0，unchanged 0，duplicate 0，error 1，units 1，organizations 0，standalone 0，"
        "joint 0，guidance 0，none 1",
    ]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--area", "某某镇"], "没有名为“某某镇”的管理区域，请按全称填写，例如“桥东街道”。"),
        (["--on", "30.6.2020"], "“30.6.2020”不是有效日期，请写成 2017-06-30。"),
        (["--on", "2999-01-01"], "情况截至日期不能晚于今天。"),
    ],
)
def test_option_that_makes_no_sense_is_refused(options, sentence, file):
    with pytest.raises(CommandError) as refusal:
        run(file(line()), *options)
    assert (str(refusal.value), refusal.value.returncode) == (sentence, 1)


def test_what_is_no_ledger_is_refused(tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text("姓名,电话\n甲,1\n", encoding="utf-8")
    for options in ([], ["--commit"]):
        with pytest.raises(CommandError, match=r"^没有找到可以导入的表，请核对表头：.*。$"):
            run(path, *options)
    with pytest.raises(CommandError, match=r"^打不开文件：.*请核对路径。$"):
        run(tmp_path / "没有.xlsx")
    assert ImportBatch.objects.count() == 0
