"""The four steps of an import in the browser: file, what was understood, mend, apply; and back again."""

import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser import server
from tests.browser.desk import PATIENCE, Desk
from tests.organizations.ledgers import ledger, line
from tests.workbook_factory import Page, xlsx

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ZONE = Path(__file__).resolve().parents[1] / "data" / "ledger_zone.xlsx"
UPLOAD = "上传并核对"
LONG = 2600  # more lines than are judged while the page waits


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    yield from server.start(tmp_path_factory.mktemp("portal"))


def send(desk: Desk, file) -> None:
    desk.go("/imports/")
    desk.press("导入工作簿")
    desk.page.set_input_files("[name=file]", file)
    desk.main.get_by_role("button", name=UPLOAD).click()
    expect(desk.main.get_by_role("heading", name="逐行结果")).to_be_visible(timeout=PATIENCE)
    desk.check_width()


def csv_file(*lines: dict) -> dict:
    return {"name": "台账.csv", "mimeType": "text/csv", "buffer": ledger(*lines)}


def tap(desk: Desk, button) -> None:
    desk.main.get_by_role("button", name=button).first.click()
    expect(desk.main.locator(".notes")).to_be_visible(timeout=PATIENCE)
    desk.check_width()


def test_ledger_is_mended_on_the_page_applied_and_taken_back(desk):
    send(desk, ZONE)
    desk.shows("有 3 行有误，请先改正", "全部 120", "有误 3")
    for number, answer in enumerate(("2012-01-15", "2008-05-01", "1")):
        desk.main.locator("label.mend input").nth(number).fill(answer)
    tap(desk, "按填写的内容重新核对")
    desk.shows("核对无误，可以导入 120 行")
    tap(desk, "确认导入 120 行")
    desk.shows("已导入 120 行", "以前可以撤回")
    name = "沙河市恒泰远矿业有限公司"
    desk.press("新增 120")
    address = desk.page.url
    desk.find("units", name)
    desk.shows(name)
    desk.go(address.partition("?")[0].replace(desk.page.url.partition("/register")[0], ""))
    desk.press("撤回这次导入")
    desk.shows("将会发生", "单位", "党组织")
    tap(desk, "确认撤回")
    desk.shows("这次导入已撤回")
    desk.go("/register/units/?q=" + name)
    assert desk.listed() == 0


def test_workbook_is_mended_in_excel_and_sent_again(desk):
    send(desk, ZONE)
    with desk.page.expect_download() as download:
        desk.main.get_by_role("link", name="下载标出错误的原表").click()
    book = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    sheet = book["开发区"]
    faulty = [cell for row in sheet for cell in row if cell.comment]
    assert [cell.row for cell in faulty] == [44, 70, 118]
    for cell, value in zip(faulty, ("2012-01-15", "2008-05-01", 1), strict=True):
        sheet[cell.coordinate] = value
    mended = BytesIO()
    book.save(mended)
    desk.press("重新上传")
    buffer = {"name": "改好.xlsx", "mimeType": "application/octet-stream", "buffer": mended.getvalue()}
    desk.page.set_input_files("[name=file]", buffer)
    tap(desk, UPLOAD)
    desk.shows("改好.xlsx", "核对无误，可以导入 120 行")


def test_unknown_heading_is_explained_once(desk):
    rows = [
        ["管理区域", "单位名称", "厂房情况", "组建方式"],
        ["新城镇", "沙河市问表头有限公司", 12, "未组建"],
    ]
    workbook = {
        "name": "台账.xlsx",
        "mimeType": "application/octet-stream",
        "buffer": xlsx(Page("台账", rows)),
    }
    send(desk, workbook)
    desk.shows("请说明", "厂房情况")
    desk.main.get_by_label("厂房情况").select_option(label="职工人数")
    tap(desk, "按选择重新核对")
    expect(desk.main.get_by_role("heading", name=re.compile("请说明"))).to_have_count(0)
    send(desk, workbook)
    expect(desk.main.get_by_role("heading", name=re.compile("请说明"))).to_have_count(0)


def test_long_work_shows_how_far_it_has_come(desk):
    send(desk, csv_file(*(line(f"沙河市长表{number}有限公司", area="新城镇") for number in range(LONG))))
    desk.shows(f"可以导入 {LONG} 行")
    desk.main.get_by_role("button", name=f"确认导入 {LONG} 行").click()
    expect(desk.main.get_by_role("heading", name=f"已导入 {LONG} 行")).to_be_visible(timeout=PATIENCE)
    desk.go(f"/register/units/?q=沙河市长表{LONG - 1}有限公司")
    assert desk.listed() == 1


def test_templates_are_there_to_take(desk):
    desk.go("/imports/")
    desk.press("下载模板")
    with desk.page.expect_download() as download:
        desk.main.get_by_role("link", name="下载模板").first.click()
    assert download.value.suggested_filename.endswith("（模板）.xlsx")
