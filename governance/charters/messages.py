"""Messages about the charter and suggestions for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from governance.charters.lifecycle import EditionState
from governance.charters.models import Charter, Edition, Suggestion
from louzu.lib.stored import stored
from residents.rooms.messages import (
    Because,
    MessageContent,
    MessageKind,
    MessageType,
    Recipient,
    Topic,
)
from residents.rooms.recipients import everybody_in


def _content(edition: Edition) -> MessageContent:
    return MessageContent(
        building_id=edition.charter.building_id,
        values={"title": stored(edition.charter.__str__)},
        url=edition.get_absolute_url(),
    )


def _content_of_the_draft(pk: int) -> MessageContent | None:
    """Return the content about the newest draft that is out."""
    out = Edition.objects.filter(charter=pk, state=EditionState.CONSULTING)
    edition = out.select_related("charter__building").first()
    if edition is None:
        return None
    return replace(_content(edition), version=f"{edition.pk} {edition.drafts.count()}")


def _content_in_force(pk: int) -> MessageContent | None:
    in_force = Edition.objects.filter(charter=pk, state=EditionState.IN_FORCE)
    edition = in_force.select_related("charter__building").first()
    return replace(_content(edition), version=f"{edition.pk}") if edition else None


def _content_of_the_suggestion(pk: int) -> MessageContent | None:
    suggestion = Suggestion.objects.select_related("edition__charter__building").get(pk=pk)
    if suggestion.decided_at is None:
        return None
    return replace(
        _content(suggestion.edition),
        values={"title": str(suggestion)},
        url=suggestion.get_absolute_url(),
    )


def _everybody(pk: int) -> Iterator[Recipient]:
    return everybody_in(Charter.objects.get(pk=pk).building_id)


def _author(pk: int) -> Iterable[Recipient]:
    """Return who wrote it, unless a helper wrote it down for a household."""
    suggestion = Suggestion.objects.get(pk=pk)
    return [] if suggestion.brought else [Recipient(suggestion.by_id, Because.AUTHOR)]


MESSAGE_TYPES = (
    MessageType(
        code="charters.put_out",
        kind=MessageKind.NEWS,
        topic=Topic.QUESTIONS,
        short=_("公约的草稿写好了，请看看"),
        long=_("公约的草稿写好了，请看看，有意见可以逐条说。"),
        content_of=_content_of_the_draft,
        recipients_of=_everybody,
        to_groups=True,
    ),
    MessageType(
        code="charters.enacted",
        kind=MessageKind.NEWS,
        topic=Topic.QUESTIONS,
        short=_("楼组公约生效了"),
        long=_("%(title)s生效了。"),
        content_of=_content_in_force,
        recipients_of=_everybody,
        to_groups=True,
    ),
    MessageType(
        code="charters.suggestion_decided",
        kind=MessageKind.NEWS,
        topic=Topic.MINE,
        short=_("您给公约提的建议有了答复"),
        long=_("您给公约提的建议“%(title)s”有了答复。"),
        content_of=_content_of_the_suggestion,
        recipients_of=_author,
    ),
)
