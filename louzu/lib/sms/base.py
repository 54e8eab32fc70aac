"""The interface of a provider of text messages, and the templates that a provider has approved.

Chinese providers send no free text: a message is the number of an approved template and the values
of its variables.
"""

from __future__ import annotations

import inspect
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from louzu.lib.regular_files import read_regular
from louzu.lib.variables import shown

ONE_PIECE, LONGER_PIECE = 70, 67
"""Characters that cost one message; each piece of a longer message has fewer."""
_VARIABLE = re.compile(r"\$\{(\w+)\}")


class SmsOutcome(Enum):
    HANDED_OVER = auto()
    LATER = auto()
    """Too many messages for now, or the provider does not answer. It can be sent again."""
    BAD_NUMBER = auto()
    BAD_TEXT = auto()
    """No template for the purpose, or its values are refused. Repeating does not help."""
    NOBODY = auto()
    """The account is refused, for instance without money: nothing can be sent to anybody."""
    UNCLEAR = auto()
    """The connection broke after the request: the message may have been sent."""


@dataclass(frozen=True, slots=True)
class SmsResult:
    outcome: SmsOutcome
    provider_id: str = ""
    reason: str = ""
    """The provider's code, never its text."""


class SmsProvider(Protocol):
    """A provider. It is instantiated without arguments for each message."""

    def send(self, phone: str, purpose: str, values: Mapping[str, str]) -> SmsResult:
        """Send a message. ``phone`` has eleven digits, without country code."""


@dataclass(frozen=True, slots=True)
class SmsTemplate:
    number: str
    """The provider's number of the template."""
    text: str
    """The approved text with variables like ``${code}``."""

    @property
    def variables(self) -> list[str]:
        return list(dict.fromkeys(_VARIABLE.findall(self.text)))

    def fill(self, values: Mapping[str, str]) -> str:
        """Raises KeyError for a variable without value."""
        return _VARIABLE.sub(lambda found: values[found[1]], self.text)


@dataclass(frozen=True, slots=True)
class SmsTemplates:
    signature: str = ""
    """The sender's approved name, which stands as 【…】 before each text."""
    by_purpose: Mapping[str, SmsTemplate] = field(default_factory=dict)

    def pieces(self, purpose: str, values: Mapping[str, str]) -> int:
        """Return how many messages the provider charges for a text."""
        length = len(f"【{self.signature}】") + len(self.by_purpose[purpose].fill(values))
        return 1 if length <= ONE_PIECE else math.ceil(length / LONGER_PIECE)


def outcome_of(code: str, outcomes: Mapping[str, SmsOutcome]) -> SmsOutcome:
    """Return the outcome of the first beginning that fits. Other codes are about the text."""
    found = (outcome for beginning, outcome in outcomes.items() if code.startswith(beginning))
    return next(found, SmsOutcome.BAD_TEXT)


def read_templates(path: str) -> SmsTemplates:
    """Read a file like ``{"signature": "…", "templates": {"sign_in": {"number": "SMS_1", "text": "…"}}}``.

    Raises ImproperlyConfigured with a sentence that names the file.
    """
    if not path:
        return SmsTemplates()
    try:
        found = json.loads(read_regular(Path(path)))
        templates = {
            purpose: SmsTemplate(number=str(one["number"]), text=str(one["text"]))
            for purpose, one in found["templates"].items()
        }
        return SmsTemplates(signature=str(found["signature"]), by_purpose=templates)
    except OSError as error:
        raise ImproperlyConfigured(
            f"LOUZU_SMS_TEMPLATES: {shown(path)} cannot be read ({error.strerror})."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ImproperlyConfigured(
            f"LOUZU_SMS_TEMPLATES: {shown(path)} must have a signature and templates, each with its number"
            " and text, as docs/operations.md shows."
        ) from error


def sms_provider() -> SmsProvider:
    """Raises ImproperlyConfigured for a class with the former interface ``send(phone, text)``."""
    made: SmsProvider = import_string(settings.SMS)()
    if len(inspect.signature(made.send).parameters) != len(("phone", "purpose", "values")):
        raise ImproperlyConfigured(
            f"LOUZU_SMS: {settings.SMS}.send must take phone, purpose and values,"
            " as docs/operations.md shows."
        )
    return made
