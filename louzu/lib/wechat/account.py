"""The WeChat service account (服务号) of this installation, read from environment variables.

Everything that concerns WeChat is off without one. Documented in docs/wechat.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from louzu.lib.addresses import split_address
from louzu.lib.regular_files import read_regular
from louzu.lib.variables import shown
from louzu.lib.wechat.safe_mode import AES_KEY
from louzu.lib.wechat.templates import MessageTemplate, WrongTemplateError

API = "https://api.weixin.qq.com"
AUTHORIZE_URL = "https://open.weixin.qq.com/connect/oauth2/authorize"
REQUIRED = ("LOUZU_WECHAT_APPID", "LOUZU_WECHAT_SECRET", "LOUZU_WECHAT_TOKEN")
OPTIONAL = (
    "LOUZU_WECHAT_AES_KEY",
    "LOUZU_WECHAT_VERIFY",
    "LOUZU_WECHAT_TEMPLATES",
    "LOUZU_WECHAT_API",
)
VERIFICATION_FILE = re.compile(r"(MP_verify_\w+\.txt)=(\w+)")
TOKEN = re.compile(r"[A-Za-z0-9]{3,32}")
"""What WeChat takes as the token of a server address."""
THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class WeChatAccount:
    app_id: str
    secret: str = field(repr=False)
    token: str = field(repr=False)
    """Signs the events that WeChat posts to the portal."""
    aes_key: str = field(default="", repr=False)
    """The EncodingAESKey. Without one WeChat sends its events as plain text (明文模式)."""
    verification_file: str = ""
    """Name of the file at the root of the site by which WeChat knows that the host is ours."""
    verification_text: str = ""
    templates: Mapping[str, MessageTemplate] = field(default_factory=dict)
    """By code of the message type. ``*`` is for all types that have none of their own."""
    api: str = API

    @property
    def authorize_url(self) -> str:
        """Return where a person is asked by WeChat. A stand-in on this machine asks by itself."""
        at_hand = urlsplit(self.api).hostname in THIS_MACHINE
        return f"{self.api}/connect/oauth2/authorize" if at_hand else AUTHORIZE_URL

    @property
    def authorize_origin(self) -> str:
        """Return scheme and host of ``authorize_url``, for the Content-Security-Policy."""
        parts = urlsplit(self.authorize_url)
        return f"{parts.scheme}://{parts.netloc}"


def read_wechat_account(variables: Mapping[str, str], *, demo: bool) -> WeChatAccount | None:
    """Return None if no variable is set. Raises ImproperlyConfigured for half a configuration."""
    given = {name: variables.get(name, "").strip() for name in (*REQUIRED, *OPTIONAL)}
    if not any(given.values()):
        return None
    missing = [name for name in REQUIRED if not given[name]]
    if missing:
        raise ImproperlyConfigured(
            f"{', '.join(missing)} is missing: WeChat needs {', '.join(REQUIRED)} together."
        )
    if not TOKEN.fullmatch(given["LOUZU_WECHAT_TOKEN"]):
        raise ImproperlyConfigured("LOUZU_WECHAT_TOKEN must be 3 to 32 letters and digits.")
    if (aes_key := given["LOUZU_WECHAT_AES_KEY"]) and not AES_KEY.fullmatch(aes_key):
        raise ImproperlyConfigured("LOUZU_WECHAT_AES_KEY must be 43 letters and digits.")
    file, text = _verification(given["LOUZU_WECHAT_VERIFY"])
    return WeChatAccount(
        app_id=given["LOUZU_WECHAT_APPID"],
        secret=given["LOUZU_WECHAT_SECRET"],
        token=given["LOUZU_WECHAT_TOKEN"],
        aes_key=aes_key,
        verification_file=file,
        verification_text=text,
        templates=_templates(given["LOUZU_WECHAT_TEMPLATES"]),
        api=_api(given["LOUZU_WECHAT_API"], demo=demo),
    )


def _verification(word: str) -> tuple[str, str]:
    found = VERIFICATION_FILE.fullmatch(word)
    if word and not found:
        raise ImproperlyConfigured(
            f"LOUZU_WECHAT_VERIFY is “{shown(word)}”: write it like MP_verify_Ab12.txt=Ab12,"
            " the name of WeChat's file and the text in it."
        )
    return (found[1], found[2]) if found else ("", "")


def _templates(path: str) -> dict[str, MessageTemplate]:
    if not path:
        return {}
    wrong = f"LOUZU_WECHAT_TEMPLATES: {shown(path)}"
    try:
        rows = json.loads(read_regular(Path(path)))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ImproperlyConfigured(f"{wrong} cannot be read as JSON ({reason}).") from error
    if not isinstance(rows, dict):
        raise ImproperlyConfigured(f"{wrong} must be an object, a template for each type.")
    try:
        return {code: MessageTemplate.parse(row) for code, row in rows.items()}
    except WrongTemplateError as error:
        raise ImproperlyConfigured(f"{wrong}: {error}.") from error


def _api(word: str, *, demo: bool) -> str:
    parts = split_address(word or API)
    at_hand = parts is not None and parts.hostname in THIS_MACHINE
    if parts is None or not parts.hostname or (parts.scheme != "https" and not at_hand):
        raise ImproperlyConfigured(
            f"LOUZU_WECHAT_API is “{shown(word)}”: write an https address, like {API}."
        )
    if demo and not at_hand:
        raise ImproperlyConfigured(
            "LOUZU_WECHAT_APPID is set in the demo: its people are invented and get no messages."
        )
    return f"{parts.scheme}://{parts.netloc}"
