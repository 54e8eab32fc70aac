from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.messages import constants
from django.http import HttpResponse
from django.test import RequestFactory

from louzu.lib.messages import BACKGROUND_HEADER, MaskedCookieStorage

NO_PAGES = (
    "fetch(request)",  # what the reader opens
    "toBeKept(",
    "fetch(url, { redirect",  # an entry
    "fetch(form.action",
    "fetch(place.dataset.wechatCard)",
    "fetch(RENEWED)",
    "/manifest.webmanifest",
    "new Request(LAST_RESORT",
)
"""Parts of requests for other things than pages with messages."""


def cookie_with(text):
    """Return the value of a cookie with one message."""
    storage, response = MaskedCookieStorage(RequestFactory().get("/")), HttpResponse()
    storage.add(constants.INFO, text)
    storage.update(response)
    return response.cookies[storage.cookie_name].value


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("手机号：13800138000。", "手机号：138****8000。"),
        ("打 02165432100 找我", "打 021****2100 找我"),
        ("114号楼，20261128", "114号楼，20261128"),
    ],
)
def test_no_whole_number_gets_into_the_cookie(rf, text, kept):
    request = rf.get("/")
    request.COOKIES[settings.MESSAGES_COOKIE_NAME] = cookie_with(text)
    assert [str(message) for message in MaskedCookieStorage(request)] == [kept]


def test_a_page_that_a_script_asks_for_shows_no_message_and_leaves_it_for_the_next_one(client):
    client.cookies.load({settings.MESSAGES_COOKIE_NAME: cookie_with("记下了。")})
    for headers, shown in ({"X-Background": "1"}, False), ({}, True), ({}, False):
        page = client.get("/account/login/", headers=headers)
        assert ("记下了。" in page.text) is shown


def test_every_script_that_asks_for_a_page_says_that_nobody_sees_it():
    static = Path(settings.BASE_DIR, "static")
    asked = [
        line.strip()
        for script in [*static.glob("js/*.js"), *static.glob("worker/*.js")]
        for line in script.read_text().splitlines()
        if re.search(r"\bfetch\(|new Request\(", line) and BACKGROUND_HEADER not in line
    ]
    assert len(asked) > len(NO_PAGES)
    others = [line for line in asked if "POST" not in line]
    assert [line for line in others if not any(known in line for known in NO_PAGES)] == []
