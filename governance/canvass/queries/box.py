"""Holders, roll and receipts of a secret vote."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.core import signing
from django.db.models import Exists, OuterRef, Q
from django.utils.crypto import get_random_string, salted_hmac

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import (
    SEATS,
    Canvass,
    Holder,
    Receipt,
    RollEntry,
    SealedBallot,
    Voice,
)
from governance.canvass.option_tally import AnswerKind
from governance.canvass.queries.papers import PaperTotals, paper_totals_of
from residents.models import Building, User
from residents.people.queries.people import contacts_in

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
SALT = "governance.canvass.receipt"
DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Roll:
    """The number of households that took part, on the web and with a confirmed paper ballot."""

    web: int
    paper: int
    papers: PaperTotals


def new_receipt() -> str:
    return f"{get_random_string(5, LETTERS)}-{get_random_string(5, LETTERS)}"


def sign_receipt(canvass: Canvass, voice: Voice, receipt: str) -> str:
    """Sign a receipt for the form's hidden field. The token is bound to this voice."""
    return signing.dumps([canvass.pk, voice.pk, receipt], salt=SALT)


def signed_receipt(canvass: Canvass, voice: Voice, token: str) -> str:
    """Return the receipt from a token of ``sign_receipt``, or "" if it is invalid or older than a
    day."""
    try:
        for_canvass, for_voice, receipt = signing.loads(token, salt=SALT, max_age=DAY)
    except (signing.BadSignature, ValueError):
        return ""
    return str(receipt) if (for_canvass, for_voice) == (canvass.pk, voice.pk) else ""


def receipt_digest(canvass: Canvass, receipt: str) -> str:
    typed = unicodedata.normalize("NFKC", receipt).upper()  # from any character width
    bare = "".join(c for c in typed if c in LETTERS)
    return salted_hmac(SALT, f"{canvass.pk}/{bare}", algorithm="sha256").hexdigest()


def is_receipt_in_box(canvass: Canvass, receipt: str) -> bool:
    digest = receipt_digest(canvass, receipt)
    return Receipt.objects.filter(canvass=canvass, digest=digest).exists()


def seal_info(canvass: Canvass) -> bytes:
    """Context of the encryption. A ballot of another vote or text does not decrypt."""
    return f"louzu/{canvass.building_id}/{canvass.pk}/{canvass.version}".encode()


def roll_of(canvass: Canvass) -> Roll:
    papers = paper_totals_of(canvass)
    web = RollEntry.objects.filter(voice__canvass=canvass).count()
    return Roll(web=web, paper=papers.counting, papers=papers)


def sealed_ballots_of(canvass: Canvass) -> list[bytes]:
    sealed = SealedBallot.objects.filter(canvass=canvass).order_by("pk")
    return [bytes(one) for one in sealed.values_list("sealed", flat=True)]


def holders_of(canvass: Canvass) -> list[Holder]:
    found = Holder.objects.filter(canvass=canvass).select_related("user")
    return sorted(found, key=lambda holder: SEATS.index(Holder.Seat(holder.seat)))


def unready_holders_of(canvasses: Iterable[Canvass]) -> dict[int, list[str]]:
    """Map the primary keys of secret votes to the names or offices of holders whose key is not
    ready. Votes that are ready are left out. If nobody was chosen, all three seats are named."""
    secret = [canvass.pk for canvass in canvasses if canvass.secret]
    found: dict[int, dict[str, Holder]] = {pk: {} for pk in secret}
    if secret:
        for holder in Holder.objects.filter(canvass__in=secret).select_related("user"):
            found[holder.canvass_id][holder.seat] = holder
    unready = {
        pk: [_unready_name(seat, held.get(seat)) for seat in SEATS] for pk, held in found.items()
    }
    return {pk: names for pk, each in unready.items() if (names := [name for name in each if name])}


def pending_seats_of(user: User, building: Building, *, staff: bool) -> list[Holder]:
    """Return the person's seats with something to do: an envelope before the opening, or the box
    after the deadline. The committee's seat is that of all staff until one of them takes it."""
    before = Q(held_at=None, canvass__state__in=[CanvassState.DRAFT, CanvassState.ANNOUNCED])
    after = Q(canvass__state=CanvassState.CLOSED) & ~Q(held_at=None)
    mine = Q(user=user) | Q(user=None, seat=Holder.Seat.COMMITTEE) if staff else Q(user=user)
    found = Holder.objects.filter(before | after, mine, canvass__building=building)
    return list(found.select_related("canvass__building").order_by("canvass__opens_at", "pk"))


def lacks_committee_envelope() -> Q:
    put_away = Holder.objects.filter(seat=Holder.Seat.COMMITTEE, held_at__isnull=False)
    missing = ~Exists(put_away.filter(canvass=OuterRef("pk")))
    return Q(missing, state=CanvassState.ANNOUNCED, secret=True)


def _unready_name(seat: Holder.Seat, holder: Holder | None) -> str:
    if holder and holder.held_at:
        return ""
    named = holder and holder.user and seat != Holder.Seat.COMMITTEE
    return str(holder.user) if named and holder else str(seat.label)


def all_envelopes_held(holders: list[Holder]) -> bool:
    return len(holders) == len(SEATS) and all(holder.held_at for holder in holders)


def seat_of(holders: list[Holder], user: User, *, staff: bool) -> Holder | None:
    named = next((holder for holder in holders if holder.user_id == user.pk), None)
    if named or not staff:
        return named
    return next((holder for holder in holders if holder.seat == Holder.Seat.COMMITTEE), None)


def possible_counters(canvass: Canvass) -> list[User]:
    """Return the helpers who may be holders: all but those whose name stands among the candidates."""
    helpers = dict.fromkeys(office.user for office in contacts_in(canvass.building))
    return [user for user in helpers if not _is_candidate(canvass, user)]


def _is_candidate(canvass: Canvass, user: User) -> bool:
    if canvass.kind != AnswerKind.several:
        return False
    return any(str(user) in option.title for option in canvass.present_options)
