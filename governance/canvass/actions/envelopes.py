"""Actions on the key holders of a secret vote. All are taken before it opens."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import transaction
from django.utils.translation import gettext as _

from governance.canvass import sealing
from governance.canvass.actions._shared import lock_canvass
from governance.canvass.lifecycle import CANVASS
from governance.canvass.models import PAIRS, Box, Canvass, Holder
from governance.canvass.queries.box import (
    all_envelopes_held,
    holders_of,
    possible_counters,
    seal_info,
    seat_of,
)
from governance.journal.actions import enter
from louzu.lib.errors import Refused
from residents.models import User
from residents.people.rules import standing_of


@dataclass(frozen=True, slots=True)
class Envelope:
    """A holder's envelope, with the passphrase in clear. It is shown once and never stored."""

    holder: Holder
    passphrase: str

    @property
    def groups(self) -> list[str]:
        return sealing.grouped(self.passphrase)


@transaction.atomic
def choose_holders(canvass: Canvass, *, first: User, second: User, by: User) -> list[Holder]:
    """Choose two helpers as holders. The committee is the third. Earlier envelopes become void.
    Raises Refused if both are the same person, or if one holds no office of a helper today."""
    canvass, _now = _lock_before_opening(canvass)
    if first == second:
        raise Refused(_("要两位不同的人，不能是同一位。"))
    if not {first, second} <= set(possible_counters(canvass)):
        raise Refused(_("保管人要是本楼现在的楼组长、骨干或志愿者，不能是候选人。请另选一位。"))
    Holder.objects.filter(canvass=canvass).delete()
    seats = {Holder.Seat.FIRST: first, Holder.Seat.SECOND: second, Holder.Seat.COMMITTEE: None}
    Holder.objects.bulk_create(
        Holder(canvass=canvass, seat=seat, user=user) for seat, user in seats.items()
    )
    enter(canvass, "canvass.chose_holders", by=by)
    return holders_of(canvass)


@transaction.atomic
def print_envelope(canvass: Canvass, *, by: User, passphrase: str = "") -> Envelope:
    """Create a new passphrase for the seat of ``by`` and void the one before. Only the demo passes
    a fixed ``passphrase``."""
    canvass, _now = _lock_before_opening(canvass)
    holder = _own_seat(canvass, by)
    passphrase = passphrase or sealing.new_passphrase()
    holder.user, holder.salt, holder.held_at = by, sealing.new_salt(), None
    holder.public = sealing.public_half(sealing.holder_key(passphrase, holder.salt))
    holder.save()
    enter(canvass, "canvass.printed_envelope", by=by)
    return Envelope(holder, passphrase)


@transaction.atomic
def hold_envelope(canvass: Canvass, *, passphrase: str, by: User) -> Holder:
    """Confirm that the holder has the printed envelope. Raises Refused if the typed passphrase
    differs."""
    canvass, now = _lock_before_opening(canvass)
    holder = _own_seat(canvass, by)
    if holder.user != by or holder.salt is None or holder.public is None:
        raise Refused(_("还没有打印您的信封，请先打印。"))
    typed = sealing.holder_key(passphrase, bytes(holder.salt))
    if sealing.public_half(typed) != bytes(holder.public):
        raise Refused(_("和印出来的口令不一样，请对着纸一个数一个数再看一遍。"))
    holder.held_at = now
    holder.save(update_fields=["held_at"])
    enter(canvass, "canvass.held_envelope", by=by)
    return holder


def create_box(canvass: Canvass) -> None:
    """Create the key pair of this vote. Raises Refused unless all three holders confirmed their
    envelopes."""
    holders = holders_of(canvass)
    if not all_envelopes_held(holders):
        raise Refused(_("三位保管人还没有都收好信封，收好了才能开始。"))
    halves = {holder.seat: bytes(holder.public or b"") for holder in holders}
    secret, info = X25519PrivateKey.generate(), seal_info(canvass)
    wrapped = {}
    for pair, field in PAIRS.items():
        one, two = (halves[seat] for seat in halves if seat in pair)
        wrapped[field] = sealing.wrap(secret, one, two, info)
    Box.objects.create(canvass=canvass, public=sealing.public_half(secret), **wrapped)


def _lock_before_opening(canvass: Canvass) -> tuple[Canvass, dt.datetime]:
    canvass, now = lock_canvass(canvass)
    CANVASS.take(canvass, "entrust")
    if not canvass.secret:
        raise Refused(_("这次不是不记名投票。"))
    return canvass, now


def _own_seat(canvass: Canvass, by: User) -> Holder:
    holders = holders_of(canvass)
    staff = standing_of(by, canvass.building).staff
    holder = seat_of(holders, by, staff=staff)
    if holder is None:
        raise Refused(_("这次没有请您保管信封。"))
    return holder
