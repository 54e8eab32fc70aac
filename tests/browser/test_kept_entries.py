"""Entries on a phone arrive once, in order, whatever happens between the phone and the portal."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import expect

from governance.canvass.models import Answer
from governance.doors.models import Knock
from residents.models import Building, User
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
from tests.browser.steps import sheet
from tests.factories.canvass import record_paper_answer_for
from tests.factories.options import make_option_canvass

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
    return ask_all("装扶手吗？")


def knocks_of_core():
    """Return doors and outcomes in the order of their arrival."""
    knocks = Knock.objects.filter(by__username="core").order_by("pk").select_related("flat")
    return [(str(knock.flat), knock.outcome) for knock in knocks]


def image(red):
    """Return one of the photos that an iPhone calls ``image.jpg``."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (red, 80, 80)).save(out, "JPEG")
    return {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_ten_wait_and_the_refused_fourth_holds_up_no_other(visit, canvass):
    """The fourth is older than the question, the fifth has two photos."""
    core, answers = visit("core"), set(Answer.objects.values_list("pk", flat=True))
    before, doors = knocks_of_core(), doors_of(canvass, 6)
    one, refused, two, photos, three, four = tabs = [core.context.new_page() for _door in doors]
    for tab, door in zip(tabs, doors, strict=True):
        tab.goto(door.answers if tab in {refused, photos} else door.path)
    core.goto(LIST)
    core.context.set_offline(True)
    steps = [
        (one, tell),
        (one, miss),
        (two, tell),
        (refused, send_too_early),
        (photos, send_two_photos),
    ]
    steps += [(two, miss), (three, tell), (three, miss), (four, tell), (four, miss)]
    for number, (tab, step) in enumerate(steps, start=1):
        step(tab, canvass)
        expect(waiting(tab)).to_have_count(number)
    core.context.set_offline(False)
    expect(waiting(core)).to_have_count(1)
    expect(waiting(core)).to_contain_text("答复的时间要在")
    expect(core.locator("[data-kept-sent-list] > li")).to_have_count(9)
    outcomes = {tell: "told", miss: "not_in", send_two_photos: "answered"}
    labels = dict(zip(tabs, (door.label for door in doors), strict=True))
    sent = [(labels[tab], outcomes[step]) for tab, step in steps if step in outcomes]
    assert knocks_of_core() == [*before, *sent]
    answer = Answer.objects.exclude(pk__in=answers).get()
    assert answer.voice.label == labels[photos]
    with answer.evidence.open() as one_file, answer.mandate.open() as other:
        assert one_file.read() != other.read()


def tell(page, canvass):
    ask_of(page, canvass).get_by_role("button", name="告诉了，还没答").click()


def send_too_early(page, canvass):
    fill_in(page, canvass, evidence=sheet())
    page.fill("[name=said_at]", "2020-01-01T10:00")
    enter(page)


def send_two_photos(page, canvass):
    fill_in(page, canvass, evidence=image(0), mandate=image(250))
    enter(page)


def test_a_page_that_dies_before_the_answer_sends_again_what_is_recorded_once(visit, canvass):
    core, before = visit("core"), knocks_of_core()
    [door] = doors_of(canvass, 1)
    core.goto(door.path)
    lost = []

    def answered_in_vain(route):
        if not lost:
            lost.append(route.fetch().status)
        route.abort()

    core.route("**/knock/", answered_in_vain)
    miss(core)
    expect(waiting(core)).to_contain_text(door.label)
    expect(core.get_by_text("没有信号，还没有送出去")).to_be_visible()  # and not still sending
    assert lost == [204]
    core.close()

    again = core.context.new_page()
    again.goto(LIST)
    sent = again.locator("[data-kept-sent-list] > li")
    expect(again.locator("[data-kept]")).to_be_hidden()
    expect(sent).to_have_count(1)
    expect(sent).to_contain_text("已送出", use_inner_text=False)
    assert knocks_of_core() == [*before, (door.label, "not_in")]


@pytest.mark.parametrize(
    ("fault", "said"),
    [(NO_DATABASE, "这台手机存不住，请在有信号处登记"), (FULL, "没存住")],
    ids=["no database", "full"],
)
def test_what_cannot_be_stored_stays_in_the_form(visit, canvass, fault, said):
    core, before = visit("core"), set(Answer.objects.values_list("pk", flat=True))
    core.add_init_script(fault)
    core.goto(doors_of(canvass, 1)[0].answers)
    core.context.set_offline(True)
    fill_in(core, canvass, evidence=sheet())
    enter(core)
    expect(core.get_by_role("alert")).to_contain_text(said)
    expect(core.locator("[name=signer]")).to_have_value("徐国强")
    core.context.set_offline(False)
    enter(core)
    expect(core.get_by_text("的答复登记好了，等另一位核对")).to_be_visible()
    assert Answer.objects.exclude(pk__in=before).get().voice.canvass == canvass


def test_a_form_whose_page_the_camera_ended_is_as_it_was_left(visit, canvass):
    core, doors = visit("core"), doors_of(canvass, 2)
    core.context.add_init_script(PERSIST)
    core.goto(doors[0].answers)
    fill_in(core, canvass, evidence=sheet())
    wait_until(core, LEFT)
    core.close()

    again = core.context.new_page()
    again.goto(doors[1].answers)
    expect(again.locator("[name=signer]")).to_have_value("")
    again.goto(doors[0].answers)
    expect(again.get_by_text("上次没登记完的")).to_be_visible()
    expect(again.locator("[name=signer]")).to_have_value("徐国强")
    expect(again.locator(f"[name=choice-{canvass.pk}][value=agree]")).to_be_checked()
    enter(again)
    expect(again.get_by_text("的答复登记好了，等另一位核对")).to_be_visible()
    answer = Answer.objects.get(voice__canvass=canvass)
    assert (answer.voice.label, bool(answer.evidence)) == (doors[0].label, True)
    assert not again.evaluate(LEFT)
    other_tab = again.context.new_page()
    for tab, door in zip((again, other_tab), doors, strict=True):
        tab.goto(door.path)
    again.context.set_offline(True)
    for number, tab in enumerate((again, other_tab), start=1):
        miss(tab)
        expect(tab.get_by_role("link", name="待送出")).to_contain_text(f"{number}待送出")
    assert again.evaluate("localStorage.getItem('times asked')") == "1"


def test_ticks_are_counted_at_the_door_and_what_waits_names_its_question(visit, house):
    building, leader = Building.objects.get(slug="114"), User.objects.get(username="leader")
    text = {"kind": "several", "preset": "residents_meeting", "seats": 2}
    asked = make_option_canvass(building, leader, labels=("朱红", "墨绿", "米白"), **text)
    core, [door] = visit("core"), doors_of(asked, 1)
    core.goto(f"/b/114/canvass/{asked.pk}/doors/1/answer/")
    core.context.set_offline(True)
    core.locator("[name=signer]").fill("徐国强")
    core.locator("[name=evidence]").set_input_files(sheet())
    for ticks, refusal in (
        ((), "还没有选。不想选的，请选弃权。"),
        (("朱红", "墨绿", "米白"), "最多选2位，现在选了3位，请去掉1位。"),
        (("朱红", "弃权"), "选了弃权，就不能再选别的。请去掉一样。"),
    ):
        for box in core.get_by_role("checkbox").all():
            box.uncheck()
        for name in ticks:
            core.get_by_role("checkbox", name=name).check()
        enter(core)
        expect(core.get_by_role("alert")).to_have_text(refusal)
        expect(waiting(core)).to_have_count(0)
    core.get_by_role("checkbox", name="朱红").uncheck()
    enter(core)
    expect(waiting(core)).to_contain_text(f"{door.label} “{asked.question}” 登记")


def test_each_question_on_one_paper_is_named(visit, canvass):
    other, core, [door] = ask_all("修信箱吗？"), visit("core"), doors_of(canvass, 1)
    core.goto(door.answers)
    core.context.set_offline(True)
    fill_in(core, canvass, evidence=sheet())
    core.locator(f"[name=choice-{other.pk}][value=agree]").check()
    enter(core)
    expect(waiting(core)).to_contain_text(f"“{canvass.question}”")
    expect(waiting(core)).to_contain_text(f"“{other.question}”")


def test_what_was_sent_late_is_not_told_on_the_next_page(visit, canvass):
    core, [door, other] = visit("core"), doors_of(canvass, 2)
    core.goto(door.answers)
    core.context.set_offline(True)
    fill_in(core, canvass, evidence=sheet())
    enter(core)
    expect(waiting(core)).to_have_count(1)
    core.context.set_offline(False)
    expect(waiting(core)).to_have_count(0)
    core.goto(other.answers)
    expect(core.get_by_text("登记好了")).to_have_count(0)


def test_a_tap_during_a_round_of_sending_is_told_on_the_next_page(visit, canvass):
    core, [door, other] = visit("core"), doors_of(canvass, 2)
    core.goto(door.path)
    core.context.set_offline(True)
    tell(core, canvass)
    expect(waiting(core)).to_have_count(1)
    held = []

    def hold(route):
        held.append(route)

    core.route("**/told/*/", hold)
    with core.expect_request("**/told/*/"):
        core.context.set_offline(False)
    miss(core)
    expect(waiting(core)).to_have_count(2)
    held[0].continue_()
    expect(core.get_by_role("status").filter(has_text="不在家")).to_be_visible()
    expect(core.get_by_role("heading", level=1)).to_contain_text(other.label)
    assert [outcome for _door, outcome in knocks_of_core()[-2:]] == ["told", "not_in"]


def test_a_kept_form_unfolds_the_question_that_was_pressed(visit, canvass):
    """The page was kept for all questions of the door, without "?about="."""
    answered = ask_all("修信箱吗？")
    by, checked_by = (User.objects.get(username=name) for name in ("core", "leader"))
    voice = answered.voices.get(number=1)
    record_paper_answer_for(answered, voice, "agree", by=by, checked_by=checked_by)
    core, [door] = visit("core", service_workers="allow"), doors_of(canvass, 1)
    core.goto(door.answers)
    core.evaluate(KEPT, door.answers)
    core.context.set_offline(True)
    core.goto(f"{door.answers}?about={answered.pk}")
    expect(core.locator(f"[name=choice-{answered.pk}][value=object]")).to_be_visible()
    core.goto(door.answers)
    expect(core.locator(f"[name=choice-{answered.pk}][value=object]")).to_be_hidden()


@pytest.mark.parametrize("name", ["bring", "_ask_at_door", "_tell_at_door"])
def test_forms_that_a_phone_keeps_name_their_question(name):
    text = Path(settings.BASE_DIR, "templates", "canvass", f"{name}.html").read_text()
    assert text.count("data-keep=") == text.count("data-title=") == 1
