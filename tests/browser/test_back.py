"""The back key after a form."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from governance.canvass.models import Answer
from residents.models import Building, User
from tests.browser.doors import NOISE
from tests.factories.canvass import make_open_canvass
from tests.factories.options import make_option_canvass


@pytest.fixture(autouse=True)
def _noise(troubles):
    yield
    troubles[:] = [text for text in troubles if not any(noise in text for noise in NOISE)]


def place():
    return Building.objects.get(slug="114"), User.objects.get(username="leader")


def choose_and_confirm(page):
    page.get_by_role("button", name="弃权").click()
    page.get_by_role("button", name="就这样答").click()


def refuse_an_empty_form(page):
    page.get_by_role("button", name="下一步，看一遍再定").click()
    page.reload()  # does not send the form again
    choose_and_confirm(page)


WAYS = {
    "yes or no": (make_open_canvass, choose_and_confirm),
    "options": (make_option_canvass, choose_and_confirm),
    "refused": (make_option_canvass, refuse_an_empty_form),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_back_key_after_an_answer_does_not_ask_to_send_the_form_again(visit, way):
    make, answer = WAYS[way]
    canvass, page = make(*place()), visit("resident")
    path = f"/b/114/canvass/{canvass.pk}/answer/"
    page.goto(path)
    answer(page)
    expect(page).not_to_have_url(re.compile(path))
    before = Answer.objects.count()
    page.go_back()  # raises an error if the browser asks
    expect(page.get_by_role("button", name="弃权")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="弃权")).to_be_visible()
    assert Answer.objects.count() == before
