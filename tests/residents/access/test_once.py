"""A form is processed wholly or not at all, and once."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect

from residents.access.once import SENT_COOKIE, once, show_once
from residents.models import Submission, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(rf):
    """Return a function that sends a form and returns the answer; ``done`` collects the answers."""
    done = []

    def send(answer=None, *, user=None, path="/b/114/new/", files=(), **typed):
        request = rf.post(path, {**typed, "csrfmiddlewaretoken": f"T{len(done)}", "file": files})
        request.user = user or User(pk=7)

        def process():
            done.append(typed)
            UserFactory()
            return answer() if answer else redirect("/there/")

        return once(request, process, otherwise="/back/")

    send.done = done
    return send


def test_a_form_sent_again_is_led_to_where_the_first_one_went(send):
    first, second = send(once="k", text="借梯子"), send(once="k", text="借梯子")
    assert [one["Location"] for one in (first, second)] == ["/there/"] * 2
    assert [one.cookies[SENT_COOKIE].value for one in (first, second)] == ["k"] * 2
    assert (len(send.done), Submission.objects.get().led_to) == (1, "/there/")


def test_a_form_that_led_nowhere_leads_back_when_it_is_sent_again(send):
    assert send(lambda: HttpResponse(status=204), once="k").status_code == 204
    assert send(once="k")["Location"] == "/back/"


@pytest.mark.parametrize(
    "other",
    [
        {"once": "k2"},
        {"text": "借两天"},
        {"more": ""},
        {"path": "/b/115/new/"},
        {"user": User(pk=8)},
        {"files": [SimpleUploadedFile("a.jpg", b"12")]},
    ],
    ids=str,
)
def test_another_form_is_no_repetition(send, other):
    send(once="k", text="借梯子")
    send(**{"once": "k", "text": "借梯子", **other})
    assert len(send.done) == 2


def test_a_file_is_told_by_its_name_and_size(send):
    def files(name, content):
        return [SimpleUploadedFile(name, content)]

    send(once="k", files=files("a.jpg", b"12"))
    for name, content in (("a.jpg", b"34"), ("a.jpg", b"123"), ("b.jpg", b"12")):
        send(once="k", files=files(name, content))
    assert len(send.done) == 3


@pytest.mark.parametrize("status", [200, 400, 409, 422, 500])
def test_an_answer_that_is_no_success_leaves_nothing_behind(send, status):
    before = User.objects.count()
    answer = send(lambda: HttpResponse(status=status), once="k")
    assert (answer.status_code, SENT_COOKIE in answer.cookies) == (status, False)
    assert (User.objects.count(), Submission.objects.count()) == (before, 0)
    send(once="k")
    assert User.objects.count() == before + 1


def test_a_form_without_a_key_is_processed_each_time(send):
    send(text="借梯子")
    send(text="借梯子")
    assert (len(send.done), Submission.objects.count()) == (2, 0)


def test_a_long_address_and_a_long_key_are_cut(send):
    answer = send(lambda: redirect("/" + "x" * 600), once="k" * 90)
    assert len(answer.cookies[SENT_COOKIE].value) == 32
    assert len(Submission.objects.get().led_to) == 500


def test_what_is_shown_once_is_not_shown_again(send):
    shown = send(lambda: show_once(HttpResponse("码"), back="/slips/"), once="k")
    assert (shown.status_code, shown["Cache-Control"]) == (201, "no-store")
    again = send(once="k")
    assert (again.status_code, again["Location"]) == (302, "/slips/")
