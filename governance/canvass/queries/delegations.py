"""Delegations of a canvass: which homes may be asked, and what waits for a proxy."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from governance.canvass.kinds import takes_delegations
from governance.canvass.lifecycle import DelegationState
from governance.canvass.models import Answer, Canvass, Delegation, Voice
from governance.canvass.queries.access import members_answering
from governance.canvass.queries.page import CanvassPage, VoiceRow
from governance.canvass.queries.voices import VoiceStatus, voices_of
from residents.models import Building, User

MAX_MANDATES = 3
"""How many others one voice may answer for. No law that applies here limits it; places that do say
three."""


def delegation_in(canvass: Canvass, pk: int) -> Delegation | None:
    found = Delegation.objects.filter(principal__canvass=canvass, pk=pk)
    return found.select_related("principal", "proxy", "by", "agreed_by", "ended_by").first()


def delegations_of(canvass: Canvass) -> list[Delegation]:
    """Return all, also those that came to nothing, for the file of the canvass."""
    found = Delegation.objects.filter(principal__canvass=canvass)
    with_relations = found.select_related("principal", "proxy", "by", "agreed_by", "ended_by")
    return list(with_relations.order_by("principal__number", "pk"))


def accepted_proxy(status: VoiceStatus) -> str:
    """Return the label of the home that accepted to answer for a voice, or ""."""
    return status.delegation["label"] if status.delegation and status.delegated else ""


def entrusted_among(
    voices: Collection[VoiceStatus], mine: Collection[VoiceStatus]
) -> list[VoiceStatus]:
    """Return the voices that let one of ``mine`` answer for them."""
    proxies = {status.voice.pk for status in mine}
    return [one for one in voices if one.delegated and one.is_given_to(proxies)]


def entrusted_rows_in(page: CanvassPage) -> list[VoiceRow]:
    """Return the rows of those who let the reader's home answer for them, or asked it to."""
    mine = {row.status.voice.pk for row in page.mine}
    return [row for row in page.rows if row.status.is_given_to(mine)]


def possible_principals_in(page: CanvassPage) -> set[int]:
    """Return the primary keys of the reader's voices that answer for nobody else, and may be given away."""
    if not takes_delegations(page.canvass):
        return set()
    proxies = {
        row.status.delegation["proxy"]
        for row in page.rows
        if row.status.delegation and row.status.delegated
    }
    return {row.status.voice.pk for row in page.mine} - proxies


def possible_proxies(canvass: Canvass, principal: VoiceStatus) -> list[Voice]:
    """Return the voices that may be asked on the web: somebody can accept there, and they let nobody
    answer for themselves."""
    others = _others(canvass, principal)
    homes = [place["answering"] or 0 for status in others for place in status.places]
    reachable = set(members_answering(homes).values_list("household", flat=True))
    return [
        status.voice
        for status in others
        if not reachable.isdisjoint(place["answering"] for place in status.places)
    ]


def proxies_on_paper(canvass: Canvass, principal: VoiceStatus) -> list[Voice]:
    """Return the voices that may be named by a mandate on paper."""
    return [status.voice for status in _others(canvass, principal)]


def unchecked_mandates_in(building: Building) -> QuerySet[Delegation]:
    """Return mandates on paper that wait for a second person."""
    return Delegation.objects.filter(
        principal__canvass__in=building.canvass_set.taking_answers(),
        state=DelegationState.OFFERED,
        on_paper=True,
    ).order_by("principal__canvass__closes_at", "pk")


def mandates_to_check_in(building: Building) -> list[Delegation]:
    """Return the unchecked ones with what their list shows, soonest deadline first."""
    waiting = unchecked_mandates_in(building)
    return list(waiting.select_related("principal__canvass__building", "proxy", "by"))


def mandates_checked_by(user: User, building: Building) -> list[Delegation]:
    """Return mandates on paper that this person checked and may still take back."""
    used = Answer.objects.filter(delegation=OuterRef("pk"))
    found = Delegation.objects.filter(
        ~Exists(used),
        principal__canvass__in=building.canvass_set.taking_answers(),
        state=DelegationState.ACCEPTED,
        on_paper=True,
        agreed_by=user,
    )
    return list(found.select_related("principal__canvass__building", "proxy").order_by("-pk"))


def _others(canvass: Canvass, principal: VoiceStatus) -> list[VoiceStatus]:
    return [
        status
        for status in voices_of(canvass)
        if status.voice.pk != principal.voice.pk and status.delegation is None
    ]
