"""A push service of the tests, with a browser that is subscribed to it.

It checks the portal's signature (RFC 8292) and decrypts what it gets (RFC 8291).
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from louzu.lib.web_push.subscriptions import PushSubscription
from tests.http_stand_in import StandIn, http_stand_in

DAY = 24 * 60 * 60
SUBSCRIBED = """
PushManager.prototype.getSubscription = async () => null;
PushManager.prototype.subscribe = async function (options) {
  if (new Uint8Array(options.applicationServerKey).length !== 65) throw new Error("key");
  return { toJSON: () => (%s) };
};
"""


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def read_token(header: str, *, audience: str) -> tuple[dict, str]:
    """Verify an Authorization header. Return its claims and the sender's public key."""
    scheme, _space, rest = header.partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    signed, _dot, signature = parts["t"].rpartition(".")
    raw = decoded(signature)
    der = utils.encode_dss_signature(
        int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    )
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(parts["k"]))
    key.verify(der, signed.encode(), ec.ECDSA(SHA256()))
    claims = json.loads(decoded(signed.split(".")[1]))
    assert claims["aud"] == audience
    assert time.time() < claims["exp"] <= time.time() + DAY
    return claims, parts["k"]


@dataclass
class Pushed:
    content: dict
    topic: str
    urgency: str
    ttl: int
    contact: str
    sender: str


@dataclass
class PushService:
    stand_in: StandIn
    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = field(default_factory=lambda: os.urandom(16))
    pushed: list[Pushed] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return self.stand_in.url.rstrip("/")

    @property
    def subscription(self) -> PushSubscription:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return PushSubscription(f"{self.origin}/send/1", encoded(point), encoded(self.auth))

    def accept(self, received):
        if self.status != 201:
            return self.status, self.headers, self.said
        assert urlsplit(received.path).path == "/send/1"
        assert received.headers["Content-Encoding"] == "aes128gcm"
        claims, sender = read_token(received.headers["Authorization"], audience=self.origin)
        plain = http_ece.decrypt(
            received.body, private_key=self.key, auth_secret=self.auth, version="aes128gcm"
        )
        self.pushed.append(
            Pushed(
                json.loads(plain),
                received.headers["Topic"],
                received.headers["Urgency"],
                int(received.headers["TTL"]),
                claims["sub"],
                sender,
            )
        )
        return 201, {}, {}


@contextlib.contextmanager
def push_service():
    with http_stand_in(lambda _received: None) as stand_in:
        service = PushService(stand_in)
        stand_in.answer = service.accept
        yield service


def script_that_subscribes_to(service: PushService) -> str:
    """Return a script by which a browser subscribes to it; Chromium's own service cannot be reached."""
    given = service.subscription
    keys = {"p256dh": given.p256dh, "auth": given.auth}
    return SUBSCRIBED % json.dumps({"endpoint": given.endpoint, "keys": keys})
