"""Events that WeChat posts to the portal, as XML."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

UNSUBSCRIBED = "unsubscribe"
MESSAGE_ENDED = "TEMPLATESENDJOBFINISH"


@dataclass(frozen=True, slots=True)
class WeChatEvent:
    kind: str
    openid: str
    at: dt.datetime
    """When it happened. Repeats carry the same time."""
    message: str = ""
    """Id at WeChat of the message that an event is about."""
    failure: str = ""
    """Why that message did not reach the person, such as ``user block``; empty if it did."""


def parse_event(body: bytes) -> WeChatEvent | None:
    """Return None for whatever is no event, such as a text that somebody wrote to the account."""
    try:
        tree = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError):
        return None
    found = {child.tag: (child.text or "").strip() for child in tree}
    if found.get("MsgType") != "event" or not found.get("FromUserName"):
        return None
    try:
        at = dt.datetime.fromtimestamp(int(found.get("CreateTime", "")), dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None
    status = found.get("Status", "")
    return WeChatEvent(
        kind=found.get("Event", ""),
        openid=found["FromUserName"],
        at=at,
        message=found.get("MsgID", ""),
        failure=status.removeprefix("failed:").strip() if status != "success" else "",
    )
