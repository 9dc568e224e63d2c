"""Take a picture of every page of the menu, for one person of every role, wide and on a phone.

The portal runs with the demo county in a folder of its own, so no data is touched. Pictures land in
screenshots/ROLE/, with everything the browser complained about in screenshots/complaints.txt; those of the
manual in docs/zh/images/.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.test import Client
from manual_pictures import take_manual
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "screenshots"
WIDTHS = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}
PATIENCE_SECONDS = 180
FLAGS = ["--no-sandbox", "--disable-gpu"]


def main():
    with tempfile.TemporaryDirectory(prefix="portal-") as folder:
        os.environ.update(
            DATA_DIR=folder, PORT=str(free_port()), DJANGO_SETTINGS_MODULE="shahe_portal.settings"
        )
        os.environ.pop("DATABASE_URL", None)
        with portal() as address:
            cookies = sessions()
            with chromium() as browser:
                take_all(browser, address, cookies)
                take_manual(browser, address, cookies)


@contextmanager
def chromium() -> Iterator:
    # Django refuses queries in a thread with an event loop, and the browser keeps one in ours.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def portal() -> Iterator[str]:
    """Start the portal as `make run` does, yield its address when it is ready, stop it."""
    address = f"http://127.0.0.1:{os.environ['PORT']}"
    process = subprocess.Popen((sys.executable, ROOT / "scripts" / "run.py"), cwd=ROOT)
    try:
        wait_until_ready(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def wait_until_ready(address: str, process: subprocess.Popen):
    """Leave when the portal has ended or does not get ready in time."""
    end = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=5).close()  # noqa: S310 - our own address
            return
        except urllib.error.URLError:
            time.sleep(0.3)
    sys.exit("门户未能启动。 / The portal did not start.")


def sessions() -> dict[str, str]:
    """Return for each role the session of the first person who holds it."""
    sys.path.insert(0, str(ROOT))
    django.setup()
    held = apps.get_model("organizations.Jurisdiction").objects.order_by("-pk").select_related("user")
    people = {jurisdiction.role: jurisdiction.user for jurisdiction in held}
    return {role: session_of(user) for role, user in people.items()}


def session_of(user) -> str:
    type(user).objects.filter(pk=user.pk).update(must_change_password=False)
    client = Client()
    client.force_login(user, backend="organizations.backends.JurisdictionBackend")
    return client.session.session_key


def take_all(browser, address: str, cookies: dict[str, str]):
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir()
    complaints = []
    for role, session in cookies.items():
        for name, viewport in WIDTHS.items():
            context = browser.new_context(viewport=viewport, locale="zh-CN")
            context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
            complaints += take_menu(context, address, TARGET / role, name)
            context.close()
    (TARGET / "complaints.txt").write_text("\n".join(complaints), encoding="utf-8")
    print(f"{len(list(TARGET.rglob('*.png')))} 张截图，{len(complaints)} 条浏览器报错：{TARGET}")


def take_menu(context, address: str, folder: Path, name: str) -> list[str]:
    """Take a picture of every page the menu names; return what the browser complained about."""
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(f"{folder.name} {page.url} {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{folder.name} {page.url} {error}"))
    page.goto(address)
    links = page.locator("nav a").evaluate_all(
        "links => links.map(link => [link.pathname, link.textContent.trim()])"
    )
    for number, (path, label) in enumerate(dict(links).items()):
        answer = page.goto(address + path)
        if answer.status != 200:
            complaints.append(f"{folder.name} {path} {answer.status}")
        page.screenshot(path=folder / f"{number:02d}-{label}-{name}.png", full_page=True)
    return complaints


if __name__ == "__main__":
    main()
