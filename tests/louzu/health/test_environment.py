from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from louzu.health.environment import Monitoring, read_monitoring


def test_nothing_is_watched_unless_asked_for():
    assert read_monitoring({}, can_mail=False) == Monitoring()


def test_a_short_token_is_refused():
    with pytest.raises(ImproperlyConfigured, match="LOUZU_HEALTH_TOKEN is shorter than 16"):
        read_monitoring({"LOUZU_HEALTH_TOKEN": "secret"}, can_mail=False)
    token = "0123456789abcdef"
    assert read_monitoring({"LOUZU_HEALTH_TOKEN": token}, can_mail=False).health_token == token


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("LOUZU_LOG", "xml", "LOUZU_LOG is “xml”: write json or plain."),
        ("LOUZU_METRICS", "9100", "LOUZU_METRICS is “9100”: write host and port"),
        ("LOUZU_METRICS", "127.0.0.1:99999", "write host and port"),
        ("LOUZU_SENTRY_DSN", "https://sentry.example.org/1", "must be like https://key@"),
        ("LOUZU_SENTRY_DSN", "https://key@sentry.example.org/", "must be like https://key@"),
        ("LOUZU_ERRORS_TO", "keeper", "LOUZU_ERRORS_TO has “keeper”"),
    ],
)
def test_a_wrong_value_is_told_in_a_sentence(name, value, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        read_monitoring({name: value}, can_mail=True)


def test_what_is_set_is_read():
    found = read_monitoring(
        {
            "LOUZU_LOG": "JSON",
            "LOUZU_METRICS": "[::1]:9100",
            "LOUZU_SENTRY_DSN": "https://key@sentry.example.org/1",
            "LOUZU_ERRORS_TO": "a@example.org, b@example.org",
        },
        can_mail=True,
    )
    assert (found.log, found.metrics) == ("json", ("::1", 9100))
    assert found.sentry_dsn == "https://key@sentry.example.org/1"
    assert found.errors_to == ("a@example.org", "b@example.org")


def test_errors_cannot_be_mailed_without_a_server():
    with pytest.raises(ImproperlyConfigured, match="set LOUZU_EMAIL_URL"):
        read_monitoring({"LOUZU_ERRORS_TO": "a@example.org"}, can_mail=False)
