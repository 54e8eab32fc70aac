"""Limits for guessing codes and PINs, counted by allauth in the shared cache."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from louzu.lib.allauth_private import consume, get_ip
from residents.signin.actions.guessing import record_guessing

logger = logging.getLogger(__name__)

SECONDS_PER_HOUR = 60 * 60
RATES = {
    "code_from_address": "10/h/ip",
    "code_in_building": "60/h/key",
    "number_by_person": "5/h/key",
    "number_to_phone": "3/h/key",
    "email_by_person": "5/h/key",
    "email_to_mailbox": "3/h/key",
    "pin": "30/h/ip",
}
"""Limits of failures, and of messages to numbers. docs/slips.md computes the chance of a guesser.
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt, counted before it is checked, so that concurrent ones cannot exceed the limit."""

    counted: list[Any]

    def forgive(self) -> None:
        for usage in self.counted:
            usage.rollback()


def count_code_attempt(request: HttpRequest, slug: str) -> Attempt | None:
    """Return None if this address, or all together at this building, have reached a limit."""
    from_address = _count(request, "code_from_address")
    if from_address is None:
        return None
    in_building = _count(request, "code_in_building", key=slug)
    if in_building is None:
        if _is_limit_reached(request, slug) and cache.add(
            f"guessing:{slug}", 1, timeout=SECONDS_PER_HOUR
        ):
            record_guessing(slug)
        return None
    return Attempt([from_address, in_building])


def count_attempt(request: HttpRequest, what: str, key: str | None = None) -> Attempt | None:
    counted = _count(request, what, key)
    return None if counted is None else Attempt([counted])


def log_failure(request: HttpRequest, what: str, where: str = "") -> None:
    logger.warning("a wrong %s at %r from %s", what, where, get_ip(request))


def _is_limit_reached(request: HttpRequest, slug: str) -> bool:
    """Return whether the hourly limit is reached, rather than the lock on the counter being busy."""
    left = consume(
        request, app="residents", action="code_in_building", config=RATES, key=slug, dry_run=True
    )
    return left is None


def _count(request: HttpRequest, action: str, key: str | None = None) -> Any:
    return consume(request, app="residents", action=action, config=RATES, key=key)
