"""Reports of errors, sent by the real SDK to a server that takes Sentry's envelopes.

An envelope is lines of JSON: its header, then for each item a header and the item. It may be compressed.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys

import pytest

from tests.architecture.site import ROOT
from tests.http_stand_in import http_stand_in

SECRETS = (
    "13800012345",
    "a-cookie",
    "王小明",
    "typed-in-a-form",
    "token-in-query",
    "bearer-secret",
)
PROGRAM = """
import os, django
from django.test import Client
django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
import logging, sentry_sdk
from governance.home import views
from django.urls import path
from django.contrib.auth.decorators import login_not_required
import louzu.urls

@login_not_required
def broken(request, token):
    phone, name = "13800012345", "王小明"
    logging.getLogger("x").warning("about %s", phone)
    logging.getLogger("x").error("not told: %s", name)
    raise RuntimeError("it broke")

louzu.urls.urlpatterns.insert(0, path("broken/<str:token>/", broken, name="broken"))
client = Client(raise_request_exception=False, headers={"Authorization": "bearer-secret"})
client.cookies["other"] = "a-cookie"
assert client.post("/broken/token-in-query/?t=token-in-query", {"x": "typed-in-a-form"}).status_code in {403, 500}
sentry_sdk.flush(10)
"""


def items_of(received) -> list[tuple[dict, dict]]:
    body = received.body
    if received.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    _header, *lines = body.decode().splitlines()
    return [
        (json.loads(head), json.loads(item))
        for head, item in zip(lines[::2], lines[1::2], strict=True)
    ]


@pytest.mark.slow
def test_a_report_tells_the_error_and_nothing_of_the_request(tmp_path):
    with http_stand_in(lambda _received: (200, {"Content-Type": "application/json"}, {})) as server:
        dsn = server.url.replace("http://", "http://0123456789abcdef@") + "7"
        surroundings = {
            "PATH": "/usr/bin:/bin",
            "LOUZU_HOME": str(tmp_path),
            "LOUZU_HOSTS": "testserver",
            "LOUZU_HTTPS": "0",
            "LOUZU_DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere",
            "LOUZU_SENTRY_DSN": dsn,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
        done = subprocess.run(  # noqa: PLW1510 -- asserted below
            [sys.executable, "-c", PROGRAM],
            env=surroundings,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    assert {one.path for one in server.received} == {"/api/7/envelope/"}
    assert "sentry_key=0123456789abcdef" in server.received[0].headers["X-Sentry-Auth"]
    items = [item for received in server.received for item in items_of(received)]
    assert {head["type"] for head, _event in items} == {"event"}
    events = [event for _head, event in items]
    (error,) = [event for event in events if "exception" in event]
    (raised,) = error["exception"]["values"]
    assert (raised["type"], raised["value"]) == ("RuntimeError", "it broke")
    frame = raised["stacktrace"]["frames"][-1]
    assert (frame["function"], "vars" in frame) == ("broken", False)
    assert error["transaction"] in {"broken", "/broken/{token}/"}
    text = json.dumps(events, ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in text] == []
    assert not {"request", "user", "breadcrumbs", "server_name", "extra", "logentry"} & set().union(
        *events
    )
    assert "not told: %s" in [event.get("message") for event in events]
