"""Reveal the author of an anonymous thread. Requires a reason and is logged."""

from __future__ import annotations

from django.db import transaction

from governance.journal.actions import enter
from governance.journal.models import Audience
from governance.lounge.actions._shared import office_of
from governance.lounge.models import Thread, Unmasking
from governance.lounge.queries.people import starter_of
from residents.models import User


@transaction.atomic
def unmask_author(thread: Thread, *, reason: str, by: User) -> User:
    """Return the author. The journal tells the leaders that somebody looked, but not the name."""
    thread = Thread.objects.locked(thread)
    office = office_of(by, thread.building)
    Unmasking.objects.get_or_create(
        thread=thread, author=by, defaults={"reason": reason, "office": office}
    )
    enter(thread, "lounge.unmasked", by=by, audience=Audience.LEADERS)
    return starter_of(thread)
