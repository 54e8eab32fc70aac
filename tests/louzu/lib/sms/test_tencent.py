"""Tencent's text messages against a server that checks signatures as Tencent documents them."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import re
import socket
import time

import pytest

from louzu.lib.sms.base import SmsOutcome, SmsTemplate, SmsTemplates
from louzu.lib.sms.tencent import TencentSms, authorization
from tests.http_stand_in import http_stand_in

PHONE, SECRET = "13800138000", "a secret"
MAX_SKEW = 300


def test_the_signature_is_that_of_the_documentation():
    data = (
        rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    )
    headers = {
        "content-type": "application/json; charset=utf-8",
        "host": "cvm.tencentcloudapi.com",
    }
    found = authorization(
        headers,
        data,
        service="cvm",
        at=dt.datetime.fromtimestamp(1551113065, dt.UTC),
        key="AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
        secret="Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
    )
    assert found == (
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request,"
        " SignedHeaders=content-type;host,"
        " Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    )


def chained(key, *words):
    for word in words:
        key = hmac.new(key, word.encode(), "sha256").digest()
    return key


def refusal(code):
    return 200, {}, {"Response": {"Error": {"Code": code, "Message": "…"}, "RequestId": "r"}}


def state(code="Ok"):
    one = {
        "SerialNo": "2028:f825e6d5b2" if code == "Ok" else "",
        "PhoneNumber": f"+86{PHONE}",
        "Fee": 1,
        "Code": code,
        "Message": "…",
    }
    return 200, {}, {"Response": {"SendStatusSet": [one], "RequestId": "r"}}


def answer_signed(received):
    """Recompute the signature from the request as it arrived."""
    headers = received.headers
    found = re.fullmatch(
        r"TC3-HMAC-SHA256 Credential=(\w+)/([\d-]+)/sms/tc3_request, SignedHeaders=([\w;-]+), Signature=(\w+)",
        headers["Authorization"],
    )
    timestamp = int(headers["X-TC-Timestamp"])
    if abs(time.time() - timestamp) > MAX_SKEW:
        return refusal("AuthFailure.SignatureExpire")
    day = f"{dt.datetime.fromtimestamp(timestamp, dt.UTC):%Y-%m-%d}"
    assert found[2] == day
    names = found[3].split(";")
    assert {"content-type", "host"} <= {*names}
    lines = "".join(f"{name}:{headers[name]}\n" for name in names)
    body = hashlib.sha256(received.body).hexdigest()
    canonical = f"POST\n/\n\n{lines}\n{found[3]}\n{body}"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = f"TC3-HMAC-SHA256\n{timestamp}\n{day}/sms/tc3_request\n{digest}"
    signature = chained(f"TC3{SECRET}".encode(), day, "sms", "tc3_request", text).hex()
    return state() if signature == found[4] else refusal("AuthFailure.SignatureFailure")


@pytest.fixture
def tencent(settings):
    settings.SMS_KEYS = f"AKIDkey:{SECRET}:1400006666"
    settings.SMS_TEMPLATES = SmsTemplates(
        "连心楼", {"urgent": SmsTemplate("449739", "${what}，${where}：${what}请看公示栏。")}
    )
    with http_stand_in(answer_signed) as stand_in:
        provider = TencentSms()
        provider.url = stand_in.url
        provider.stand_in = stand_in
        yield provider


def send(provider, **values):
    return provider.send(PHONE, "urgent", {"where": "114号", "what": "停水9:00", **values})


def test_a_message_is_a_template_and_its_values_by_number(tencent):
    result = send(tencent, when="not in the template")
    assert (result.outcome, result.provider_id) == (SmsOutcome.HANDED_OVER, "2028:f825e6d5b2")
    (received,) = tencent.stand_in.received
    assert json.loads(received.body) == {
        "PhoneNumberSet": ["+8613800138000"],
        "SmsSdkAppId": "1400006666",
        "SignName": "连心楼",
        "TemplateId": "449739",
        "TemplateParamSet": ["停水9:00", "114号"],
    }
    wanted = {"Action": "SendSms", "Version": "2021-01-11", "Region": "ap-guangzhou"}
    assert {name: received.headers[f"X-TC-{name}"] for name in wanted} == wanted


@pytest.mark.parametrize("keys", ["AKIDkey:another:1400006666", "AKIDkey", ""])
def test_a_wrong_secret_stops_everything(tencent, settings, keys):
    settings.SMS_KEYS = keys
    tencent.stand_in.answer = (
        answer_signed if keys else lambda _received: refusal("AuthFailure.SecretIdNotFound")
    )
    assert send(tencent).outcome is SmsOutcome.NOBODY


CODES = [
    ("LimitExceeded.PhoneNumberThirtySecondLimit", SmsOutcome.LATER),
    ("LimitExceeded.PhoneNumberDailyLimit", SmsOutcome.LATER),
    ("LimitExceeded.DeliveryFrequencyLimit", SmsOutcome.LATER),
    ("InternalError.OtherError", SmsOutcome.LATER),
    ("InternalError.Timeout", SmsOutcome.UNCLEAR),
    ("FailedOperation.PhoneNumberInBlacklist", SmsOutcome.BAD_NUMBER),
    ("InvalidParameterValue.IncorrectPhoneNumber", SmsOutcome.BAD_NUMBER),
    ("FailedOperation.InsufficientBalanceInSmsPackage", SmsOutcome.NOBODY),
    ("FailedOperation.SignatureIncorrectOrUnapproved", SmsOutcome.NOBODY),
    ("UnauthorizedOperation.SmsSdkAppIdVerifyFail", SmsOutcome.NOBODY),
    ("FailedOperation.TemplateIncorrectOrUnapproved", SmsOutcome.BAD_TEXT),
    ("InvalidParameterValue.ContentLengthLimit", SmsOutcome.BAD_TEXT),
    ("InvalidParameterValue.TemplateParameterFormatError", SmsOutcome.BAD_TEXT),
]


@pytest.mark.parametrize("told", [state, refusal])
@pytest.mark.parametrize(("code", "outcome"), CODES)
def test_the_code_decides_of_the_number_or_of_the_request(tencent, told, code, outcome):
    tencent.stand_in.answer = lambda _received: told(code)
    result = send(tencent)
    assert (result.outcome, result.reason) == (outcome, code)


def test_too_many_requests_are_later(tencent):
    tencent.stand_in.answer = lambda _received: refusal("RequestLimitExceeded")
    assert send(tencent).outcome is SmsOutcome.LATER


@pytest.mark.parametrize(
    "said",
    [
        {},
        [],
        "busy",
        {"Response": "busy"},
        {"Response": {"SendStatusSet": []}},
        {"Response": {"SendStatusSet": ["Ok"]}},
        {"Response": {"Error": "no"}},
    ],
    ids=["nothing", "list", "text", "no object", "no number", "no state", "no code"],
)
def test_an_answer_without_a_code_is_tried_again(tencent, said):
    tencent.stand_in.answer = lambda _received: (503, {}, said)
    result = send(tencent)
    assert (result.outcome, result.reason) == (SmsOutcome.LATER, "HTTP 503")


def test_what_has_no_template_or_lacks_a_value_is_not_sent(tencent):
    assert tencent.send(PHONE, "urgent", {"where": "114号"}).outcome is SmsOutcome.BAD_TEXT
    assert tencent.send(PHONE, "other", {}).outcome is SmsOutcome.BAD_TEXT
    assert tencent.stand_in.received == []


def test_a_refused_connection_is_later_and_a_broken_one_is_unclear(tencent):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    tencent.url = f"http://127.0.0.1:{port}/"
    assert send(tencent).outcome is SmsOutcome.LATER

    tencent.url = tencent.stand_in.url
    tencent.stand_in.answer = lambda _received: None
    assert send(tencent).outcome is SmsOutcome.UNCLEAR
