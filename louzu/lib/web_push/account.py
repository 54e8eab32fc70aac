"""What push services know the portal by: a key, and an address to write to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured

from louzu.lib.variables import shown
from louzu.lib.web_push.subscriptions import new_key

KEY = re.compile(r"[\w-]{43}", re.ASCII)
CONTACT = re.compile(r"mailto:[^@\s<>]+@[\w.-]+\.\w+|https://[\w.-]+\.\w+/?")
"""Apple refuses an address in brackets or with blanks, and so every message."""


@dataclass(frozen=True, slots=True)
class PushAccount:
    contact: str
    key: str = field(repr=False)
    """The private key, from ``new_key``. Subscriptions are bound to it."""


def read_push_account(
    variables: Mapping[str, str], *, keep: Callable[[Callable[[], str]], str]
) -> PushAccount | None:
    """Read ``LOUZU_PUSH_CONTACT`` and ``LOUZU_PUSH_KEY``. Without a key in the variables ``keep`` makes
    one at the first start, and then returns it.

    Raises ImproperlyConfigured.
    """
    contact = variables.get("LOUZU_PUSH_CONTACT", "")
    if not contact:
        return None
    if not CONTACT.fullmatch(contact):
        raise ImproperlyConfigured(
            f"LOUZU_PUSH_CONTACT is “{shown(contact)}”: write an address like mailto:post@example.org."
        )
    key = variables.get("LOUZU_PUSH_KEY", "").strip()
    if key and not KEY.fullmatch(key):
        raise ImproperlyConfigured(
            "LOUZU_PUSH_KEY must be the 43 letters and digits of a file push_key, as a portal makes it."
        )
    return PushAccount(contact, key or keep(new_key))
