"""Write messages and withdraw them, in the transaction that causes it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.inbox.actions.deliveries import add_deliveries
from governance.inbox.lifecycle import MessageState
from governance.inbox.models import InboxItem, Message
from governance.inbox.queries.types import message_type, types_following, types_withdrawn_by
from governance.journal.links import causes_of
from residents.rooms.messages import MessageContent, MessageKind, MessageType, Recipient
from residents.rooms.waiting import Thing


@transaction.atomic(savepoint=False)
def create_message(
    code: str, thing: Thing, *, by: int | None = None, version: str | None = None
) -> Message | None:
    """Write a message about a thing for all its recipients, but for the user who caused it.

    Nothing is written if no room declares the type, if the content says that nobody needs to know,
    or if the same version was written before. The number of queries does not depend on the recipients.
    """
    kind = message_type(code)
    if kind is None:
        return None
    loaded = kind.load(thing[1])
    content = None if loaded is None else kind.content_of(loaded)
    if content is None or content.useful_until <= timezone.now():
        return None
    if version is not None:
        content = replace(content, version=version)
    message, created = _written(kind, thing, content)
    if not created:
        return message
    first = {one.user_id: one for one in reversed([*kind.recipients_of(loaded)])}
    first.pop(by or 0, None)
    if message.kind == MessageKind.NEWS and kind.listed:
        _add_items(message, first.values())
    add_deliveries(message, first.keys())
    return message


def tell_authors(step: str, effect: Thing, *, by: int | None = None) -> None:
    """Tell the authors of everything that led to ``effect`` of a step that it took, each step once."""
    if kinds := types_following(step):
        for cause in causes_of(effect):
            for kind in kinds:
                if kind.thing_type == cause[0]:
                    version = f"{effect[0]} {effect[1]}"
                    create_message(kind.code, cause, by=by, version=version)


def withdraw_messages(verb: str, thing: Thing) -> None:
    """Withdraw messages about the thing that this journal verb makes void.

    Deliveries ask again when they are sent, and are then not needed.
    """
    if types := types_withdrawn_by(verb):
        Message.objects.about(thing).filter(type__in=types, state=MessageState.OPEN).update(
            state=MessageState.WITHDRAWN
        )


def _written(kind: MessageType[Any], thing: Thing, content: MessageContent) -> tuple[Message, bool]:
    """Return the message of this version, and whether it is new.

    Somebody else may write it at the same time, if the action that causes it holds no lock of the thing.
    """
    return Message.objects.get_or_create(
        type=kind.code,
        thing_type=thing[0],
        thing_id=thing[1],
        version=content.version,
        defaults={
            "building_id": content.building_id,
            "kind": content.kind or kind.kind,
            "values": dict(content.values),
            "url": content.url,
            "urgent": content.urgent,
            "happens_at": content.happens_at,
            "useful_until": content.useful_until,
        },
    )


def _add_items(message: Message, recipients: Collection[Recipient]) -> None:
    InboxItem.objects.bulk_create(
        InboxItem(
            message=message, user_id=one.user_id, because=one.because, household_id=one.household_id
        )
        for one in recipients
    )
