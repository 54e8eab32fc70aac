from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection

from louzu.lib.wechat.client import send_template_message
from louzu.lib.wechat.token import access_token
from louzu.lib.wechat.transport import WeChatRefusedError
from tests.wechat_stand_in import refusal

TOKENS = "/cgi-bin/stable_token"


def test_a_token_is_kept(wechat, db):
    first = access_token(wechat.account)
    assert (access_token(wechat.account), len(first)) == (first, 512)
    assert wechat.times(TOKENS) == 1


def test_a_refused_token_is_replaced(wechat, db):
    first = access_token(wechat.account)
    wechat.expire()
    assert access_token(wechat.account, refused=first) != first
    assert wechat.times(TOKENS) == 2


def test_a_token_that_only_wechats_sender_refuses_is_renewed_by_force(wechat, db):
    first = access_token(wechat.account)
    assert access_token(wechat.account, refused=first) != first
    assert wechat.times(TOKENS) == 3


def test_a_wrong_secret_is_said(wechat, db):
    wechat.failing[TOKENS] = refusal(40125, "invalid appsecret")
    with pytest.raises(WeChatRefusedError, match="40125"):
        access_token(wechat.account)


@pytest.mark.django_db(transaction=True)
def test_eight_threads_that_find_the_token_expired_ask_for_one(wechat):
    """Right value 8."""
    cache.clear()
    access_token(wechat.account)
    wechat.expire()
    wechat.asked.clear()
    wechat.followers.update(f"o-{n}" for n in range(8))

    def send(n: int) -> str:
        try:
            return send_template_message(
                wechat.account,
                openid=f"o-{n}",
                template="TEMPLATE-1",
                data={"thing1": {"value": "停水"}},
                url="https://portal.example.org/",
                key=f"key-{n}",
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        messages = list(pool.map(send, range(8)))
    assert len(set(messages)) == len(wechat.sent) == 8
    assert wechat.times(TOKENS) == 1
    cache.clear()
