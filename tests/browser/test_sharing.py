"""A notice goes to the chat group with one tap, and its link never ends on a bare sign-in page."""

from __future__ import annotations

import re

from playwright.sync_api import expect

OPEN_NOTICE = "/b/114/notices/"


def open_share_page(page):
    page.goto(OPEN_NOTICE)
    page.locator(".rows a[href*='/notices/']").first.click()
    page.get_by_role("link", name="转发到群").click()
    expect(page.get_by_role("heading", name="转发到群")).to_be_visible()


def test_one_tap_copies_the_text_and_its_link_leads_on(visit):
    leader, stranger, resident = visit("leader"), visit(), visit("resident")
    open_share_page(leader)
    leader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    leader.get_by_role("button", name="复制").click()
    expect(leader.get_by_role("status").filter(has_text="复制好了")).to_be_visible()
    copied = leader.evaluate("navigator.clipboard.readText()")
    assert copied == leader.get_by_label("复制下面这段").input_value()
    (link,) = re.findall(r"http\S+", copied)

    picture = leader.locator("img.share-picture")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 1080)
    with leader.expect_download() as download:
        leader.get_by_role("link", name="存这张图").click()
    assert re.fullmatch(r"louzu-\d+\.png", download.value.suggested_filename)

    resident.goto(link)
    assert re.search(r"/b/114/notices/\d+/$", resident.url)
    stranger.goto(link)
    if "/o/" in stranger.url:
        expect(
            stranger.get_by_role("heading", name=re.compile("这是连心楼发的通知"))
        ).to_be_visible()
        expect(stranger.get_by_role("link", name="我有入户条")).to_be_visible()


def test_the_text_can_be_selected_without_scripts(visit):
    leader = visit("leader", java_script_enabled=False)
    open_share_page(leader)
    expect(leader.get_by_role("button", name="复制")).to_be_hidden()
    expect(leader.get_by_label("复制下面这段")).to_have_value(
        re.compile("【连心楼】.*http", re.DOTALL)
    )
