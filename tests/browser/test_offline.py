"""Without signal: the round opens, reloads and sends, for its person only."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from governance.canvass.models import Answer, Visit
from governance.doors.models import Knock
from residents.models import Building, User
from tests.browser.doors import NOISE, answer_at, door_of, room_of, wait_until, waiting
from tests.browser.steps import become, sheet
from tests.factories.canvass import make_open_canvass

QUESTION = "同意装扶手吗？"
KEPT = """async (path) => {
  for (const end = performance.now() + 20000; performance.now() < end;) {
    for (const name of (await caches.keys()).filter((one) => one.startsWith("pages "))) {
      if (await (await caches.open(name)).match(path, { ignoreVary: true })) return name;
    }
    await new Promise((again) => setTimeout(again, 50));
  }
}"""
"""Wait until the service worker has kept a page. Return the name of its cache."""
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
PAGES = "caches.keys().then((names) => names.filter((name) => name.startsWith('pages ')))"


@pytest.fixture(autouse=True)
def _noise(troubles):
    yield
    troubles[:] = [text for text in troubles if not any(noise in text for noise in NOISE)]


@pytest.fixture
def canvass(house):
    leader = User.objects.get(username="leader")
    return make_open_canvass(Building.objects.get(slug="114"), leader, question=QUESTION)


@pytest.fixture
def at_round(canvass):
    return f"/b/114/canvass/{canvass.pk}/round/"


@pytest.fixture
def phone(visit, at_round):
    """A helper's phone with the round open, which the service worker has kept."""
    page = visit("core", service_workers="allow")
    page.goto("/b/114/")
    page.evaluate(KEPT, "/b/114/")
    page.goto(at_round)
    page.evaluate(KEPT, at_round)
    return page


def pks_of(model):
    return model.objects.values_list("pk", flat=True)


def answer_at_three_doors(phone):
    for number in range(3):
        answer_at(phone, number, evidence=sheet())
        expect(waiting(phone)).to_have_count(number + 1)


def find_nothing_without_signal(phone, at_round):
    phone.context.set_offline(True)
    phone.goto(at_round)
    expect(phone.get_by_role("heading", name="没有信号")).to_be_visible()
    expect(phone.get_by_text(QUESTION)).to_have_count(0)
    phone.context.set_offline(False)


def open_round(phone, at_round):
    phone.goto(at_round)
    phone.evaluate(KEPT, at_round)


def expect_installable(phone):
    session = phone.context.new_cdp_session(phone)
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors] == ["in-incognito"], "as each test's browser is"
    assert session.send("Page.getAppManifest")["errors"] == []


def open_from_home_screen(context):
    """Open the portal without signal, and from there the round."""
    phone = context.new_page()
    phone.goto("/")
    expect(phone).to_have_url("/b/114/")
    expect(phone.get_by_text("电话要有信号才看得到").first).to_be_visible()
    assert "tel:1" not in phone.content(), "numbers of neighbours are not kept"
    phone.goto("/b/114/journal/")
    expect(phone.get_by_role("heading", name="没有信号")).to_be_visible()
    phone.locator("[data-offline-pages]").get_by_role("link", name="敲门").click()
    expect(phone.locator(".door")).to_have_count(21)
    return phone


def expect_nothing_for_others(phone, at_round):
    """Another helper signs in, who neither sees nor sends what waits."""
    become(phone, "volunteer")
    phone.goto(at_round)
    expect(phone.get_by_text("还有别人没送出的记录")).to_be_visible()
    expect(waiting(phone)).to_have_count(0)
    expect(phone.locator("[data-kept-count]")).to_be_hidden()


def test_a_round_without_signal_opens_reloads_and_arrives_as_its_maker(phone, canvass, at_round):
    context, answers = phone.context, Answer.objects.filter(voice__canvass=canvass).order_by("pk")
    expect_installable(phone)
    rooms = [room_of(door_of(phone, number)) for number in range(3)]
    context.set_offline(True)
    phone.reload()
    expect(phone.locator("[data-offline-line]")).to_contain_text("没有信号，这是")
    phone.close()
    phone = open_from_home_screen(context)
    answer_at_three_doors(phone)
    phone.reload()
    expect(waiting(phone)).to_have_count(3)
    expect(door_of(phone).locator(".badge")).to_have_text("待送出")
    expect(phone.locator("[data-kept-count]")).to_contain_text("3待送出")

    context.clear_cookies(name="session")  # the portal ended the session
    context.set_offline(False)
    expect(phone.get_by_text("现在登录的不是您，或者已经退出了。")).to_be_visible()
    expect_nothing_for_others(phone, at_round)
    assert not answers.exists()
    become(phone, "core")
    phone.goto("/b/114/")
    expect(phone.get_by_text("刚才送出去了")).to_be_visible()
    sent = [(a.voice.label, a.by.username, bool(a.evidence)) for a in answers.all()]
    assert sent == [(room, "core", True) for room in rooms]


def test_the_doors_of_the_building_work_without_signal(visit, canvass):
    phone, before = visit("core", service_workers="allow"), set(pks_of(Knock))
    phone.goto("/b/114/doors/")
    cell = phone.locator(".house-list a.todo[data-door]")
    paths = [cell.nth(number).get_attribute("href") for number in range(3)]
    for path in paths:
        phone.evaluate(KEPT, path)
        phone.evaluate(KEPT, f"{path}answer/")
    phone.context.set_offline(True)
    phone.reload()
    phone.goto(paths[0])
    phone.get_by_role("button", name="不在家").click()
    expect(waiting(phone)).to_have_count(1)
    phone.goto(paths[1])
    ask = phone.locator(f"[data-ask$=':{canvass.pk}']")
    ask.get_by_role("link", name="同意", exact=True).click()
    expect(phone.locator(f"[name=choice-{canvass.pk}][value=agree]")).to_be_checked()
    phone.locator("[name=signer]").fill("徐国强")
    phone.locator("[name=evidence]").set_input_files(sheet())
    phone.get_by_role("button", name="登记", exact=True).click()
    expect(waiting(phone)).to_have_count(2)
    phone.goto(paths[1])
    expect(ask.get_by_role("heading")).to_contain_text("待送出")
    phone.goto("/b/114/doors/")
    for path in paths[:2]:
        expect(phone.locator(f'a[data-door][href="{path}"] .word')).to_have_text("待送出")
    phone.context.set_offline(False)
    expect(phone.locator("[data-kept-sent-list] > li")).to_have_count(2)
    knocks = Knock.objects.exclude(pk__in=before).order_by("pk")
    assert [knock.outcome for knock in knocks] == ["not_in", "answered"]
    assert Answer.objects.get(voice__canvass=canvass).by.username == "core"


def test_nobody_sees_the_pages_of_another(phone, canvass, at_round):
    context = phone.context
    phone.goto("/account/logout/")
    phone.get_by_role("button", name="退出登录").click()
    expect(phone.get_by_role("link", name="登录").first).to_be_visible()
    assert phone.evaluate(PAGES) == []
    context.set_offline(True)
    for _page in range(2):
        phone.go_back()
        expect(phone.get_by_text(QUESTION)).to_have_count(0)
    find_nothing_without_signal(phone, at_round)
    expect(phone.locator("[data-offline-pages]")).to_be_hidden()

    become(phone, "core")
    open_round(phone, at_round)
    become(phone, "volunteer")  # on the same phone
    phone.goto("/b/114/")
    name = phone.evaluate(KEPT, "/b/114/")
    assert phone.evaluate(PAGES) == [name]
    find_nothing_without_signal(phone, at_round)


def test_a_week_without_the_portal_and_the_end_of_a_session_empty_the_phone(phone, at_round):
    phone.evaluate(A_WEEK_AGO)
    find_nothing_without_signal(phone, at_round)
    assert phone.evaluate(PAGES) == []

    open_round(phone, at_round)
    phone.context.clear_cookies(name="session")  # the portal ended the session
    phone.goto(at_round)
    expect(phone.get_by_role("button", name="登录").first).to_be_visible()
    assert phone.evaluate(PAGES) == []
    find_nothing_without_signal(phone, at_round)


def take_over(phone, settings):
    """Install another release, and wait until its worker has taken over."""
    phone.evaluate(WATCH_TAKE_OVER)
    settings.RELEASE = "0123456789ab"
    phone.evaluate(TAKE_OVER)


def use_what_the_former_release_kept(phone, other, at_round):
    phone.context.set_offline(True)
    other.goto(at_round)
    expect(other.get_by_text(QUESTION)).to_be_visible()
    door_of(phone, 1).get_by_role("button", name="不在家").click()
    expect(waiting(phone)).to_have_count(1)
    phone.context.set_offline(False)
    expect(waiting(phone)).to_have_count(0)


def test_a_new_release_takes_over_and_the_switch_removes_the_worker(
    phone, canvass, at_round, settings, tmp_path
):
    context = phone.context
    old = phone.evaluate(KEPT, at_round)
    take_over(phone, settings)
    assert phone.evaluate(KEPT, at_round) == old
    other = context.new_page()
    other.goto("/b/114/")
    wait_until(other, KEPT_BY, ["/b/114/", settings.RELEASE])
    use_what_the_former_release_kept(phone, other, at_round)
    assert Visit.objects.filter(voice__canvass=canvass).count() == 1
    phone.add_init_script(NO_POSTS)
    phone.goto(at_round)

    settings.OFFLINE_SWITCH = tmp_path / "off"
    settings.OFFLINE_SWITCH.touch()
    door_of(phone).get_by_role("button", name="不在家").click()
    expect(waiting(phone)).to_have_count(1)
    for path in ("/b/114/notices/", at_round):  # each visit registers the worker again
        phone.goto(path)
        wait_until(phone, GONE)
    expect(waiting(phone)).to_have_count(1)

    settings.OFFLINE_SWITCH.unlink()
    phone.goto(at_round)
    wait_until(phone, "async () => !(await caches.has('off'))")
    phone.goto(at_round)
    assert phone.evaluate(KEPT, at_round).endswith(settings.RELEASE)
    context.set_offline(True)
    phone.reload()
    expect(phone.get_by_text(QUESTION)).to_be_visible()
