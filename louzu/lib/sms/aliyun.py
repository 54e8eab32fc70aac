"""Aliyun's SMS: ``SendSms`` of 2017-05-25, signed by ``ACS3-HMAC-SHA256``.

``LOUZU_SMS_KEYS`` is ``AccessKeyId:AccessKeySecret``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.utils import timezone

from louzu.lib import http_client
from louzu.lib.sms.base import SmsOutcome, SmsResult, outcome_of

ALGORITHM = "ACS3-HMAC-SHA256"
OUTCOMES = {
    "OK": SmsOutcome.HANDED_OVER,
    "isv.BUSINESS_LIMIT_CONTROL": SmsOutcome.LATER,
    "isv.DAY_LIMIT_CONTROL": SmsOutcome.LATER,
    "isv.MONTH_LIMIT_CONTROL": SmsOutcome.NOBODY,
    "Throttling": SmsOutcome.LATER,
    "ServiceUnavailable": SmsOutcome.LATER,
    "InternalError": SmsOutcome.LATER,
    "isp.SYSTEM_ERROR": SmsOutcome.LATER,
    "isv.MOBILE_NUMBER_ILLEGAL": SmsOutcome.BAD_NUMBER,
    "isv.OUT_OF_SERVICE": SmsOutcome.NOBODY,
    "isv.AMOUNT_NOT_ENOUGH": SmsOutcome.NOBODY,
    "isv.ACCOUNT": SmsOutcome.NOBODY,
    "isv.PRODUCT_UN_SUBSCRIPT": SmsOutcome.NOBODY,
    "isv.SMS_SIGNATURE": SmsOutcome.NOBODY,
    "isv.DENY_IP_RANGE": SmsOutcome.NOBODY,
    "isp.RAM_PERMISSION_DENY": SmsOutcome.NOBODY,
    "InvalidAccessKeyId": SmsOutcome.NOBODY,
    "SignatureDoesNotMatch": SmsOutcome.NOBODY,
    "IncompleteSignature": SmsOutcome.NOBODY,
    "InvalidTimeStamp": SmsOutcome.NOBODY,
    "Forbidden": SmsOutcome.NOBODY,
}
"""Beginnings of codes. Other codes are faults of the template or its values."""


class AliyunSms:
    url = "https://dysmsapi.aliyuncs.com/"

    def send(self, phone: str, purpose: str, values: Mapping[str, str]) -> SmsResult:
        template = settings.SMS_TEMPLATES.by_purpose.get(purpose)
        if template is None or not set(template.variables) <= set(values):
            return SmsResult(SmsOutcome.BAD_TEXT, reason="no_template")
        given = {name: values[name] for name in template.variables}
        parameters = {
            "PhoneNumbers": phone,
            "SignName": settings.SMS_TEMPLATES.signature,
            "TemplateCode": template.number,
            "TemplateParam": json.dumps(given, ensure_ascii=False),
        }
        return self._call(parameters)

    def _call(self, parameters: Mapping[str, str]) -> SmsResult:
        query = urlencode(sorted(parameters.items()), quote_via=quote, safe="-_.~")
        headers = {
            "host": urlsplit(self.url).netloc,
            "x-acs-action": "SendSms",
            "x-acs-version": "2017-05-25",
            "x-acs-date": timezone.now().astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "x-acs-signature-nonce": uuid.uuid4().hex,
        }
        signed = sign(headers, query, keys=settings.SMS_KEYS)
        try:
            answer = http_client.post(f"{self.url}?{query}", headers=signed)
        except http_client.NotSent as failure:
            return SmsResult(SmsOutcome.LATER, reason=str(failure))
        except http_client.Unanswered as failure:
            return SmsResult(SmsOutcome.UNCLEAR, reason=str(failure))
        return _result(answer)


def sign(headers: Mapping[str, str], query: str, *, keys: str, data: bytes = b"") -> dict[str, str]:
    """Return the headers with ``Authorization`` for a POST to the path ``/``.

    ``headers`` have lower-case names; ``query`` is sorted and percent-encoded.
    """
    key, _colon, secret = keys.partition(":")
    digest = hashlib.sha256(data).hexdigest()
    signed = {**headers, "x-acs-content-sha256": digest}
    names = sorted(signed)
    lines = "".join(f"{name}:{signed[name].strip()}\n" for name in names)
    request = "\n".join(["POST", "/", query, lines, ";".join(names), digest])
    text = f"{ALGORITHM}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.new(secret.encode(), text.encode(), "sha256").hexdigest()
    credential = f"Credential={key},SignedHeaders={';'.join(names)},Signature={signature}"
    return {**signed, "Authorization": f"{ALGORITHM} {credential}"}


def _result(answer: http_client.ServiceAnswer) -> SmsResult:
    code = str(answer.body.get("Code", ""))
    if not code:
        return SmsResult(SmsOutcome.LATER, reason=f"HTTP {answer.status}")
    number = str(answer.body.get("BizId", ""))
    return SmsResult(outcome_of(code, OUTCOMES), provider_id=number, reason=code)
