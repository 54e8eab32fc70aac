"""Tables with many homes, filled in without signal: nothing typed is lost, and each row arrives once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from governance.canvass.models import HomeEntry
from governance.doors.models import Knock
from residents.models import Building, User
from tests.browser.doors import KEPT, LIST, NOISE, wait_until, waiting
from tests.browser.steps import become
from tests.factories.canvass import make_open_canvass, make_sheet
from tests.factories.options import make_option_canvass

ENTER = f"{LIST}sheet/enter/"
LEFT = """() => new Promise((resolve) => {
  const asked = indexedDB.open("louzu-entries");
  asked.onsuccess = () => {
    const found = asked.result.transaction("entries").objectStore("entries").getAll();
    found.onsuccess = () => { asked.result.close(); resolve(found.result.some(({ state }) => state === "unfinished")); };
  };
})"""
"""Whether a form that was not sent is stored."""
NO_POSTS = """() => {
  const through = window.fetch;
  window.fetch = (url, more) => (more?.method === "POST" ? Promise.reject(new TypeError("lost")) : through(url, more));
}"""
"""This tab sends nothing."""


@pytest.fixture(autouse=True)
def _noise(troubles):
    yield
    troubles[:] = [text for text in troubles if not any(noise in text for noise in NOISE)]


@pytest.fixture
def canvass(house):
    leader = User.objects.get(username="leader")
    return make_open_canvass(Building.objects.get(slug="114"), leader, question="装扶手吗？")


@pytest.fixture
def phone(visit, canvass):
    page = visit("core", service_workers="allow")
    page.goto(LIST)
    page.evaluate(KEPT, ENTER)
    page.context.set_offline(True)
    page.goto(ENTER)
    return page


def row_of(page, number):
    return page.locator("[data-row]").nth(number)


def fill_row(page, number, state, note=""):
    row_of(page, number).locator("select").select_option(state)
    row_of(page, number).locator("[name$=-note]").fill(note)


def test_the_round_sheet_waits_row_by_row_and_a_wrong_row_holds_up_no_other(phone, canvass):
    before = set(Knock.objects.values_list("pk", flat=True))
    fill_row(phone, 0, "not_in")
    wait_until(phone, LEFT)
    phone.reload()
    expect(row_of(phone, 0).locator("select")).to_have_value("not_in")
    fill_row(phone, 1, "in", "他家说周末来")
    fill_row(phone, 2, "not_in")
    row_of(phone, 2).locator(".ticks input").first.check()
    doors = [row_of(phone, number).get_attribute("data-place") for number in range(3)]
    phone.get_by_role("button", name="都记下").click()
    expect(phone).to_have_url(re.compile(f"{LIST}$"))
    expect(waiting(phone)).to_have_count(3)
    expect(phone.locator(f'a[data-door][href="{doors[0]}"] .word')).to_have_text("待送出")
    phone.context.set_offline(False)
    expect(waiting(phone)).to_have_count(1)
    expect(waiting(phone)).to_contain_text("没见到人，怎么告诉的")
    flats = [int(door.split("/")[-2]) for door in doors]
    knocks = Knock.objects.exclude(pk__in=before).order_by("pk")
    assert [(one.flat_id, one.outcome) for one in knocks] == [
        (flats[0], "not_in"),
        (flats[1], "note"),
    ]

    waiting(phone).get_by_role("link", name="打开改一改").click()
    wrong = phone.locator(f'[data-row][data-place="{doors[2]}"]')
    expect(wrong.locator(".ticks input").first).to_be_checked()
    wrong.locator("select").select_option("in")
    phone.get_by_role("button", name="都记下").click()
    expect(phone).to_have_url(re.compile(f"{LIST}$"))
    expect(phone.locator("[data-kept]")).to_be_hidden()
    assert [(one.flat_id, one.outcome) for one in knocks.all()[2:]] == [(flats[2], "told")]


def test_with_signal_the_rows_that_are_refused_stay_with_their_reason(phone, canvass):
    phone.context.set_offline(False)
    phone.goto(ENTER)
    fill_row(phone, 0, "not_in")
    fill_row(phone, 1, "not_in")
    row_of(phone, 1).locator(".ticks input").first.check()
    phone.get_by_role("button", name="都记下").click()
    expect(phone.get_by_role("alert")).to_contain_text("没见到人，怎么告诉的")
    assert Knock.objects.filter(outcome="not_in", by__username="core").count() >= 1
    expect(phone.locator("[data-row] .ticks input:checked")).to_have_count(1)
    expect(waiting(phone)).to_have_count(0)
    become(phone, "volunteer")
    phone.goto(ENTER)
    expect(phone.locator("[data-row] .ticks input:checked")).to_have_count(0)


@pytest.fixture
def table(visit, canvass):
    """The table of a paper that was brought in, on a phone that keeps the page."""
    page = visit("core", service_workers="allow")
    core = User.objects.get(username="core")
    path = f"/b/114/canvass/{canvass.pk}/sheets/{make_sheet(canvass, by=core).pk}/"
    page.goto(path)
    page.evaluate(KEPT, path)
    return page


def type_in(page, number, name):
    row_of(page, number).locator("[value=agree]").check()
    row_of(page, number).locator("[name$=-signer]").fill(name)


def leave(page):
    page.get_by_role("heading", level=1).click()


def test_rows_of_a_paper_wait_without_signal_and_are_saved_by_themselves(table, canvass):
    table.context.set_offline(True)
    type_in(table, 0, "张阿婆")
    type_in(table, 1, "徐国强")
    for button in ("先存着", "登记填好的几家"):
        table.get_by_role("button", name=button).last.click()
        expect(table.locator("form [data-told-away]")).to_be_visible()
    for number in (0, 1):
        expect(row_of(table, number).get_by_text("有信号会自动存上")).to_be_visible()
    expect(waiting(table)).to_have_count(2)
    table.reload()
    expect(row_of(table, 0).locator("[name$=-signer]")).to_have_value("张阿婆")
    type_in(table, 0, "张阿婆二")
    leave(table)
    expect(waiting(table)).to_have_count(2)
    table.context.set_offline(False)
    expect(row_of(table, 0).get_by_text("存好了")).to_be_visible()
    expect(row_of(table, 1).get_by_text("存好了")).to_be_visible()
    expect(table.locator("[data-told-away]")).to_have_count(0)
    expect(waiting(table)).to_have_count(0)
    signers = HomeEntry.objects.filter(sheet__canvass=canvass).order_by("voice__number")
    assert list(signers.values_list("signer", flat=True)) == ["张阿婆二", "徐国强"]
    table.get_by_role("button", name="登记填好的几家").click()
    expect(table.get_by_text("登记好了，等另一位对着照片核对")).to_be_visible()


def test_a_row_that_another_tab_has_changed_is_refused_with_both_texts(table, canvass):
    other = table.context.new_page()
    other.goto(table.url)
    type_in(other, 0, "张阿婆")
    leave(other)
    expect(row_of(other, 0).get_by_text("存好了")).to_be_visible()
    type_in(table, 0, "李明")
    leave(table)
    refused = row_of(table, 0).locator("[data-row-refused]")
    expect(refused).to_contain_text("张阿婆")
    expect(refused).to_contain_text("李明")
    assert HomeEntry.objects.get(sheet__canvass=canvass).signer == "张阿婆"
    type_in(table, 0, "李明明")
    leave(table)
    expect(row_of(table, 0).get_by_text("存好了")).to_be_visible()
    assert HomeEntry.objects.get(sheet__canvass=canvass).signer == "李明明"


def test_a_row_sent_by_another_tab_is_shown_there(table, canvass):
    other = table.context.new_page()
    other.goto(table.url)
    table.evaluate(NO_POSTS)
    table.context.set_offline(True)
    type_in(table, 0, "张阿婆")
    leave(table)
    expect(row_of(table, 0).get_by_text("有信号会自动存上")).to_be_visible()
    table.context.set_offline(False)
    expect(row_of(other, 0).get_by_text("存好了")).to_be_visible()
    expect(row_of(other, 0).locator("[name$=-signer]")).to_have_value("张阿婆")
    expect(row_of(other, 0).locator("[value=agree]")).to_be_checked()
    row_of(other, 0).locator("[name$=-signer]").fill("李明")
    with other.expect_response(re.compile(r"/line/\d+/")):
        leave(other)
    expect(row_of(other, 0).locator("[data-row-refused]")).to_be_hidden()
    assert HomeEntry.objects.get(sheet__canvass=canvass).signer == "李明"


@pytest.mark.parametrize("left", [True, False], ids=["left", "being typed"])
def test_two_tabs_that_type_the_same_row_without_signal_see_both_texts(table, canvass, left):
    other = table.context.new_page()
    other.goto(table.url)
    table.evaluate(NO_POSTS)
    table.context.set_offline(True)
    for page, name in ((table, "张阿婆"), (other, "李明")):
        type_in(page, 0, name)
        if left or page is table:
            leave(page)
            expect(row_of(page, 0).get_by_text("有信号会自动存上")).to_be_visible()
    table.context.set_offline(False)
    refused = row_of(other, 0).locator("[data-row-refused]")
    expect(refused).to_contain_text("张阿婆")
    expect(refused).to_contain_text("李明")
    expect(row_of(other, 0).locator("[name$=-signer]")).to_have_value("李明")
    assert HomeEntry.objects.get(sheet__canvass=canvass).signer == "张阿婆"


def test_all_ticked_options_of_a_form_are_ticked_again(visit, house):
    """The form at a door for a question in which several options are picked, left without signal."""
    building, leader = Building.objects.get(slug="114"), User.objects.get(username="leader")
    text = {"kind": "several", "preset": "residents_meeting", "seats": 2}
    asked = make_option_canvass(building, leader, labels=("朱红", "墨绿", "米白"), **text)
    page = visit("core")
    path = f"/b/114/canvass/{asked.pk}/doors/1/answer/"
    page.goto(path)
    for name in ("朱红", "米白"):
        page.get_by_role("checkbox", name=name).check()
    wait_until(page, LEFT)
    page.goto("/b/114/")
    page.goto(path)
    expect(page.get_by_text("上次没登记完的")).to_be_visible()
    ticked = [page.get_by_role("checkbox", name=name) for name in ("朱红", "墨绿", "米白")]
    assert [box.is_checked() for box in ticked] == [True, False, True]
