"""Tencent Cloud's SMS: ``SendSms`` of 2021-01-11, signed by ``TC3-HMAC-SHA256``.

``LOUZU_SMS_KEYS`` is ``SecretId:SecretKey:SdkAppId``. The variables of a template are numbered in the
order in which they first stand in its text.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from louzu.lib import http_client
from louzu.lib.sms.base import SmsOutcome, SmsResult, outcome_of

ALGORITHM = "TC3-HMAC-SHA256"
REGION = "ap-guangzhou"
SERVICE = "sms"
OUTCOMES = {
    "Ok": SmsOutcome.HANDED_OVER,
    "LimitExceeded.": SmsOutcome.LATER,
    "RequestLimitExceeded": SmsOutcome.LATER,
    "InternalError.SendAndRecvFail": SmsOutcome.UNCLEAR,
    "InternalError.Timeout": SmsOutcome.UNCLEAR,
    "InternalError.RequestTimeException": SmsOutcome.NOBODY,
    "InternalError.Sig": SmsOutcome.NOBODY,
    "InternalError": SmsOutcome.LATER,
    "ServiceUnavailable": SmsOutcome.LATER,
    "FailedOperation.PhoneNumber": SmsOutcome.BAD_NUMBER,
    "InvalidParameterValue.IncorrectPhoneNumber": SmsOutcome.BAD_NUMBER,
    "FailedOperation.InsufficientBalance": SmsOutcome.NOBODY,
    "FailedOperation.SignatureIncorrect": SmsOutcome.NOBODY,
    "FailedOperation.MissingSignature": SmsOutcome.NOBODY,
    "InvalidParameter.AppidAndBizId": SmsOutcome.NOBODY,
    "InvalidParameterValue.SdkAppIdNotExist": SmsOutcome.NOBODY,
    "UnauthorizedOperation": SmsOutcome.NOBODY,
    "AuthFailure": SmsOutcome.NOBODY,
}
"""Beginnings of codes. Other codes are faults of the template or its values."""


class TencentSms:
    url = "https://sms.tencentcloudapi.com/"

    def send(self, phone: str, purpose: str, values: Mapping[str, str]) -> SmsResult:
        template = settings.SMS_TEMPLATES.by_purpose.get(purpose)
        if template is None or not set(template.variables) <= set(values):
            return SmsResult(SmsOutcome.BAD_TEXT, reason="no_template")
        key, secret, app = (*settings.SMS_KEYS.split(":"), "", "", "")[:3]
        body = {
            "PhoneNumberSet": [f"+86{phone}"],
            "SmsSdkAppId": app,
            "SignName": settings.SMS_TEMPLATES.signature,
            "TemplateId": template.number,
            "TemplateParamSet": [values[name] for name in template.variables],
        }
        data = json.dumps(body, ensure_ascii=False).encode()
        now = timezone.now()
        headers = {
            "content-type": "application/json; charset=utf-8",
            "host": urlsplit(self.url).netloc,
        }
        signed = {
            **headers,
            "Authorization": authorization(
                headers, data, service=SERVICE, at=now, key=key, secret=secret
            ),
            "X-TC-Action": "SendSms",
            "X-TC-Version": "2021-01-11",
            "X-TC-Timestamp": str(int(now.timestamp())),
            "X-TC-Region": REGION,
        }
        return self._call(signed, data)

    def _call(self, headers: Mapping[str, str], data: bytes) -> SmsResult:
        try:
            answer = http_client.post(self.url, headers=headers, data=data)
        except http_client.NotSent as failure:
            return SmsResult(SmsOutcome.LATER, reason=str(failure))
        except http_client.Unanswered as failure:
            return SmsResult(SmsOutcome.UNCLEAR, reason=str(failure))
        return _result(answer)


def authorization(
    headers: Mapping[str, str], data: bytes, *, service: str, at: dt.datetime, key: str, secret: str
) -> str:
    """Return the ``Authorization`` of a POST to the path ``/``. All ``headers`` are signed; their names
    are lower-case."""
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = "\n".join(["POST", "/", "", lines, names, hashlib.sha256(data).hexdigest()])
    date = f"{at.astimezone(dt.UTC):%Y-%m-%d}"
    scope = f"{date}/{service}/tc3_request"
    digest = hashlib.sha256(request.encode()).hexdigest()
    text = f"{ALGORITHM}\n{int(at.timestamp())}\n{scope}\n{digest}"
    signing = f"TC3{secret}".encode()
    for word in (date, service, "tc3_request"):
        signing = hmac.new(signing, word.encode(), "sha256").digest()
    signature = hmac.new(signing, text.encode(), "sha256").hexdigest()
    return f"{ALGORITHM} Credential={key}/{scope}, SignedHeaders={names}, Signature={signature}"


def _result(answer: http_client.ServiceAnswer) -> SmsResult:
    """Read the state of our one number, or the error of the request."""
    said = answer.body.get("Response")
    found = said.get("Error") or said.get("SendStatusSet") if isinstance(said, dict) else None
    state = found[0] if isinstance(found, list) and found else found
    code = str(state.get("Code", "")) if isinstance(state, dict) else ""
    if not isinstance(state, dict) or not code:
        return SmsResult(SmsOutcome.LATER, reason=f"HTTP {answer.status}")
    number = str(state.get("SerialNo", ""))
    return SmsResult(outcome_of(code, OUTCOMES), provider_id=number, reason=code)
