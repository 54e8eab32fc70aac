"""Cast a ballot of a secret vote."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from governance.canvass import sealing
from governance.canvass.actions.papers import add_paper_line, lock_for_ballot, touch_household
from governance.canvass.models import (
    Box,
    Canvass,
    PaperLine,
    Receipt,
    RollEntry,
    SealedBallot,
    Voice,
)
from governance.canvass.queries.access import access_of
from governance.canvass.queries.box import receipt_digest, seal_info
from governance.canvass.queries.option_counting import is_ballot
from louzu.lib.errors import Refused
from residents.models import User


@transaction.atomic
def cast_ballot(canvass: Canvass, voice: Voice, *, choice: str, receipt: str, by: User) -> None:
    """Tick the roll, store the encrypted choice, and store the receipt's hash.

    ``choice`` is a ``CountedChoice``, or the code of the options that are picked. Raises Refused if
    it is neither, because nothing checks a sealed ballot later.

    No journal entry is written for the ballot, because it would reveal the time. A paper ballot
    that waits for confirmation becomes void, which is logged.
    """
    canvass, paper = lock_for_ballot(canvass, voice)
    if access_of(canvass, voice, by).needs_check:
        raise Refused(
            _(
                "不记名的票没法核对，所以要由这次征询开始时就能代表您家答复的人来投。有疑问请找楼组长或居委。"
            )
        )
    if not is_ballot(canvass, choice):
        raise Refused(_("这张票填得不对，还没有投进去。请重新选一次。"))
    digest = receipt_digest(canvass, receipt)
    if Receipt.objects.filter(canvass=canvass, digest=digest).exists():
        raise Refused(_("这个回执号已经用过了，票还没有投进去。请重新选一次。"))
    public = bytes(Box.objects.get(canvass=canvass).public)
    sealed = sealing.seal(choice, public, seal_info(canvass))
    if paper and paper.waits:
        add_paper_line(
            canvass, voice, PaperLine.Kind.VOID, "canvass.voided_paper", by=by, by_household=True
        )
    RollEntry.objects.create(voice=voice)
    SealedBallot.objects.create(canvass=canvass, sealed=sealed)
    Receipt.objects.create(canvass=canvass, digest=digest)
    touch_household(voice, by)
