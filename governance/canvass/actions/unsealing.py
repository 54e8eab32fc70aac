"""Open and count the box of a secret vote, or destroy it unopened."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from governance.canvass import sealing
from governance.canvass.actions._shared import lock_canvass
from governance.canvass.lifecycle import CANVASS
from governance.canvass.models import PAIRS, Box, Canvass, Count, Holder, SealedBallot
from governance.canvass.queries.box import holders_of, roll_of, seal_info, sealed_ballots_of
from governance.canvass.queries.counting import BallotCount, secret_result
from governance.canvass.queries.option_counting import is_ballot
from governance.canvass.queries.options import load_options
from governance.canvass.queries.record_version import refuse_if_record_changed
from governance.journal.actions import enter
from louzu.lib.errors import Refused
from residents.models import User

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenedBallots:
    """Contents of the sealed box by choice, or by the code of the options that a ballot picks. ``unread`` counts ballots that could not be decrypted, ``copies``
    ballots that occur more than once."""

    choices: Counter[str]
    unread: int
    copies: int


@transaction.atomic
def count_box(
    canvass: Canvass,
    passphrases: Mapping[str, str],
    *,
    paper: Mapping[str, int],
    by: User,
    anyway: bool = False,
    seen: str | None = None,
) -> Canvass:
    """Decrypt the box with two of three passphrases (by seat), add the paper ballots, and store
    totals.

    Ballots and keys are deleted in the same transaction. ``paper`` counts the ballots of the paper
    box by choice, and the spoiled ones (see ``BallotCount``). Raises Refused if fewer than two passphrases are given or
    one is wrong, if ``by`` is not one of these two holders, or, without ``anyway``, while papers
    wait for confirmation. Raises Stale if ``seen``, the ``record_version_of`` what a page showed,
    has changed. A box cannot be opened twice.
    """
    canvass, now = lock_canvass(canvass)
    CANVASS.take(canvass, "count")
    if not canvass.secret:
        raise Refused(_("这次不是不记名投票。"))
    refuse_if_record_changed(canvass, seen)
    holders = {holder.seat: holder for holder in holders_of(canvass)}
    pair = [holders[seat] for seat in holders if passphrases.get(seat)]
    if len(pair) != len({"one", "two"}) or by.pk not in {holder.user_id for holder in pair}:
        raise Refused(_("要三位保管人里的两位到场，您是其中一位，各输各的口令。"))
    roll = roll_of(canvass)
    if roll.papers.waiting and not anyway:
        raise Refused(
            _("还有纸票没有第二个人核对，票箱没有打开。请先核对；不等了，请在下面勾一下再数。")
        )
    opened = _open_all(canvass, _unwrap_box_key(canvass, pair, passphrases))
    found = BallotCount(
        web=opened.choices,
        paper=Counter(paper),
        unread=opened.unread,
        copies=opened.copies,
        roll=roll,
    )
    first, second = (holder.user for holder in pair if holder.user)
    canvass.counted_at = now
    canvass.save(update_fields=["state", "counted_at"])
    Count.objects.create(
        canvass=canvass,
        first=first,
        second=second,
        second_at=now,
        result=secret_result(canvass, found),
    )
    destroy_box(canvass)
    enter(canvass, "canvass.opened_box", by=by, whom=second if first == by else first)
    return canvass


def destroy_box(canvass: Canvass) -> None:
    SealedBallot.objects.filter(canvass=canvass).delete()
    Box.objects.filter(canvass=canvass).delete()
    transaction.on_commit(vacuum, robust=True)


def vacuum() -> None:
    """VACUUM both tables. This needs their owner or the MAINTAIN privilege. Without it, autovacuum
    does it later, which is safe because dead rows contain ciphertext only."""
    problems: list[str] = []
    with connection.cursor() as cursor:
        raw = cursor.connection
        raw.add_notice_handler(hear := lambda notice: problems.append(notice.message_primary or ""))
        try:
            cursor.execute("VACUUM canvass_sealedballot, canvass_box")
        except DatabaseError as error:
            problems.append(type(error).__name__)
        finally:
            raw.remove_notice_handler(hear)
    if problems:
        logger.warning("The emptied ballot box was not vacuumed: %s", "; ".join(problems))


def _unwrap_box_key(
    canvass: Canvass, pair: list[Holder], passphrases: Mapping[str, str]
) -> X25519PrivateKey:
    field = PAIRS[frozenset(Holder.Seat(holder.seat) for holder in pair)]
    wrapped = bytes(getattr(Box.objects.get(canvass=canvass), field))
    one, two = (
        sealing.holder_key(passphrases[holder.seat], bytes(holder.salt or b"")) for holder in pair
    )
    try:
        return sealing.unwrap(wrapped, one, two, seal_info(canvass))
    except sealing.CannotOpen as reason:
        raise Refused(
            _("口令对不上，票箱没有打开，什么都没有变。请对着信封再看一遍，也看看人选得对不对。")
        ) from reason


def _open_all(canvass: Canvass, key: X25519PrivateKey) -> OpenedBallots:
    """Decrypt all ballots. Copies of a ballot count once, and unreadable ones do not count."""
    load_options(canvass)
    info, seen = seal_info(canvass), set[bytes]()
    choices, unread, copies = Counter[str](), 0, 0
    for sealed in sealed_ballots_of(canvass):
        try:
            ballot = sealing.unseal(sealed, key, info)
        except sealing.CannotOpen:
            unread += 1
            continue
        if not is_ballot(canvass, ballot.choice):
            unread += 1
        elif ballot.grain in seen:
            copies += 1
        else:
            choices[ballot.choice] += 1
            seen.add(ballot.grain)
    return OpenedBallots(choices, unread, copies)
