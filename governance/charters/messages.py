"""Messages about the charter and suggestions for it."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from governance.charters.lifecycle import EditionState
from governance.charters.models import Edition, Suggestion
from louzu.lib.stored import stored
from residents.rooms.messages import MessageContent, Topic
from residents.rooms.recipients import ForEverybody, ForOne


def _content(edition: Edition) -> MessageContent:
    return MessageContent(
        building_id=edition.charter.building_id,
        values={"title": stored(edition.charter.__str__)},
        url=edition.get_absolute_url(),
    )


def _draft(charter: int) -> Edition | None:
    """Return the edition whose newest draft is out."""
    return _edition(charter, EditionState.CONSULTING)


def _in_force(charter: int) -> Edition | None:
    return _edition(charter, EditionState.IN_FORCE)


def _edition(charter: int, state: EditionState) -> Edition | None:
    found = Edition.objects.filter(charter=charter, state=state)
    return found.select_related("charter__building").first()


def _suggestion(pk: int) -> Suggestion:
    return Suggestion.objects.select_related("edition__charter__building").get(pk=pk)


def _content_of_the_draft(edition: Edition) -> MessageContent:
    return replace(_content(edition), version=f"{edition.pk} {edition.drafts.count()}")


def _content_in_force(edition: Edition) -> MessageContent:
    return replace(_content(edition), version=f"{edition.pk}")


def _content_of_the_suggestion(suggestion: Suggestion) -> MessageContent | None:
    if suggestion.decided_at is None:
        return None
    return replace(
        _content(suggestion.edition),
        values={"title": str(suggestion)},
        url=suggestion.get_absolute_url(),
    )


def _author(suggestion: Suggestion) -> int | None:
    """Return who wrote it, unless a helper wrote it down for a household."""
    return None if suggestion.brought else suggestion.by_id


MESSAGE_TYPES = (
    ForEverybody(
        code="charters.put_out",
        topic=Topic.QUESTIONS,
        short=_("公约的草稿写好了，请看看"),
        long=_("公约的草稿写好了，请看看，有意见可以逐条说。"),
        load=_draft,
        content_of=_content_of_the_draft,
    ),
    ForEverybody(
        code="charters.enacted",
        topic=Topic.QUESTIONS,
        short=_("楼组公约生效了"),
        long=_("%(title)s生效了。"),
        load=_in_force,
        content_of=_content_in_force,
    ),
    ForOne(
        code="charters.suggestion_decided",
        topic=Topic.MINE,
        short=_("您给公约提的建议有了答复"),
        long=_("您给公约提的建议“%(title)s”有了答复。"),
        load=_suggestion,
        content_of=_content_of_the_suggestion,
        person_of=_author,
    ),
)
