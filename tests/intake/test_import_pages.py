"""Pages of imports: upload, check, mend, confirm; nothing is saved before that."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.indicators import Rate
from core.models import AuditEntry
from core.workbooks.checks import LARGEST_FILE
from intake.kinds import KINDS
from organizations.choices import BatchState
from organizations.indicators import ORG_COVERAGE
from organizations.models import ImportBatch, Unit
from tests.factories import area
from tests.organizations.ledgers import (
    STANDALONE,
    ZONE,
    data_of,
    expected_rows,
    keep,
    ledger,
    line,
    truth_of,
)
from tests.workbook_factory import Page, credit_code, xlsx

UPLOAD = "/imports/new/"
LIST = "/imports/"


def upload(client, data: bytes, name="台账.csv", **given):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, data), "_post_key": "key-1", **given})


def uploaded(client, *lines, **given) -> ImportBatch:
    answer = upload(client, ledger(*lines), **given)
    batch = ImportBatch.objects.latest("pk")
    assert (answer.status_code, answer.url) == (302, batch.get_absolute_url())
    return batch


def url_of(batch, name: str) -> str:
    return reverse(f"intake:import-{name}", args=[batch.pk])


def apply_url(batch) -> str:
    return url_of(batch, "apply")


def notes(answer) -> list[str]:
    """What the page says since the upload."""
    told = [str(message) for message in answer.context["messages"]]
    return [text for text in told if text != "已读取，请核对后确认导入。"]


def errors_of(answer) -> dict:
    assert answer.status_code == 422
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def shown_rows(client, batch, query="?verdict=") -> list[dict]:
    return client.get(batch.get_absolute_url() + query).context["lines"]


def mend(client, batch, typed: dict):
    return client.post(url_of(batch, "mend"), typed, follow=True)


def test_upload_is_kept_and_told_and_saves_nothing_else(town_clerk):
    batch = uploaded(town_clerk, line())
    assert (batch.state, batch.made_by, batch.file_name, batch.area.name) == (
        BatchState.PREVIEWED, town_clerk.user, "台账.csv", "桥东街道",
    )  # fmt: skip
    assert Unit.objects.count() == 0
    assert AuditEntry.objects.values_list("act", "user").get() == ("上传工作簿", town_clerk.user.pk)


def test_posting_the_same_file_twice_keeps_it_once_and_another_file_is_told(town_clerk):
    answers = [upload(town_clerk, ledger(line())) for _ in range(2)]
    assert [answer.url for answer in answers] == [ImportBatch.objects.get().get_absolute_url()] * 2
    answer = upload(town_clerk, ledger(line(), line("第二公司")))
    assert errors_of(answer) == {"__all__": ["这张表已提交过，内容又有改动。请从列表重新打开后再修改。"]}


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (
            "姓名,电话\n甲,1\n".encode(),
            "名单.csv",
            "没有找到可以导入的表，请核对表头：非公企业台账、社会组织台账应有“单位名称”和",
        ),
        (b"", "台账.xlsx", None),
        (b"PK\x03\x04 no workbook", "台账.xlsx", None),
        (b"<html><table><tr><td>1</td></tr></table></html>", "台账.xls", None),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data, name, sentence, town_clerk):
    [told] = [text for texts in errors_of(upload(town_clerk, data, name)).values() for text in texts]
    assert (told.endswith("。"), ImportBatch.objects.count()) == (True, 0)
    assert told.startswith(sentence or "")


def test_file_beyond_the_limit_is_refused(town_clerk):
    answer = upload(town_clerk, b"a" * (LARGEST_FILE + 2))
    [sentence] = errors_of(answer)["__all__"]
    assert ("10" in sentence, ImportBatch.objects.count()) == (True, 0)


def test_upload_without_file_or_from_the_future_says_why(town_clerk):
    answer = town_clerk.post(UPLOAD, {"on": "2999-01-01"})
    assert errors_of(answer) == {"file": ["请选择要导入的工作簿。"], "on": ["情况截至日期不能晚于今天。"]}
    assert 'value="2999-01-01"' in answer.content.decode()


def test_foreign_area_is_no_choice(town_clerk):
    answer = upload(town_clerk, ledger(line()), area=area("桥西街道").pk)
    assert errors_of(answer) == {"area": ["选择一个有效的选项： 该选择不在可用的选项中。"]}


def test_given_area_kind_and_day_stand_in_for_the_sheet(town_clerk):
    given = {"area": area("桥东街道").pk, "table_kind": "social_orgs", "on": "2020-06-30"}
    batch = uploaded(town_clerk, line(area=""), **given)
    town_clerk.post(apply_url(batch))
    unit = Unit.objects.get()
    placement = unit.placements.get()
    assert (unit.kind, placement.area.name, placement.starts_on.isoformat()) == (
        "social_org", "桥东街道", "2020-06-30",
    )  # fmt: skip


def test_applying_shows_what_was_touched(town_clerk):
    batch = uploaded(town_clerk, line(), line("第二公司"))
    answer = town_clerk.post(apply_url(batch), follow=True)
    assert notes(answer) == ["已导入：新增2行，更新0行。"]
    made = {unit.name: unit.get_absolute_url() for unit in Unit.objects.all()}
    assert [(row["label"], row["url"], row["row"], row["verdict"]) for row in answer.context["lines"]] == [
        ("沙河市试验玻璃有限公司", made["沙河市试验玻璃有限公司"], 2, "新增"),
        ("第二公司", made["第二公司"], 3, "新增"),
    ]
    again = town_clerk.post(apply_url(batch), follow=True)
    assert notes(again)[0].endswith("导入，无需重复导入。")
    assert Unit.objects.count() == 2


def test_faulty_ledger_is_not_applied_but_its_good_rows_may_be(town_clerk):
    batch = uploaded(town_clerk, line(), line("第二公司", 职工人数="-1"))
    page = town_clerk.get(batch.get_absolute_url()).content.decode()
    assert ("确认导入 1 行" in page, "只导入无误的 1 行" in page) == (False, True)
    answer = town_clerk.post(apply_url(batch), follow=True)
    assert notes(answer) == ["有1行有误，没有导入任何内容。请改正后再导入，或选择只导入无误的行。"]
    assert Unit.objects.count() == 0
    town_clerk.post(apply_url(batch), {"only_good": "1"})
    assert Unit.objects.get().name == "沙河市试验玻璃有限公司"


def test_faulty_rows_are_shown_with_a_box_for_each_faulty_cell(town_clerk):
    batch = uploaded(town_clerk, line(), line("第二公司", 职工人数="-1"))
    [row] = shown_rows(town_clerk, batch, "")
    assert (row["row"], row["verdict"], row["errors"]) == (
        3, "有误", ["职工人数：“-1”是负数，数量不能小于0，请改正。"],
    )  # fmt: skip
    number = batch.lines.get(row=3).pk
    assert row["boxes"] == [
        {"name": f"cell-{number}-employees", "label": "职工人数", "was": "-1", "words": []}
    ]
    assert [each["boxes"] for each in shown_rows(town_clerk, batch, "?verdict=new")] == [[]]


def test_cell_is_mended_on_the_page(town_clerk):
    batch = uploaded(town_clerk, line("第二公司", 职工人数="-1"))
    [box] = shown_rows(town_clerk, batch)[0]["boxes"]
    answer = mend(town_clerk, batch, {box["name"]: " 12 "})
    assert notes(answer) == ["已重新核对：1行，有误0行。"]
    assert [row["verdict"] for row in shown_rows(town_clerk, batch)] == ["新增"]
    town_clerk.post(apply_url(batch))
    assert Unit.objects.get().employees == 12


@pytest.mark.parametrize("name", ["cell-0-employees", "cell-{}-password", "cell-{}-note", "cell-x-employees"])
def test_boxes_that_the_page_does_not_show_are_ignored(name, town_clerk):
    batch = uploaded(town_clerk, line("第二公司", 职工人数="-1"))
    mend(town_clerk, batch, {name.format(batch.lines.get().pk): "12"})
    mend(town_clerk, batch, {f"cell-{batch.lines.get().pk}-employees": "  "})
    assert [row["verdict"] for row in shown_rows(town_clerk, batch)] == ["有误"]


def test_foreign_township_is_refused_on_the_row(town_clerk):
    batch = uploaded(town_clerk, line(area="桥西街道"))
    [row] = shown_rows(town_clerk, batch)
    assert row["errors"] == ["管理区域：桥西街道不在您的管理范围内，请由该乡镇或县级工作人员导入。"]


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("get", "detail"), ("get", "progress"), ("get", "marked"), ("get", "replace"), ("get", "undo"),
        ("post", "mend"), ("post", "recheck"), ("post", "replace"), ("post", "apply"), ("post", "undo"),
    ],
)  # fmt: skip
def test_foreign_batch_is_absent(method, name, town_clerk, stranger):
    batch = uploaded(town_clerk, line())
    assert getattr(stranger, method)(url_of(batch, name)).status_code == 404
    assert [len(client.get(LIST).context["rows"]) for client in (town_clerk, stranger)] == [1, 0]


def test_batch_of_the_county_is_absent_from_the_township(county_clerk, town_clerk):
    batch = uploaded(county_clerk, line())
    assert (batch.area.name, town_clerk.get(batch.get_absolute_url()).status_code) == ("沙河市", 404)


def test_applying_is_posted_by_those_who_may(town_clerk, leader):
    batch = uploaded(town_clerk, line())
    assert town_clerk.get(apply_url(batch)).status_code == 405
    assert [client.post(apply_url(batch)).status_code for client in (leader, Client())] == [403, 302]
    assert Unit.objects.count() == 0


def test_list_of_imports_tells_their_state(town_clerk):
    town_clerk.post(apply_url(uploaded(town_clerk, line())))
    uploaded(town_clerk, line("第二公司", 职工人数="-1"), _post_key="key-2")
    rows = town_clerk.get(LIST).context["rows"]
    texts = [[cell["text"] for cell in row["cells"]] for row in rows]
    assert [(row[0], row[1], row[2], row[5], *row[6:]) for row in texts] == [
        ("台账.csv", "非公企业台账", "桥东街道", "待确认", "1", "0", "0", "1"),
        ("台账.csv", "非公企业台账", "桥东街道", "已导入", "1", "1", "0", "0"),
    ]


def test_lines_are_shown_page_by_page_and_by_verdict(town_clerk):
    lines = [line(f"第{number}公司") for number in range(120)]
    batch = uploaded(town_clerk, *lines, line("有误公司", 职工人数="-1"))
    counts = [
        (query, len(answer.context["lines"]), answer.context["total"])
        for query in ("", "?verdict=", "?verdict=&page=3", "?verdict=new", "?verdict=nonsense")
        for answer in [town_clerk.get(batch.get_absolute_url() + query)]
    ]
    assert counts == [
        ("", 1, 1), ("?verdict=", 50, 121), ("?verdict=&page=3", 21, 121), ("?verdict=new", 50, 120),
        ("?verdict=nonsense", 50, 121),
    ]  # fmt: skip


def test_what_is_read_otherwise_than_written_is_told(town_clerk):
    batch = uploaded(town_clerk, line(职工人数="１２人", 备注="一字不差"))
    [row] = shown_rows(town_clerk, batch)
    assert row["read"] == ["职工人数：“１２人”读作“12”"]


def test_same_file_again_says_so_and_changes_nothing(town_clerk):
    town_clerk.post(apply_url(uploaded(town_clerk, line())))
    upload(town_clerk, ledger(line()), _post_key="key-2")
    answer = town_clerk.get(ImportBatch.objects.latest("pk").get_absolute_url())
    assert [note for note in notes(answer) if note.startswith("同一个文件已于")] != []
    assert [row["verdict"] for row in answer.context["lines"]] == ["无变化"]


def test_mended_workbook_takes_the_place_of_the_first(town_clerk):
    batch = uploaded(town_clerk, line("第二公司", 职工人数="-1"))
    [box] = shown_rows(town_clerk, batch)[0]["boxes"]
    mend(town_clerk, batch, {box["name"]: "7"})
    file = SimpleUploadedFile("改好.csv", ledger(line("第二公司", 职工人数="12")))
    town_clerk.post(url_of(batch, "replace"), {"file": file, "_post_key": "key-2"})
    batch.refresh_from_db()
    assert (batch.file_name, batch.corrections, ImportBatch.objects.count()) == ("改好.csv", "", 1)
    town_clerk.post(apply_url(batch))
    assert Unit.objects.get().employees == 12


def test_nothing_of_the_file_or_of_corrections_is_kept_in_clear(town_clerk):
    batch = uploaded(town_clerk, line("秘密公司", 职工人数="-1"))
    [box] = shown_rows(town_clerk, batch)[0]["boxes"]
    mend(town_clerk, batch, {box["name"]: "4711"})
    batch.refresh_from_db()
    assert ("秘密公司".encode() in batch.file.read(), "4711" in batch.corrections) == (False, False)


def test_workbook_comes_back_with_its_faulty_cells_marked(town_clerk):
    rows = [["管理区域", "单位名称", "职工人数"], ["桥东街道", "第一公司", 3], ["桥东街道", "第二公司", -1]]
    data = xlsx(Page("台账", rows))
    upload(town_clerk, data, "台账.xlsx")
    answer = town_clerk.get(url_of(ImportBatch.objects.get(), "marked"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["台账"]
    comments = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    assert comments == {"C3": "职工人数：“-1”是负数，数量不能小于0，请改正。"}
    assert "%E5%B7%B2%E6%A0%87%E5%87%BA%E9%94%99%E8%AF%AF" in answer["Content-Disposition"]


@pytest.mark.parametrize("key", [kind.key for kind in KINDS])
def test_template_is_read_as_its_kind_and_its_example_is_left_out(key, town_clerk):
    answer = town_clerk.get(reverse("intake:template", args=[key]))
    [head] = [
        [cell.value for cell in row]
        for row in openpyxl.load_workbook(io.BytesIO(answer.content))
        .worksheets[0]
        .iter_rows(min_row=2, max_row=2)
    ]
    told = town_clerk.get(reverse("intake:template-list")).context["kinds"]
    assert head in [kind["columns"] for kind in told]
    refused = errors_of(upload(town_clerk, answer.content, "模板.xlsx", table_kind=key))
    assert refused == {"__all__": ["表头下面没有数据行，请核对文件内容。"]}
    assert town_clerk.get(reverse("intake:template", args=["nonsense"])).status_code == 404


@pytest.mark.slow
def test_zone_is_mended_and_imported_through_the_pages(county_clerk):
    expected = expected_rows(ZONE)
    upload(county_clerk, data_of(ZONE), ZONE)
    batch = ImportBatch.objects.get()
    boxes = {row["row"]: box["name"] for row in shown_rows(county_clerk, batch, "") for box in row["boxes"]}
    fields = {row: name.split("-")[2] for row, name in boxes.items()}
    assert fields == {
        44: "organization_established_on", 70: "organization_established_on", 118: "formal_members",
    }  # fmt: skip
    typed = {name: str(expected["开发区", row][fields[row]]) for row, name in boxes.items()}
    assert sorted(typed.values()) == ["1", "2008-05-01", "2012-01-15"]
    mend(county_clerk, batch, typed)
    county_clerk.post(apply_url(batch))
    truth = truth_of(ZONE)["summary"]
    rate = ORG_COVERAGE.rate(Unit.objects.all(), timezone.localdate())
    assert rate == Rate(truth["standalone"] + truth["joint"], truth["units"])
    assert str(rate) == "85.00%"


def test_phone_and_codes_of_others_are_not_told(stranger, unit):
    Unit.objects.filter(pk=unit.pk).update(credit_code=credit_code(1))
    batch = keep(ledger(line("别家公司", area="桥西街道", 统一社会信用代码=credit_code(1)) | STANDALONE))
    batch.area = area("桥西街道")
    batch.save()
    stranger.post(url_of(batch, "recheck"))
    page = stranger.get(batch.get_absolute_url()).content.decode()
    assert [text in page for text in ("13800000000", unit.name, "这个代码已由其他区域的单位使用")] == [
        False, False, True,
    ]  # fmt: skip


def test_the_exported_list_of_units_is_read_back_whole_and_unchanged(county_clerk):
    standalone = (
        line() | STANDALONE | {"统一社会信用代码": credit_code(1), "职工人数": "40", "电话": "13800000001"}
    )
    guided = line("第二公司", 组建方式="派指导员", 指导员="李红")
    batch = uploaded(county_clerk, standalone, guided, line("第三公司"))
    county_clerk.post(apply_url(batch), {"_post_key": "key-2"})
    listed = county_clerk.get("/register/units/?export=xlsx").content
    upload(county_clerk, listed, "单位名录.xlsx", _post_key="key-3")
    answer = county_clerk.get(ImportBatch.objects.latest("pk").get_absolute_url())
    [sheet] = answer.context["sheets"]
    assert (sheet["unmapped"], [row["verdict"] for row in answer.context["lines"]]) == ([], ["无变化"] * 3)


@pytest.mark.parametrize("name", ["import-list", "import-create", "template-list"])
def test_plain_page(name, town_clerk, secretary, leader, auditor):
    people = (town_clerk, secretary, leader, auditor, Client())
    codes = [client.get(reverse(f"intake:{name}")).status_code for client in people]
    assert codes == [200, 403, 403, 403, 302]
