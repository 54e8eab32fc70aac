"""Describe a User-Agent header in everyday words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DEVICES = (
    ("iPhone", gettext_lazy("苹果手机")),
    ("iPad", gettext_lazy("苹果平板")),
    ("Android", gettext_lazy("安卓手机或平板")),
    ("HarmonyOS", gettext_lazy("鸿蒙手机或平板")),
    ("OpenHarmony", gettext_lazy("鸿蒙手机或平板")),
    ("Windows", gettext_lazy("Windows 电脑")),
    ("Macintosh", gettext_lazy("苹果电脑")),
    ("Linux", gettext_lazy("电脑")),
)
BROWSERS = (
    ("MicroMessenger", gettext_lazy("微信")),
    ("HuaweiBrowser", gettext_lazy("华为浏览器")),
    ("MiuiBrowser", gettext_lazy("小米浏览器")),
    ("QQBrowser", gettext_lazy("QQ浏览器")),
    ("UCBrowser", gettext_lazy("UC浏览器")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
"""The first match counts: most browsers also name Chrome and Safari, phones also name Linux."""


def device_of(user_agent: str) -> str:
    """Return ``苹果手机，微信``; an unknown device or browser is left out."""
    found = [
        next((str(name) for mark, name in table if mark in user_agent), "")
        for table in (DEVICES, BROWSERS)
    ]
    return "，".join(filter(None, found)) or _("认不出的设备")
