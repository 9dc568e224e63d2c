"""The main job, as its users do it: workbooks in, figures, lists, a report from a phone, the summary out."""

import json
import re
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DATA = Path(__file__).resolve().parents[1] / "data"
LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}
MENDS = {"党组织成立时间": ["2012-01-15", "2008-05-01"], "正式党员": ["1"]}


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    yield from server.start(tmp_path_factory.mktemp("portal"))


@pytest.fixture
def person(browser: Browser, portal):
    """Return a function: user name and window -> a signed-in page; every problem of the browser counts."""
    contexts, problems = [], []

    def sign_in(name: str, size=LAPTOP) -> Page:
        context = browser.new_context(
            viewport=size, locale="zh-CN", accept_downloads=True, base_url=portal.url
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: note_foreign(request.url, portal.url, problems))
        page.goto("/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", portal.accounts[name])
        page.get_by_role("button", name="登录").click()
        expect(page.locator("form[action='/accounts/sign-out/']").first).to_be_attached()
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert problems == []


def note_foreign(url: str, own: str, problems: list[str]) -> None:
    if not url.startswith((own, "data:", "blob:")):
        problems.append(f"foreign request {url}")


def figures(portal) -> dict:
    """Return {key: (hits, total)} of all units, as the command says."""
    done = portal.manage("indicators", "--kind", "all", "--json")
    assert done.returncode == 0, done.stderr
    return {i["key"]: (i["hits"], i["total"]) for i in json.loads(done.stdout)["indicators"]}


def upload(page: Page, name: str) -> None:
    page.goto("/imports/")
    page.get_by_role("link", name="导入工作簿").click()
    page.set_input_files("[name=file]", DATA / name)
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_role("heading", name="逐行结果")).to_be_visible()


def confirm(page: Page, rows: int) -> None:
    page.get_by_role("button", name=f"确认导入 {rows} 行").click()
    expect(page.get_by_role("heading", name=f"已导入 {rows} 行")).to_be_visible()


def mend_faulty_cells(page: Page) -> None:
    for label, answers in MENDS.items():
        boxes = page.locator("label.mend", has_text=label).locator("input")
        assert boxes.count() == len(answers)
        for number, answer in enumerate(answers):
            boxes.nth(number).fill(answer)
    page.get_by_role("button", name="按填写的内容重新核对").click()


def tile(page: Page, label: str):
    heading = page.get_by_role("heading", name=label, exact=True)
    return page.locator("section.tile").filter(has=heading)


def hits_and_total(page: Page, label: str) -> tuple[int, int]:
    found = re.search(r"(\d+) ÷ (\d+)", tile(page, label).inner_text())
    return int(found[1]), int(found[2])


def no_sideways_scroll(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def listed(page: Page) -> int:
    return int(re.search(r"(\d+) 条", page.locator("h1").inner_text())[1])


def exported_rows(page: Page) -> int:
    with page.expect_download() as download:
        page.get_by_role("link", name="导出表格").click()
    book = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    rows = [row for row in book.active.iter_rows(values_only=True) if any(cell is not None for cell in row)]
    head = next(number for number, row in enumerate(rows) if "单位名称" in row)
    return len(rows) - head - 1


def test_workbooks_become_the_dashboard(portal, person):
    before = figures(portal)
    page = person("county")
    upload(page, "ledger_tidy.xlsx")
    confirm(page, 60)
    upload(page, "ledger_zone.xlsx")
    expect(page.get_by_role("heading", name="有 3 行有误，请先改正")).to_be_visible()
    mend_faulty_cells(page)
    confirm(page, 120)

    after = figures(portal)
    assert after["org_coverage"] == (before["org_coverage"][0] + 41 + 102, before["org_coverage"][1] + 180)
    assert after["standalone_share"][0] == before["standalone_share"][0] + 28 + 59
    assert after["joint_share"][0] == before["joint_share"][0] + 13 + 43
    assert after["work_coverage"][0] == before["work_coverage"][0] + 49 + 114

    page.goto("/reports/dashboard/?kind=all")
    for label, key in (("组织覆盖率", "org_coverage"), ("工作覆盖率", "work_coverage")):
        assert hits_and_total(page, label) == after[key]
    tile(page, "组织覆盖率").locator(".figure a").click()
    assert listed(page) == after["org_coverage"][0]
    assert exported_rows(page) == after["org_coverage"][0]


def test_every_number_by_area_opens_its_list(portal, person):
    page = person("county")
    page.goto("/reports/dashboard/?kind=all")
    cells = page.locator("table.grid tr", has_text="沙河经济开发区").locator("td a")
    links = [(cell.inner_text(), cell.get_attribute("href")) for cell in cells.all()]
    assert len(links) > 5
    for text, href in links:
        if text.isdigit():
            page.goto(f"/reports/dashboard/{href}" if href.startswith("?") else href)
            assert listed(page) == int(text)


def test_a_report_goes_from_the_phone_to_the_county(portal, person):
    phone = person("secretary1", PHONE)
    phone.goto("/reports/monthly/")
    assert no_sideways_scroll(phone)
    phone.get_by_role("link", name=re.compile("填写本月月报|继续填写|看意见并修改")).first.click()
    phone.get_by_label("有变化", exact=False).last.check()
    phone.fill("[name=work]", "组织党员学习，走访困难职工。")
    assert no_sideways_scroll(phone)
    phone.get_by_role("button", name="核对并上报").click()
    phone.get_by_role("button", name="确认上报").click()
    expect(phone.get_by_text("报送时间")).to_be_visible()
    address = phone.url

    town = person("town1")
    town.goto(address)
    town.get_by_role("button", name="乡镇审核通过").click()
    county = person("county")
    county.goto(address)
    county.get_by_role("button", name="县级审核通过").click()
    county.goto(address)
    expect(county.locator(".subtitle .state").first).to_have_text("县级已审")
    stranger = person("town2")
    assert stranger.request.get(address).status == 404


def test_the_summary_is_downloaded(portal, person):
    page = person("county")
    page.goto("/reports/summary/")
    with page.expect_download() as download:
        page.locator("a, button").filter(has_text="下载").first.click()
    book = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    assert book.sheetnames[0] == "覆盖情况"
    assert "明细" in book.sheetnames


def test_every_role_lands_on_its_page_and_no_page_scrolls_sideways(portal, person):
    for name in ("county", "town1", "secretary1", "officer", "leader"):
        page = person(name, PHONE)
        for address in menu_addresses(page):
            assert page.goto(address).status == 200
            assert no_sideways_scroll(page), (name, address)


def menu_addresses(page: Page) -> list[str]:
    links = page.locator("nav.site-nav a").all()
    return [link.get_attribute("href") for link in links if "admin" not in link.get_attribute("href")]


def test_the_day_asked_for_survives_a_click(portal, person):
    page = person("leader")
    page.goto(f"/reports/dashboard/?on={date.today().year - 1}-12-31&kind=all")
    hits, _ = hits_and_total(page, "组织覆盖率")
    tile(page, "组织覆盖率").locator(".figure a").click()
    assert listed(page) == hits
