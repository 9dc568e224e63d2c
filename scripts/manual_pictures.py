"""The pictures of the users' manual: the main pages, wide and on a phone, into docs/zh/images/."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "docs" / "zh" / "images"
WIDTHS = {"wide": {"width": 1366, "height": 640}, "phone": {"width": 360, "height": 720}}
LARGEST_BYTES = 200_000
LEDGER = """\
企业名称,统一社会信用代码,职工人数,正式党员,预备党员,组建方式,党组织名称,党组织书记,党建指导员
沙河市示例玻璃有限公司,91130582T00000001K,120,5,1,单独组建,示例玻璃党支部,赵明远,
沙河市示例机械有限公司,91130582T0000002,36,1,0,派指导员,,,钱晓东
沙河市示例食品有限公司,91130582T00000003R,18,0,0,,,,
"""


@dataclass(frozen=True)
class Picture:
    """A page as one role sees it: its address, then the links that are followed from there."""

    name: str
    role: str
    path: str
    links: tuple[str, ...] = ()


PICTURES = (
    Picture("sign-in", "", "/accounts/sign-in/"),
    Picture("dashboard", "county_clerk", "/reports/dashboard/"),
    Picture("figure", "county_clerk", "/reports/figures/uncovered/"),
    Picture("reports", "county_clerk", "/reports/monthly/"),
    Picture("units", "town_clerk", "/register/units/"),
    Picture("unit", "town_clerk", "/register/units/", ("tbody a",)),
    Picture("assessment", "town_clerk", "/standards/new/venue_six/"),
    Picture("report", "secretary", "/reports/monthly/", (".month-card a.btn-primary",)),
    Picture("activity", "secretary", "/activities/new/"),
    Picture("visit", "officer", "/register/visits/new/"),
    Picture("roles", "sysadmin", "/admin/organizations/jurisdiction/"),
)


def take_manual(browser, address: str, cookies: dict[str, str]):
    """Take every picture of the manual; leave with the names of those that are too large to keep."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for width, viewport in WIDTHS.items():
        for picture in PICTURES:
            page = page_for(browser, address, cookies.get(picture.role), viewport)
            page.goto(address + picture.path)
            for link in picture.links:
                page.locator(link).first.click()
            keep(page, f"{picture.name}-{width}")
        page = page_for(browser, address, cookies["town_clerk"], viewport)
        upload(page, address)
        keep(page, f"import-{width}", full_page=True)
    too_large = [path.name for path in TARGET.glob("*.png") if path.stat().st_size > LARGEST_BYTES]
    if too_large:
        sys.exit(f"图片过大 / too large: {'、'.join(too_large)}")


def page_for(browser, address: str, session: str | None, viewport: dict):
    context = browser.new_context(viewport=viewport, locale="zh-CN")
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    return context.new_page()


def keep(page, name: str, full_page: bool = False):
    """Take what the window shows, or the whole page, and close it."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=TARGET / f"{name}.png", full_page=full_page)
    page.context.close()


def upload(page, address: str):
    """Bring in a small ledger with faults, as a township would, and stay on its preview."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "桥东街道非公企业党建台账.csv"
        ledger.write_text(LEDGER, encoding="utf-8-sig")
        page.goto(f"{address}/imports/new/")
        page.set_input_files("input[type=file]", ledger)
        page.get_by_label("管理区域").select_option(label="桥东街道")
        page.get_by_role("button", name="上传并核对").click()
