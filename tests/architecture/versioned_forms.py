"""Record forms that edit a text, or a list of checkboxes, without the version that they show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from unittest.mock import patch

from django.test import Client
from django.urls import Resolver404

POSTED = re.compile(r"<form\b[^>]*\bmethod=\"post\".*?</form>", re.DOTALL)
FILLED = re.compile(r"<textarea\b(?![^>]*\breadonly)[^>]*>\s*[^<\s]")
TICK = re.compile(r"<input\b[^>]*\btype=\"checkbox\"[^>]*>")
NAME = re.compile(r"\bname=\"([^\"]*)\"")
VERSION = re.compile(r"<(?:input|textarea)\b[^>]*\bname=\"(?:version|revision|sequence|was)\"")
OF_ONE_PERSON = {
    "lounge:edit": "a post is changed by its author alone",
    "mine:profile": "what people say of themselves",
    "profile": "what people say of themselves",
    "ways:change": "what one person wants to be told",
}
OF_NOTHING_YET = {
    "canvass:draft": "a new canvass, begun with the words of a thread",
    "canvass:owner_letter": "a new letter, begun with the committee's address",
    "lounge:start": "a new thread, begun with the words of a need or worry",
    "notices:write": "a new notice, begun with the words of a result, minutes or the like",
    "charters:suggest": "a suggestion, begun with the words as they stand",
    "charters:add": "a new article, begun with the words of a wish",
    "slips:choose": "new slips, for the households that have none",
    "charters:begin_draft": "a new draft, begun with the wishes that are ticked",
    "inbox:add_robot": "a new robot, with every topic ticked",
    "committee_robots:add": "a new robot, with topics ticked",
    "canvass:sheet_table": "rows of one paper, kept one by one, that become answers by a button",
    "canvass:answer": "one's own answer, of which every one is kept",
}
DESK = "admin/"
"""Django's forms at the desk, which edit nothing that rooms edit."""


def lacks_version(page: str) -> bool:
    """Return whether a form edits a text or a list of checkboxes without a version."""
    forms = POSTED.findall(page)
    return any(_holds_something(form) and not VERSION.search(form) for form in forms)


def _holds_something(form: str) -> bool:
    return bool(FILLED.search(form)) or _holds_ticks(form)


def _holds_ticks(form: str) -> bool:
    ticks = [(NAME.search(tick), " checked" in tick) for tick in TICK.findall(form)]
    names = [name[1] for name, _ticked in ticks if name]
    return any(ticked and name and names.count(name[1]) > 1 for name, ticked in ticks)


@contextmanager
def watched_forms() -> Iterator[list[str]]:
    """Yield a list of the pages with forms that would overwrite a newer text."""
    forgetful: list[str] = []
    ask = Client.request

    def request(client, **environ):
        response = ask(client, **environ)
        if environ.get("REQUEST_METHOD") == "GET" and response.status_code == HTTPStatus.OK:
            found = _match_of(response)
            if found and _is_page(response, found) and lacks_version(response.content.decode()):
                forgetful.append(f"{found.view_name}: {environ['PATH_INFO']}")
        return response

    with patch.object(Client, "request", request):
        yield forgetful


def _match_of(response):
    try:
        return response.resolver_match and response.resolver_match.route and response.resolver_match
    except Resolver404:
        return None


def _is_page(response, found) -> bool:
    if found.route.startswith(DESK) or found.view_name in {*OF_ONE_PERSON, *OF_NOTHING_YET}:
        return False
    html = response.headers.get("Content-Type", "").startswith("text/html")
    return html and not response.streaming
