"""Post texts into a group by its robot: WeCom 企业微信, DingTalk 钉钉 and Feishu 飞书.

The address of a robot is pasted by a person and is a secret: whoever has it can post. Only the
three services' own addresses are requested.
"""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import json
import re
from dataclasses import dataclass
from urllib.parse import quote_plus

from louzu.lib import http_client

WECOM, DINGTALK, FEISHU = "wecom", "dingtalk", "feishu"
ADDRESSES = {
    WECOM: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
    DINGTALK: "https://oapi.dingtalk.com/robot/send?access_token=",
    FEISHU: "https://open.feishu.cn/open-apis/bot/v2/hook/",
}
"""Addresses of robots without their keys."""
KEY = re.compile(r"[A-Za-z0-9-]+")
MAX_BYTES = 2048
"""WeCom's limit for a text, in bytes of UTF-8. The others take more."""
MAX_PER_MINUTE = {WECOM: 20, DINGTALK: 20, FEISHU: 100}
ACCEPTED = "0"


@dataclass(frozen=True, slots=True)
class Robot:
    kind: str
    address: str
    secret: str = ""
    """Key of the signature, for DingTalk and Feishu if the robot asks for one."""

    def post(self, text: str, link: str, *, now: dt.datetime) -> str:
        """Post the text, shortened to fit, and below it the link.

        Returns the service's code, "0" if the text was accepted. Raises NotSent or Unanswered.
        """
        content = fit(text, link)
        address, body = self.address, _text_body(content)
        if self.kind == FEISHU:
            body = {"msg_type": "text", "content": {"text": content}, **self._signed_body(now)}
        elif self.kind == DINGTALK and self.secret:
            address += _signed_query(self.secret, now)
        answer = http_client.post(
            address,
            headers={"Content-Type": "application/json; charset=utf-8"},
            data=json.dumps(body, ensure_ascii=False).encode(),
        )
        code = answer.body.get("code" if self.kind == FEISHU else "errcode")
        return f"HTTP {answer.status}" if code is None else str(code)

    def _signed_body(self, now: dt.datetime) -> dict[str, str]:
        """Feishu signs an empty text with seconds and secret as the key."""
        if not self.secret:
            return {}
        seconds = str(int(now.timestamp()))
        return {"timestamp": seconds, "sign": _sign(f"{seconds}\n{self.secret}", "")}


def kind_of(address: str) -> str:
    """Return the kind of robot that an address belongs to, or "" if it is none's.

    An address ends with one key and nothing else, so that no part of it leads elsewhere.
    """
    for kind, start in ADDRESSES.items():
        if address.startswith(start) and KEY.fullmatch(address.removeprefix(start)):
            return kind
    return ""


def fit(text: str, link: str) -> str:
    """Shorten the text at a character's border, so that text and link have MAX_BYTES at most."""
    below = f"\n{link}"
    room = MAX_BYTES - len(below.encode())
    if len(text.encode()) > room:
        text = f"{text.encode()[: room - len('…'.encode())].decode(errors='ignore')}…"
    return text + below


def _text_body(content: str) -> dict[str, object]:
    return {"msgtype": "text", "text": {"content": content}}


def _signed_query(secret: str, now: dt.datetime) -> str:
    """DingTalk signs milliseconds and secret with the secret as the key."""
    milliseconds = int(now.timestamp() * 1000)
    sign = quote_plus(_sign(secret, f"{milliseconds}\n{secret}"))
    return f"&timestamp={milliseconds}&sign={sign}"


def _sign(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), "sha256").digest()).decode()
