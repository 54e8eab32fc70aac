"""Entries on a phone arrive once, in order, whatever happens between the phone and the portal."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from governance.canvass.models import Answer, Visit
from residents.models import Building, User
from tests.browser.doors import NOISE, answer_at, door_of, fill_in_at, room_of, wait_until, waiting
from tests.browser.steps import sheet
from tests.factories.canvass import make_open_canvass

NO_DATABASE = "Object.defineProperty(window, 'indexedDB', { value: undefined });"
FULL = """
IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
"""


LEFT = """() => new Promise((resolve) => {
  const asked = indexedDB.open("louzu-entries");
  asked.onsuccess = () => {
    const found = asked.result.transaction("entries").objectStore("entries").getAll();
    found.onsuccess = () => {
      asked.result.close();
      resolve(found.result.some(({ state, fields }) => state === "unfinished" && fields.some(([, value]) => value.bytes)));
    };
  };
})"""
"""Whether a photo of a form that was not sent is stored."""
PERSIST = """navigator.storage.persist = async () => {
  localStorage.setItem("times asked", 1 + Number(localStorage.getItem("times asked")));
};"""


@pytest.fixture(autouse=True)
def _noise(troubles):
    yield
    troubles[:] = [text for text in troubles if not any(noise in text for noise in NOISE)]


@pytest.fixture
def canvass(house):
    """A canvass that nobody has answered yet."""
    leader = User.objects.get(username="leader")
    return make_open_canvass(Building.objects.get(slug="114"), leader, question="装扶手吗？")


@pytest.fixture
def at_round(canvass):
    return f"/b/114/canvass/{canvass.pk}/round/"


def made_by_core(canvass):
    """Return rooms and outcomes of the visits that core entered, in the order of their arrival."""
    visits = Visit.objects.filter(voice__canvass=canvass, by__username="core").order_by("pk")
    return [(visit.voice.label, visit.outcome) for visit in visits.select_related("voice")]


def image(red):
    """Return one of the photos that an iPhone calls ``image.jpg``."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (red, 80, 80)).save(out, "JPEG")
    return {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_ten_wait_and_the_refused_fourth_holds_up_no_other(visit, canvass, at_round):
    core, answers = visit("core"), set(Answer.objects.values_list("pk", flat=True))
    before = made_by_core(canvass)
    core.goto(at_round)
    other_tab = core.context.new_page()
    other_tab.goto(at_round)
    rooms = [room_of(door_of(core, number)) for number in range(10)]
    core.context.set_offline(True)
    for number in range(3):
        door_of(core, number).get_by_role("button", name="不在家").click()
        expect(waiting(core)).to_have_count(number + 1)
    answer_at(core, 3, version="9", evidence=sheet())
    expect(waiting(core)).to_have_count(4)
    answer_at(core, 4, evidence=image(0), mandate=image(250))
    for number in range(5, 10):
        expect(waiting(core)).to_have_count(number)
        door_of(core, number).get_by_role("button", name="不在家").click()
    expect(waiting(core)).to_have_count(10)
    core.context.set_offline(False)
    expect(waiting(core)).to_have_count(1)
    expect(waiting(core)).to_contain_text("没有这一稿文字")
    expect(core.locator("[data-kept-sent-list] > li")).to_have_count(9)
    expect(other_tab.locator("[data-kept-sent-list] > li")).to_have_count(9)
    told = [*rooms[:3], *rooms[5:]]
    assert made_by_core(canvass) == [*before, *((room, "not_in") for room in told)]
    answer = Answer.objects.exclude(pk__in=answers).get()
    assert answer.voice.label == rooms[4]
    with answer.evidence.open() as one, answer.mandate.open() as other:
        assert one.read() != other.read()


def test_a_page_that_dies_before_the_answer_sends_again_what_is_recorded_once(
    visit, canvass, at_round
):
    core = visit("core")
    before = made_by_core(canvass)
    core.goto(at_round)
    room = room_of(door_of(core))
    lost = []

    def answered_in_vain(route):
        if not lost:
            lost.append(route.fetch().status)
        route.abort()

    core.route("**/visit/", answered_in_vain)
    door_of(core).get_by_role("button", name="不在家").click()
    expect(waiting(core)).to_contain_text(room)
    expect(door_of(core).locator(".badge")).to_have_text("待送出")
    assert lost == [204]
    core.close()

    again = core.context.new_page()
    again.goto(at_round)
    sent = again.locator("[data-kept-sent-list] > li")
    expect(again.locator("[data-kept]")).to_be_hidden()
    expect(sent).to_have_count(1)
    expect(sent).to_contain_text("已送出", use_inner_text=False)
    assert made_by_core(canvass) == [*before, (room, "not_in")]


@pytest.mark.parametrize(
    ("fault", "said"),
    [(NO_DATABASE, "这台手机存不住，请在有信号处登记"), (FULL, "没存住")],
    ids=["no database", "full"],
)
def test_what_cannot_be_stored_stays_in_the_form(visit, canvass, at_round, fault, said):
    core, before = visit("core"), set(Answer.objects.values_list("pk", flat=True))
    core.add_init_script(fault)
    core.goto(at_round)
    core.context.set_offline(True)
    answer_at(core, 0, evidence=sheet())
    form = core.locator("[data-entry]")
    expect(form.get_by_role("alert")).to_contain_text(said)
    expect(form.locator("[name=signer]")).to_have_value("徐国强")
    core.context.set_offline(False)
    form.get_by_role("button", name="登记", exact=True).click()
    expect(core.get_by_text("的答复登记好了，等另一位核对")).to_be_visible()
    assert Answer.objects.exclude(pk__in=before).get().voice.canvass == canvass


def test_a_form_whose_page_the_camera_ended_is_as_it_was_left(visit, canvass, at_round):
    core = visit("core")
    core.context.add_init_script(PERSIST)
    core.goto(at_round)
    room = room_of(door_of(core))
    fill_in_at(core, 0, evidence=sheet())
    wait_until(core, LEFT)
    core.close()

    again = core.context.new_page()
    again.goto(at_round)
    form = again.locator("[data-entry]")
    door_of(again, 1).get_by_role("link", name="登记").click()
    expect(form.locator("[name=signer]")).to_have_value("")
    door_of(again).get_by_role("link", name="登记").click()
    expect(form.get_by_text("上次没登记完的")).to_be_visible()
    expect(form.locator("[name=signer]")).to_have_value("徐国强")
    expect(form.locator("[name=choice][value=agree]")).to_be_checked()
    form.get_by_role("button", name="登记", exact=True).click()
    expect(again.get_by_text("的答复登记好了，等另一位核对")).to_be_visible()
    answer = Answer.objects.get(voice__canvass=canvass)
    assert (answer.voice.label, bool(answer.evidence)) == (room, True)
    assert not again.evaluate(LEFT)
    again.context.set_offline(True)
    for number in range(2):
        door_of(again, number).get_by_role("button", name="不在家").click()
        expect(again.get_by_role("link", name="待送出")).to_contain_text(f"{number + 1}待送出")
    assert again.evaluate("localStorage.getItem('times asked')") == "1"
