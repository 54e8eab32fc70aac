"""Render the texts of messages, in the reader's script. A missing or empty value is an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.inbox.models import Message
from governance.inbox.queries.types import message_types
from louzu.lib.quoting import format_quoted
from louzu.lib.time import format_moment
from residents.rooms.messages import MessageType

DIGEST = "inbox.digest"
"""Type of the messages that are digests. No room declares it."""
Form = Literal["short", "long"]
MAX_SHORT_LENGTH = {"zh-hans": 40, "zh-hant": 40, "en": 80}
"""Characters of a short form, so that it fits a lock screen. Two Latin letters are as wide as one
Chinese character."""
MAX_SHORT_VALUE_LENGTH = 16
SEVERAL = 2


def render_message(message: Message, form: Form, language: str) -> str:
    """Return the text of a message for a person or a chat group. It begins with 急 if the message is
    urgent. Raises LookupError if a value is missing or empty."""
    kind = message_types()[message.type]
    with translation.override(language):
        if not all(message.values.values()):
            raise LookupError(f"{message} has an empty value")
        sentence = _text(kind, form, timed=message.happens_at is not None)
        if form == "long":
            return _filled(sentence, message, message.values)
        return _shortened(sentence, message, language)


def _shortened(sentence: str, message: Message, language: str) -> str:
    """Return a short form with its values cut until it fits. A long date leaves less for a title."""
    length, text = MAX_SHORT_VALUE_LENGTH, ""
    while not text or (len(text) > MAX_SHORT_LENGTH[language] and length):
        values = {name: Truncator(value).chars(length) for name, value in message.values.items()}
        text = _filled(sentence, message, values)
        length -= 1
    return text


def _filled(sentence: str, message: Message, values: Mapping[str, str]) -> str:
    when = {"when": format_moment(message.happens_at)} if message.happens_at else {}
    text = format_quoted(sentence, {**values, **when})
    return _("急：%(text)s") % {"text": text} if message.urgent else text


def render_news(message: Message, unread: int, language: str) -> str:
    """Render a row of the inbox, which may stand for several unread messages about a thing."""
    several = message_types()[message.type].several
    if unread < SEVERAL or not several:
        return render_message(message, "long", language)
    with translation.override(language):
        return format_quoted(str(several), message.values | {"count": unread})


def _text(kind: MessageType[Any], form: Form, *, timed: bool) -> str:
    if form == "short":
        return str((timed and kind.short_with_time) or kind.short)
    return str((timed and kind.long_with_time) or kind.long)


def render_digest(messages: Sequence[tuple[Message, str]], form: Form, language: str) -> str:
    """Render a digest of messages with their absolute addresses."""
    count = len(messages)
    with translation.override(language):
        if form == "short":
            return ngettext("楼里今天的%(n)s件事", "楼里今天的%(n)s件事", count) % {"n": count}
        lines = [f"{render_message(one, 'short', language)}\n{url}" for one, url in messages]
        return "\n\n".join(lines)
