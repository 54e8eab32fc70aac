"""Lines of the log: their form, what they keep of a request, and what they never hold."""

from __future__ import annotations

import json
import logging

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse
from structlog.contextvars import bound_contextvars

from louzu.lib import logs
from louzu.lib.logs import JSON, PLAIN, line_formatter
from tests.factories import UserFactory

PHONE = "13800012345"


@pytest.fixture(params=[JSON, PLAIN])
def form(request):
    return request.param


def record_of(error, message="failed", **more):
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, message, None, None)
    record.exc_info = error and (type(error), error, error.__traceback__)
    record.__dict__ |= more
    return record


@pytest.mark.django_db
@pytest.mark.parametrize("kept", [None, f"phone=({PHONE})"])
@pytest.mark.parametrize("grouped", [False, True])
def test_a_traceback_tells_the_error_without_the_values_of_its_row(form, kept, grouped):
    UserFactory.create_batch(2)
    with pytest.raises(IntegrityError) as caught, connection.cursor() as cursor:
        cursor.execute("UPDATE residents_user SET phone = %s, phone_verified_at = now()", [PHONE])
    assert PHONE in str(caught.value)
    above = RuntimeError("for want of a number")
    above.__cause__ = ExceptionGroup("several", [caught.value]) if grouped else caught.value
    text = line_formatter(form).format(record_of(above, str(caught.value), exc_text=kept))
    assert "duplicate key value violates unique constraint" in text
    assert PHONE not in text


def test_a_line_has_time_level_logger_and_text():
    text = line_formatter(PLAIN).format(record_of(None, "one\ntwo"))
    assert text.split(" ", 1)[1] == "error x one\\ntwo"
    line = json.loads(line_formatter(JSON).format(record_of(None, "楼组")))
    assert (line["level"], line["logger"], line["event"]) == ("error", "x", "楼组")
    assert line["timestamp"].endswith("Z")


def test_what_is_bound_stands_in_every_line(form):
    with bound_contextvars(request_id="abc"):
        assert "abc" in line_formatter(form).format(record_of(None))
    assert "abc" not in line_formatter(form).format(record_of(None))


def test_attributes_that_others_give_a_record_are_left_out(form):
    assert PHONE not in line_formatter(form).format(record_of(None, request=PHONE, phone=PHONE))


def test_a_scanner_is_one_short_line_without_a_traceback(client, db, log_lines):
    assert client.get("/", headers={"Host": "x" * 500 + ".example"}).status_code == 400
    lines = [line for line in log_lines() if line["logger"] != logs.ACCESS]
    assert [line["logger"] for line in lines] == ["django.security.DisallowedHost"]
    assert lines[0]["level"] == "warning"
    assert len(lines[0]["event"]) == logs.MAX_FOREIGN_TEXT
    assert "exception" not in lines[0]


def test_a_refused_form_tells_view_and_reason_and_no_address(settings, log_lines):
    from django.test import Client  # noqa: PLC0415

    client = Client(enforce_csrf_checks=True)
    client.post(reverse("account_login"), headers={"Origin": "https://evil.example/secret"})
    (line,) = [line for line in log_lines() if line["logger"] != logs.ACCESS]
    assert line["event"] == "Forbidden (Origin checking failed): account_login"


def test_an_error_names_the_view_and_not_the_path(client, db, log_lines, monkeypatch):
    client.raise_request_exception = False

    def fail(_token):
        raise RuntimeError("no more")

    monkeypatch.setattr("governance.meetings.views.feeds.feed_with_token", fail)
    assert client.get(reverse("calendar:feed", kwargs={"token": "MYTOKEN"})).status_code == 500
    error, access = log_lines()
    assert error["event"] == "Internal Server Error: calendar:feed"
    assert "RuntimeError: no more" in error["exception"]
    assert (access["event"], access["status"]) == ("request", 500)
    assert error["request_id"] == access["request_id"]
    assert "MYTOKEN" not in json.dumps(log_lines())
