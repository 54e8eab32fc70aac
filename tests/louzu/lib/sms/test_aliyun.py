"""Aliyun's text messages against a server that checks signatures as Aliyun documents them."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import socket
from urllib.parse import parse_qs, urlsplit

import pytest

from louzu.lib.sms.aliyun import AliyunSms, sign
from louzu.lib.sms.base import SmsOutcome, SmsTemplate, SmsTemplates
from tests.http_stand_in import http_stand_in

PHONE, SECRET = "13800138000", "a secret"
FINE = {"Code": "OK", "BizId": "9006…^0", "RequestId": "r"}
NOTHING_SENT = hashlib.sha256(b"").hexdigest()


def test_the_signature_is_that_of_the_documentation():
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-version": "2014-05-26",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
    }
    query = "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai"
    assert sign(headers, query, keys="YourAccessKeyId:YourAccessKeySecret")["Authorization"] == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
        "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def answer_signed(received):
    """Recompute the signature from the request as it arrived."""
    found = re.fullmatch(
        r"ACS3-HMAC-SHA256 Credential=(\w+),SignedHeaders=([\w;-]+),Signature=(\w+)",
        received.headers["Authorization"],
    )
    names = found[2].split(";")
    canonical = [
        *("POST", "/", urlsplit(received.path).query),
        *(f"{name}:{received.headers[name]}" for name in names),
        *("", found[2], hashlib.sha256(received.body).hexdigest()),
    ]
    digest = hashlib.sha256("\n".join(canonical).encode()).hexdigest()
    text = f"ACS3-HMAC-SHA256\n{digest}".encode()
    if hmac.new(SECRET.encode(), text, "sha256").hexdigest() != found[3]:
        return 400, {}, {"Code": "SignatureDoesNotMatch"}
    return 200, {}, FINE


@pytest.fixture
def aliyun(settings):
    settings.SMS_KEYS = f"key:{SECRET}"
    settings.SMS_TEMPLATES = SmsTemplates(
        "连心楼", {"urgent": SmsTemplate("SMS_1", "${where}：${what}，请看公示栏。")}
    )
    with http_stand_in(answer_signed) as stand_in:
        provider = AliyunSms()
        provider.url = stand_in.url
        provider.stand_in = stand_in
        yield provider


def send(provider, **values):
    return provider.send(PHONE, "urgent", {"where": "114号", "what": "停水 9:00~12:00*", **values})


def test_a_message_is_a_template_and_its_values(aliyun):
    result = send(aliyun, when="not in the template")
    assert (result.outcome, result.provider_id) == (SmsOutcome.HANDED_OVER, "9006…^0")
    (received,) = aliyun.stand_in.received
    asked = {name: values[0] for name, values in parse_qs(urlsplit(received.path).query).items()}
    assert json.loads(asked.pop("TemplateParam")) == {"where": "114号", "what": "停水 9:00~12:00*"}
    assert asked == {"PhoneNumbers": PHONE, "SignName": "连心楼", "TemplateCode": "SMS_1"}
    assert received.headers["x-acs-content-sha256"] == NOTHING_SENT


def test_a_wrong_secret_stops_everything(aliyun, settings):
    settings.SMS_KEYS = "key:another"
    assert send(aliyun).outcome is SmsOutcome.NOBODY


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("isv.BUSINESS_LIMIT_CONTROL", SmsOutcome.LATER),
        ("Throttling.User", SmsOutcome.LATER),
        ("isv.MOBILE_NUMBER_ILLEGAL", SmsOutcome.BAD_NUMBER),
        ("isv.OUT_OF_SERVICE", SmsOutcome.NOBODY),
        ("isv.SMS_SIGNATURE_SCENE_ILLEGAL", SmsOutcome.NOBODY),
        ("isv.SMS_TEMPLATE_ILLEGAL", SmsOutcome.BAD_TEXT),
        ("isv.TEMPLATE_PARAMS_ILLEGAL", SmsOutcome.BAD_TEXT),
    ],
)
def test_the_code_decides_and_not_the_status(aliyun, code, outcome):
    aliyun.stand_in.answer = lambda _received: (200, {}, {"Code": code, "Message": "…"})
    result = send(aliyun)
    assert (result.outcome, result.reason) == (outcome, code)


@pytest.mark.parametrize("said", [{}, [], "busy"], ids=["nothing", "list", "text"])
def test_an_answer_without_a_code_is_tried_again(aliyun, said):
    aliyun.stand_in.answer = lambda _received: (503, {}, said)
    assert send(aliyun).outcome is SmsOutcome.LATER


def test_redirects_are_not_followed(aliyun):
    there = {"Location": f"{aliyun.stand_in.url}elsewhere"}
    aliyun.stand_in.answer = lambda _received: (307, there, {})
    assert send(aliyun).outcome is SmsOutcome.LATER
    assert len(aliyun.stand_in.received) == 1


def test_what_has_no_template_or_lacks_a_value_is_not_sent(aliyun):
    assert aliyun.send(PHONE, "urgent", {"where": "114号"}).outcome is SmsOutcome.BAD_TEXT
    assert aliyun.send(PHONE, "other", {}).outcome is SmsOutcome.BAD_TEXT
    assert aliyun.stand_in.received == []


def test_a_refused_connection_is_later_and_a_broken_one_is_unclear(aliyun):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    aliyun.url = f"http://127.0.0.1:{port}/"
    assert send(aliyun).outcome is SmsOutcome.LATER

    aliyun.url = aliyun.stand_in.url
    aliyun.stand_in.answer = lambda _received: None
    assert send(aliyun).outcome is SmsOutcome.UNCLEAR
