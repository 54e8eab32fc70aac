"""Waiting, after a click, for the page that the click leads to.

Playwright returns from a click as soon as the browser has taken it. A test that then opens another
address, or looks into the database, would race with the request under way: the browser aborts one of
the two, or the server has not answered yet.
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
"""Marks a document that a click is about to replace; its successor knows nothing of the mark."""
STEP, STEPS = 10, 2_000  # ms between two looks, and how many at most


def clicks_wait(pages: dict[Page, bool]) -> Callable[..., None]:
    """A ``Locator.click`` that returns when the new page is there, or its file began to come.

    ``pages`` tells of each page whether a file began to come since its last click.
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
    except Error:  # the document went away under the question
        page.wait_for_load_state("domcontentloaded")
        return False
