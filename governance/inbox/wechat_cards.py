"""Cards that WeChat makes of a page when somebody passes it on by WeChat's own menu.

WeChat's script asks for a signature of the page's address. Only addresses that the portal itself
computed are signed.
"""

from __future__ import annotations

import time

from django.utils.crypto import get_random_string

from louzu.lib.wechat.account import WeChatAccount
from louzu.lib.wechat.client import share_ticket
from louzu.lib.wechat.signing import share_signature

SCRIPT_ORIGIN = "https://res.wx.qq.com"


def signed_page(account: WeChatAccount, url: str) -> dict[str, str | int]:
    """Return what WeChat's ``wx.config`` takes for the page at ``url``.

    Raises WeChatRefusedError and WeChatUnreachableError.
    """
    nonce, timestamp = get_random_string(16), int(time.time())
    signature = share_signature(share_ticket(account), nonce=nonce, timestamp=timestamp, url=url)
    return {
        "appId": account.app_id,
        "timestamp": timestamp,
        "nonceStr": nonce,
        "signature": signature,
    }
