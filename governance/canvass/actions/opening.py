"""Open a canvass and extend its deadline."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from governance.canvass.actions._shared import lock_canvass
from governance.canvass.actions.drafting import freeze_rule, refuse_gaps, write_text
from governance.canvass.actions.envelopes import create_box
from governance.canvass.actions.options import refuse_early_dates
from governance.canvass.inputs import CanvassInput
from governance.canvass.lifecycle import CANVASS
from governance.canvass.models import (
    AnsweringMember,
    Canvass,
    TextVersion,
    Voice,
    VoiceFlat,
)
from governance.canvass.queries.newcomers import answering_members_of
from governance.canvass.queries.roster import RosterLine, roster_of
from governance.canvass.signals import canvass_extended, canvass_opened
from governance.journal.actions import enter
from louzu.lib.database import database_now
from louzu.lib.errors import Refused
from louzu.lib.stored import stored_language
from residents.models import Building, User
from residents.people.actions.households import lock_building
from residents.people.rules import standing_of

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Characters that cannot be confused on paper."""


@transaction.atomic
def open_canvass(canvass: Canvass, *, by: User | None) -> Canvass:
    """Freeze the roster and start taking answers. ``by`` is None for the scheduled job."""
    canvass, now = lock_canvass(canvass)
    CANVASS.take(canvass, "open")
    if canvass.opens_at > now:
        raise Refused(_("预告的日子还没到，到了才能开始。"))
    if canvass.closes_at <= now:
        raise Refused(_("截止的时间已经过了，请先换日子，或者撤回后重新发起。"))
    lock_building(canvass.building)
    roster = roster_of(canvass)
    refuse_gaps(canvass, roster)
    if canvass.secret:
        create_box(canvass)
    canvass.opened_at, canvass.opened_by = now, by
    _freeze(canvass, roster.lines)
    canvass.save(update_fields=["state", "opened_at", "opened_by"])
    enter(canvass, "canvass.opened", by=by)
    canvass_opened.send(sender=Canvass, canvass=canvass, by=by)
    return canvass


@transaction.atomic
def open_attached_canvass(
    building: Building, data: CanvassInput, *, about_url: str = "", by: User
) -> Canvass:
    """Draft, announce and open a canvass at once, for an object of another room.

    The caller stores the foreign key and writes its own journal line.
    """
    now = database_now()
    canvass = Canvass(
        building=building,
        author=by,
        office=standing_of(by, building).office,
        announced_at=now,
        opened_at=now,
        opened_by=by,
        about_url=about_url,
    )
    write_text(canvass, replace(data, opens_at=now))
    if canvass.secret:
        raise Refused(_("不记名的投票要先预告，等三位保管人收好信封，才能开始。"))
    for step in ("announce", "open"):
        CANVASS.take(canvass, step)
    lock_building(building)
    roster = roster_of(canvass)
    refuse_gaps(canvass, roster)
    freeze_rule(canvass)
    canvass.save()
    TextVersion.objects.create(
        canvass=canvass, number=canvass.version, body=canvass.body, html=canvass.html, by=by
    )
    _freeze(canvass, roster.lines)
    enter(canvass, "canvass.opened", by=by)
    canvass_opened.send(sender=Canvass, canvass=canvass, by=by)
    return canvass


@transaction.atomic
def extend_canvass(canvass: Canvass, *, until: dt.datetime, reason: str, by: User) -> Canvass:
    """Extend the deadline, once, before it has passed. Residents see the reason."""
    canvass, now = lock_canvass(canvass)
    CANVASS.take(canvass, "extend")
    if canvass.extended_from:
        raise Refused(_("已经延过一次，不能再延了。"))
    if canvass.closes_at <= now:
        raise Refused(_("已经截止，不能再延了。"))
    if until <= canvass.closes_at:
        raise Refused(_("新的截止时间要晚于原来的。"))
    refuse_early_dates(canvass.present_options, until)
    canvass.extended_from, canvass.closes_at = canvass.closes_at, until
    canvass.extended_reason = reason
    canvass.save(update_fields=["extended_from", "closes_at", "extended_reason"])
    enter(canvass, "canvass.extended", by=by)
    canvass_extended.send(sender=Canvass, canvass=canvass, by=by)
    return canvass


@transaction.atomic
def reschedule_canvass(
    canvass: Canvass, *, opens_at: dt.datetime, closes_at: dt.datetime, by: User
) -> Canvass:
    """Give new dates to a canvass that was announced and not opened before its deadline.

    It is asked for as many days as announced, at least. The days of notice are over by then.
    """
    canvass, now = lock_canvass(canvass)
    CANVASS.take(canvass, "reschedule")
    if canvass.closes_at > now:
        raise Refused(_("还没有错过，到了日子会自己开始。"))
    opens_at = max(opens_at, now)
    if closes_at - opens_at < canvass.days:
        words = {"days": -(-canvass.days // dt.timedelta(days=1))}
        raise Refused(_("原来预告问%(days)s天，换了日子也不能少。") % words)
    refuse_early_dates(canvass.present_options, closes_at)
    canvass.opens_at, canvass.closes_at = opens_at, closes_at
    canvass.save(update_fields=["opens_at", "closes_at"])
    enter(canvass, "canvass.rescheduled", by=by)
    return canvass


def _freeze(canvass: Canvass, lines: tuple[RosterLine, ...]) -> None:
    """Store the roster and the members who may answer for each voice now. Answers of members who
    join later may need a check."""
    codes: set[str] = set()
    while len(codes) < len(lines):
        codes.add(get_random_string(6, CODE_ALPHABET))
    with stored_language():
        labels = [line.label for line in lines]
    entry = answering_members_of(canvass, lines, canvass.opened_at or database_now())
    voices = Voice.objects.bulk_create(
        Voice(
            canvass=canvass,
            number=n + 1,
            label=label,
            party=line.party,
            area=line.area,
            code=code,
            household=line.household,
            owner=line.owner,
            fresh=n in entry.fresh,
        )
        for n, (line, label, code) in enumerate(zip(lines, labels, codes, strict=True))
    )
    VoiceFlat.objects.bulk_create(
        VoiceFlat(
            canvass=canvass,
            voice=voice,
            flat=place.flat,
            floor=place.flat.floor,
            room=place.flat.room,
            answering_id=place.answering,
        )
        for voice, line in zip(voices, lines, strict=True)
        for place in line.places
    )
    AnsweringMember.objects.bulk_create(
        AnsweringMember(voice=voices[n], user_id=user)
        for n, users in entry.members.items()
        for user in set(users)
    )
