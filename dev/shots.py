"""``make shots``: take screenshots of every page for every persona, on a temporary server.

``ONLY=/canvass/`` selects URLs that contain it. Pictures are in ``var/shots/<persona>/``, with
overviews in ``var/shots/index.html`` and ``contact.png``.
"""

from __future__ import annotations

import contextlib
import html
import logging
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dev.chromium import FLAGS, find_chromium
from dev.page_urls import SLUG, paths, session_of
from dev.portal import run_portal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "var" / "shots"
PERSONAS = ("leader", "resident", "elder", "staff", "visitor")
MODES = ("phone", "dark", "print", "desktop", "large")
PHONE, SMALLEST, DESKTOP, SHEET = (390, 844), (320, 640), (1280, 900), (794, 1123)
PAGE_HEIGHT = "document.documentElement.scrollHeight"
AWAIT_TWO_FRAMES = "() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))"
HORIZONTAL_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _take_screenshots(browser: Browser, url: str, only: str) -> list[Path]:
    taken = []
    for persona in PERSONAS:
        folder = SHOTS / persona
        folder.mkdir(parents=True)
        with _signed_in(browser, url, persona) as (context, page):
            for path in [*paths(persona), "/nowhere/"]:
                if only in path:
                    taken += _take_screenshots_of_page(context, page, path, folder)
        print(f"{persona}: {len(list(folder.iterdir()))} pictures")
    return taken


@contextlib.contextmanager
def _signed_in(browser: Browser, url: str, persona: str) -> Iterator[tuple[BrowserContext, Page]]:
    context = browser.new_context(base_url=url, locale="zh-CN")
    for name, value in session_of(persona).items():
        context.add_cookies([{"name": name, "value": value, "url": url}])
    yield context, context.new_page()
    context.close()


def _take_screenshots_of_page(
    context: BrowserContext, page: Page, path: str, folder: Path
) -> list[Path]:
    """Take pictures in every mode; of the desk only in desktop sizes."""
    name = re.sub(r"[^a-z0-9]+", "-", path.removeprefix(f"/b/{SLUG}")).strip("-") or "home"
    name = f"front-{name}" if path == "/" else name
    taken = []
    for mode in ("desktop", "dark") if path.startswith("/admin/") else MODES:
        if mode in {MODES[0], "desktop", "large"} or path.startswith("/admin/"):
            _open_page(context, page, path, mode)
        _set_up_viewport(page, mode, desk=path.startswith("/admin/"))
        picture = folder / f"{name}-{mode}.png"
        page.screenshot(path=picture, full_page=True, animations="disabled")
        taken.append(picture)
        if (over := int(page.evaluate(HORIZONTAL_OVERFLOW))) > 0:
            print(f"{over} px too wide: {path} ({folder.name}, {mode})")
    if not path.startswith("/admin/"):
        page.set_viewport_size({"width": SMALLEST[0], "height": SMALLEST[1]})
        if (over := int(page.evaluate(HORIZONTAL_OVERFLOW))) > 0:
            print(f"{over} px too wide: {path} ({folder.name}, 320 px and large)")
    return taken


def _open_page(context: BrowserContext, page: Page, path: str, mode: str) -> None:
    context.clear_cookies(name="text")
    if mode == "large":
        base = page.url.split("/", 3)
        context.add_cookies([{"name": "text", "value": "large", "url": "/".join(base[:3])}])
    answer = page.goto(path)
    if mode == MODES[0] and answer and answer.status >= 400:
        print(f"{answer.status} {path}")


def _set_up_viewport(page: Page, mode: str, *, desk: bool) -> None:
    size = {"desktop": DESKTOP, "print": SHEET}.get(mode, DESKTOP if desk else PHONE)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    _emulate_media(page, mode)
    # As tall as the page, so that fixed elements hide nothing.
    height = max(size[1], int(page.evaluate(PAGE_HEIGHT)))
    page.set_viewport_size({"width": size[0], "height": height})
    page.evaluate(AWAIT_TWO_FRAMES)


def _emulate_media(page: Page, mode: str) -> None:
    page.emulate_media(
        color_scheme="dark" if mode == "dark" else "light",
        media="print" if mode == "print" else "screen",
    )


def _write_index(taken: list[Path]) -> None:
    cells = []
    for picture in taken:
        at = picture.relative_to(SHOTS).as_posix()
        cells.append(
            f'<a href="{at}"><img src="{at}" alt="" loading="lazy"><br>{html.escape(at)}</a>'
        )
    style = "a{display:inline-block;width:15rem;margin:.5rem;vertical-align:top;font:14px sans-serif}img{width:100%;border:1px solid #999}"
    (SHOTS / "index.html").write_text(
        f"<!DOCTYPE html><meta charset=utf-8><title>louzu</title><style>{style}</style>{''.join(cells)}"
    )
    _write_contact_sheet(
        [p for p in taken if p.parent.name == PERSONAS[0] and p.stem.endswith("-phone")]
    )


def _write_contact_sheet(
    pictures: list[Path], *, width: int = 195, height: int = 420, across: int = 8
) -> None:
    from PIL import Image  # noqa: PLC0415

    rows = -(-len(pictures) // across)
    sheet = Image.new("RGB", (across * (width + 8), rows * (height + 8)), "#999")
    for number, picture in enumerate(pictures):
        with Image.open(picture) as whole:
            small = whole.resize((width, round(whole.height * width / whole.width)))
            place = (number % across * (width + 8), number // across * (height + 8))
            sheet.paste(small.crop((0, 0, width, min(height, small.height))), place)
    sheet.quantize(64).save(SHOTS / "contact.png")


def main() -> int:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- slow to load

    began = time.monotonic()
    with (
        run_portal() as url,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS) as browser,
    ):
        logging.disable()
        shutil.rmtree(SHOTS, ignore_errors=True)
        taken = _take_screenshots(browser, url, os.environ.get("ONLY", ""))
    _write_index(taken)
    print(f"{len(taken)} pictures in {SHOTS}, {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
