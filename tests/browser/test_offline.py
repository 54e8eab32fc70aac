"""Without signal: the round opens, reloads and sends, for its person only."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from governance.canvass.models import Answer
from governance.doors.models import Knock
from tests.browser.doors import (
    KEPT,
    LIST,
    NOISE,
    ask_all,
    ask_of,
    doors_of,
    enter,
    fill_in,
    miss,
    wait_until,
    waiting,
)
from tests.browser.steps import become, sheet, sign_out
from tests.browser.whole_chromium import browser  # noqa: F401 -- a fixture

QUESTION = "同意装扶手吗？"
KEPT_BY = """async ([path, release]) => {
  const names = (await caches.keys()).filter((one) => one.startsWith("pages ") && one.endsWith(release));
  for (const name of names) if (await (await caches.open(name)).match(path, { ignoreVary: true })) return true;
}"""
WATCH_TAKE_OVER = """() => {
  const { serviceWorker } = navigator;
  window.taken = new Promise((done) => serviceWorker.addEventListener("controllerchange", done, { once: true }));
}"""
TAKE_OVER = """async () => {
  await (await navigator.serviceWorker.getRegistration()).update();
  await window.taken;
}"""
GONE = """async () => {
  const left = await navigator.serviceWorker.getRegistration();
  return !left && (await caches.keys()).join() === "off";
}"""
"""Whether the worker and all that it kept are gone."""
NO_POSTS = """
const through = window.fetch;
window.fetch = (url, more) => (more?.method === "POST" ? Promise.reject(new TypeError("lost")) : through(url, more));
"""
"""Forms get lost on the way. Playwright's ``route`` misses some requests of a page with a worker."""
A_WEEK_AGO = """async () => {
  const cache = await caches.open("about");
  const about = await (await cache.match("/about")).json();
  const heard = about.heard - 7 * 24 * 3600 * 1000 - 1;
  await cache.put("/about", new Response(JSON.stringify({ ...about, heard })));
}"""
ANSWER_FROM_BEFORE = """async ([path, asked]) => {
  const headers = { "X-Person": "1", "X-Offline": "now" };
  await note(new URL(path, location), new Response("", { headers }), "", asked);
}"""
"""A page arrives that was asked for before somebody signed out."""
KEEP_FORMER = """async ([path, text]) => {
  const name = (await caches.keys()).find((one) => one.startsWith("pages ")).replace(/ \\w+$/, " 0123456789ab");
  const headers = { "X-Offline": "now", "Content-Type": "text/html; charset=utf-8" };
  await (await caches.open(name)).put(location.origin + path, new Response(`<p>${text}</p>`, { headers }));
}"""
"""Keep a page as a former release did."""
POST = """async (path) => {
  const form = document.querySelector(`form[action="${path}"]`);
  const fields = new FormData(form);
  fields.set("outcome", "not_in");
  await fetch(path, { method: "POST", body: fields, redirect: "manual" });
}"""
"""Record 不在家 and stay on the page."""
KEEP = """(pages) => navigator.serviceWorker.controller.postMessage({ keep: {
  person: document.body.dataset.person, pages, loaded: [] } })"""
PAGES = "caches.keys().then((names) => names.filter((name) => name.startsWith('pages ')))"


@pytest.fixture(autouse=True)
def _noise(troubles):
    yield
    troubles[:] = [text for text in troubles if not any(noise in text for noise in NOISE)]


@pytest.fixture
def canvass(house):
    return ask_all(QUESTION)


@pytest.fixture
def door(canvass):
    return doors_of(canvass, 1)[0]


@pytest.fixture
def phone(visit, door):
    """A helper's phone with a door open, which the service worker has kept."""
    page = visit("core", service_workers="allow")
    page.goto("/b/114/")
    page.evaluate(KEPT, "/b/114/")
    page.goto(door.path)
    page.evaluate(KEPT, door.path)
    return page


def find_nothing_without_signal(phone, door):
    phone.context.set_offline(True)
    phone.goto(door.path)
    expect(phone.get_by_role("heading", name="没有信号")).to_be_visible()
    expect(phone.get_by_text(QUESTION)).to_have_count(0)
    phone.context.set_offline(False)


def open_door(phone, door):
    phone.goto(door.path)
    phone.evaluate(KEPT, door.path)


def expect_installable(phone):
    session = phone.context.new_cdp_session(phone)
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors] == ["in-incognito"], "as each test's browser is"
    assert session.send("Page.getAppManifest")["errors"] == []


def keep_round(phone, doors):
    phone.goto(LIST)
    for path in (LIST, *(path for one in doors for path in (one.path, one.answers))):
        phone.evaluate(KEPT, path)


def open_from_home_screen(context):
    """Open the portal without signal, and from there the round."""
    phone = context.new_page()
    phone.goto("/")
    expect(phone).to_have_url("/b/114/")
    expect(phone.get_by_text("电话要有信号才看得到").first).to_be_visible()
    assert "tel:1" not in phone.content(), "numbers of neighbours are not kept"
    phone.goto("/b/114/journal/")
    expect(phone.get_by_role("heading", name="没有信号")).to_be_visible()
    phone.locator("[data-offline-pages]").get_by_role(
        "link", name="敲门", exact=False
    ).first.click()
    expect(phone.locator("a[data-door]")).to_have_count(21)
    return phone


def answer_at(phone, canvass, door, *, waits):
    phone.goto(door.path)
    ask_of(phone, canvass).get_by_role("link", name="同意", exact=True).click()
    expect(phone.locator(f"[name=choice-{canvass.pk}][value=agree]")).to_be_checked()
    fill_in(phone, canvass, evidence=sheet())
    enter(phone)
    expect(waiting(phone)).to_have_count(waits)


def expect_marked(phone, canvass, doors):
    phone.goto(doors[0].path)
    expect(ask_of(phone, canvass).get_by_role("heading")).to_contain_text("待送出")
    phone.goto(LIST)
    phone.reload()
    expect(waiting(phone)).to_have_count(len(doors))
    for door in doors:
        expect(phone.locator(f'a[data-door][href="{door.path}"] .word')).to_have_text("待送出")


def expect_nothing_for_others(phone):
    """Another helper signs in, who neither sees nor sends what waits."""
    become(phone, "volunteer")
    phone.goto(LIST)
    expect(phone.get_by_text("还有别人没送出的记录")).to_be_visible()
    expect(waiting(phone)).to_have_count(0)
    expect(phone.locator("[data-kept-count]")).to_be_hidden()


def test_a_round_without_signal_opens_reloads_and_arrives_as_its_maker(phone, canvass):
    """The service worker keeps the list, the pages of all 21 doors and the forms for their answers."""
    context, doors = phone.context, doors_of(canvass, 4)
    before = set(Knock.objects.values_list("pk", flat=True))
    expect_installable(phone)
    keep_round(phone, doors)
    context.set_offline(True)
    phone.reload()
    expect(phone.locator("[data-offline-line]")).to_contain_text("没有信号，这是")
    phone.close()
    phone = open_from_home_screen(context)
    for number, one in enumerate(doors[:3], start=1):
        answer_at(phone, canvass, one, waits=number)
    phone.goto(doors[3].path)
    miss(phone)
    expect(waiting(phone)).to_have_count(4)
    expect_marked(phone, canvass, doors)
    expect(phone.locator("[data-kept-count]")).to_contain_text("4待送出")

    context.clear_cookies(name="session")  # the portal ended the session
    context.set_offline(False)
    expect(phone.get_by_text("现在登录的不是您，或者已经退出了。")).to_be_visible()
    expect_nothing_for_others(phone)
    knocks = Knock.objects.exclude(pk__in=before).order_by("pk").select_related("flat", "by")
    assert not knocks.exists()
    become(phone, "core")
    phone.goto("/b/114/")
    expect(phone.get_by_text("刚才送出去了")).to_be_visible()
    outcomes = ["answered"] * 3 + ["not_in"]
    sent = [(str(knock.flat), knock.outcome, knock.by.username) for knock in knocks]
    assert sent == [(d.label, o, "core") for d, o in zip(doors, outcomes, strict=True)]
    assert all(one.evidence for one in Answer.objects.filter(voice__canvass=canvass))


def test_pages_that_are_kept_in_the_background_leave_what_is_told_to_the_next_one(phone, canvass):
    [door, other] = doors_of(canvass, 2)
    page = f"{other.path}answer/"
    with phone.expect_response("**/knock/") as posted:
        phone.evaluate(POST, f"{door.path}knock/")
    assert "messages" in posted.value.header_value("set-cookie")
    phone.evaluate(KEEP, [phone.url, page])
    assert phone.evaluate(KEPT, page)
    phone.goto(LIST)
    expect(phone.get_by_role("status").filter(has_text=f"{door.label}：不在家")).to_be_visible()


def test_nobody_sees_the_pages_of_another(phone, door):
    context = phone.context
    asked = context.service_workers[0].evaluate("forgotten")
    phone.goto("/account/logout/")
    sign_out(phone)
    assert phone.evaluate(PAGES) == []
    context.service_workers[0].evaluate(ANSWER_FROM_BEFORE, [door.path, asked])
    assert phone.evaluate(PAGES) == []
    context.set_offline(True)
    for _page in range(2):
        phone.go_back()
        expect(phone.get_by_text(QUESTION)).to_have_count(0)
    find_nothing_without_signal(phone, door)
    expect(phone.locator("[data-offline-pages]")).to_be_hidden()

    become(phone, "core")
    open_door(phone, door)
    become(phone, "volunteer")  # on the same phone
    phone.goto("/b/114/")
    name = phone.evaluate(KEPT, "/b/114/")
    assert phone.evaluate(PAGES) == [name]
    find_nothing_without_signal(phone, door)


def test_a_week_without_the_portal_and_the_end_of_a_session_empty_the_phone(phone, door):
    phone.evaluate(A_WEEK_AGO)
    find_nothing_without_signal(phone, door)
    assert phone.evaluate(PAGES) == []

    open_door(phone, door)
    phone.context.clear_cookies(name="session")  # the portal ended the session
    phone.goto(door.path)
    expect(phone.get_by_role("button", name="登录").first).to_be_visible()
    assert phone.evaluate(PAGES) == []
    find_nothing_without_signal(phone, door)


def test_a_kept_page_of_the_former_round_serves_without_signal_and_leads_to_the_doors(
    phone, canvass, door
):
    """Its entries are listed with those of the doors, and other pages stay kept."""
    former = f"/b/114/canvass/{canvass.pk}/round/"
    phone.evaluate(KEEP_FORMER, [former, QUESTION])
    phone.context.set_offline(True)
    phone.goto(former)
    expect(phone.get_by_text(QUESTION)).to_be_visible()
    phone.goto(door.path)
    phone.locator("form.at-once").evaluate(
        "(form, round) => { form.dataset.round = round; }", former
    )
    miss(phone)
    expect(phone.locator("[data-kept-count] a")).to_have_attribute(
        "href", re.compile(r"/b/114/doors/#kept-title$")
    )
    expect(waiting(phone)).to_have_count(1)
    phone.context.set_offline(False)
    expect(waiting(phone)).to_have_count(0)
    phone.goto(former)
    expect(phone).to_have_url(LIST)
    phone.context.set_offline(True)
    phone.goto(door.path)
    expect(phone.get_by_text(QUESTION)).to_be_visible()


def take_over(phone, settings):
    """Install another release, and wait until its worker has taken over."""
    phone.evaluate(WATCH_TAKE_OVER)
    settings.RELEASE = "0123456789ab"
    phone.evaluate(TAKE_OVER)


def use_what_the_former_release_kept(phone, other, door):
    phone.context.set_offline(True)
    other.goto(door.path)
    expect(other.get_by_text(QUESTION)).to_be_visible()
    miss(phone)
    expect(waiting(phone)).to_have_count(1)
    phone.context.set_offline(False)
    expect(waiting(phone)).to_have_count(0)


def test_a_new_release_takes_over_and_the_switch_removes_the_worker(
    phone, door, settings, tmp_path
):
    context, before = phone.context, Knock.objects.count()
    old = phone.evaluate(KEPT, door.path)
    take_over(phone, settings)
    assert phone.evaluate(KEPT, door.path) == old
    other = context.new_page()
    other.goto("/b/114/")
    wait_until(other, KEPT_BY, ["/b/114/", settings.RELEASE])
    use_what_the_former_release_kept(phone, other, door)
    assert Knock.objects.count() == before + 1
    phone.add_init_script(NO_POSTS)
    phone.goto(door.path)

    settings.OFFLINE_SWITCH = tmp_path / "off"
    settings.OFFLINE_SWITCH.touch()
    miss(phone)
    expect(waiting(phone)).to_have_count(1)
    for path in ("/b/114/notices/", door.path):  # each visit registers the worker again
        phone.goto(path)
        wait_until(phone, GONE)
    expect(waiting(phone)).to_have_count(1)

    settings.OFFLINE_SWITCH.unlink()
    phone.goto(door.path)
    wait_until(phone, "async () => !(await caches.has('off'))")
    phone.goto(door.path)
    assert phone.evaluate(KEPT, door.path).endswith(settings.RELEASE)
    context.set_offline(True)
    phone.reload()
    expect(phone.get_by_text(QUESTION)).to_be_visible()
