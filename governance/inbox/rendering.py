"""Render the texts of messages, in the reader's script.

The templates have an engine of their own, without escaping, in which a missing value is an error
and not an empty place.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.template import engines
from django.utils import translation

from governance.inbox.models import Message
from louzu.lib.strict_templates import MissingValueError
from louzu.lib.time import format_moment
from residents.rooms.messages import template_of

Form = Literal["short", "long"]
MAX_SHORT_LENGTH = 40
"""Characters of a short form, so that it fits a lock screen."""


def render_message(message: Message, form: Form, language: str) -> str:
    """Raises MissingValueError if a value is missing or empty."""
    for name, value in message.values.items():
        if not value:
            raise MissingValueError(name)
    with translation.override(language):
        context = {**message.values, **_when(message.happens_at), "urgent": message.urgent}
        text = engines["messages"].get_template(template_of(message.type, form)).render(context)
        return text.strip()


def _when(at: dt.datetime | None) -> dict[str, str]:
    return {"when": format_moment(at) if at else ""}
