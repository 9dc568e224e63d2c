"""What a workbook leaves open is asked once, and remembered for the sender when that is wished."""

import pytest

from core.models import AuditEntry
from organizations.models import ImportBatch, SenderWord, Unit
from tests.intake.test_import_pages import apply_url, mend, shown_rows, upload
from tests.workbook_factory import Page, xlsx

pytestmark = pytest.mark.django_db

HEAD = ["管理区域", "单位名称", "厂房情况（人）", "组建方式", "党组织名称"]


def sent(client, *rows, key="key-1", head=HEAD) -> ImportBatch:
    upload(client, xlsx(Page("台账", [list(head), *map(list, rows)])), "台账.xlsx", _post_key=key)
    return ImportBatch.objects.latest("pk")


def questions(client, batch) -> list[dict]:
    return client.get(batch.get_absolute_url()).context["questions"]


def named(asked: list[dict]) -> dict[str, str]:
    return {question["label"]: question["name"] for question in asked}


def test_unknown_heading_can_be_mapped_and_is_not_read_before(town_clerk):
    batch = sent(town_clerk, ["桥东街道", "第一公司", 12, "未组建", ""])
    [question] = questions(town_clerk, batch)
    assert (question["label"], question["must"]) == ("厂房情况（人）", False)
    assert ("employees", "职工人数") in question["options"]
    assert not any(name == "name" for name, _ in question["options"])
    mend(town_clerk, batch, {question["name"]: "employees"})
    assert questions(town_clerk, batch) == []
    town_clerk.post(apply_url(batch))
    assert Unit.objects.get().employees == 12


def test_remembered_heading_is_read_at_once_next_time(town_clerk):
    batch = sent(town_clerk, ["桥东街道", "第一公司", 12, "未组建", ""])
    [question] = questions(town_clerk, batch)
    mend(town_clerk, batch, {question["name"]: "employees", "remember": "1"})
    again = sent(town_clerk, ["桥东街道", "第二公司", 7, "未组建", ""], key="key-2")
    assert questions(town_clerk, again) == []
    town_clerk.post(apply_url(again))
    assert Unit.objects.get().employees == 7
    told = AuditEntry.objects.filter(model="organizations.senderword")
    assert [(entry.act, entry.object_label) for entry in told] == [("记住用语", "厂房情况 → employees")]


def test_what_was_not_to_be_remembered_is_asked_again(town_clerk):
    batch = sent(town_clerk, ["桥东街道", "第一公司", 12, "未组建", ""])
    [question] = questions(town_clerk, batch)
    mend(town_clerk, batch, {question["name"]: "employees"})
    again = sent(town_clerk, ["桥东街道", "第二公司", 7, "未组建", ""], key="key-2")
    assert [q["label"] for q in questions(town_clerk, again)] == ["厂房情况（人）"]
    assert not SenderWord.objects.exists()


def test_unknown_word_is_asked_once_for_all_its_lines(county_clerk):
    rows = [
        [place, f"第{n}公司", n, "未组建", ""] for n, place in enumerate(["桥东老城片"] * 3 + ["桥西街道"])
    ]
    batch = sent(county_clerk, *rows)
    asked = {q["label"]: q for q in questions(county_clerk, batch)}
    question = asked["管理区域“桥东老城片”"]
    assert (question["times"], ("桥东街道", "桥东街道") in question["options"]) == (3, True)
    mend(county_clerk, batch, {question["name"]: "桥东街道", "remember": "1"})
    assert [row["verdict"] for row in shown_rows(county_clerk, batch)] == ["新增"] * 4
    again = sent(county_clerk, ["桥东老城片", "第九公司", 1, "未组建", ""], key="key-2")
    assert [row["verdict"] for row in shown_rows(county_clerk, again)] == ["新增"]


def test_memory_of_one_area_is_not_that_of_another(town_clerk, stranger):
    batch = sent(town_clerk, ["桥东街道", "第一公司", 12, "未组建", ""])
    [question] = questions(town_clerk, batch)
    mend(town_clerk, batch, {question["name"]: "employees", "remember": "1"})
    theirs = sent(stranger, ["桥西街道", "第二公司", 7, "未组建", ""], key="key-2")
    assert [q["label"] for q in questions(stranger, theirs)] == ["厂房情况（人）"]


@pytest.mark.parametrize("answer", ["password", "name", "桥东"])
def test_answer_that_is_not_on_offer_is_refused(answer, town_clerk):
    batch = sent(town_clerk, ["桥东街道", "第一公司", 12, "未组建", ""])
    [question] = questions(town_clerk, batch)
    told = mend(town_clerk, batch, {question["name"]: answer})
    assert "“厂房情况（人）”选择的列不在可选范围内，请重新选择。" in [
        str(m) for m in told.context["messages"]
    ]
    assert ImportBatch.objects.get().learned == {}


def test_column_can_be_left_out_for_good(town_clerk):
    batch = sent(town_clerk, ["桥东街道", "第一公司", 12, "未组建", ""])
    [question] = questions(town_clerk, batch)
    mend(town_clerk, batch, {question["name"]: "-", "remember": "1"})
    again = sent(town_clerk, ["桥东街道", "第二公司", 7, "未组建", ""], key="key-2")
    assert questions(town_clerk, again) == []
