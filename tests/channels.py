"""Fixtures: what stands at the other end of each channel, and is configured to get messages."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from django.core.cache import cache

from louzu.lib.web_push.account import PushAccount
from louzu.lib.web_push.subscriptions import new_key
from louzu.lib.wechat.templates import MessageTemplate
from tests.push_service import PushService, push_service
from tests.smtp_server import Mailbox, smtp_server
from tests.wechat_stand_in import StandIn

OPENID = "o-somebody"
"""Who follows the service account of ``wechat_messages``."""


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    """A real SMTP server, to which the mails go."""
    with smtp_server() as (mailbox, port):
        settings.EMAIL_BACKEND = "louzu.lib.smtp.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield mailbox


@pytest.fixture
def pushes(settings) -> Iterator[PushService]:
    """A push service, which decrypts what it gets."""
    settings.PUSH = PushAccount("mailto:post@portal.example.org", new_key())
    with push_service() as service:
        settings.PUSH_SERVICES = (service.origin,)
        yield service


@pytest.fixture
def wechat_messages(wechat, settings) -> StandIn:
    """A service account with templates for notices and for all else, which ``OPENID`` follows."""
    cache.clear()
    templates = {
        code: MessageTemplate("TEMPLATE-1", {"thing1": value, "time2": "when"})
        for code, value in (("*", "short"), ("notices.posted", "title"))
    }
    settings.WECHAT = dataclasses.replace(wechat.account, templates=templates)
    wechat.followers.add(OPENID)
    return wechat
