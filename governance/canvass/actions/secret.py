"""A secret ballot falls into the box."""

from __future__ import annotations

from random import SystemRandom

from django.db import transaction
from django.utils.translation import gettext as _

from governance.canvass.lifecycle import CANVASS
from governance.canvass.models import Ballot, Canvass, RollEntry, Voice
from governance.canvass.queries.access import access_of
from governance.canvass.queries.box import receipt_hash
from governance.canvass.queries.clock import locked
from governance.canvass.queries.voices import answering_for
from louzu.lib.errors import Refused
from residents.actions import touch
from residents.models import User

_chance = SystemRandom()


@transaction.atomic
def cast_ballot(canvass: Canvass, voice: Voice, *, choice: str, receipt: str, by: User) -> None:
    """Tick the roll, and put the choice into the box.

    All ballots are taken out, shuffled, and written anew under new keys: the rows in the box have
    one writer and no order, whoever came last. No journal line is entered.
    """
    canvass, hour = locked(canvass)
    CANVASS.take(canvass, "answer")
    if not canvass.secret:
        raise Refused(_("这次不是不记名投票。"))
    if canvass.closes_at <= hour:
        raise Refused(_("已经截止了，这次没有记上。"))
    if access_of(canvass, voice, by).needs_check:
        raise Refused(
            _(
                "不记名的票没法核对，所以要由这次征询开始时就能代表您家答复的人来投。有疑问请找楼组长或居委。"
            )
        )
    if RollEntry.objects.filter(voice=voice).exists():
        raise Refused(_("您家已经投过票了。不记名的票投进去就拿不出来了。"))
    shuffle_box(canvass, [(choice, receipt_hash(canvass, receipt))])
    RollEntry.objects.create(voice=voice)
    for member in {by, *answering_for(voice)}:
        touch(member)


def shuffle_box(canvass: Canvass, fallen: list[tuple[str, str]]) -> None:
    """Take all ballots out, add what has fallen in (choice, receipt's hash), and lay them back."""
    box = [(b.choice, b.receipt) for b in Ballot.objects.filter(canvass=canvass)] + fallen
    _chance.shuffle(box)
    Ballot.objects.filter(canvass=canvass).delete()
    Ballot.objects.bulk_create(
        Ballot(canvass=canvass, choice=choice, receipt=receipt) for choice, receipt in box
    )
