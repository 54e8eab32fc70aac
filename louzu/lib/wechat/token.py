"""The account's access token, shared by all processes.

WeChat's ``stable_token`` gives the same token as long as it lives. It is kept in the shared cache and
renewed under a lock of the database, so that however many threads find it expired, one asks.
"""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection, transaction

from louzu.lib.wechat.account import WeChatAccount
from louzu.lib.wechat.transport import WeChatUnansweredError, WeChatUnreachableError, post

LOCK = 5_702_917
"""Number of the advisory lock."""
EARLY = 5 * 60
"""Seconds before its end at which a token is renewed. The former one lives as long."""


def access_token(account: WeChatAccount, *, refused: str = "") -> str:
    """Return a token other than ``refused``, which WeChat has just answered to be old or wrong.

    Raises what ``louzu.lib.wechat.transport`` raises.
    """
    key = f"wechat_token:{account.app_id}"
    kept = cache.get(key)
    if kept and kept != refused:
        return str(kept)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        kept = cache.get(key)
        if kept and kept != refused:
            return str(kept)
        token, seconds = _fetch(account, force=False)
        if token == refused:
            token, seconds = _fetch(account, force=True)
        cache.set(key, token, timeout=max(seconds - EARLY, 60))
    return token


def _fetch(account: WeChatAccount, *, force: bool) -> tuple[str, int]:
    """Ask WeChat. ``force`` ends the present token, and is allowed twenty times a day."""
    body = {
        "grant_type": "client_credential",
        "appid": account.app_id,
        "secret": account.secret,
        "force_refresh": force,
    }
    address = f"{account.api}/cgi-bin/stable_token"
    try:
        answer = post(address, body, needed=("access_token", "expires_in"))
    except WeChatUnansweredError as failure:  # what needs the token was not asked yet
        raise WeChatUnreachableError(str(failure)) from None
    return str(answer["access_token"]), int(answer["expires_in"])
