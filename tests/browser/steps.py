"""Steps that several browser tests take."""

from __future__ import annotations

import datetime as dt
import os
import re

from playwright.sync_api import expect

from dev.page_urls import session_of
from tests.factories.canvass import photo


def become(page, persona):
    """Sign in as somebody else on the same device."""
    origin = "/".join(page.url.split("/")[:3])
    page.context.clear_cookies(name="session")
    for name, value in session_of(persona).items():
        page.context.add_cookies([{"name": name, "value": value, "url": origin}])


def sign_out(page):
    """Sign out on the page for it. Its script first deletes what the phone keeps, then it sends."""
    page.get_by_role("button", name="退出登录", exact=True).click()
    expect(page).to_have_url(re.compile(r":\d+/$"))


SHOTS = os.environ.get("DESK_SHOTS", "")
"""A folder for screenshots, or ""."""


def shoot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def press_tab_until(page, name: str):
    for _step in range(60):
        page.keyboard.press("Tab")
        if name in page.evaluate(
            "document.activeElement.innerText || document.activeElement.name || ''"
        ):
            return
    raise AssertionError(name)


def in_days(days):
    when = dt.datetime.now(dt.UTC) + dt.timedelta(days=days)
    return when.strftime("%Y-%m-%dT14:00")


def sheet():
    return {"name": "签字.jpg", "mimeType": "image/jpeg", "buffer": photo().content.jpeg}
