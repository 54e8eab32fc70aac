from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from louzu.lib.smtp import CONSOLE, SMTP, MailServer, mail_server


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", MailServer()),
        ("console:", MailServer(CONSOLE)),
        ("smtp://relay", MailServer(SMTP, "relay", 25)),
        ("smtp://127.0.0.1:1025/", MailServer(SMTP, "127.0.0.1", 1025)),
        (
            "smtp+tls://a%40b:c@relay",
            MailServer(SMTP, "relay", 587, "a@b", "c", starttls=True),
        ),
        ("smtps://a:b@relay:994", MailServer(SMTP, "relay", 994, "a", "b", implicit_tls=True)),
    ],
)
def test_a_server_is_read_from_its_address(url, expected):
    assert mail_server(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "relay",
        "http://relay",
        "smtp://",
        "smtp://relay:port",
        "smtp://relay/path",
        "smtps://portal:5#word@relay",
        "smtps://portal:5?word@relay",
        "smtp+starttls://portal:word@relay:587",
        "smtp-tls://portal:word@relay:587",
        "ssl://portal:word@relay:465",
        "smtpx://relay:25",
        "//relay:25",
    ],
)
def test_another_address_is_refused_in_a_sentence(url):
    with pytest.raises(ImproperlyConfigured, match="LOUZU_EMAIL_URL must be like"):
        mail_server(url)
