"""Text messages about signing in. The provider has a template for each purpose (docs/operations.md)."""

from __future__ import annotations

import logging

from louzu.lib.sms.base import SmsOutcome, sms_provider

SIGN_IN, NUMBER_CHECK, NUMBER_CHANGED = "sign_in", "number_check", "number_changed"
logger = logging.getLogger(__name__)


def send_sms(phone: str, purpose: str, **values: str) -> bool:
    """Return whether the provider took the message. If not, its code is logged for the keeper."""
    result = sms_provider().send(phone, purpose, values)
    if result.outcome is SmsOutcome.HANDED_OVER:
        return True
    logger.warning("No text message for %s: %s %s", purpose, result.outcome.name, result.reason)
    return False
