"""Parts of the page from which helpers go from door to door."""

from __future__ import annotations

import re

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


def fill_in_at(page, number, *, version="", **photos):
    """Fill in the sheet of a door. ``photos`` are files by field."""
    door_of(page, number).get_by_role("link", name=re.compile("登记")).click()
    form = page.locator("[data-entry]")
    form.locator("[name=choice][value=agree]").check()
    form.locator("[name=signer]").fill("徐国强")
    if version:
        form.locator("[name=version]").fill(version)
    if len(photos) > 1:
        form.locator("[name=relation]").select_option("authorised")
    for name, photo in photos.items():
        form.locator(f"[name={name}]").set_input_files(photo)
    return form


def answer_at(page, number, **filled):
    """Fill in the sheet of a door and press 登记."""
    form = fill_in_at(page, number, **filled)
    form.get_by_role("button", name="登记", exact=True).click()


def wait_until(page, script, arg=None):
    """Wait until an asynchronous function returns something true in the page. For
    ``wait_for_function`` its promise is true already."""
    for _time in range(200):
        if page.evaluate(script, arg):
            return
        page.wait_for_timeout(100)
    raise AssertionError(script)


KEPT = """async (path) => {
  for (const end = performance.now() + 20000; performance.now() < end;) {
    for (const name of (await caches.keys()).filter((one) => one.startsWith("pages "))) {
      if (await (await caches.open(name)).match(path, { ignoreVary: true })) return name;
    }
    await new Promise((again) => setTimeout(again, 50));
  }
}"""
"""Wait until the service worker has kept a page. Return the name of its cache."""
