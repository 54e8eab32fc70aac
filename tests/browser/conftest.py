"""The house of the demo behind a real address, and people with real browsers."""

from __future__ import annotations

import os
import threading
from pathlib import Path

# Playwright keeps an event loop in its thread, and Django would refuse the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import pytest
from django.core.cache import caches
from django.db import connections
from playwright.sync_api import Locator, expect

from dev.chromium import FLAGS, find_chromium
from dev.shots import session_of
from governance.demo.actions import build_demo
from tests.browser.arriving import MARK, clicks_wait
from tests.browser.kept import Kept

expect.set_options(timeout=20_000)  # ms: other tests keep the cores busy
ANSWERING = "(process_request_thread)"
"""How Django's server names a thread that answers a browser."""
SIZES = {"phone": (390, 844), "desktop": (1280, 900), "smallest": (320, 640)}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Each house has its own; the plugin's fixture of this name warns, and warnings are errors."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": FLAGS}


@pytest.fixture(scope="session")
def kept(tmp_path_factory, playwright):
    """Torn down before Playwright is. Beside a running loop Django has connections of its own, which
    nobody else would close; and a database with somebody in it is not dropped.
    """
    yield Kept(tmp_path_factory.mktemp("kept") / "media")
    connections.close_all()


@pytest.fixture
def house(live_server, kept, settings):
    """Building 114 of the demo; its address.

    When the browsers are closed, the server may still be answering them: its threads are waited for,
    else the tables would be emptied under their hands.
    """
    _forget_the_last_house(settings)
    media = Path(settings.MEDIA_ROOT)
    if kept.tables:
        kept.lay_back(media)
    else:
        build_demo()
        kept.take(media)
    yield live_server.url
    _wait_for_answers()


@pytest.fixture
def empty_house(live_server, settings):
    """An installation in which nothing is yet; its address."""
    _forget_the_last_house(settings)
    yield live_server.url
    _wait_for_answers()


def _forget_the_last_house(settings) -> None:
    """In the caches, for the numbers of rows are those of the last house."""
    for name in settings.CACHES:
        caches[name].clear()


def _wait_for_answers() -> None:
    for thread in threading.enumerate():
        if thread.name.endswith(ANSWERING):
            thread.join(timeout=60)


@pytest.fixture
def troubles() -> list[str]:
    """What the browsers' consoles complained of; empty at the end of every test."""
    return []


@pytest.fixture(autouse=True)
def _no_troubles(troubles):
    yield
    assert troubles == []


@pytest.fixture
def pages(monkeypatch):
    """The open pages, and whether a file began to come since the last click on it."""
    monkeypatch.setattr(Locator, "click", clicks_wait(found := {}))
    return found


@pytest.fixture
def visit(house, browsers):
    """``visit("leader", size="desktop")``: a page in a browser of their own, signed in."""

    def open_browser(persona="visitor", **more):
        page = browsers(house, **more)
        for name, value in session_of(persona).items():
            page.context.add_cookies([{"name": name, "value": value, "url": house}])
        return page

    return open_browser


@pytest.fixture
def browsers(new_context, troubles, pages):
    """``browsers(address, size="desktop")``: a page in a browser of its own."""

    def open_browser(address, *, size="phone", **more):
        width, height = SIZES[size]
        context = new_context(
            base_url=address, locale="zh-CN", viewport={"width": width, "height": height}, **more
        )
        context.set_default_timeout(20_000)
        context.add_init_script(MARK)
        page = context.new_page()
        page.on("download", lambda _file: pages.update({page: True}))
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
        page.on("console", lambda said: _listen(said, page, troubles))
        return page

    return open_browser


def _listen(said, page, troubles) -> None:
    if said.type in {"error", "warning"}:
        troubles.append(f"{page.url}: {said.text}")
