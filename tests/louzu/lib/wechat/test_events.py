from __future__ import annotations

import datetime as dt

import pytest

from louzu.lib.wechat.events import MESSAGE_ENDED, UNSUBSCRIBED, WeChatEvent, parse_event

FORM = """<xml><ToUserName><![CDATA[gh_7f083739789a]]></ToUserName>
<FromUserName><![CDATA[o-somebody]]></FromUserName><CreateTime>1395658920</CreateTime>
<MsgType><![CDATA[event]]></MsgType>{}</xml>"""
AT = dt.datetime(2014, 3, 24, 11, 2, tzinfo=dt.UTC)


def test_who_ends_following():
    event = parse_event(FORM.format("<Event><![CDATA[unsubscribe]]></Event>").encode())
    assert event == WeChatEvent(UNSUBSCRIBED, "o-somebody", AT)


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        ("success", ""),
        ("failed:user block", "user block"),
        ("failed: system failed", "system failed"),
    ],
)
def test_what_became_of_a_message(status, failure):
    rest = f"<Event>{MESSAGE_ENDED}</Event><MsgID>3000001</MsgID><Status>{status}</Status>"
    event = parse_event(FORM.format(rest).encode())
    assert event == WeChatEvent(MESSAGE_ENDED, "o-somebody", AT, "3000001", failure)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"<xml></xml>",
        "<xml><MsgType>text</MsgType><FromUserName>o</FromUserName></xml>".encode("utf-16"),
        FORM.replace("1395658920", "soon").format("").encode(),
        FORM.replace("1395658920", "9" * 30).format("").encode(),
        b'<!DOCTYPE x [<!ENTITY a "b">]><xml><MsgType>&a;</MsgType></xml>',
    ],
    ids=["empty", "json", "no event", "a text", "no time", "no such time", "entities"],
)
def test_anything_else_is_no_event(body):
    assert parse_event(body) is None
