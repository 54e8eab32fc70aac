"""How long a matter took."""

from __future__ import annotations

from django.utils.translation import gettext as _

from louzu.lib.time import format_duration


def took_words(days: int) -> str:
    """Return how long it took from the first day to that on which it was done: ``用了18个月办成``."""
    if days < 1:
        return _("当天办成")
    return _("用了%(span)s办成") % {"span": format_duration(days)}
