"""Entries without signal: whose they are, how they are sent, also on old phones."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from governance.canvass.actions.counting import close_canvass
from governance.canvass.models import Answer, Canvass, Visit
from tests.browser.doors import NOISE, door_of, room_of, waiting
from tests.browser.steps import become, sheet

OLD_PHONE = """
delete AbortSignal.timeout;
delete AbortSignal.any;
delete Element.prototype.replaceChildren;
delete Document.prototype.replaceChildren;
delete DocumentFragment.prototype.replaceChildren;
delete HTMLFormElement.prototype.requestSubmit;
delete SubmitEvent.prototype.submitter;
delete Crypto.prototype.randomUUID;
delete Array.prototype.at;
delete String.prototype.at;
delete Promise.any;
delete Navigator.prototype.locks;
delete window.structuredClone;
delete window.reportError;
const Whole = window.FormData;
window.FormData = function FormData(form) { return form ? new Whole(form) : new Whole(); };
window.FormData.prototype = Whole.prototype;
"""
"""Removes features that Chromium 80 or Safari 13.1 lack."""


@pytest.fixture(autouse=True)
def _noise(troubles):
    """Ignore the browser's errors about failed requests, which these tests cause."""
    yield
    troubles[:] = [text for text in troubles if not any(noise in text for noise in NOISE)]


@pytest.fixture
def canvass(house):
    """An open canvass of the demo that asks every household."""
    return Canvass.objects.filter(building__slug="114", state="open", secret=False).earliest("pk")


@pytest.fixture
def at_round(canvass):
    return f"/b/114/canvass/{canvass.pk}/round/"


def fill_in(form, *, photo=True):
    form.locator("[name=choice][value=agree]").check()
    form.locator("[name=signer]").fill("徐国强")
    if photo:
        form.locator("[name=evidence]").set_input_files(sheet())


def since(canvass) -> set[int]:
    return set(Visit.objects.filter(voice__canvass=canvass).values_list("pk", flat=True))


@pytest.mark.parametrize("old", [False, True], ids=["today", "old"])
def test_an_entry_says_at_once_that_it_waits_and_goes_out_from_any_page(
    visit, canvass, at_round, old
):
    core, before = visit("core"), since(canvass)
    if old:
        core.add_init_script(OLD_PHONE)
    core.goto(at_round)
    first, second = door_of(core, 0), door_of(core, 1)
    rooms = [room_of(first), room_of(second)]
    core.context.set_offline(True)
    first.get_by_role("button", name="不在家").click()
    expect(waiting(core)).to_have_count(1)
    expect(waiting(core)).to_contain_text(f"{rooms[0]} 不在家")
    expect(first.locator(".badge")).to_have_text("待送出")
    core.goto("about:blank")
    core.context.set_offline(False)
    core.goto("/b/114/")
    expect(core.get_by_text("刚才送出去了")).to_be_visible()
    noted = Visit.objects.exclude(pk__in=before).get(voice__canvass=canvass)
    assert (noted.voice.label, noted.outcome, noted.by.username) == (rooms[0], "not_in", "core")

    core.goto(at_round)
    core.goto(second.get_by_role("link", name="登记").get_attribute("href"))
    core.context.set_offline(True)
    fill_in(core.locator("form[data-keep]"))
    core.get_by_role("button", name="登记", exact=True).click()
    expect(core.get_by_text("没有信号，还没有送出去")).to_be_visible()
    expect(waiting(core)).to_contain_text(f"{rooms[1]} {canvass_word(core)}")
    core.context.set_offline(False)
    expect(core.locator("[data-kept]")).to_be_hidden()
    answer = Answer.objects.get(voice__canvass=canvass, voice__label=rooms[1], by__username="core")
    assert (answer.signer, bool(answer.evidence)) == ("徐国强", True)


def canvass_word(page) -> str:
    return page.locator("label.choice").first.inner_text()


@pytest.mark.parametrize("old", [False, True], ids=["today", "old"])
def test_with_signal_an_entry_is_recorded_and_a_wrong_one_keeps_what_was_typed(
    visit, canvass, at_round, old
):
    core = visit("core")
    if old:
        core.add_init_script(OLD_PHONE)
    core.goto(at_round)
    door = door_of(core)
    room = room_of(door)
    door.get_by_role("button", name="谈过了").click()
    expect(core.get_by_role("status").filter(has_text=f"{room}：谈过了")).to_be_visible()
    core.goto(door_of(core).get_by_role("link", name="登记").get_attribute("href"))
    fill_in(core.locator("form[data-keep]"), photo=False)
    core.get_by_role("button", name="登记", exact=True).click()
    expect(core.get_by_role("alert")).to_contain_text("没有照片不能算")
    expect(core.locator("[name=signer]")).to_have_value("徐国强")
    core.locator("[name=evidence]").set_input_files(sheet())
    core.get_by_role("button", name="登记", exact=True).click()
    expect(core.get_by_text("的答复登记好了，等另一位核对")).to_be_visible()
    expect(waiting(core)).to_have_count(0)


def test_an_entry_made_while_somebody_else_has_signed_in_waits_for_its_maker(
    visit, canvass, at_round
):
    core, before = visit("core"), since(canvass)
    core.goto(at_round)
    become(core, "volunteer")
    door_of(core).get_by_role("button", name="告知了").click()
    expect(core.get_by_text("现在登录的不是您")).to_be_visible()
    assert since(canvass) == before


def test_an_entry_that_the_deadline_overtook_says_so_can_be_read_and_put_away(
    visit, canvass, at_round
):
    core = visit("core")
    core.goto(at_round)
    door_of(core).get_by_role("link", name="登记").click()
    core.context.set_offline(True)
    form = core.locator("[data-entry]")
    fill_in(form)
    form.get_by_role("button", name="登记", exact=True).click()
    expect(waiting(core)).to_have_count(1)
    now = dt.datetime.now(dt.UTC)
    Canvass.objects.filter(pk=canvass.pk).update(
        opens_at=now - dt.timedelta(days=30), closes_at=now - dt.timedelta(days=20)
    )
    core.context.set_offline(False)
    expect(waiting(core)).to_contain_text("已经截止了，这次没有记上。")
    waiting(core).get_by_text("看看填了什么").click()
    expect(waiting(core).locator("dl")).to_contain_text("徐国强")
    expect(waiting(core).get_by_role("img", name="签字.jpg")).to_be_visible()
    other = Canvass.objects.filter(building__slug="114", state="open", secret=False).latest("pk")
    core.goto(f"/b/114/canvass/{other.pk}/round/")
    expect(core.get_by_text("有几条没有被接受")).to_be_visible()
    expect(core.locator("[data-kept]")).to_be_hidden()
    close_canvass(canvass, by=None)
    core.locator("[data-kept-line]").get_by_role("link", name="去看看").click()
    waiting(core).get_by_role("button", name="不要了").click()
    waiting(core).get_by_role("button", name="真的不要了").click()
    expect(core.locator("[data-kept]")).to_be_hidden()


def test_what_is_missing_is_asked_for_at_the_door(visit, canvass, at_round):
    core = visit("core")
    core.goto(at_round)
    door_of(core).get_by_role("link", name="登记").click()
    core.context.set_offline(True)
    form = core.locator("[data-entry]")
    fill_in(form, photo=False)
    form.get_by_role("button", name="登记", exact=True).click()
    expect(form.get_by_role("alert")).to_have_text("请拍一张签了字的纸，没有照片不能算。")
    expect(waiting(core)).to_have_count(0)
    form.locator("[name=evidence]").set_input_files(sheet())
    form.get_by_role("button", name="登记", exact=True).click()
    expect(waiting(core)).to_have_count(1)


def test_a_refused_entry_is_opened_as_it_was_filled_in_and_mended(visit, canvass, at_round):
    core = visit("core")
    core.goto(at_round)
    door_of(core).get_by_role("link", name="登记").click()
    core.context.set_offline(True)
    form = core.locator("[data-entry]")
    fill_in(form)
    form.locator("[name=version]").fill("9")
    form.get_by_role("button", name="登记", exact=True).click()
    expect(waiting(core)).to_have_count(1)
    core.context.set_offline(False)
    expect(waiting(core)).to_contain_text("没有这一稿文字")
    waiting(core).get_by_role("link", name="打开改一改").click()
    expect(core.locator("[name=signer]")).to_have_value("徐国强")
    core.locator("[name=version]").fill("1")
    core.get_by_role("button", name="登记", exact=True).click()
    expect(core.get_by_text("的答复登记好了，等另一位核对")).to_be_visible()
    expect(waiting(core)).to_have_count(0)


def test_an_entry_of_an_older_release_asks_who_made_it(visit, canvass, at_round):
    core, before = visit("core"), since(canvass)
    core.goto(at_round)
    core.evaluate("""() => new Promise((resolve) => {
      const asked = indexedDB.open("louzu", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("kept", { autoIncrement: true });
      asked.onsuccess = () => {
        const form = document.querySelector(".door form");
        const entry = { url: form.action, page: form.action, label: form.dataset.keep, said: "告知了",
                        fields: [["once", "of-old"], ["outcome", "told"]] };
        const put = asked.result.transaction("kept", "readwrite").objectStore("kept").add(entry);
        put.onsuccess = () => { asked.result.close(); resolve(); };
      };
    })""")
    core.reload()
    expect(waiting(core)).to_contain_text("不知道是谁登记的")
    assert since(canvass) == before
    waiting(core).get_by_role("button", name="是我登记的").click()
    expect(core.locator("[data-kept]")).to_be_hidden()
    assert len(since(canvass) - before) == 1


def test_an_error_of_the_script_is_no_lost_signal_the_form_goes_out_by_itself(
    visit, canvass, at_round, troubles
):
    core, before = visit("core"), since(canvass)
    core.add_init_script("window.AbortController = undefined;")
    core.goto(at_round)
    door_of(core).get_by_role("button", name="告知了").click()
    expect(core.get_by_role("status").filter(has_text="告知了")).to_be_visible()
    assert Visit.objects.exclude(pk__in=before).get(voice__canvass=canvass).outcome == "told"
    core.close()  # the page that follows has no AbortController either, and says so when it likes
    core.close()  # the page that follows has no AbortController either, and says so when it likes
    core.close()  # the page that follows has no AbortController either, and says so when it likes
    core.close()  # the page that follows has no AbortController either, and says so when it likes
    core.close()  # the page that follows has no AbortController either, and says so when it likes
    assert [text for text in troubles if "AbortController is not a constructor" in text]
    troubles.clear()


def test_signing_out_asks_about_what_waits_and_then_deletes_it(visit, canvass, at_round):
    core, before = visit("core"), since(canvass)
    core.goto(at_round)
    core.context.set_offline(True)
    door_of(core).get_by_role("button", name="告知了").click()
    expect(waiting(core)).to_have_count(1)
    core.goto("about:blank")
    core.context.set_offline(False)
    core.route("**/visit/", lambda route: route.abort())
    core.goto("/account/logout/")
    expect(core.get_by_text("还有1条登记没送出去")).to_be_visible()
    core.get_by_role("button", name="先送出去").click()
    core.get_by_role("button", name="退出登录").click()
    core.get_by_role("button", name="不要了，退出").click()
    expect(core.get_by_role("link", name="登录").first).to_be_visible()
    core.unroute("**/visit/")
    for persona in ("volunteer", "core"):
        become(core, persona)
        core.goto(at_round)
        expect(core.get_by_role("heading", name=re.compile("还有 .* 家"))).to_be_visible()
        expect(core.locator("[data-kept]")).to_be_hidden()
    assert since(canvass) == before
