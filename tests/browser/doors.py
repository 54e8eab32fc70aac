"""Pages of doors, from which helpers enter what they find there."""

from __future__ import annotations

from dataclasses import dataclass

from residents.models import Building, User
from tests.factories.canvass import make_open_canvass

LIST = "/b/114/doors/"
NOISE = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_FAILED",
    "status of 403",
    "status of 409",
    "status of 422",
)
"""Parts of the browser's messages about failed requests, which tests without signal cause."""


@dataclass(frozen=True)
class DoorPage:
    path: str
    label: str
    """``101室``."""

    @property
    def answers(self) -> str:
        """The page on which its answers are entered."""
        return f"{self.path}answer/"


def ask_all(question):
    """Open a question that nobody has answered yet to all households of the demo."""
    leader = User.objects.get(username="leader")
    return make_open_canvass(Building.objects.get(slug="114"), leader, question=question)


def doors_of(canvass, count):
    """Return doors at which a canvass is open, in the order of its roster."""
    voices = canvass.voices.order_by("number").prefetch_related("flats__flat")[:count]
    return [
        DoorPage(f"{LIST}{flat.pk}/", str(flat))
        for flat in (voice.flats.get().flat for voice in voices)
    ]


def miss(page, _canvass=None):
    """Press 不在家, which is for all that is open at the door."""
    page.get_by_role("button", name="不在家").click()


def ask_of(page, canvass):
    return page.locator(f"[data-ask$=':{canvass.pk}']")


def waiting(page):
    return page.locator("[data-kept-list] > li")


def fill_in(page, canvass, **photos):
    """Fill in the form for answers. ``photos`` are files by field."""
    page.locator(f"[name=choice-{canvass.pk}][value=agree]").check()
    page.locator("[name=signer]").fill("徐国强")
    if len(photos) > 1:
        page.locator("[name=relation]").select_option("authorised")
    for name, photo in photos.items():
        page.locator(f"[name={name}]").set_input_files(photo)


def enter(page):
    page.get_by_role("button", name="登记", exact=True).click()


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
