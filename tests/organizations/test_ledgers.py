"""Township ledgers are read as their truth, and the figures afterwards are those of the truth."""

import pytest
from django.apps import apps
from django.db.models import Sum

from core.indicators import Rate
from core.intake.rows import Verdict
from intake.batches import correct_batch
from organizations.indicators import JOINT_SHARE, ORG_COVERAGE, STANDALONE_SHARE, UNCOVERED, WORK_COVERAGE
from organizations.models import ImportBatch, Organization, Unit
from tests.factories import TODAY
from tests.organizations.ledgers import (
    BY,
    LEDGERS,
    TOWNS,
    ZONE,
    apply,
    data_of,
    expected_rows,
    judge,
    keep,
    preview,
    read_values,
    truth_of,
)

pytestmark = pytest.mark.django_db

FAULTS = {
    "future": ("error", "organization_established_on"),
    "negative": ("error", "formal_members"),
    "short_code": ("error", "credit_code"),
    "bad_check": ("warning", "credit_code"),
}


def row_counts() -> dict:
    """Rows of every table but those that tell of the import itself."""
    told = {"organizations.importbatch", "organizations.importline", "core.auditentry"}
    return {
        m._meta.label_lower: m._base_manager.count()
        for m in apps.get_models()
        if m._meta.label_lower not in told
    }


def faults_of(name: str) -> dict[tuple, tuple]:
    """{(sheet, row): (level, field)}; the names that were to be missing are all there."""
    return {
        (row["sheet"], row["row"]): FAULTS[defect]
        for row in truth_of(name)["rows"]
        for defect in row["defects"]
        if defect != "no_name"
    }


def corrected(name: str):
    """A batch of the ledger whose faulty cells were typed anew."""
    batch = keep(data_of(name), name)
    expected, cells = expected_rows(name), {}
    for row in judge(batch).error_rows:
        typed = {issue.field: str(expected[row.sheet, row.row][issue.field]) for issue in row.errors}
        cells.setdefault(row.sheet, {})[str(row.row)] = typed
    if cells:
        correct_batch(batch, cells, BY)
    judge(batch)
    return ImportBatch.objects.get(pk=batch.pk)


@pytest.mark.parametrize("name", LEDGERS)
def test_every_row_reads_as_its_truth(name):
    read, expected, faults = preview(data_of(name), name), expected_rows(name), faults_of(name)
    for row in read.rows:
        wanted = expected.pop((row.sheet, row.row))
        level, field = faults.get((row.sheet, row.row), (None, None))
        wanted.pop(field, None)
        assert read_values(row, wanted) == wanted
        assert row.verdict == (Verdict.ERROR if level == "error" else Verdict.NEW)
    assert expected == {}


@pytest.mark.parametrize("name", LEDGERS)
def test_faulty_cells_are_flagged_and_no_others(name):
    read = preview(data_of(name), name)
    found = {
        (row.sheet, row.row): (issue.level, issue.field)
        for row in read.rows
        for issue in row.issues
        if issue.field != "coverage"  # a blank way of forming is read from the other cells, and asked about
    }
    assert found == faults_of(name)


def test_what_is_no_ledger_is_left_out_and_told():
    read = preview(data_of(TOWNS), TOWNS)
    assert read.left_out == [("Sheet2", "空工作表"), ("码表", "隐藏的工作表，未读取")]
    assert len(read.sheets) == 13


def test_reporting_line_gives_the_day():
    assert {sheet.on.isoformat() for sheet in preview(data_of(ZONE), ZONE).sheets} == {"2016-12-20"}


@pytest.mark.slow
@pytest.mark.parametrize("name", LEDGERS)
def test_figures_afterwards_are_those_of_the_truth_and_a_second_import_changes_nothing(name):
    truth = truth_of(name)["summary"]
    batch = apply(corrected(name))
    check_figures(truth)
    check_summary(batch.summary, truth)
    before = row_counts()
    again = corrected(name)
    assert {row.verdict for row in judge(again).rows} == {Verdict.UNCHANGED}
    assert apply(again).facts.count() == 0
    assert row_counts() == before
    check_figures(truth)


def check_figures(truth):
    units, total = Unit.objects.all(), truth["units"]
    covered = truth["standalone"] + truth["joint"]
    assert STANDALONE_SHARE.rate(units, TODAY) == Rate(truth["standalone"], total)
    assert JOINT_SHARE.rate(units, TODAY) == Rate(truth["joint"], total)
    assert ORG_COVERAGE.rate(units, TODAY) == Rate(covered, total)
    assert WORK_COVERAGE.rate(units, TODAY) == Rate(covered + truth["guidance"], total)
    assert UNCOVERED.rate(units, TODAY) == Rate(truth["none"], total)
    assert Organization.objects.open_on(TODAY).count() == truth["organizations"]
    assert units.aggregate(members=Sum("formal_members"))["members"] == truth["formal_members"]


def check_summary(summary, truth):
    counted = {key: summary[key] for key in truth if key != "formal_members"}
    assert counted == {key: count for key, count in truth.items() if key != "formal_members"}
    assert (summary["new"], summary["error"]) == (truth["units"], 0)
