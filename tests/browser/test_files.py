"""Photos in a form: previewed, reduced before upload, and kept after an error."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from governance.lounge.models import Photo, Thread
from governance.notices.models import Notice
from residents.models import KeptFile
from tests.browser.steps import in_days

SIDEWAYS = Image.Exif()
SIDEWAYS[0x0112] = 6
RED, GREY = (200, 30, 30), (120, 120, 120)


def large(name):
    """Return a photo stored sideways, as phones do. Its left half, which is on top when upright, is
    red."""
    picture = Image.effect_noise((3000, 2400), 40).convert("RGB")
    picture.paste(RED, (0, 0, 1500, 2400))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, exif=SIDEWAYS)
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def small(name):
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "#557733").save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


LONG_AGO = "2020-01-01T10:00"


def open_form(page):
    """Fill the form with a date in the past, so that it is refused."""
    page.goto("/b/114/lounge/new/?kind=invitation")
    data = {"title": "看菊花", "place": "楼下", "text": "坐车去", "starts_at": LONG_AGO}
    for name, value in data.items():
        page.fill(f"[name={name}]", value)
    return page.locator("[name=photos]")


def mend(page):
    page.fill("[name=starts_at]", in_days(2))
    press(page, "说给邻居听")


def sizes(field):
    return field.evaluate("(field) => [...field.files].map((file) => file.size)")


def test_photos_are_shown_taken_out_made_smaller_and_kept_through_an_error(visit):
    page = visit("resident")
    field, shown = open_form(page), page.locator(".chosen li")
    before = large("大.jpg")
    field.set_input_files([before, small("二.jpg")])
    field.set_input_files([small("三.jpg")])
    expect(page.locator(".chosen img")).to_have_count(3)
    assert sizes(field)[0] < len(before["buffer"]) / 2
    press(page, "拿掉 二.jpg")
    expect(shown).to_have_count(2)
    assert len(sizes(field)) == 2

    press(page, "说给邻居听")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(shown).to_contain_text(["大.jpg", "三.jpg"])
    expect(page.locator(".chosen img").first).to_have_js_property("naturalHeight", 480)
    press(page, "拿掉 三.jpg")
    field.set_input_files([small("四.jpg")])
    mend(page)
    expect(page.locator(".photos img")).to_have_count(2)
    first = Photo.objects.order_by("-pk")[1]
    assert (first.width, first.height) == (1638, 2048)
    with first.file.open() as file:
        picture = Image.open(file).convert("RGB")
        upper, lower = picture.getpixel((800, 500)), picture.getpixel((800, 1500))
    assert (upper[0] - upper[1] > 120, abs(lower[0] - lower[1]) < 40) == (True, True)


@pytest.mark.parametrize("lacks", ["script", "DataTransfer"])
def test_a_browser_that_can_do_less_sends_photos_as_they_are(visit, lacks):
    page = visit("resident", java_script_enabled=lacks != "script")
    page.add_init_script("delete window.DataTransfer")
    open_form(page).set_input_files([small("一.jpg"), small("二.jpg")])
    press(page, "说给邻居听")
    kept = page.locator("[name=kept-photos]")
    expect(kept).to_have_count(2)
    if lacks == "script":
        kept.first.uncheck()
    else:
        press(page, "拿掉 一.jpg")
    mend(page)
    expect(page.locator(".photos img")).to_have_count(1)


@pytest.mark.parametrize("size", ["smallest", "desktop"])
def test_the_cross_is_large_enough_for_a_thumb(visit, size):
    page = visit("resident", size=size)
    open_form(page).set_input_files([small("一.jpg"), small("二.jpg")])
    for cross in page.locator(".chosen button").all():
        box = cross.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def noisy(name, kilobytes=300):
    """Return an image of about this size, which is too small for the browser to reduce."""
    out = io.BytesIO()
    Image.effect_noise((1000, kilobytes), 90).save(out, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": out.getvalue()}


class Network:
    """Network emulation for one page, by Chromium."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")

    def becomes(self, *, upload=-1, offline=False):
        """Limit the upload in bytes per second. -1 means no limit."""
        speeds = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": upload}
        self.session.send("Network.emulateNetworkConditions", {"offline": offline, **speeds})


def heard(troubles, words):
    """Expect exactly one console message with these words, and remove it."""
    assert len(troubles) == 1
    assert words in troubles.pop()


def bar_of(page):
    return page.get_by_role("progressbar", name="发送了多少")


def fill_well(page):
    field = open_form(page)
    page.fill("[name=starts_at]", in_days(2))
    return field


def test_how_much_is_sent_can_be_seen_and_stopped(visit):
    page = visit("resident")
    fill_well(page).set_input_files([noisy("一.png"), noisy("二.png")])
    expect(page.locator(".chosen img")).to_have_count(2)
    network = Network(page)
    network.becomes(upload=60_000)
    press(page, "说给邻居听")
    expect(bar_of(page)).to_be_visible()
    expect(page.locator("[data-share]")).to_have_text(re.compile(r"^[1-9]\d?%$"))
    assert 0 < bar_of(page).evaluate("(bar) => bar.value") < 100
    press(page, "取消")
    expect(page.get_by_role("status").filter(has_text="停下了")).to_be_visible()
    expect(bar_of(page)).to_be_hidden()
    asked = Thread.objects.filter(title="看菊花")
    assert (asked.count(), page.input_value("[name=title]")) == (0, "看菊花")
    expect(page.locator(".chosen li")).to_have_count(2)
    network.becomes()
    page.get_by_role("button", name="说给邻居听", exact=True).dblclick()
    expect(page.locator(".photos img")).to_have_count(2)
    assert (asked.count(), KeptFile.objects.count()) == (1, 0)


def test_without_signal_nothing_is_lost_and_the_next_try_is_the_browsers(visit, troubles):
    page = visit("resident")
    fill_well(page).set_input_files([small("一.jpg")])
    expect(page.locator(".chosen img")).to_have_count(1)
    network = Network(page)
    network.becomes(offline=True)
    press(page, "说给邻居听")
    expect(page.get_by_role("status").filter(has_text="网络断了")).to_be_visible()
    heard(troubles, "ERR_INTERNET_DISCONNECTED")
    network.becomes()
    with page.expect_request(lambda request: request.method == "POST") as sent:
        press(page, "说给邻居听")
    assert "/lounge/new/" in sent.value.url
    expect(page.locator(".photos img")).to_have_count(1)


def test_files_that_cannot_be_sent_first_are_sent_with_the_form(visit, troubles):
    page = visit("resident")
    page.route("**/me/files/", lambda route: route.fulfill(status=500, body="no"))
    fill_well(page).set_input_files([small("一.jpg")])
    press(page, "说给邻居听")
    expect(page.locator(".photos img")).to_have_count(1)
    heard(troubles, "status of 500")


def test_a_broken_file_is_told_beside_it_before_the_form_goes(visit, troubles):
    page = visit("resident")
    broken = {"name": "坏的.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8 nothing"}
    fill_well(page).set_input_files([small("一.jpg"), broken])
    press(page, "说给邻居听")
    expect(page.get_by_role("status").filter(has_text="“坏的.jpg”打不开")).to_be_visible()
    expect(page.get_by_role("button", name="拿掉 坏的.jpg")).to_be_focused()
    heard(troubles, "status of 422")
    page.keyboard.press("Enter")
    press(page, "说给邻居听")
    expect(page.locator(".photos img")).to_have_count(1)


def test_files_sent_first_survive_an_error_and_can_be_removed(visit):
    page = visit("resident")
    open_form(page).set_input_files([small("一.jpg"), small("二.jpg")])
    press(page, "说给邻居听")
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.url.endswith("/b/114/lounge/new/?kind=invitation")
    expect(page.locator(".chosen img").first).to_have_js_property("naturalHeight", 300)
    press(page, "拿掉 一.jpg")
    mend(page)
    expect(page.locator(".photos img")).to_have_count(1)


PDF = {"name": "报价单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


def test_files_of_a_meeting_stay_while_its_agenda_grows(visit):
    page = visit("leader")
    page.goto("/b/114/meetings/new/?kind=ordinary")
    for name, value in {"title": "墙面怎么刷", "starts_at": LONG_AGO, "place": "3楼"}.items():
        page.fill(f"[name={name}]", value)
    page.locator("[name=attached]").set_input_files([small("一.jpg"), PDF])
    press(page, "再加一项")
    expect(page.get_by_text("第 4 项")).to_be_visible()
    expect(page.locator(".chosen li")).to_contain_text(["一.jpg", "报价单.pdf"])
    page.locator("[name=attached]").set_input_files([small("二.jpg")])
    press(page, "发出去，请每一家")
    expect(page.get_by_role("alert").first).to_be_visible()
    page.fill("[name=starts_at]", in_days(3))
    press(page, "拿掉 一.jpg")
    press(page, "发出去，请每一家")
    expect(page.locator(".photos li")).to_have_count(2)
    expect(page.get_by_role("link", name="下载 报价单.pdf（PDF）")).to_be_visible()


def test_files_of_a_circular_stay_through_its_preview(visit):
    page = visit("staff", size="desktop")
    page.goto("/admin/notices/circular/write/")
    page.fill("[name=title]", "停水")
    page.fill("[name=body]", "周三停水")
    page.check("[name=whom][value=every]")
    page.locator("[name=attached]").set_input_files([small("一.jpg"), PDF])
    expect(page.locator(".chosen img")).to_have_count(1)
    press(page, "先看看发给谁")
    expect(page.locator(".photos li")).to_have_count(2)
    press(page, "回去改改")
    press(page, "拿掉 一.jpg")
    page.locator("[name=attached]").set_input_files([small("二.jpg"), small("三.jpg")])
    press(page, "先看看发给谁")
    expect(page.locator(".photos li")).to_have_count(3)
    press(page, "发出去")
    expect(page.locator("#attached li")).to_have_count(3)
    reader = visit("resident")
    reader.goto(Notice.objects.get(building__slug="114", title="停水").get_absolute_url())
    expect(reader.locator(".photos img")).to_have_count(2)


def test_the_page_says_that_it_is_sending(visit):
    page = visit("resident")
    fill_well(page).set_input_files([small("一.jpg")])
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")
    page.evaluate("document.querySelector('main form.sheet [type=submit]').click()")
    expect(page.get_by_role("status").filter(has_text="正在发送")).to_be_visible()
    expect(bar_of(page)).to_be_visible()
