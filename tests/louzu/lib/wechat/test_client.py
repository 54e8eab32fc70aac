from __future__ import annotations

import pytest
from django.core.cache import cache

from louzu.lib.wechat.client import send_template_message, share_ticket
from louzu.lib.wechat.transport import WeChatRefusedError, WeChatUnreachableError
from tests.wechat_stand_in import refusal

SENDING, TOKENS = "/cgi-bin/message/template/send", "/cgi-bin/stable_token"
TICKETS = "/cgi-bin/ticket/getticket"


@pytest.fixture(autouse=True)
def _no_token(db):
    cache.clear()


def send(wechat, *, openid="o-somebody", template="TEMPLATE-1", value="停水", key="key"):
    return send_template_message(
        wechat.account,
        openid=openid,
        template=template,
        data={"thing1": {"value": value}},
        url="https://portal.example.org/b/114/notices/7/",
        key=key,
    )


def test_a_message_is_sent_once_a_key(wechat):
    wechat.followers.add("o-somebody")
    assert send(wechat) == send(wechat)
    assert [message["data"] for message in wechat.sent] == [{"thing1": {"value": "停水"}}]
    assert send(wechat, key="another") != send(wechat)
    assert len(wechat.sent) == 2


def test_an_expired_token_is_replaced_once(wechat):
    wechat.followers.add("o-somebody")
    send(wechat)
    wechat.expire()
    send(wechat, key="another")
    assert (len(wechat.sent), wechat.times(TOKENS)) == (2, 2)


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_a_token_that_is_refused_again_is_given_up(wechat, code):
    wechat.failing[SENDING] = refusal(code, "invalid credential")
    with pytest.raises(WeChatRefusedError, match=str(code)):
        send(wechat)
    assert wechat.times(SENDING) == 2


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, 43004),
        ({"openid": "o-refusing"}, 43101),
        ({"openid": "o-follower", "template": "TEMPLATE-2"}, 40037),
        ({"openid": "o-follower", "value": "字" * 21}, 47003),
        ({"openid": "o-follower", "value": ""}, 47003),
    ],
)
def test_a_refusal_has_its_code(wechat, values, code):
    wechat.followers.add("o-follower")
    wechat.refusing.add("o-refusing")
    with pytest.raises(WeChatRefusedError) as refused:
        send(wechat, **values)
    assert (refused.value.code, wechat.sent) == (code, [])


def test_the_quota_of_the_day_is_a_refusal(wechat):
    wechat.failing[SENDING] = refusal(45009, "reach max api daily quota limit")
    with pytest.raises(WeChatRefusedError, match="45009"):
        send(wechat)
    assert wechat.times(SENDING) == 1


def test_nobody_answers_and_no_secret_is_told(wechat):
    account = wechat.account
    object.__setattr__(account, "api", "http://127.0.0.1:9")
    with pytest.raises(WeChatUnreachableError) as trouble:
        send_template_message(account, openid="o", template="T", data={}, url="", key="k")
    assert str(trouble.value) == "ConnectionError"
    assert trouble.value.__cause__ is None


def test_a_ticket_is_kept_and_an_expired_token_replaced(wechat):
    assert share_ticket(wechat.account) == share_ticket(wechat.account)
    assert wechat.times(TICKETS) == 1
    cache.delete(f"wechat_ticket:{wechat.account.app_id}")
    wechat.expire()
    share_ticket(wechat.account)
    assert (wechat.times(TICKETS), wechat.times(TOKENS)) == (3, 2)
