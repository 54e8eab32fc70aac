"""Checks of ``manage.py check``: whether the channels can send what the rooms declare."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register  # noqa: A004 -- Django's name

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


def value_names(kind: MessageType) -> set[str]:
    """Return the names of the values that the texts of a type have, without the time."""
    return {*PLACEHOLDER.findall(f"{kind.short} {kind.long}")} - {"when"}
