"""Parts of the page from which helpers go from door to door."""

from __future__ import annotations

NOISE = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_FAILED",
    "status of 403",
    "status of 409",
    "status of 422",
)
"""Parts of the browser's messages about failed requests, which tests without signal cause."""


def door_of(page, number=0):
    return page.locator(".door", has=page.get_by_role("button", name="告知了")).nth(number)


def room_of(door) -> str:
    return door.get_attribute("aria-label")


def waiting(page):
    return page.locator("[data-kept-list] > li")
