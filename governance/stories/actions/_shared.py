"""What several actions of the room do."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.stories.lifecycle import CONSENT, ConsentState
from governance.stories.models import ShownPerson


def ask_again(people: QuerySet[ShownPerson], *, refused: bool = False) -> None:
    """Let those who agreed be asked again, because what they agreed to has changed. ``refused``: also
    those who refused it."""
    states = [ConsentState.AGREED, *([ConsentState.REFUSED] if refused else [])]
    for person in people.filter(state__in=states):
        CONSENT.take(person, "ask_again")
        person.heard, person.said_by, person.said_on = "", "", None
        person.save(update_fields=["state", "heard", "said_by", "said_on"])
