"""The demo on a live server, and browsers signed in as its people."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

# Playwright runs an event loop in this thread, where Django would refuse to use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import pytest
from django.core.cache import caches
from django.db import connections
from playwright.sync_api import Locator, expect

from dev.chromium import FLAGS, find_chromium
from dev.page_urls import session_of
from tests.browser.arriving import MARK, clicks_wait
from tests.browser.kept import Kept
from tests.kept_demo import folder_of_all_workers

expect.set_options(timeout=20_000)  # ms, because parallel tests keep the cores busy
ANSWERING = "(process_request_thread)"
"""Part of the thread name that Django's live server uses for requests."""
BLOCKED = "Service Worker registration blocked by Playwright"
SIZES = {"phone": (390, 844), "desktop": (1280, 900), "smallest": (320, 640)}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Override the plugin's fixture, which warns. Each test's live server has its own URL."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": FLAGS}


@pytest.fixture(scope="session")
def kept(tmp_path_factory, playwright):
    """The demo, stored for all workers.

    Torn down before Playwright: under a running event loop Django opens separate connections that
    nobody else closes, and an open connection prevents dropping the database.
    """
    yield Kept(folder_of_all_workers(tmp_path_factory.getbasetemp()) / "kept")
    connections.close_all()


@pytest.fixture
def house(live_server, kept, settings):
    """Fill building 114 of the demo and yield the server's URL.

    Waits for the server's threads at the end, because they may still use the tables that are about
    to be emptied.
    """
    _forget_the_last_house(settings)
    kept.fill(Path(settings.MEDIA_ROOT))
    yield live_server.url
    _wait_for_answers()


@pytest.fixture
def empty_house(live_server, settings):
    """Yield the URL of an installation without data."""
    _forget_the_last_house(settings)
    yield live_server.url
    _wait_for_answers()


def _forget_the_last_house(settings) -> None:
    """Clear the caches, because primary keys repeat in each test."""
    for name in settings.CACHES:
        caches[name].clear()


def _wait_for_answers() -> None:
    """A thread that is being started is listed, and cannot be joined yet."""
    until = time.monotonic() + 60
    while _is_answering() and time.monotonic() < until:
        time.sleep(0.01)


def _is_answering() -> bool:
    return any(thread.name.endswith(ANSWERING) for thread in threading.enumerate())


@pytest.fixture
def troubles() -> list[str]:
    """Messages of the browsers' consoles. Must be empty at the end of each test."""
    return []


@pytest.fixture(autouse=True)
def _no_troubles(troubles):
    yield
    assert troubles == []


@pytest.fixture
def pages(monkeypatch):
    """Map each open page to whether a download began since its last click."""
    monkeypatch.setattr(Locator, "click", clicks_wait(found := {}))
    return found


@pytest.fixture
def visit(house, browsers):
    """``visit("leader", size="desktop")`` returns a page in a new browser context, signed in."""

    def open_browser(persona="visitor", **more):
        page = browsers(house, **more)
        for name, value in session_of(persona).items():
            page.context.add_cookies([{"name": name, "value": value, "url": house}])
        return page

    return open_browser


@pytest.fixture
def browsers(new_context, troubles, pages):
    """``browsers(address, size="desktop")`` returns a page in a new browser context."""

    def open_browser(address, *, size="phone", **more):
        width, height = SIZES[size]
        options = {
            "base_url": address,
            "locale": "zh-CN",
            "viewport": {"width": width, "height": height},
            "service_workers": "block",  # a test that needs the worker says "allow"
        }
        context = new_context(**{**options, **more})
        context.set_default_timeout(20_000)
        context.add_init_script(MARK)
        page = context.new_page()
        page.on("download", lambda _file: pages.update({page: True}))
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
        page.on("console", lambda message: _listen(message, page, troubles))
        return page

    return open_browser


def _listen(message, page, troubles) -> None:
    if message.type in {"error", "warning"} and message.text != BLOCKED:
        troubles.append(f"{page.url}: {message.text}")
