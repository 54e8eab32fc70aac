"""Make clicks wait for the page that they lead to.

Playwright returns from a click as soon as the browser has received it. A test that then opens
another URL or queries the database would race with the pending request: the browser may abort it,
or the server may not have answered yet.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error, Locator, Page

if TYPE_CHECKING:
    from collections.abc import Callable

MARK = """
addEventListener("submit", event => {
  const form = event.target, button = event.submitter;
  const target = (button && button.getAttribute("formtarget")) || form.target;
  if (!event.defaultPrevented && !target && form.method !== "dialog") window.leaving = true;
});
addEventListener("click", event => {
  const link = event.target.closest && event.target.closest("a[href]");
  if (!link || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
  const here = location.href.split("#")[0], there = link.href.split("#")[0];
  if (/^https?:/.test(there) && (there !== here || !link.hash)) window.leaving = true;
});
const { submit } = HTMLFormElement.prototype;
HTMLFormElement.prototype.submit = function () { window.leaving = true; submit.call(this); };
addEventListener("pageshow", () => { window.leaving = false; });
"""
"""Marks the document before a click. The document that replaces it has no mark."""
STEP, STEPS = 10, 2_000  # interval between checks in ms, and the largest number of checks


def clicks_wait(pages: dict[Page, bool]) -> Callable[..., None]:
    """Return a ``Locator.click`` that waits for the new page or the start of a download.

    ``pages`` maps each page to whether a download began since its last click.
    """
    plain = Locator.click

    @wraps(plain)
    def click(self: Locator, **options: Any) -> None:
        page = self.page
        pages[page] = False
        plain(self, **options)
        for _look in range(STEPS):
            if pages[page] or not _is_leaving(page):
                return
            page.wait_for_timeout(STEP)
        raise AssertionError(f"no page came of the click on {page.url}")

    return click


def _is_leaving(page: Page) -> bool:
    if page.is_closed():
        return False
    try:
        return bool(page.evaluate("window.leaving"))
    except Error:  # the document was replaced during the check
        page.wait_for_load_state("domcontentloaded")
        return False
