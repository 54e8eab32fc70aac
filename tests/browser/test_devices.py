"""Entries without signal: whose they are, how they are sent, also on old phones."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from governance.canvass.actions.counting import close_canvass
from governance.canvass.models import Answer, Canvass, Visit
from governance.doors.models import Knock
from tests.browser.doors import (
    LIST,
    NOISE,
    ask_all,
    ask_of,
    doors_of,
    enter,
    fill_in,
    miss,
    waiting,
)
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


HANGING = """() => {
  const through = window.fetch;
  window.fetch = (url, more) => (more?.method === "POST" ? new Promise(() => {}) : through(url, more));
}"""
"""Forms get no answer, as where the signal is weak."""


@pytest.fixture(autouse=True)
def _noise(troubles):
    """Ignore the browser's errors about failed requests, which these tests cause."""
    yield
    troubles[:] = [text for text in troubles if not any(noise in text for noise in NOISE)]


@pytest.fixture
def canvass(house):
    """A canvass that nobody has answered yet."""
    return ask_all("装扶手吗？")


@pytest.fixture
def knocks(house):
    """Return the knocks that were not there at the beginning."""
    before = set(Knock.objects.values_list("pk", flat=True))
    return Knock.objects.exclude(pk__in=before).select_related("flat", "by").order_by("pk")


def test_an_entry_says_at_once_that_it_waits_and_goes_out_from_any_page(visit, canvass, knocks):
    """On an old phone. With a new one, tests of the round do the same."""
    core, (first, second) = visit("core"), doors_of(canvass, 2)
    core.add_init_script(OLD_PHONE)
    core.goto(first.path)
    core.context.set_offline(True)
    miss(core)
    expect(waiting(core)).to_have_count(1)
    expect(waiting(core)).to_contain_text(f"{first.label} 不在家")
    expect(core.get_by_text("没有信号，还没有送出去")).to_be_visible()
    core.goto("about:blank")
    core.context.set_offline(False)
    core.goto("/b/114/")
    expect(core.get_by_text("刚才送出去了")).to_be_visible()
    noted = knocks.get()
    assert (str(noted.flat), noted.outcome, noted.by.username) == (first.label, "not_in", "core")

    core.goto(second.answers)
    core.context.set_offline(True)
    fill_in(core, canvass, evidence=sheet())
    enter(core)
    expect(core.get_by_text("没有信号，还没有送出去")).to_be_visible()
    expect(waiting(core)).to_contain_text(f"{second.label} “{canvass.question}” 登记")
    core.context.set_offline(False)
    expect(core.locator("[data-kept]")).to_be_hidden()
    door = {"voice__canvass": canvass, "voice__label": second.label}
    answer = Answer.objects.get(**door, by__username="core")
    assert (answer.signer, bool(answer.evidence)) == ("徐国强", True)


def test_a_page_that_is_left_while_it_sends_holds_up_no_other(visit, canvass, knocks):
    """Without Web Locks, the page has not given its lease back."""
    core, [door] = visit("core"), doors_of(canvass, 1)
    core.add_init_script(OLD_PHONE)
    core.goto(door.path)
    core.evaluate(HANGING)
    miss(core)
    expect(core.get_by_text("正在送")).to_be_visible()
    core.goto("/b/114/")
    expect(core.get_by_text("刚才送出去了")).to_be_visible(timeout=8_000)
    assert knocks.get().outcome == "not_in"


def test_with_signal_an_entry_is_recorded_and_a_wrong_one_keeps_what_was_typed(visit, canvass):
    core, [door] = visit("core"), doors_of(canvass, 1)
    core.goto(door.path)
    ask_of(core, canvass).get_by_role("button", name="告诉了").click()
    expect(core.get_by_role("status").filter(has_text=f"{door.label}：告诉了")).to_be_visible()
    ask_of(core, canvass).get_by_role("link").filter(has_text="同意").first.click()
    fill_in(core, canvass)
    core.fill("[name=said_at]", "2020-01-01T10:00")
    core.locator("[name=evidence]").set_input_files(sheet())
    enter(core)
    expect(core.get_by_role("alert")).to_contain_text("答复的时间要在")
    expect(core.locator("[name=signer]")).to_have_value("徐国强")
    core.fill("[name=said_at]", "")
    enter(core)
    expect(core.get_by_text("的答复登记好了，等另一位核对")).to_be_visible()
    expect(waiting(core)).to_have_count(0)


def test_an_entry_made_while_somebody_else_has_signed_in_waits_for_its_maker(
    visit, canvass, knocks
):
    core = visit("core")
    core.goto(doors_of(canvass, 1)[0].path)
    become(core, "volunteer")
    miss(core)
    expect(core.get_by_text("现在登录的不是您")).to_be_visible()
    assert not knocks.exists()


def test_an_entry_that_the_deadline_overtook_says_so_can_be_read_and_put_away(visit, canvass):
    core, [door] = visit("core"), doors_of(canvass, 1)
    core.goto(f"/b/114/canvass/{canvass.pk}/doors/{number_of(canvass, door)}/answer/")
    core.context.set_offline(True)
    core.locator("[name=choice][value=agree]").check()
    core.locator("[name=signer]").fill("徐国强")
    core.locator("[name=evidence]").set_input_files(sheet())
    enter(core)
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
    close_canvass(canvass, by=None)
    core.goto(canvass.get_absolute_url())
    expect(core.get_by_text("有几条没有被接受")).to_be_visible()
    core.locator("[data-kept-line]").get_by_role("link", name="去看看").click()
    waiting(core).get_by_role("button", name="不要了").click()
    waiting(core).get_by_role("button", name="真的不要了").click()
    expect(core.locator("[data-kept]")).to_be_hidden()


def number_of(canvass, door):
    return canvass.voices.get(label=door.label).number


def test_what_is_missing_is_asked_for_at_the_door_and_a_refused_entry_is_opened_and_mended(
    visit, canvass
):
    core, [door] = visit("core"), doors_of(canvass, 1)
    core.goto(f"/b/114/canvass/{canvass.pk}/doors/{number_of(canvass, door)}/answer/")
    core.context.set_offline(True)
    core.locator("[name=choice][value=agree]").check()
    core.locator("[name=signer]").fill("徐国强")
    core.locator("[name=version]").fill("9")
    enter(core)
    expect(core.get_by_role("alert")).to_have_text("请拍一张签了字的纸，没有照片不能算。")
    expect(waiting(core)).to_have_count(0)
    core.locator("[name=evidence]").set_input_files(sheet())
    enter(core)
    expect(waiting(core)).to_have_count(1)
    core.context.set_offline(False)
    expect(waiting(core)).to_contain_text("没有这一稿文字")
    core.goto(LIST)
    waiting(core).get_by_role("link", name="打开改一改").click()
    expect(core.locator("[name=signer]")).to_have_value("徐国强")
    core.locator("[name=version]").fill("1")
    enter(core)
    expect(core.get_by_text("的答复登记好了，等另一位核对")).to_be_visible()
    expect(waiting(core)).to_have_count(0)


def test_an_entry_of_an_older_release_asks_who_made_it(visit, canvass):
    """Its form was sent to the address of a visit for one question."""
    core, [door] = visit("core"), doors_of(canvass, 1)
    visits = Visit.objects.filter(voice__canvass=canvass, voice__label=door.label)
    before = visits.count()
    core.goto(LIST)
    core.evaluate(
        """(path) => new Promise((resolve) => {
      const asked = indexedDB.open("louzu", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("kept", { autoIncrement: true });
      asked.onsuccess = () => {
        const url = location.origin + path;
        const entry = { url, page: url, label: "101室", said: "告知了", fields: [["once", "of-old"], ["outcome", "told"]] };
        const put = asked.result.transaction("kept", "readwrite").objectStore("kept").add(entry);
        put.onsuccess = () => { asked.result.close(); resolve(); };
      };
    })""",
        f"/b/114/canvass/{canvass.pk}/doors/{number_of(canvass, door)}/visit/",
    )
    core.reload()
    expect(waiting(core)).to_contain_text("不知道是谁登记的")
    assert visits.count() == before
    waiting(core).get_by_role("button", name="是我登记的").click()
    expect(core.locator("[data-kept]")).to_be_hidden()
    assert visits.count() == before + 1


def test_an_error_of_the_script_is_no_lost_signal_the_form_goes_out_by_itself(
    visit, canvass, knocks, troubles
):
    core = visit("core")
    core.add_init_script("window.AbortController = undefined;")
    core.goto(doors_of(canvass, 1)[0].path)
    miss(core)
    expect(core.get_by_role("status").filter(has_text="不在家")).to_be_visible()
    assert knocks.get().outcome == "not_in"
    core.close()  # the page that follows has no AbortController either, and says so when it likes
    assert [text for text in troubles if "AbortController is not a constructor" in text]
    troubles.clear()


def test_signing_out_asks_about_what_waits_and_then_deletes_it(visit, canvass, knocks):
    core = visit("core")
    core.goto(doors_of(canvass, 1)[0].path)
    core.context.set_offline(True)
    miss(core)
    expect(waiting(core)).to_have_count(1)
    core.goto("about:blank")
    core.context.set_offline(False)
    core.route("**/knock/", lambda route: route.abort())
    core.goto("/account/logout/")
    expect(core.get_by_text("还有1条登记没送出去")).to_be_visible()
    core.get_by_role("button", name="先送出去").click()
    core.get_by_role("button", name="退出登录").click()
    core.get_by_role("button", name="不要了，退出").click()
    expect(core).to_have_url(re.compile(r":\d+/$"))  # the script deletes before the form is sent
    core.unroute("**/knock/")
    for persona in ("volunteer", "core"):
        become(core, persona)
        core.goto(LIST)
        expect(core.locator("[data-kept]")).to_be_hidden()
    assert not knocks.exists()
