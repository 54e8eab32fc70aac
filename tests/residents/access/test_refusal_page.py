"""A page that refuses a form gives back all text, no secrets, and a link back."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from louzu.lib.errors import Refused
from residents.access.refusal_page import (
    NOT_AUTOFILLED,
    is_secret,
    is_secret_field_name,
    parent_page,
    rows_for,
    show_refusal,
    text_field_labels,
    typed_texts,
)
from tests.architecture.form_classes import loaded_form_classes
from tests.architecture.site import ROOT
from tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db
OWN = re.compile(r'value="(?:\w{32,64}|/b/114/[^"]*)"')
"""Changing keys of forms, and the page's own URL."""


@pytest.mark.parametrize(
    ("refusal", "status", "expected"),
    [
        (Refused("已经截止了。"), 409, "已经截止了。"),
        (PermissionDenied("登记期过了。"), 403, "登记期过了。"),
        (PermissionDenied(), 403, "可能已经截止"),
        (Http404(), 404, "不在这里了"),
    ],
)
def test_the_page_says_why_and_leads_back(rf, building, resident, refusal, status, expected):
    request = rf.post(
        "/b/114/canvass/3/answer/", {"reason": "<b>漏水</b>\n真的", "choice": "object"}
    )
    request.user = resident
    page = show_refusal(request, refusal, back="/b/114/canvass/3/")
    assert (page.status_code, page["Cache-Control"]) == (status, "no-store")
    text = page.content.decode()
    assert ("&lt;b&gt;漏水&lt;/b&gt;\n真的</textarea>" in text, "<b>漏水" in text) == (True, False)
    assert (expected in text, 'href="/b/114/canvass/3/"' in text, "object" in text) == (
        True,
        True,
        False,
    )


def test_rows_of_a_set_are_given_back_too(rf, building, resident):
    request = rf.post("/", {"agenda-2-title": "门禁", "agenda-TOTAL_FORMS": "3"})
    assert [one.text for one in typed_texts(request)] == ["门禁"]


@pytest.mark.parametrize(
    "sent",
    [
        {"pin": "三一四", "pin2": "314159"},
        {"password1": "correct horse"},
        {"code": "ABCD-2345 x"},
        {"first": "1234 5678 9012 3456 7890 1234", "phone": "13800138000"},
        {"passphrase": "four words in line"},
        {"reason": " \u200b", "text": ""},
    ],
)
def test_no_secret_and_no_empty_text_is_shown_again(rf, sent):
    request = rf.post("/b/114/x/", sent)
    assert typed_texts(request) == []
    assert show_refusal(request, Refused("不行。"), back="/") is None


def test_each_field_of_a_secret_is_known_as_one():
    """By its name, or because it accepts only digits."""
    shown = text_field_labels()
    assert len(shown) > 30
    for form in loaded_form_classes():
        for name, field in getattr(form, "base_fields", {}).items():
            attrs = field.widget.attrs
            hidden = isinstance(field.widget, forms.PasswordInput)
            if hidden or attrs.get("autocomplete") in NOT_AUTOFILLED | {"off"}:
                assert name not in shown or attrs.get("inputmode") == "numeric", (form, name)


def test_each_field_of_a_secret_is_known_by_its_name():
    """This includes the repetition of a PIN."""
    for form in loaded_form_classes():
        for name, field in getattr(form, "base_fields", {}).items():
            assert is_secret_field_name(name) or not is_secret(name, field), (form, name)
    assert (is_secret_field_name("again"), is_secret_field_name("passphrase-first")) == (True, True)
    assert not is_secret_field_name("title")


BEFORE_ANY_PAGE = """
import django
django.setup()
from residents.access.refusal_page import secret_field_names, text_field_labels
print(text_field_labels()["text"] == "", "again" in secret_field_names())
"""


def test_a_process_whose_first_request_fails_knows_all_forms():
    """Otherwise the text of a thread has the label of the only form that was loaded by then."""
    done = subprocess.run(
        [sys.executable, "-c", BEFORE_ANY_PAGE],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.stdout) == ("", "True True\n")


@pytest.mark.parametrize(
    ("text", "rows"), [("", 2), ("门" * 15 + "\n" + "门" * 17, 3), ("门\n" * 40, 12)]
)
def test_a_text_is_seen_whole_on_a_phone(text, rows):
    assert rows_for(text) == rows


def test_a_form_is_shown_again_to_somebody_who_moved_out_meanwhile(enter, building, resident):
    client = enter("resident")
    resident.memberships.update(until="2025-01-01")
    page = client.post(reverse("lounge:start", args=["114"]), {"title": "漏水", "text": "一直在漏"})
    assert (page.status_code, "一直在漏" in page.text, "连心楼" in page.text) == (404, True, False)
    assert 'data-posted="/"' in page.text, "the back key does not come back to the form's address"
    assert client.post(reverse("lounge:start", args=["114"]), {}).status_code == 404


def test_the_page_above_an_address():
    assert parent_page("/b/114/canvass/3/answer/") == "/b/114/canvass/3/"
    assert parent_page("/b/114/meetings/3/items/4/note/") == "/b/114/meetings/3/"
    assert parent_page("/nowhere/at/all/") == ""


def test_strangers_learn_nothing_from_what_is_given_back(enter, building, neighbour, leader):
    """The answer is the same for existing, missing and forbidden objects, even if visitors may read
    the building."""
    building.public_page = True
    building.save()
    draft = NoticeFactory(building=building, author=leader)
    sent = {"title": "漏水", "body": "一直在漏", "reason": "漏"}
    addresses = [reverse("notices:page", args=["114", pk]) for pk in (draft.pk, 999)]
    addresses += [reverse("notices:edit", args=["114", pk]) for pk in (draft.pk, 999)]
    for persona, status in (("neighbour", 404), ("visitor", 302)):
        answers = [enter(persona).post(address, sent) for address in addresses]
        assert {answer.status_code for answer in answers} <= {status, 405}, persona
        bodies = {OWN.sub("", answer.text) for answer in answers if answer.status_code != 405}
        assert len(bodies) == 1
