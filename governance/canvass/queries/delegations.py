"""Delegations of a canvass: which homes may be asked, and what waits for a proxy."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from governance.canvass.kinds import takes_delegations
from governance.canvass.lifecycle import DelegationState
from governance.canvass.models import Answer, Canvass, Delegation, Voice, VoiceFlat
from governance.canvass.models.delegations import VALID
from governance.canvass.queries.access import members_answering, speaks_for
from governance.canvass.queries.page import CanvassPage, VoiceRow
from governance.canvass.queries.voices import VoiceStatus, voices_of
from residents.models import Building, Household, Membership, OwnerAccess, User

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
    canvass: Canvass, voices: Collection[VoiceStatus], mine: Collection[VoiceStatus], user: User
) -> list[VoiceStatus]:
    """Return the voices that let one of ``mine`` answer for them, if ``user`` may do so."""
    proxies = _of_speaker(canvass, voices, mine, user)
    return [one for one in voices if one.delegated and one.is_given_to(proxies)]


def entrusted_rows_in(page: CanvassPage, user: User) -> list[VoiceRow]:
    """Return the rows of those who let the reader's home answer for them, or asked it to."""
    statuses = [row.status for row in page.rows]
    mine = [row.status for row in page.mine]
    proxies = _of_speaker(page.canvass, statuses, mine, user)
    return [row for row in page.rows if row.status.is_given_to(proxies)]


def _of_speaker(
    canvass: Canvass, voices: Collection[VoiceStatus], mine: Collection[VoiceStatus], user: User
) -> set[int]:
    """Return the keys of those of ``mine`` to which a voice is given, and for which the person may answer
    without a check."""
    given = {one.delegation["proxy"] for one in voices if one.delegation}
    return {
        one.voice.pk
        for one in mine
        if one.voice.pk in given and speaks_for(canvass, one.voice, user)
    }


def why_not_entrusted(
    canvass: Canvass, mine: Collection[VoiceStatus], user: User, number: str
) -> str:
    """Return why none of ``mine`` may answer for the voice with this number, or "" if it asked none of
    them."""
    if not number.isdecimal():
        return ""
    found = Delegation.objects.filter(
        principal__canvass=canvass,
        principal__number=int(number),
        proxy__in=[one.voice.pk for one in mine],
    )
    last = found.select_related("principal__canvass", "proxy").last()
    if last is None:
        return ""
    if last.ended_at:
        return last.end_words
    if not speaks_for(canvass, last.proxy, user):
        return _("请开始征询时就能代表您家答复的人来办")
    if last.on_paper:
        return _("%(what)s：纸上的委托，还没有第二个人核对") % {"what": last}
    return _("%(what)s：您家还没有答应") % {"what": last}


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


def canvasses_with_delegations_in(building: Building | None) -> list[Canvass]:
    """Return open questions with a delegation that is not used yet, of a building or of all."""
    open_ones = Canvass.objects.taking_answers().filter(
        pk__in=_unused().values("principal__canvass")
    )
    if building:
        open_ones = open_ones.filter(building=building)
    return list(open_ones.select_related("building").order_by("pk"))


def delegations_without_proxy(canvass: Canvass) -> list[Delegation]:
    """Return unused delegations to voices for which nobody could answer any more: on the web no member who
    ``speaks_for`` it, on paper no household that still lives there."""
    found = _unused().filter(principal__canvass=canvass)
    with_relations = found.select_related("principal__canvass__building", "proxy")
    return [one for one in with_relations if not _has_proxy(canvass, one)]


def _unused() -> QuerySet[Delegation]:
    used = Answer.objects.filter(delegation=OuterRef("pk"))
    return Delegation.objects.filter(~Exists(used), state__in=VALID)


def _has_proxy(canvass: Canvass, delegation: Delegation) -> bool:
    homes = VoiceFlat.objects.filter(voice=delegation.proxy, answering__isnull=False)
    if delegation.on_paper:
        there = Household.objects.current().filter(pk__in=homes.values("answering"))
        return there.exists()
    members = Membership.objects.current().filter(
        household__in=homes.values("answering"), may_answer=True
    )
    owners = OwnerAccess.objects.current().filter(owner=delegation.proxy.owner_id)
    people = User.objects.filter(Q(pk__in=members.values("user")) | Q(pk__in=owners.values("user")))
    return any(speaks_for(canvass, delegation.proxy, user) for user in people)


def _others(canvass: Canvass, principal: VoiceStatus) -> list[VoiceStatus]:
    return [
        status
        for status in voices_of(canvass)
        if status.voice.pk != principal.voice.pk and status.delegation is None
    ]
