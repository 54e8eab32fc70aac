"""The page of a fault says what happened, keeps what was typed, and shows no secret."""

from __future__ import annotations

import errno
import re
from html import unescape

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError

from louzu.lib.faults import OUTAGE, Fault
from residents.access.failure_page import RETRY_AFTER, failure_page, server_error
from residents.access.refusal_page import is_secret_field_name
from tests.architecture.form_classes import loaded_form_classes
from tests.architecture.requests import body_of

TYPED, SECRET = "写了半天的话", "一二三四机密"


@pytest.mark.parametrize(
    ("error", "status", "expected"),
    [
        (OperationalError("the connection is closed"), 503, "现在有点忙"),
        (OSError(errno.ENOSPC, "No space left on device"), 507, "硬盘满了"),
        (IntegrityError(), 500, "出了点问题"),
    ],
)
def test_what_is_answered_follows_from_what_failed(rf, error, status, expected):
    try:
        raise error
    except type(error):
        response = server_error(rf.get("/b/114/"))
    assert (response.status_code, expected in response.text) == (status, True)
    assert ("Retry-After" in response.headers) == (status != 500)


def test_during_an_outage_pages_are_refused_without_the_database_and_static_files_are_not(client):
    """No database is allowed in this test."""
    OUTAGE.begin()
    try:
        page = client.get("/b/114/?page=2")
        icon = client.get("/favicon.ico")
        assert (icon.status_code, bool(body_of(icon))) == (200, True)
    finally:
        OUTAGE.end()
    assert (page.status_code, page["Retry-After"]) == (503, str(RETRY_AFTER[Fault.BUSY]))
    assert 'href="/b/114/?page=2"' in page.text


def test_a_form_can_be_sent_again_from_the_page_as_it_was(rf):
    sent = {
        "csrfmiddlewaretoken": "the-form's",
        "once": "a1b2",
        "text": f"{TYPED}<b>",
        "choice": ["x", "y"],
        "agenda-2-title": "门禁",
        "photos": SimpleUploadedFile("a.jpg", b"jpeg"),
    }
    page = unescape(failure_page(rf.post("/b/114/lounge/start/?a=b", sent), Fault.BUSY).text)
    assert 'action="/b/114/lounge/start/?a=b"' in page
    for part in ("the-form's", "a1b2", "x", "y"):
        assert f'value="{part}">' in page
    shown = dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page))
    assert shown == {"text": f"{TYPED}<b>", "agenda-2-title": "门禁"}
    assert 'type="file" name="photos"' in page


def test_an_unreadable_body_is_answered_all_the_same(rf):
    request = rf.post("/", b"cut off", content_type="multipart/form-data; boundary=x")
    request.read(3)
    response = failure_page(request, Fault.FULL)
    assert (response.status_code, "退回上一页" in response.text) == (507, True)


def filled(form: type[forms.Form]) -> tuple[dict[str, str], set[str], set[str]]:
    """Return data for all text fields of the form, the words to find again, and the secrets."""
    data, words, secrets = {}, set(), set()
    for number, (name, field) in enumerate(getattr(form, "base_fields", {}).items()):
        if not isinstance(field, forms.CharField):
            continue
        secret = is_secret_field_name(name)
        data[name] = f"{SECRET if secret else TYPED}{number}"
        (secrets if secret else words).add(data[name])
    return data, words, secrets


def test_every_form_is_given_back_and_no_secret_of_it(rf):
    """A form with a password or code is not offered to be sent again, because that would be empty."""
    tried = 0
    for form in loaded_form_classes():
        data, words, secrets = filled(form)
        if not data:
            continue
        page = unescape(failure_page(rf.post("/", data), Fault.BUSY).text)
        hidden = {
            data[name]
            for name in data
            if secrets and form.base_fields[name].widget.is_hidden and data[name] in words
        }
        assert {word for word in words - hidden if word not in page} == set(), form
        assert {word for word in secrets if word in page} == set(), form
        assert ("<form" in page) != bool(secrets), form
        tried += 1
    assert tried > 40
