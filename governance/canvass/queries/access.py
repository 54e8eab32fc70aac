"""Decide who may answer for a voice without a check by a second person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from governance.canvass.models import Answer, AnsweringMember, Canvass, LateAccess, Voice, VoiceFlat
from louzu.lib.database import database_now
from residents.models import Joining, Membership, OwnerAccess, OwnerSlip, Slip, User
from residents.people.rules import standing_of

FRESH_PERIOD = dt.timedelta(days=14)
"""How long before the opening access counts as new."""


@dataclass(frozen=True, slots=True)
class Access:
    """How a person gained the right to answer for a voice."""

    late: str = ""
    """A ``LateAccess``, or "" if the person could answer at the opening."""
    needs_check: bool = False
    among_others: bool = False
    """Whether another person could answer for the voice at the opening."""


def access_of(canvass: Canvass, voice: Voice, user: User) -> Access:
    """Return how ``user`` gained access to the voice, and whether the answer needs a check.

    Late access needs no check only if nobody could answer at the opening and the committee alone
    let the person in. A slip or a permission from a person who runs the canvass would leave the
    answer in that one person's hands.
    """
    early = set(AnsweringMember.objects.filter(voice=voice).values_list("user_id", flat=True))
    printers = _printers_of_keys(canvass, [user.pk])
    if user.pk in early:
        if not printers:
            return Access()
        needs_check = not _committee_alone(canvass, user, printers)
        return Access(LateAccess.KEY, needs_check, among_others=len(early) > 1)
    homes = VoiceFlat.objects.filter(voice=voice, answering__isnull=False).values("answering")
    joinings = _joinings(canvass, [user.pk]).filter(membership__household__in=homes)
    by_family = joinings.filter(slip__kind=Slip.Kind.FAMILY).exists()
    letters = _letters(canvass, [user.pk]).filter(owner=voice.owner_id)
    hands = printers | _hands_of(joinings) | _writers_of(letters)
    hands |= _let_answer_by(canvass, [user.pk])
    needs_check = bool(early) or by_family or not _committee_alone(canvass, user, hands)
    return Access(LateAccess.JOINED, needs_check, among_others=bool(early))


def speaks_for(canvass: Canvass, voice: Voice, user: User) -> bool:
    standing = standing_of(user, canvass.building)
    may = voice.owner_id in standing.owned or _is_at_home(voice, standing.answering)
    return may and not access_of(canvass, voice, user).needs_check


def lives_in(canvass: Canvass, voice: Voice, user: User) -> bool:
    """Return whether it is a voice of the user's home, or of flats that the user owns."""
    standing = standing_of(user, canvass.building)
    return voice.owner_id in standing.owned or _is_at_home(voice, standing.households)


def concerns(canvass: Canvass, answer: Answer, user: User) -> bool:
    """Return whether it is the answer of the user's home, or the user's home gave it as a proxy."""
    proxy = answer.delegation.proxy if answer.delegation else None
    return any(voice and lives_in(canvass, voice, user) for voice in (answer.voice, proxy))


def are_linked(canvass: Canvass, one: User, other: User) -> bool:
    """Return whether one of them, or the same third person, let the other in since the opening.

    For ``one``, who answered, the period begins ``FRESH_PERIOD`` before the opening, unless ``one`` could
    answer then.
    """
    early = AnsweringMember.objects.filter(voice__canvass=canvass, user=one).exists()
    opened = canvass.opened_at or database_now()
    behind_one = _let_in_by(canvass, one, opened if early else opened - FRESH_PERIOD)
    behind_other = _let_in_by(canvass, other, opened)
    return not ({one.pk} | behind_one).isdisjoint({other.pk} | behind_other)


def members_answering(households: Collection[int]) -> QuerySet[Membership]:
    """Return memberships whose users may answer for these households today. Accounts that a helper
    opened and nobody has used yet are left out. Whoever claims one later counts as new then."""
    unclaimed = Q(joining__helped_by__isnull=False, joining__slip=None, user__last_login=None)
    current = Membership.objects.current().filter(household__in=households, may_answer=True)
    return current.exclude(unclaimed)


def _let_in_by(canvass: Canvass, user: User, begin: dt.datetime) -> set[int]:
    """Return the keys of the people who, since ``begin``, let this person join or answer, of those who let
    these in, and so on.
    """
    found: set[int] = set()
    asked = {user.pk}
    while asked:
        since = Q(at__gte=begin) | Q(slip__printed_at__gte=begin)
        came = _hands_of(_joinings(canvass, asked).filter(since))
        wrote = _writers_of(_letters(canvass, asked).filter(_let_in_since(begin)))
        others = _printers_of_keys(canvass, asked) | _let_answer_by(canvass, asked)
        asked = (came | wrote | others) - found - {user.pk}
        found |= asked
    return found


def _joinings(canvass: Canvass, users: Collection[int]) -> QuerySet[Joining]:
    here = canvass.building_id
    return Joining.objects.filter(user__in=users, membership__household__building=here)


def _letters(canvass: Canvass, users: Collection[int]) -> QuerySet[OwnerSlip]:
    """Return the slips with which these people began to answer for owners."""
    return OwnerSlip.objects.filter(
        access__user__in=users, owner__building=canvass.building_id
    ).filter(access__in=OwnerAccess.objects.current())


def _let_in_since(begin: dt.datetime) -> Q:
    return Q(used_at__gte=begin) | Q(printed_at__gte=begin)


def _writers_of(letters: QuerySet[OwnerSlip]) -> set[int]:
    return set(letters.values_list("printed_by", flat=True))


def _is_at_home(voice: Voice, homes: Collection[int]) -> bool:
    return VoiceFlat.objects.filter(voice=voice, answering__in=homes).exists()


def _printers_of_keys(canvass: Canvass, users: Collection[int]) -> set[int]:
    """Return who printed key slips that may have been used since the opening. A key slip opens a
    member's account."""
    used = Slip.objects.filter(kind=Slip.Kind.KEY, user__in=users, used__gt=0)
    since = used.filter(building=canvass.building_id, expires_at__gt=canvass.opened_at)
    return set(since.values_list("printed_by", flat=True))


def _hands_of(joinings: QuerySet[Joining]) -> set[int]:
    both = joinings.values_list("slip__printed_by", "helped_by")
    return {pk for pair in both for pk in pair if pk}


def _let_answer_by(canvass: Canvass, users: Collection[int]) -> set[int]:
    lines = canvass.building.journal.filter(verb="residents.answering_changed", whom__in=users)
    return set(
        lines.filter(at__gte=canvass.opened_at, actor__isnull=False).values_list("actor", flat=True)
    )


def _committee_alone(canvass: Canvass, user: User, hands: Collection[int]) -> bool:
    """Return whether committee staff alone let the person in, without the person, the author or any
    helper."""
    if not hands:
        return False
    asks = {user.pk, canvass.author_id, canvass.opened_by_id}
    standings = [standing_of(hand, canvass.building) for hand in User.objects.filter(pk__in=hands)]
    return asks.isdisjoint(hands) and all(one.staff and not one.helper for one in standings)
