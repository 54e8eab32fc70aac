"""/healthz and /readyz, as balancers and containers ask for them."""

from __future__ import annotations

import dataclasses

import pytest

from louzu.health import middleware
from louzu.health.registry import fail, warn
from louzu.health.running import HealthReport
from louzu.lib.logs import ACCESS

TOKEN = "0123456789abcdef"
HEALTHY = HealthReport({"disk": []})
FULL = HealthReport({"disk": [fail("The disk of /srv is full.", "满了")]})


@pytest.fixture
def found(monkeypatch):
    """``found(report)`` sets what the checks find."""
    return lambda report: monkeypatch.setattr(middleware, "check_health", lambda: report)


@pytest.fixture
def with_token(settings):
    monitoring = dataclasses.replace(settings.ENV.monitoring, health_token=TOKEN)
    settings.ENV = dataclasses.replace(settings.ENV, monitoring=monitoring)


def test_healthz_answers_by_any_host_without_tls_and_without_a_database(client, settings):
    """Without a fixture of the database, each statement would be an error."""
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/healthz", headers={"Host": "10.0.0.7:8000"})
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.cookies == {}


@pytest.mark.parametrize(
    ("report", "status", "word"),
    [
        (HEALTHY, 200, "ok"),
        (HealthReport({"backup": [warn("The last backup is old.", "旧了")]}), 200, "warn"),
        (FULL, 503, "fail"),
    ],
)
def test_readyz_tells_everybody_one_word(client, found, settings, report, status, word):
    settings.SECURE_SSL_REDIRECT = True
    found(report)
    response = client.get("/readyz", headers={"Host": "10.0.0.7"}, REMOTE_ADDR="10.0.0.9")
    assert response.status_code == status
    assert response.json() == {"status": word}


@pytest.mark.parametrize(
    ("given", "sees"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, True),
        ({"REMOTE_ADDR": "::1"}, True),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, False),
        ({"REMOTE_ADDR": "10.0.0.9"}, False),
        ({"REMOTE_ADDR": ""}, False),
        ({"REMOTE_ADDR": "10.0.0.9", "HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, True),
        ({"REMOTE_ADDR": "10.0.0.9", "HTTP_AUTHORIZATION": "Bearer 0123456789abcdeé"}, False),
        ({"REMOTE_ADDR": "10.0.0.9", "HTTP_AUTHORIZATION": "Bearer "}, False),
    ],
)
def test_details_are_for_this_machine_and_for_who_has_the_token(
    client, found, with_token, given, sees
):
    found(FULL)
    expected = {"disk": [{"severity": "fail", "sentence": "The disk of /srv is full."}]}
    body = client.get("/readyz", **given).json()
    assert body.get("checks") == (expected if sees else None)


def test_without_a_token_none_is_accepted(client, found):
    found(FULL)
    given = {"REMOTE_ADDR": "10.0.0.9", "HTTP_AUTHORIZATION": "Bearer "}
    assert client.get("/readyz", **given).json() == {"status": "fail"}


@pytest.mark.django_db
def test_readyz_of_this_installation_names_every_check(client):
    body = client.get("/readyz").json()
    assert {"database", "migrations", "disk", "clock", "jobs"} <= set(body["checks"])
    assert body["checks"]["database"] == body["checks"]["migrations"] == []


@pytest.fixture
def access(caplog, monkeypatch):
    """``access()`` returns the lines of the access log as dicts. No request is slow by itself."""
    monkeypatch.setattr(middleware, "SLOW", 60.0)
    caplog.set_level("INFO", ACCESS)
    names = ("levelname", "message", "method", "view", "status", "ms", "statements")
    return lambda: [
        {name: getattr(record, name) for name in names}
        for record in caplog.records
        if record.name == ACCESS
    ]


def test_a_request_is_one_line_with_its_view_and_not_its_path(client, db, access):
    client.get("/account/login/?next=/secret/")
    (line,) = access()
    assert line.pop("ms") >= 0
    assert line == {
        "levelname": "INFO",
        "message": "request",
        "method": "GET",
        "view": "account_login",
        "status": 200,
        "statements": 0,
    }
    client.get("/no-such-page/")
    assert (access()[1]["view"], access()[1]["status"]) == ("-", 404)
    client.get("/static/css/base.css")
    client.get("/healthz")
    assert len(access()) == 2


def test_a_slow_request_is_a_warning_with_its_statements(
    enter, resident, building, access, monkeypatch
):
    client = enter("resident")
    client.get("/b/114/")
    monkeypatch.setattr(middleware, "SLOW", 0.0)
    client.get("/b/114/")
    quick, slow = access()
    assert (quick["levelname"], slow["levelname"]) == ("INFO", "WARNING")
    assert slow["message"] == "slow request"
    assert slow["statements"] > 0


@pytest.mark.parametrize(
    ("proxies", "given", "taken"),
    [
        (0, "0123456789abcdef", False),
        (1, "0123456789abcdef", True),
        (1, "short", False),
        (1, "0123456789 abcdef", False),
        (1, "x" * 65, False),
        (1, "", False),
    ],
)
def test_the_id_of_a_request_is_a_trusted_proxys_or_a_new_one(
    client, settings, proxies, given, taken
):
    settings.ENV = dataclasses.replace(settings.ENV, proxies=proxies)
    first = client.get("/no-such-page/", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    second = client.get("/no-such-page/", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert (first == given) == taken
    assert (first == second) == taken
    assert middleware.REQUEST_ID.fullmatch(first)
