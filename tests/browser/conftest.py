"""Browser tests drive Debian's Chromium instead of a download of their own."""

import os
import shutil

import pytest
from playwright.sync_api import Browser

from tests.browser.desk import Desk

# Playwright keeps an event loop in the thread of the tests, and Django would refuse every query in it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": list(FLAGS)}


@pytest.fixture(scope="module")
def clerk(browser: Browser, portal):
    desk = Desk(browser, portal, "county")
    yield desk
    desk.context.close()


@pytest.fixture
def desk(clerk):
    """The desk of the clerk; the browser has nothing to complain of in the test."""
    clerk.problems.clear()
    yield clerk
    assert clerk.problems == []
