"""WeChat's servers, as its public documentation describes them.

Errors have status 200 and a code in the body. Answers about people are of a wrong content type, as
the real ones. Unlike a test account of WeChat, this one checks the values of templates.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from louzu.lib.wechat.account import WeChatAccount

APP_ID, SECRET, TOKEN = "wx0123456789abcdef", "the-secret-of-the-account", "AAAAA"
REPEATS_DROPPED_FOR = 600
AUTHORIZING = ["appid", "redirect_uri", "response_type", "scope", "state"]
"""The parameters of web authorisation, in the order that WeChat checks."""
SUITABLE = {
    "thing": r"[^\n]{1,20}",
    "character_string": r"[\x20-\x7e]{1,32}",
    "phrase": r"[\u4e00-\u9fff]{1,5}",
    "name": r"[\u4e00-\u9fff]{1,10}",
    "number": r"-?\d{1,32}(\.\d+)?",
    "time": r"\d{4}年\d{1,2}月\d{1,2}日 \d{2}:\d{2}",
    "date": r"\d{4}年\d{1,2}月\d{1,2}日",
    "const": r"[^\n]{1,20}",
}


@dataclass
class StandIn:
    url: str = ""
    templates: set[str] = field(default_factory=lambda: {"TEMPLATE-1"})
    followers: set[str] = field(default_factory=set)
    refusing: set[str] = field(default_factory=set)
    """People who switched off messages of the account."""
    failing: dict[str, dict] = field(default_factory=dict)
    """Answers by path that come instead of the usual ones."""
    person: str = "o-somebody"
    """The openid of whoever authorises next."""
    snapshot: bool = False
    silent: bool = False
    """Whether it does what it is asked and then hangs up instead of answering."""
    sent: list[dict] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """The paths of all requests."""
    token: str = ""
    expired: set[str] = field(default_factory=set)
    codes: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    keys: dict[tuple[str, str], tuple[int, float]] = field(default_factory=dict)
    """Messages by person and key: their id, and when each was taken."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def event(
        self,
        xml: str,
        *,
        aes_key: str,
        app_id: str = APP_ID,
        nonce: str = "1514711492",
        age: int = 0,
    ) -> tuple[str, str]:
        """Return an event in safe mode as WeChat posts it: the query of its address, and the body."""
        timestamp = str(int(time.time()) - age)
        encrypted = encrypt(xml, aes_key=aes_key, app_id=app_id)
        signed = {
            "signature": sha1_of(TOKEN, timestamp, nonce),
            "timestamp": timestamp,
            "nonce": nonce,
            "encrypt_type": "aes",
            "msg_signature": sha1_of(TOKEN, timestamp, nonce, encrypted),
        }
        body = f"<xml><ToUserName>gh_1</ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
        return urlencode(signed), body

    @property
    def account(self) -> WeChatAccount:
        return WeChatAccount(app_id=APP_ID, secret=SECRET, token=TOKEN, api=self.url)

    def expire(self) -> None:
        self.expired.add(self.token)
        self.token = ""

    def times(self, path: str) -> int:
        return self.asked.count(path)

    def answer(self, path: str, asked: dict, body: dict) -> dict:
        with self.lock:
            self.asked.append(path)
            if path in self.failing:
                return self.failing[path]
            return ANSWERS[path](self, asked, body)

    def stable_token(self, _asked: dict, body: dict) -> dict:
        if body["appid"] != APP_ID:
            return refusal(40013, "invalid appid")
        if body["secret"] != SECRET:
            return refusal(40125, "invalid appsecret")
        if body["force_refresh"]:
            self.expire()
        self.token = self.token or secrets.token_hex(256)
        return {"access_token": self.token, "expires_in": 7200}

    def refused_token(self, asked: dict) -> dict | None:
        token = asked.get("access_token", "")
        if token in self.expired:
            return refusal(42001, "access_token expired")
        if not token or token != self.token:
            return refusal(40001, "invalid credential, access_token is invalid or not latest")
        return None

    def send(self, asked: dict, body: dict) -> dict:
        refused = self.refused_token(asked)
        if refused or (refused := self.refused_message(body)):
            return refused
        key = (body["touser"], body["client_msg_id"])
        message, taken = self.keys.get(key, (0, 0))
        if time.time() >= taken + REPEATS_DROPPED_FOR:
            message = len(self.sent) + 3_000_001
            self.keys[key] = message, time.time()
            self.sent.append(body)
        return {"errcode": 0, "errmsg": "ok", "msgid": message}

    def ticket(self, asked: dict, _body: dict) -> dict:
        told = {"errcode": 0, "errmsg": "ok", "ticket": "t" * 86, "expires_in": 7200}
        return self.refused_token(asked) or told

    def refused_message(self, body: dict) -> dict | None:
        if body["touser"] in self.refusing:
            return refusal(43101, "user refuse to accept the msg")
        if body["touser"] not in self.followers:
            return refusal(43004, "require subscribe")
        if body["template_id"] not in self.templates:
            return refusal(40037, "invalid template_id")
        for name, row in body["data"].items():
            kind = re.sub(r"\d+$", "", name)
            if not re.fullmatch(SUITABLE.get(kind, "(?!)"), row["value"]):
                return refusal(47003, f"argument invalid! data.{name}.value invalid")
        return None

    def authorize(self, asked: dict) -> str:
        """Return where the person is sent back to."""
        assert list(asked) == AUTHORIZING
        assert asked["appid"] == APP_ID
        assert re.fullmatch("[A-Za-z0-9]{1,128}", asked["state"])
        code = secrets.token_hex(16)
        self.codes[code] = asked["scope"]
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def person_token(self, asked: dict, _body: dict) -> dict:
        code = asked["code"]
        if (asked["appid"], asked["secret"]) != (APP_ID, SECRET):
            return refusal(40125, "invalid appsecret")
        if code in self.used:
            return refusal(40163, "code been used")
        if code not in self.codes:
            return refusal(40029, "invalid code")
        self.used.add(code)
        told = {
            "access_token": secrets.token_hex(32),
            "expires_in": 7200,
            "refresh_token": secrets.token_hex(32),
            "openid": self.person,
            "scope": self.codes[code],
        }
        return {**told, "is_snapshotuser": 1} if self.snapshot else told


def sha1_of(*words: str) -> str:
    return hashlib.sha1("".join(sorted(words)).encode()).hexdigest()  # noqa: S324 -- WeChat's choice


def encrypt(xml: str, *, aes_key: str, app_id: str) -> str:
    """Encrypt as WeChat does: AES-256-CBC of 16 random bytes, the length, the XML and the AppID."""
    key, text = base64.b64decode(f"{aes_key}="), xml.encode()
    plain = secrets.token_bytes(16) + len(text).to_bytes(4, "big") + text + app_id.encode()
    filler = 32 - len(plain) % 32
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain + bytes([filler]) * filler)).decode()


def refusal(code: int, words: str) -> dict:
    return {"errcode": code, "errmsg": f"{words} rid: 0"}


ANSWERS = {
    "/cgi-bin/stable_token": StandIn.stable_token,
    "/cgi-bin/message/template/send": StandIn.send,
    "/cgi-bin/ticket/getticket": StandIn.ticket,
    "/sns/oauth2/access_token": StandIn.person_token,
    "/sns/userinfo": lambda _it, _asked, _body: refusal(48001, "api unauthorized"),
}


class _Handler(BaseHTTPRequestHandler):
    stand_in: StandIn

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body: dict) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/connect/oauth2/authorize":
            self.send_response(302)
            self.send_header("Location", self.stand_in.authorize(asked))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        told = json.dumps(self.stand_in.answer(parts.path, asked, body), ensure_ascii=False)
        if self.stand_in.silent and parts.path != "/cgi-bin/stable_token":
            return
        kind = "text/plain" if parts.path.startswith("/sns/") else "application/json"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(told.encode())))
        self.end_headers()
        self.wfile.write(told.encode())

    def log_message(self, *_args: object) -> None:
        """Write nothing."""


@contextmanager
def stand_in_for_wechat():
    made = StandIn()
    handler = type("Handler", (_Handler,), {"stand_in": made})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        made.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()
