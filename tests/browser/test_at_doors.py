"""Taps at doors: they stay in place, lead on and are taken back, with and without signal."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from governance.canvass.models import Visit
from governance.doors.models import Knock
from residents.models import Building, User
from tests.browser.doors import KEPT, NOISE, wait_until, waiting
from tests.factories.canvass import make_open_canvass

LIST = "/b/114/doors/"
HELD = """
const through = window.fetch;
const held = new Promise((release) => { window.release = release; });
window.fetch = async (url, more) => {
  if (more?.method === "POST") { window.posted = true; await held; }
  return through(url, more);
};
"""
"""Forms are under way until ``release()``."""
LOST = """
const through = window.fetch;
window.fetch = (url, more) => (window.lost ? Promise.reject(new TypeError("lost")) : through(url, more));
"""
"""The signal is lost once ``lost`` is set, but the phone says that it is online."""
LEAVES = """() => [...document.querySelectorAll("main form[method=post]:not([data-keep])")]
  .filter((form) => form.getClientRects().length).map((form) => form.action)"""
"""Returns the targets of visible forms whose entries are not stored on the phone."""


@pytest.fixture(autouse=True)
def _noise(troubles):
    yield
    troubles[:] = [text for text in troubles if not any(noise in text for noise in NOISE)]


@pytest.fixture
def tells(house):
    """Questions enough for a page that is longer than the screen."""
    building, leader = Building.objects.get(slug="114"), User.objects.get(username="leader")
    return [
        make_open_canvass(building, leader, purpose="tell", preset="tell", question=f"停水{n}")
        for n in range(5)
    ]


def doors_of(page) -> list[str]:
    page.goto(LIST)
    return page.eval_on_selector_all(
        ".house-list a.todo[data-door]", "(cells) => cells.map((cell) => cell.pathname)"
    )


def section(page, canvass):
    return page.locator(f"[data-ask$=':{canvass.pk}']")


def tell_button(page, canvass):
    return section(page, canvass).get_by_role("button", name="告诉了")


def undo(page):
    return page.locator("[data-undo-kept]").get_by_role("button", name="按错了，撤回")


def new_knocks(before):
    return Knock.objects.exclude(pk__in=before).order_by("pk")


def keep_all(phone) -> list[str]:
    """Let the phone keep the list and its doors, and lose the signal. Return the doors."""
    paths = doors_of(phone)[:3]
    for path in paths:
        phone.evaluate(KEPT, path)
    phone.context.set_offline(True)
    return paths


def test_a_tap_leaves_the_page_where_it_is(visit, tells):
    page = visit("core")
    page.goto(doors_of(page)[0])
    for canvass in (tells[4], tells[3]):
        button = tell_button(page, canvass)
        button.scroll_into_view_if_needed()
        before = section(page, canvass).bounding_box()["y"]
        with page.expect_navigation():
            button.click()
        expect(section(page, canvass).get_by_role("heading")).to_contain_text("✓")
        expect(page.locator("[data-kept-sent]")).to_be_visible()
        assert abs(section(page, canvass).bounding_box()["y"] - before) < 3
        expect(section(page, canvass).get_by_role("button", name="按错了，撤回")).to_be_visible()


def look_without_signal(phone, waiting):
    """Open a page that is not kept: it says how many entries wait, and lists the doors first."""
    phone.goto("/b/114/journal/")
    expect(phone.locator("[data-offline-waiting]")).to_contain_text(waiting)
    expect(phone.locator("[data-offline-pages] a").first).to_contain_text("敲门")


def test_without_signal_taps_lead_on_and_the_last_one_is_taken_back(visit, tells):
    phone, before = visit("core", service_workers="allow"), {*pks()}
    paths = keep_all(phone)
    phone.goto(paths[0])
    room = phone.get_by_role("heading", level=1).inner_text()
    phone.get_by_role("button", name="不在家").click()
    expect(phone).to_have_url(re.compile(f"{paths[1]}$"))
    expect(phone.locator("[data-undo-kept]")).to_contain_text(f"{room}：不在家")
    tell_button(phone, tells[0]).click()
    expect(section(phone, tells[0]).locator("[data-undo-kept]")).to_contain_text("告诉了")
    expect(section(phone, tells[0]).get_by_role("heading")).to_contain_text("待送出")
    undo(phone).click()
    expect(section(phone, tells[0]).get_by_role("heading")).not_to_contain_text("待送出")
    expect(tell_button(phone, tells[0])).to_be_visible()
    expect(phone.locator("[data-undo-kept]")).to_contain_text(f"{room}：不在家")
    expect(phone.locator("[data-ask] [data-undo-kept]")).to_have_count(0)
    tell_button(phone, tells[1]).click()
    expect(waiting(phone)).to_have_count(2)
    phone.goto(paths[2])
    expect(waiting(phone)).to_have_count(2)
    expect(undo(phone)).to_be_hidden()  # it is of another door
    look_without_signal(phone, waiting="2条")
    phone.goto(paths[1])
    item = waiting(phone).filter(has_text="不在家")
    for _press in range(2):
        item.locator("[data-kept-drop]").click()
    expect(waiting(phone)).to_have_count(1)
    phone.context.set_offline(False)
    expect(phone.locator("[data-kept-sent-list] > li")).to_have_count(1)
    told = [(knock.outcome, knock.flat_id) for knock in new_knocks(before)]
    assert told == [("told", int(paths[1].split("/")[-2]))]


def pks():
    return Knock.objects.values_list("pk", flat=True)


def test_what_is_being_sent_is_not_removed_but_taken_back_at_the_portal(visit, tells):
    page, before = visit("core"), {*pks()}
    path = doors_of(page)[0]
    page.add_init_script(HELD)
    page.goto(path)
    tell_button(page, tells[0]).click()
    wait_until(page, "window.posted")
    page.evaluate("document.dispatchEvent(new Event('kept:show'))")
    undo(page).click()
    expect(undo(page)).to_be_disabled()
    page.evaluate("release()")
    sent = section(page, tells[0]).locator("[data-undo-sent]")
    expect(sent).to_be_visible()
    assert [knock.outcome for knock in new_knocks(before)] == ["told"]
    page.evaluate("release()")
    sent.get_by_role("button").click()
    expect(tell_button(page, tells[0])).to_be_visible()
    assert Visit.objects.not_undone().filter(voice__canvass=tells[0]).count() == 0


def test_a_page_that_the_phone_kept_has_no_form_that_leaves_the_site(visit, tells):
    """All pages that phones keep, after a tap that the portal could take back."""
    phone = visit("core", service_workers="allow")
    paths = doors_of(phone)[:2]
    phone.goto(paths[0])
    with phone.expect_navigation():
        tell_button(phone, tells[0]).click()
    here = [LIST, *paths, f"{paths[1]}answer/", f"/b/114/canvass/{tells[0].pk}/text/"]
    kept = ["/b/114/", "/b/114/notices/", "/b/114/charter/", *here]
    with_forms = []
    for path in kept:
        phone.goto(path)
        phone.evaluate(KEPT, path)
        with_forms += phone.evaluate(LEAVES)
    assert any("taken-back" in address for address in with_forms)
    phone.context.set_offline(True)
    for path in kept:
        phone.goto(path)
        expect(phone.locator("[data-offline-line]")).to_be_visible()
        assert phone.evaluate(LEAVES) == [], path
        expect(phone.locator("[data-undo-sent]:visible")).to_have_count(0)


@pytest.mark.parametrize("says_so", [True, False])
def test_without_signal_the_portals_button_answers_in_words(visit, tells, says_so):
    """Also if the phone does not notice that the signal is gone."""
    page = visit("core")
    path = doors_of(page)[0]
    page.add_init_script(LOST)
    page.goto(path)
    with page.expect_navigation():
        tell_button(page, tells[0]).click()
    button = section(page, tells[0]).get_by_role("button", name="按错了，撤回")
    expect(button).to_be_visible()
    if says_so:
        page.context.set_offline(True)
    else:
        page.evaluate("window.lost = true")
    button.click()
    expect(page.get_by_role("alert")).to_contain_text("没有信号，这一步没有办成")
    expect(page).to_have_url(re.compile(path))
    page.context.set_offline(False)
    page.evaluate("window.lost = false")
    button.click()
    expect(tell_button(page, tells[0])).to_be_visible()


def test_a_whole_floor_ticks_its_doors(visit, tells):
    page = visit("leader")
    page.goto("/b/114/doors/share/")
    floor = page.locator("fieldset", has=page.locator("[data-whole]")).first
    doors = floor.locator("[name=flats]")
    floor.locator("[data-whole]").check()
    assert all(doors.nth(n).is_checked() for n in range(doors.count()))
    doors.first.uncheck()
    expect(floor.locator("[data-whole]")).not_to_be_checked()


def test_a_tap_that_waits_is_not_offered_again_until_it_is_put_away(visit, tells):
    phone = visit("core", service_workers="allow")
    paths = keep_all(phone)
    phone.goto(paths[0])
    missed = phone.get_by_role("button", name="不在家")
    missed.click()
    expect(phone).to_have_url(re.compile(f"{paths[1]}$"))
    expect(missed).to_be_visible()
    tell_button(phone, tells[0]).click()
    expect(undo(phone)).to_be_visible()
    phone.goto(paths[0])
    expect(waiting(phone)).to_have_count(2)
    expect(undo(phone)).to_be_hidden()  # the last tap was at another door
    phone.goto(paths[1])
    undo(phone).click()
    phone.goto(paths[0])
    expect(waiting(phone)).to_have_count(1)
    expect(missed).to_be_hidden()
    expect(tell_button(phone, tells[0])).to_be_visible()
    when = re.compile(r"\d+月\d+日（周.）(凌晨|早上|上午|中午|下午|晚上)\d+(:\d\d|点)")
    expect(waiting(phone).locator("[data-kept-when]")).to_have_text(when)
    for _press in range(2):
        waiting(phone).locator("[data-kept-drop]").click()
    expect(missed).to_be_visible()
