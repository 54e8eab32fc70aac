"""Open pages as browsers do, whose script sends the forms by which news is marked as read."""

from __future__ import annotations

import re

FORM = re.compile(r'<form[^>]* action="([^"]+)" data-mark-read>(.*?)</form>', re.DOTALL)
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def forms_to_read(page):
    """Return address and fields of each form by which the page marks news as read."""
    return [(action, dict(FIELD.findall(body))) for action, body in FORM.findall(page.text)]


def open_page(client, url):
    page = client.get(url)
    for action, fields in forms_to_read(page):
        assert client.post(action, fields).status_code == 302
    return page
