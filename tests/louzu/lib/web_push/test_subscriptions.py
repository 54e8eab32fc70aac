from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from louzu.lib.web_push.subscriptions import PushSubscription, new_key, public_key_of

POINT = public_key_of(new_key())
AUTH = "QUFBQUFBQUFBQUFBQUFBQQ"
VALID = PushSubscription("https://web.push.apple.com/QGk1", POINT, AUTH)


def test_a_public_key_is_a_point_of_65_bytes():
    raw = base64.urlsafe_b64decode(POINT + "=")
    assert (len(raw), raw[0], len(new_key())) == (65, 4, 43)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://web.push.apple.com/QGk1",
        "https://fcm.googleapis.com/fcm/send/x:y",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://sg2p.notify.windows.com/w/?token=x",
    ],
)
def test_push_services_of_browsers_are_known(endpoint):
    assert replace(VALID, endpoint=endpoint).is_valid()


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "https://[",
        "https://web.push.apple.com/x\r\nHost: x",
        "https://web.push.apple.com/x y",
        "https://web.push.apple.com:99999/x",
        "http://web.push.apple.com/x",
        "https://127.0.0.1/x",
        "https://push.apple.com.example.org/x",
        "https://example.org/.push.apple.com",
        "https://example.org?.push.apple.com",
        "https://example.org\\.push.apple.com/x",
        "https://example.org#@fcm.googleapis.com",
        "https://me@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.",
        "https://fcm.googleapis.com/" + "x" * 500,
    ],
)
def test_other_addresses_are_refused(endpoint):
    assert not replace(VALID, endpoint=endpoint).is_valid()


@pytest.mark.parametrize(
    "wrong",
    [
        {"p256dh": ""},
        {"p256dh": POINT[:-4]},
        {"p256dh": "B" + "A" * 86},
        {"p256dh": "王"},
        {"auth": "AAAA"},
        {"auth": AUTH + "!"},
    ],
    ids=["empty", "short", "zeros", "chinese", "short-secret", "mark"],
)
def test_keys_with_which_nothing_can_be_encrypted_are_refused(wrong):
    assert not replace(VALID, **wrong).is_valid()
