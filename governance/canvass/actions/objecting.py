"""Talk about an objection. Only the household ends it, by another answer."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from governance.canvass.actions._shared import lock_canvass
from governance.canvass.lifecycle import CANVASS, OBJECTION, ObjectionState
from governance.canvass.models import Canvass, Objection, Talk
from governance.inbox.actions.messages import create_message
from governance.journal.actions import enter
from governance.journal.models import Audience
from louzu.lib.errors import Refused
from residents.models import User
from residents.people.rules import standing_of
from residents.rooms.waiting import thing_of


@transaction.atomic
def record_talk(
    canvass: Canvass, objection: Objection, *, on: dt.date, who: str, said: str, by: User
) -> Talk:
    canvass, objection = _lock_open_objection(canvass, objection, on)
    OBJECTION.take(objection, "talk_on" if objection.state == ObjectionState.OFFERED else "talk")
    objection.save(update_fields=["state"])
    return _add_talk(canvass, objection, by, on=on, who=who, said=said)


@transaction.atomic
def record_offer(  # noqa: PLR0913 -- the fields of a talk, and the offer
    canvass: Canvass,
    objection: Objection,
    *,
    on: dt.date,
    who: str,
    said: str,
    offered: str,
    by: User,
) -> Talk:
    """Record an offer that would settle the objection. The household decides whether to accept it."""
    canvass, objection = _lock_open_objection(canvass, objection, on)
    OBJECTION.take(objection, "offer")
    objection.offer = offered
    objection.save(update_fields=["state", "offer"])
    talk = _add_talk(canvass, objection, by, on=on, who=who, said=said, offered=offered)
    create_message("canvass.offered", thing_of(talk), by=by.pk)
    return talk


def _lock_open_objection(
    canvass: Canvass, objection: Objection, on: dt.date
) -> tuple[Canvass, Objection]:
    canvass, now = lock_canvass(canvass)
    CANVASS.take(canvass, "answer")
    if on > now.date() + dt.timedelta(days=1):
        raise Refused(_("谈话的日子不能在以后。"))
    return canvass, Objection.objects.select_for_update().get(pk=objection.pk)


def _add_talk(canvass: Canvass, objection: Objection, by: User, **line: object) -> Talk:
    office = standing_of(by, canvass.building).office
    talk = Talk.objects.create(objection=objection, by=by, office=office, **line)
    enter(canvass, "canvass.talked", by=by, audience=Audience.HELPERS)
    return talk
