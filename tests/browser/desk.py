"""The desk of a clerk in the browser: opens pages by their buttons, fills forms, sees every act through."""

import re
from datetime import date, timedelta

from playwright.sync_api import Browser, Locator, Page, expect

LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}
PATIENCE = 60_000
REFUSED = "status of 422"


def day(back: int) -> str:
    """Return the day so many days before today, as a form takes it."""
    return (date.today() - timedelta(days=back)).isoformat()


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


class Desk:
    """One signed-in window; what the browser complains of is kept in `problems`."""

    def __init__(self, browser: Browser, portal, name: str):
        self.problems: list[str] = []
        self.context = browser.new_context(viewport=LAPTOP, locale="zh-CN", base_url=portal.url)
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: self.note_foreign(request.url, portal.url))
        self.go("/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", portal.accounts[name])
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.locator("nav.site-nav")).to_be_visible(timeout=PATIENCE)

    def hear(self, message) -> None:
        """Keep the errors of the console; a refused form is none, though the browser names its status."""
        if message.type == "error" and REFUSED not in message.text:
            self.problems.append(message.text)

    def note_foreign(self, url: str, own: str) -> None:
        if not url.startswith((own, "data:", "blob:")):
            self.problems.append(f"foreign request {url}")

    # Looking

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def row(self, *texts: str) -> Locator:
        """Return the lines of the tables of the page that show all these texts."""
        rows = self.main.locator("tr")
        for text in texts:
            rows = rows.filter(has_text=text)
        return rows

    def shows(self, *texts: str) -> None:
        for text in texts:
            expect(self.main).to_contain_text(text, timeout=PATIENCE)

    def shows_row(self, *texts: str) -> None:
        expect(self.row(*texts)).to_have_count(1, timeout=PATIENCE)

    def offers(self, label: str) -> int:
        return self.main.get_by_role("link", name=label, exact=True).count()

    def listed(self) -> int:
        return int(re.search(r"(\d+) 条", self.page.locator("h1").inner_text())[1])

    def check_width(self) -> None:
        """No page scrolls sideways, neither on the laptop nor on a phone."""
        assert fits(self.page), f"{self.page.url} on a laptop"
        self.page.set_viewport_size(PHONE)
        assert fits(self.page), f"{self.page.url} on a phone"
        self.page.set_viewport_size(LAPTOP)

    # Going

    def go(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer.status == 200, (address, answer.status)
        self.check_width()

    def find(self, register: str, name: str) -> None:
        """Open the page of one row through the search of its register."""
        self.go(f"/register/{register}/")
        self.page.fill("form.filter [name=q]", name)
        self.main.get_by_role("button", name="查询").first.click()
        self.press(name)
        self.shows(name)

    def press(self, label: str, within: Locator | None = None) -> None:
        """Follow a link of the page, or of the line named."""
        (within or self.main).get_by_role("link", name=label, exact=True).first.click()
        expect(self.main).to_be_visible(timeout=PATIENCE)
        self.check_width()

    # Doing

    def fill(self, **answers) -> None:
        for name, answer in answers.items():
            self.answer(self.main.locator(f"form[method=post] [name={name}]"), answer)

    def answer(self, field: Locator, answer) -> None:
        """Fill one field as its kind asks for: a list ticks the choices of those labels."""
        if isinstance(answer, list):
            for label in answer:
                self.main.get_by_label(label, exact=True).check()
        elif isinstance(answer, bool):
            field.set_checked(answer)
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=answer)
        else:
            field.fill(answer)

    def save(self, label="保存") -> None:
        self.main.get_by_role("button", name=label, exact=True).click()
        expect(self.main.locator(".notes")).to_be_visible(timeout=PATIENCE)
        self.check_width()

    def look(self, told: tuple[str, ...]) -> None:
        """Ask for the preview, and find in it what will change."""
        self.main.get_by_role("button", name="下一步：查看变化").click()
        box = self.main.locator(".warning-box")
        for text in ("确认后将发生以下变化", *told):
            expect(box).to_contain_text(text, timeout=PATIENCE)
        self.check_width()

    def see_through(self, *told: str, done="已办理。", **answers) -> None:
        """Fill in the act whose page is open, read the preview, and do it."""
        self.fill(**answers)
        self.look(told)
        self.main.locator(".warning-box").get_by_role("button", name="确认办理").click()
        expect(self.main.locator(".notes")).to_contain_text(done, timeout=PATIENCE)
        self.check_width()

    def act(self, label: str, *told: str, **answers) -> None:
        self.press(label)
        self.see_through(*told, **answers)
