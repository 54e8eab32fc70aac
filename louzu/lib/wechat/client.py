"""Calls that need the account's access token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.cache import cache

from louzu.lib.wechat.account import WeChatAccount
from louzu.lib.wechat.token import EARLY, access_token
from louzu.lib.wechat.transport import WeChatRefusedError, get, post

OLD_TOKEN = {40001, 40014, 42001}
"""The token is not the newest, malformed or expired."""


def send_template_message(
    account: WeChatAccount,
    *,
    openid: str,
    template: str,
    data: Mapping[str, Mapping[str, str]],
    url: str,
    key: str,
) -> str:
    """Send a template message and return its id at WeChat.

    Within ten minutes WeChat sends a message with the same ``key`` to a person once only. Raises
    WeChatRefusedError and WeChatUnreachableError.
    """
    body = {
        "touser": openid,
        "template_id": template,
        "url": url,
        "client_msg_id": key,
        "data": data,
    }
    address = f"{account.api}/cgi-bin/message/template/send"
    answer = _with_token(account, lambda token: post(address, body, token=token, needed=("msgid",)))
    return str(answer["msgid"])


def share_ticket(account: WeChatAccount) -> str:
    """Return the ticket that signs pages which use WeChat's scripts. It is kept as the token is."""
    key = f"wechat_ticket:{account.app_id}"
    if kept := cache.get(key):
        return str(kept)
    address = f"{account.api}/cgi-bin/ticket/getticket"
    answer = _with_token(
        account,
        lambda token: get(
            address,
            {"access_token": token, "type": "jsapi"},
            needed=("ticket", "expires_in"),
        ),
    )
    cache.set(key, answer["ticket"], timeout=max(int(answer["expires_in"]) - EARLY, 60))
    return str(answer["ticket"])


def _with_token(account: WeChatAccount, call: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """Call with a token, and once more with a new one if WeChat takes it for an old one."""
    token = access_token(account)
    try:
        return call(token)
    except WeChatRefusedError as error:
        if error.code not in OLD_TOKEN:
            raise
    return call(access_token(account, refused=token))
