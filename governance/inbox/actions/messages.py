"""Write messages and withdraw them, in the transaction that causes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.inbox.actions.deliveries import (
    add_deliveries,
    end_waiting_deliveries,
    repeat_deliveries,
)
from governance.inbox.lifecycle import MessageState
from governance.inbox.models import InboxItem, Message
from governance.inbox.queries.reached import reached_about
from governance.inbox.queries.types import message_type, types_following, types_withdrawn_by
from governance.journal.links import causes_of
from louzu.lib.versions import version_of
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
    if kind.retracts:
        return _take_back(kind, thing, content, _recipients(kind, loaded, by))
    message, is_new = _written(kind, thing, content)
    if is_new:
        recipients = _recipients(kind, loaded, by)
        _add_items(message, kind, recipients.values())
        add_deliveries(message, recipients.keys())
    return message


def _take_back(
    kind: MessageType[Any],
    thing: Thing,
    content: MessageContent,
    recipients: Mapping[int, Recipient],
) -> Message | None:
    """Write the message only for those who may have got what it takes back."""
    reached = reached_about(thing)
    if not reached:
        return None
    message, is_new = _written(kind, thing, content)
    if is_new:
        those = [one for user, one in recipients.items() if user in reached.users]
        _add_items(message, kind, those)
        repeat_deliveries(message, [pair for pair in reached.by_channel if pair[0] in recipients])
    return message


def _recipients(kind: MessageType[Any], loaded: object, by: int | None) -> dict[int, Recipient]:
    """Map users to their first reason, but for the user who caused it."""
    found = {one.user_id: one for one in reversed([*kind.recipients_of(loaded)])}
    found.pop(by or 0, None)
    return found


def tell_authors(step: str, effect: Thing, *, by: int | None = None) -> None:
    """Tell the authors of everything that led to ``effect`` of a step that it took, each step once."""
    if kinds := types_following(step):
        for cause in causes_of(effect):
            for kind in kinds:
                if kind.thing_type == cause[0]:
                    version = f"{effect[0]} {effect[1]}"
                    create_message(kind.code, cause, by=by, version=version)


def withdraw_messages(verb: str, thing: Thing) -> None:
    """Withdraw messages about the thing that this journal verb makes void, with all their deliveries
    that wait. One that a worker has claimed is on its way."""
    if types := types_withdrawn_by(verb):
        void = Message.objects.about(thing).filter(type__in=types, state=MessageState.OPEN)
        pks = list(void.values_list("pk", flat=True))
        Message.objects.filter(pk__in=pks).update(state=MessageState.WITHDRAWN)
        end_waiting_deliveries(pks)


def _stored_version(version: str) -> str:
    """Versions name keys, which have up to 16 digits in a cell of a district."""
    longest = Message._meta.get_field("version").max_length or 0
    return version if len(version) <= longest else version_of(version)


def _written(kind: MessageType[Any], thing: Thing, content: MessageContent) -> tuple[Message, bool]:
    """Return the message of this version, and whether it is new.

    Somebody else may write it at the same time, if the action that causes it holds no lock of the thing.
    """
    same = {
        "type": kind.code,
        "thing_type": thing[0],
        "thing_id": thing[1],
        "version": _stored_version(content.version),
    }
    message = Message(
        **same,
        building_id=content.building_id,
        kind=content.kind or kind.kind,
        values=dict(content.values),
        url=content.url,
        urgent=content.urgent,
        circular=content.circular,
        happens_at=content.happens_at,
        useful_until=content.useful_until,
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        if written := Message.objects.filter(**same).first():
            return written, False
        raise
    return message, True


def _add_items(message: Message, kind: MessageType[Any], recipients: Collection[Recipient]) -> None:
    if message.kind != MessageKind.NEWS or not kind.listed:
        return
    InboxItem.objects.bulk_create(
        InboxItem(
            message=message, user_id=one.user_id, because=one.because, household_id=one.household_id
        )
        for one in recipients
    )
