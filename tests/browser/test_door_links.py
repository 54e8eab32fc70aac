"""Without signal every link and button of the round does what it says, or is grey and says why."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from residents.models import Building, User
from tests.browser.doors import KEPT, LIST, NOISE
from tests.factories.canvass import make_open_canvass
from tests.factories.options import make_option_canvass

LINKS = """() => [...document.querySelectorAll("a[href]")].filter((link) => link.getClientRects().length).map((link) => ({
  to: link.href.split("#")[0], words: link.textContent.trim(), grey: link.getAttribute("aria-disabled") === "true",
  page: link.origin === location.origin,
}))"""
LEAVES = """() => [...document.querySelectorAll("main form[method=post]:not([data-keep]):not([data-keep-rows])")]
  .filter((form) => form.getClientRects().length).map((form) => form.action)"""
"""Returns the targets of visible forms whose entries are not stored on the phone."""
HEADS = "() => [...document.querySelectorAll('h1')].map((head) => head.textContent.trim())"


@pytest.fixture(autouse=True)
def _noise(troubles):
    yield
    troubles[:] = [text for text in troubles if not any(noise in text for noise in NOISE)]


@pytest.fixture
def asked(house):
    """A question of each kind that is entered at doors, besides those of the demo."""
    building, leader = Building.objects.get(slug="114"), User.objects.get(username="leader")
    return [
        make_open_canvass(building, leader, question="装扶手吗？"),
        make_open_canvass(building, leader, purpose="tell", preset="tell", question="停水"),
        make_option_canvass(building, leader),
    ]


@pytest.fixture
def phone(visit, asked):
    """A helper's phone that has kept the round, without signal."""
    page = visit("core", service_workers="allow")
    page.goto(LIST)
    inside = page.eval_on_selector_all(
        "[data-kept-pages] a[href]", "(links) => links.map((link) => link.pathname)"
    )
    assert any(page.evaluate(KEPT, inside[-1]) for _try in range(5))
    page.context.set_offline(True)
    return page


def doors_of(phone) -> list[str]:
    """Return one door of each state."""
    phone.goto(LIST)
    cells = phone.locator("a[data-door]").evaluate_all(
        "(all) => all.map((one) => [one.className, one.pathname])"
    )
    return list(dict(cells).values())


def opened(phone, path):
    phone.goto(path)
    expect(phone.locator("[data-offline-line]")).to_be_visible()
    expect(phone.locator("a[aria-disabled]").first).to_be_attached()
    phone.wait_for_timeout(100)  # all links of a page turn grey in one step
    return phone.evaluate(LINKS)


def test_every_link_of_the_round_opens_or_is_grey_and_says_why(phone):
    todo, seen, grey = [LIST, *doors_of(phone)], {}, set()
    while todo:
        path = todo.pop()
        seen[path] = opened(phone, path)
        assert phone.evaluate(LEAVES) == [], path
        for link in seen[path]:
            if link["grey"]:
                assert link["words"].endswith("（要有信号）"), link
                grey.add(link["words"])
    leads = {
        link["to"] for links in seen.values() for link in links if link["page"] and not link["grey"]
    }
    assert any("/canvass/" in to and "/answer/" in to for to in leads), "forms with options"
    assert any("/text/" in to for to in leads)
    for to in sorted(leads):
        phone.goto(to)
        assert "没有信号" not in phone.evaluate(HEADS), to
    assert any("留张回条" in words for words in grey)


def test_a_grey_link_stays_on_the_page_until_the_signal_is_back(phone):
    door = doors_of(phone)[0]
    opened(phone, door)
    link = phone.get_by_role("link", name="留张回条")
    link.dispatch_event("click")  # Playwright waits for a link that is enabled
    expect(phone.get_by_role("alert")).to_contain_text("这一步要有信号才能办")
    assert phone.url.endswith(door)
    phone.context.set_offline(False)
    expect(phone.get_by_text("（要有信号）")).to_have_count(0)
    link.click()
    phone.wait_for_url("**/slips/")
