"""Decide suggestions, and tell their authors."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.charters.actions._shared import (
    add_journal_line,
    lock_edition,
    lock_working_draft,
    wording_in,
)
from governance.charters.actions.drafting import refuse_stale, rewrite_wording
from governance.charters.actions.life import credit_suggestion
from governance.charters.inputs import AcceptInput
from governance.charters.lifecycle import SUGGESTION
from governance.charters.models import Article, Draft, Suggestion, Wording
from governance.inbox.actions.messages import create_message
from louzu.lib.errors import Refused
from residents.models import User
from residents.people.actions.content_versions import bump_user
from residents.people.rules import standing_of
from residents.rooms.waiting import thing_of


@transaction.atomic
def accept_suggestion(
    suggestion: Suggestion, draft: Draft, article: Article, data: AcceptInput, *, by: User
) -> Wording:
    """Put the suggestion into ``article`` in the working draft, and credit its author. Raises Stale
    if the revision of ``data`` is outdated."""
    draft = lock_working_draft(draft)
    wording = wording_in(draft, article)
    refuse_stale(wording, data.revision)
    suggestion = _refetched(suggestion)
    rewrite_wording(wording, heading=data.heading, text=data.text, reason=data.reason)
    suggestion.answer = data.answer
    credit_suggestion(suggestion, draft, wording.article, by)
    _add_journal_line(suggestion, "charters.accepted", by)
    return wording


@transaction.atomic
def answer_suggestion(suggestion: Suggestion, *, answer: str, by: User) -> Suggestion:
    """Answer the suggestion without changing the draft."""
    return _decide(suggestion, "answer", answer, by)


@transaction.atomic
def decline_suggestion(suggestion: Suggestion, *, answer: str, by: User) -> Suggestion:
    return _decide(suggestion, "decline", answer, by)


@transaction.atomic
def withdraw_suggestion(suggestion: Suggestion, *, by: User) -> Suggestion:
    lock_edition(suggestion.edition)
    suggestion = _refetched(suggestion)
    SUGGESTION.take(suggestion, "withdraw")
    suggestion.save(update_fields=["state"])
    add_journal_line(
        suggestion.edition, "charters.withdrew", by=by, url=suggestion.get_absolute_url()
    )
    return suggestion


@transaction.atomic
def mark_told(suggestion: Suggestion, *, by: User) -> Suggestion:
    lock_edition(suggestion.edition)
    suggestion = _refetched(suggestion)
    if suggestion.decided_at is None:
        raise Refused(_("还没有答复。"))
    suggestion.told_at = suggestion.told_at or timezone.now()
    suggestion.save(update_fields=["told_at"])
    bump_user(by)
    return suggestion


def _decide(suggestion: Suggestion, step: str, answer: str, by: User) -> Suggestion:
    lock_edition(suggestion.edition)
    suggestion = _refetched(suggestion)
    SUGGESTION.take(suggestion, step)
    if not answer.strip():
        raise Refused(_("请写一句怎么答复的，提的人会看到。"))
    suggestion.answer = answer
    suggestion.decided_by, suggestion.decided_at = by, timezone.now()
    suggestion.decided_office = standing_of(by, suggestion.building).office
    suggestion.save()
    _add_journal_line(
        suggestion, "charters.answered" if step == "answer" else "charters.set_aside", by
    )
    return suggestion


def _refetched(suggestion: Suggestion) -> Suggestion:
    return Suggestion.objects.select_related("edition__charter__building").get(pk=suggestion.pk)


def _add_journal_line(suggestion: Suggestion, verb: str, by: User) -> None:
    add_journal_line(suggestion.edition, verb, by=by, url=suggestion.get_absolute_url())
    create_message("charters.suggestion_decided", thing_of(suggestion), by=by.pk)
