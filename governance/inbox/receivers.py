"""Handlers that turn journal lines into messages, and forget a person."""

from __future__ import annotations

from django.dispatch import receiver

from governance.inbox.actions.forgetting import forget_messages
from governance.inbox.actions.messages import (
    create_message,
    tell_authors,
    withdraw_messages,
)
from governance.inbox.actions.ways import stop_channel_of
from governance.journal.models import Line
from governance.journal.signals import line_entered
from residents.models import User
from residents.people.signals import consent_withdrawn, person_forgotten


@receiver(line_entered)
def write_messages_of_the_line(line: Line, **_kwargs: object) -> None:
    thing = (line.subject_type, line.subject_id)
    withdraw_messages(line.verb, thing)
    create_message(line.verb, thing, by=line.actor_id)
    tell_authors(line.verb, thing, by=line.actor_id)


@receiver(person_forgotten)
def forget_messages_of_person(user: User, **_kwargs: object) -> None:
    forget_messages(user)


@receiver(consent_withdrawn)
def end_ways_without_consent(user: User, kind: str, **_kwargs: object) -> None:
    stop_channel_of(user, kind)
