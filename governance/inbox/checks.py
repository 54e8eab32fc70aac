"""Checks of ``manage.py check``: whether the channels can send what the rooms declare, and whether
pictures can be drawn."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Info, Warning, register  # noqa: A004 -- Django's name

from governance.inbox.card_image import has_card_font
from governance.inbox.channels.wechat import ANY_TYPE, COMMON_VALUES
from governance.inbox.queries.types import message_types
from residents.rooms.messages import MessageType

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@register()
def check_wechat_templates(**_kwargs: object) -> list[CheckMessage]:
    """Warn of messages that have no template, and of templates that ask for an unknown value."""
    account = settings.WECHAT
    if account is None or not account.templates:
        return []
    known = {code: {*value_names(kind), *COMMON_VALUES} for code, kind in message_types().items()}
    problems = [
        f"{code} has no template and is not sent by WeChat."
        for code in known
        if code not in account.templates and ANY_TYPE not in account.templates
    ]
    for code, template in account.templates.items():
        values = known.get(code, {*COMMON_VALUES})
        problems += [
            f"The template of {code} asks for “{name}”, which is none of: {', '.join(sorted(values))}."
            for name in template.value_names
            if name not in values
        ]
    return [Warning(f"LOUZU_WECHAT_TEMPLATES: {words}", id="inbox.W001") for words in problems]


@register()
def check_card_font(**_kwargs: object) -> list[CheckMessage]:
    if has_card_font():
        return []
    message = (
        f"{settings.CARD_FONT} is no font with Chinese characters: no pictures are offered for chat"
        " groups."
    )
    hint = "Install fonts-noto-cjk, or set LOUZU_CARD_FONT to a font file that has them."
    return [Info(message, hint=hint, id="inbox.I002")]


def value_names(kind: MessageType[Any]) -> set[str]:
    """Return the names of the values that the texts of a type have, without the time."""
    return {*PLACEHOLDER.findall(f"{kind.short} {kind.long}")} - {"when"}
