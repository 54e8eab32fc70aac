"""Record what happened at a door, and take it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.actions.visiting import record_visit, take_visit_back
from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass, Visit
from governance.canvass.queries.at_doors import VoiceAtDoor, voices_at_doors_in
from governance.doors.models import Knock
from governance.doors.queries.knocks import refusal_of, undoable_knock_of
from governance.journal.actions import enter
from governance.journal.models import Audience
from louzu.lib.database import database_now
from louzu.lib.errors import Refused
from louzu.lib.quoting import quoted
from louzu.lib.stored import stored
from residents.models import Building, Flat, Household, User

TO_ALL = {
    Knock.Outcome.NOT_IN: Visit.Outcome.NOT_IN,
    Knock.Outcome.NOT_NOW: Visit.Outcome.REFUSED,
    Knock.Outcome.REFUSED: Visit.Outcome.REFUSED,
}
"""Outcomes that are also recorded for each open question of the door."""


@transaction.atomic
def record_knock(  # noqa: PLR0913 -- a knock, and what its caller knows already
    flat: Flat,
    household: Household | None,
    *,
    outcome: str,
    note: str = "",
    said_at: dt.datetime | None = None,
    at_door: Sequence[VoiceAtDoor] | None = None,
    by: User,
) -> Knock:
    """Record a knock. If nobody was in or wanted to talk, this is also a visit for each question
    that is open there. ``said_at`` is the time that a phone claims."""
    if outcome == Knock.Outcome.NOTE and not note.strip():
        raise Refused(_("请写下他家说了什么。"))
    if outcome == Knock.Outcome.WELCOME and not note.strip():
        raise Refused(_("请写一句是谁说的、怎么说的，再改成可以来敲门。"))
    lock_open_canvasses(flat.building)
    knock = create_knock(flat, household, outcome=outcome, note=note, said_at=said_at, by=by)
    if outcome in TO_ALL:
        if at_door is None:
            at_door = voices_at_doors_in(flat.building, flat)
        open_here = [one for one in at_door if not one.done and (flat.pk, False) in one.flats]
        visits = [
            record_visit(
                one.canvass,
                one.voice,
                outcome=TO_ALL[Knock.Outcome(outcome)],
                visited_at=said_at,
                by=by,
            )
            for one in open_here
        ]
        knock.visits.set(visits)
    return knock


@transaction.atomic
def record_told(  # noqa: PLR0913 -- a visit, and what a phone claims about it
    flat: Flat,
    household: Household | None,
    canvass: Canvass,
    *,
    version: int | None = None,
    said_at: dt.datetime | None = None,
    at_door: Sequence[VoiceAtDoor] | None = None,
    by: User,
) -> Knock:
    """Record that the people of a flat were told of an open canvass. Each helper's word is kept.
    ``version`` is the number of the text that they were told, ``at_door`` as for ``record_knock``."""
    if at_door is None:
        at_door = voices_at_doors_in(flat.building, flat)
    voice = next((one.voice for one in at_door if one.canvass == canvass), None)
    if voice is None:
        raise _too_late(canvass)
    told = Visit.Outcome.TOLD
    visit = record_visit(canvass, voice, outcome=told, visited_at=said_at, version=version, by=by)
    knock = create_knock(flat, household, outcome=Knock.Outcome.TOLD, said_at=said_at, by=by)
    knock.visits.add(visit)
    return knock


def _too_late(canvass: Canvass) -> Refused:
    words = {"what": quoted(canvass.question)}
    if canvass.state == CanvassState.WITHDRAWN:
        return Refused(_("“%(what)s”撤回了，这次没有记上。") % words)
    return Refused(_("“%(what)s”已经截止了，这次没有记上。") % words)


@transaction.atomic
def welcome_helpers(household: Household, *, by: User) -> None:
    """Record that a household that wanted to be let be may be called on again, as one of its members
    says on its page."""
    building = household.building
    lock_open_canvasses(building)
    if refusal_of(household) is None:
        return
    knock = Knock.objects.create(
        building=building,
        flat=household.flat,
        household=household,
        outcome=Knock.Outcome.WELCOME,
        note=stored(gettext_lazy("这家自己在网上说的")),
        said_at=database_now(),
        by=by,
    )
    enter(knock, "doors.welcomed", by=by, audience=Audience.HELPERS)


@transaction.atomic
def take_knock_back(knock: Knock, *, by: User) -> None:
    """Undo the last tap of a helper: the door and its questions are as before. Raises Refused for
    earlier taps, and after ``UNDO_WITHIN``."""
    lock_open_canvasses(knock.building)
    if undoable_knock_of(by, knock.building) != knock:
        raise Refused(_("只有刚才按的那一下，十分钟里撤得回。"))
    for visit in knock.visits.select_related("voice__canvass__building").order_by("voice__canvass"):
        take_visit_back(visit, by=by)
    Knock.objects.create(
        building=knock.building,
        flat=knock.flat,
        household=knock.household,
        outcome=Knock.Outcome.TAKEN_BACK,
        takes_back=knock,
        said_at=database_now(),
        by=by,
    )
    enter(knock, "doors.knock_taken_back", by=by, audience=Audience.HELPERS)


def lock_open_canvasses(building: Building) -> None:
    """Lock them before anything is written, always in the same order. A journal line locks the
    building, and whoever locked that first and a canvass later would wait for others crosswise."""
    open_ones = Canvass.objects.taking_answers().filter(building=building)
    list(open_ones.order_by("pk").select_for_update(of=("self",)).values_list("pk"))


def create_knock(
    flat: Flat,
    household: Household | None,
    *,
    outcome: str,
    note: str = "",
    said_at: dt.datetime | None,
    by: User,
) -> Knock:
    """Create the row and its journal line, inside the transaction of the caller."""
    knock = Knock.objects.create(
        building=flat.building,
        flat=flat,
        household=household,
        outcome=outcome,
        note=note.strip(),
        said_at=said_at or database_now(),
        by=by,
    )
    enter(knock, "doors.knocked", by=by, audience=Audience.HELPERS)
    return knock
