"""A secret vote: a ballot is sealed into the box, and a household takes a ballot on paper."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from governance.canvass import sealing
from governance.canvass.lifecycle import CANVASS
from governance.canvass.models import Box, Canvass, Receipt, RollEntry, SealedBallot, Voice
from governance.canvass.queries.access import access_of
from governance.canvass.queries.box import receipt_digest, seal_info
from governance.canvass.queries.clock import locked
from governance.canvass.queries.voices import answering_for
from governance.journal.actions import append
from governance.journal.models import Audience
from louzu.lib.errors import Refused
from residents.actions import touch
from residents.models import User


@transaction.atomic
def cast_ballot(canvass: Canvass, voice: Voice, *, choice: str, receipt: str, by: User) -> None:
    """Tick the roll, seal the choice into the box, and keep the receipt's hash.

    Only the ciphertext reaches the database. No journal line is entered.
    """
    canvass, _hour = _taking_ballots(canvass, voice)
    if access_of(canvass, voice, by).needs_check:
        raise Refused(
            _(
                "不记名的票没法核对，所以要由这次征询开始时就能代表您家答复的人来投。有疑问请找楼组长或居委。"
            )
        )
    digest = receipt_digest(canvass, receipt)
    if Receipt.objects.filter(canvass=canvass, digest=digest).exists():
        raise Refused(_("这个回执号已经用过了，票还没有投进去。请重新选一次。"))
    public = bytes(Box.objects.get(canvass=canvass).public)
    sealed = sealing.seal(choice, public, seal_info(canvass))
    RollEntry.objects.create(voice=voice)
    SealedBallot.objects.create(canvass=canvass, sealed=sealed)
    Receipt.objects.create(canvass=canvass, digest=digest)
    for member in {by, *answering_for(voice)}:
        touch(member)


@transaction.atomic
def hand_out_paper(canvass: Canvass, voice: Voice, *, by: User) -> None:
    """The household takes a blank ballot at the table; from now on it cannot vote on the web.

    Its members read the line in the journal.
    """
    canvass, _hour = _taking_ballots(canvass, voice)
    RollEntry.objects.create(voice=voice, paper=True, by=by)
    append(
        canvass.building, "canvass.handed_out_paper", by=by, audience=Audience.HELPERS,
        subject=(canvass._meta.label_lower, canvass.pk, str(canvass)),
        url=canvass.get_absolute_url(), household=voice.household,
    )  # fmt: skip
    for member in answering_for(voice):
        touch(member)


def _taking_ballots(canvass: Canvass, voice: Voice) -> tuple[Canvass, dt.datetime]:
    canvass, hour = locked(canvass)
    CANVASS.take(canvass, "answer")
    if not canvass.secret:
        raise Refused(_("这次不是不记名投票。"))
    if canvass.closes_at <= hour:
        raise Refused(_("已经截止了，这次没有记上。"))
    ticked = RollEntry.objects.filter(voice=voice).first()
    if ticked and ticked.paper:
        raise Refused(_("这家已经领过纸票了，一家只投一张。"))
    if ticked:
        raise Refused(_("您家已经投过票了。不记名的票投进去就拿不出来了。"))
    return canvass, hour
