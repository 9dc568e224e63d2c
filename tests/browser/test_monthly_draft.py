"""A draft in a real browser: what is typed survives, with and without a script."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 360, "height": 740}
KEPT = "已自动保存"


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    yield from server.start(tmp_path_factory.mktemp("portal"))


@pytest.fixture
def phone(browser: Browser, portal):
    """Return a function that signs a secretary in on a new phone and opens the month to file."""
    contexts = []

    def take_out(name="secretary2", link="看意见并修改", script=True) -> Page:
        context = browser.new_context(
            viewport=PHONE, locale="zh-CN", base_url=portal.url, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/reports/monthly/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", portal.accounts[name])
        page.get_by_role("button", name="登录").click()
        page.get_by_role("link", name=link).click()
        return page

    yield take_out
    for context in contexts:
        context.close()


def test_what_is_typed_is_there_on_the_next_phone(phone):
    first = phone()
    first.fill("[name=work]", "写到一半")
    first.locator("[name=help_wanted]").focus()
    expect(first.locator("[data-draft-status]")).to_contain_text(KEPT)
    first.close()
    expect(phone().locator("[name=work]")).to_have_value("写到一半")


def test_pressing_right_after_typing_is_no_conflict(phone):
    page = phone()
    page.get_by_label("有变化", exact=True).check()
    for text in ("一", "一二", "一二三"):
        page.locator("[name=work]").fill(text)
        page.get_by_role("button", name="核对并上报").click()
        expect(page.get_by_role("button", name="确认上报")).to_be_visible()
        page.get_by_role("link", name="返回修改").first.click()
        expect(page.locator("[name=work]")).to_have_value(text)


def test_without_network_the_page_says_so_and_keeps_it_later(phone):
    page = phone()
    page.context.set_offline(True)
    page.fill("[name=work]", "断网时写的")
    page.locator("[name=help_wanted]").focus()
    expect(page.locator("[data-draft-status]")).to_contain_text("未自动保存：网络不通")
    page.context.set_offline(False)
    page.locator("[name=work]").focus()
    page.locator("[name=help_wanted]").focus()
    expect(page.locator("[data-draft-status]")).to_contain_text(KEPT)


def test_what_is_not_asked_steps_aside_while_it_is_empty(phone):
    page = phone()
    page.fill("[name=work]", "留着")
    page.get_by_label("本月无变化").check()
    expect(page.locator("[name=member_changes]")).to_be_hidden()
    expect(page.locator("[name=work]")).to_be_visible()


def test_the_path_needs_no_script(phone):
    page = phone("secretary1", "填写本月月报", script=False)
    page.get_by_label("有变化", exact=True).check()
    page.fill("[name=work]", "没有脚本也能上报。")
    page.get_by_role("button", name="核对并上报").click()
    page.get_by_role("button", name="确认上报").click()
    expect(page.get_by_text("报送回执")).to_be_visible()
