"""Robots of groups against a server in place of the three services."""

from __future__ import annotations

import datetime as dt
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from louzu.lib.http_client import NotSent, Unanswered
from louzu.lib.robots import ACCEPTED, MAX_BYTES, Robot, fit, kind_of
from tests.http_stand_in import http_stand_in

NOW = dt.datetime.fromtimestamp(1_700_000_000, tz=dt.UTC)
LINK = "https://portal.example.org/o/114/"
PATHS = {
    "wecom": "cgi-bin/webhook/send?key=k",
    "dingtalk": "robot/send?access_token=t",
    "feishu": "open-apis/bot/v2/hook/h",
}


@pytest.fixture
def service():
    with http_stand_in(lambda _received: (200, {}, {"errcode": 0, "code": 0})) as service:
        yield service


def post(service, kind, text="停水", **more):
    return Robot(kind, f"{service.url}{PATHS[kind]}", **more).post(text, LINK, now=NOW)


def received_by(service):
    (received,) = service.received
    return received, json.loads(received.body)


@pytest.mark.parametrize("kind", ["wecom", "dingtalk"])
def test_wecom_and_dingtalk_take_a_text(service, kind):
    assert post(service, kind) == ACCEPTED
    received, body = received_by(service)
    assert received.path == f"/{PATHS[kind]}"
    assert received.headers["Content-Type"].startswith("application/json")
    assert body == {"msgtype": "text", "text": {"content": f"停水\n{LINK}"}}


def test_feishu_takes_a_text(service):
    assert post(service, "feishu") == ACCEPTED
    assert received_by(service)[1] == {"msg_type": "text", "content": {"text": f"停水\n{LINK}"}}


def test_dingtalk_is_signed_in_the_address(service):
    post(service, "dingtalk", secret="SECtest")
    received, _body = received_by(service)
    assert received.path.endswith("&sign=aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g%3D")
    query = parse_qs(urlsplit(received.path).query)
    assert (query["access_token"], query["timestamp"]) == (["t"], ["1700000000000"])


def test_feishu_is_signed_in_the_body(service):
    post(service, "feishu", secret="demo")
    _received, body = received_by(service)
    assert (body["timestamp"], body["sign"]) == (
        "1700000000",
        "8oT2n3SMKFfEnDoiwer8BUM/SjKLwe9SqoEIHlhDTKo=",
    )


@pytest.mark.parametrize("kind", PATHS)
def test_the_code_decides_and_not_the_status(service, kind):
    name = "code" if kind == "feishu" else "errcode"
    service.answer = lambda _received: (200, {}, {name: 45009, "errmsg": "api freq out of limit"})
    assert post(service, kind) == "45009"
    service.answer = lambda _received: (502, {}, "bad gateway")
    assert post(service, kind) == "HTTP 502"


def test_redirects_are_not_followed(service):
    service.answer = lambda _received: (307, {"Location": f"{service.url}inside"}, {})
    assert post(service, "wecom") == "HTTP 307"
    assert len(service.received) == 1


def test_a_broken_connection_may_have_posted_it(service):
    service.answer = lambda _received: None
    with pytest.raises(Unanswered):
        post(service, "wecom")
    with pytest.raises(NotSent):
        Robot("wecom", "http://127.0.0.1:1/").post("停水", LINK, now=NOW)


@pytest.mark.parametrize("length", range(670, 690))
def test_a_long_text_is_cut_between_characters_and_keeps_its_link(length):
    text = "字" * length
    fitted = fit(text, LINK)
    above, link = fitted.split("\n")
    assert (len(fitted.encode()) <= MAX_BYTES, link) == (True, LINK)
    assert above == text or (above[-1] == "…" and text.startswith(above[:-1]))
    assert len(fitted.encode()) > MAX_BYTES - 6 or above == text


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6", "wecom"),
        ("https://oapi.dingtalk.com/robot/send?access_token=x", "dingtalk"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/f9dcf7b6", "feishu"),
        ("http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x", ""),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send", ""),
        ("https://qyapi.weixin.qq.com/cgi-bin/token?key=x", ""),
        ("https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=x", ""),
        ("https://me@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x", ""),
        ("https://qyapi.weixin.qq.com.example.org/cgi-bin/webhook/send?key=x", ""),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/", ""),
        ("https://127.0.0.1/robot/send?access_token=x", ""),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/../../../x", ""),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/%2e%2e/%2e%2e", ""),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/a/b", ""),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/a?x=b", ""),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/a#b", ""),
        ("https://oapi.dingtalk.com/robot/send?access_token=", ""),
        ("https://oapi.dingtalk.com/robot/send?access_token=a&x=b\r\nHost: evil", ""),
        ("https://oapi.dingtalk.com/robot/send?access_token=a b 中", ""),
        ("https://oapi.dingtalk.com/robot/send?access_token=a\n", ""),
        ("https://oapi.dingtalk.com/robot/send?access_token=a&access_token=b", ""),
        ("https://oapi.dingtalk.com/robot/send?x=y&access_token=a", ""),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a&key=b", ""),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=%61", ""),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=６", ""),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a_b", ""),
        ("https://[", ""),
        ("停水", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_three_services_are_robots(address, kind):
    assert kind_of(address) == kind
