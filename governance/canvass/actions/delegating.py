"""Let a neighbour answer one question for a household or owner: offer, accept, decline, withdraw, and
answer as the proxy."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from governance.canvass.actions._current import recompute_current
from governance.canvass.actions._delegations import stop_delegation, tell_proxy
from governance.canvass.actions._paper import attach_file, refuse_without_reason
from governance.canvass.actions._picks import picks_of, refuse_bad_picks
from governance.canvass.actions._shared import lock_for_web_answer
from governance.canvass.actions.answering import refuse_unless_newest_was_seen
from governance.canvass.inputs import AnswerInput, DelegationInput, PaperMandate
from governance.canvass.kinds import takes_delegations
from governance.canvass.lifecycle import DELEGATION, DelegationState
from governance.canvass.models import Answer, Canvass, Channel, Choice, Delegation, Voice
from governance.canvass.models.delegations import VALID
from governance.canvass.queries.access import access_of, are_linked, lives_in, speaks_for
from governance.canvass.queries.delegations import MAX_MANDATES
from governance.canvass.queries.voices import voice_numbered
from governance.inbox.actions.messages import create_message
from governance.journal.actions import enter
from governance.journal.models import Audience
from louzu.lib.errors import Refused, Stale
from residents.models import User
from residents.people.rules import standing_of
from residents.rooms.waiting import thing_of


@transaction.atomic
def offer_delegation(
    canvass: Canvass, principal: Voice, proxy: Voice, data: DelegationInput, *, by: User
) -> Delegation:
    """Ask a neighbour to answer for this voice. It counts once the neighbour accepts.

    Raises Refused if the voice has an answer or a delegation, and if either of the two voices already stands
    in another delegation of the canvass, so that none passes on what it was given.
    """
    canvass, _now = _lock(canvass)
    if data.version and data.version < canvass.material_version:
        raise Stale(_("您看的时候，文字刚改过。请看看新的文字，再委托。"), version=canvass.version)
    _refuse_unless_speaks_for(canvass, principal, by)
    _refuse_if_answered(canvass, principal)
    _refuse_if_in_another(principal, proxy)
    _refuse_bad_instruction(canvass, data)
    delegation = Delegation.objects.create(
        principal=principal,
        proxy=proxy,
        choice=data.choice,
        **picks_of(data.ballot),
        reason=data.reason,
        version=canvass.version,
        by=by,
        office=standing_of(by, canvass.building).office,
    )
    enter(canvass, "canvass.delegation_offered", by=by, audience=Audience.HELPERS)
    create_message("canvass.asked_to_answer", thing_of(delegation), by=by.pk)
    return delegation


@transaction.atomic
def accept_delegation(canvass: Canvass, delegation: Delegation, *, by: User) -> Delegation:
    """Accept an offer for the proxy. Raises Refused if the proxy has ``MAX_MANDATES`` already, or
    has let somebody else answer for itself meanwhile."""
    canvass, now = _lock(canvass)
    delegation.refresh_from_db()
    if delegation.on_paper:
        raise Refused(_("这是纸上的委托，要第二个人对着照片核对。"))
    _refuse_unless_speaks_for(canvass, delegation.proxy, by)
    _accept(canvass, delegation, by=by, at=now)
    create_message("canvass.proxy_accepted", thing_of(delegation), by=by.pk)
    return delegation


@transaction.atomic
def enter_delegation(
    canvass: Canvass,
    principal: Voice,
    proxy: Voice,
    data: DelegationInput,
    *,
    paper: PaperMandate,
    by: User,
) -> Delegation:
    """Record a mandate on paper, signed by both homes. It counts once a second person has checked it.

    Raises Refused for a paper with an earlier text: its boxes may belong to other options.
    """
    canvass, _now = _lock(canvass)
    _refuse_other_text(canvass, data.version)
    _refuse_if_answered(canvass, principal)
    _refuse_if_in_another(principal, proxy)
    _refuse_bad_instruction(canvass, data)
    delegation = Delegation(
        principal=principal,
        proxy=proxy,
        choice=data.choice,
        **picks_of(data.ballot),
        reason=data.reason,
        version=data.version or canvass.version,
        by=by,
        office=standing_of(by, canvass.building).office,
        on_paper=True,
        signer=paper.signer,
        relation=paper.relation,
    )
    attach_file(delegation, "mandate", paper.mandate)
    delegation.save()
    enter(canvass, "canvass.delegation_entered", by=by, audience=Audience.HELPERS)
    create_message("canvass.mandate_entered", thing_of(delegation), by=by.pk)
    return delegation


@transaction.atomic
def check_delegation(canvass: Canvass, delegation: Delegation, *, by: User) -> Delegation:
    """Confirm a mandate on paper, as a second person or as the home that gave it.

    Raises Refused for the person who entered it, for anybody linked to that person (``are_linked``),
    and for helpers who live in either home.
    """
    canvass, now = _lock(canvass)
    delegation.refresh_from_db()
    if not delegation.on_paper:
        raise Refused(_("这是网上的委托，要对方自己答应。"))
    if delegation.by_id == by.pk:
        raise Refused(_("登记的人不能自己核对，请另一位来。"))
    standing = standing_of(by, canvass.building)
    lives_there = lives_in(canvass, delegation.principal, by) or lives_in(
        canvass, delegation.proxy, by
    )
    helps = (standing.helper or standing.staff) and not lives_there
    if not (helps or speaks_for(canvass, delegation.principal, by)):
        raise Refused(_("请委托的那一家，或者不住在这两家的办事的人来核对。"))
    if are_linked(canvass, delegation.by, by):
        raise Refused(
            _("您和登记的人，有一位是这次征询开始以后由另一位发条加入的，请别的人来核对。")
        )
    _accept(canvass, delegation, by=by, at=now)
    return delegation


@transaction.atomic
def decline_delegation(canvass: Canvass, delegation: Delegation, *, by: User) -> Delegation:
    """Decline an offer, or hand it back before it was answered."""
    canvass, now = _lock(canvass)
    delegation.refresh_from_db()
    _refuse_unless_speaks_for(canvass, delegation.proxy, by)
    _refuse_if_used(delegation)
    stop_delegation(delegation, "decline", by=by, at=now)
    enter(canvass, "canvass.delegation_declined", by=by, audience=Audience.HELPERS)
    create_message("canvass.proxy_declined", thing_of(delegation), by=by.pk)
    return delegation


@transaction.atomic
def withdraw_delegation(canvass: Canvass, delegation: Delegation, *, by: User) -> Delegation:
    """Withdraw it for the principal, before the proxy answers. Who entered a paper by mistake may do so
    until it is checked."""
    canvass, now = _lock(canvass)
    delegation.refresh_from_db()
    entered = delegation.on_paper and delegation.waits and delegation.by_id == by.pk
    if not entered:
        _refuse_unless_speaks_for(canvass, delegation.principal, by)
    _refuse_if_used(delegation)
    stop_delegation(delegation, "withdraw", by=by, at=now)
    enter(canvass, "canvass.delegation_withdrawn", by=by, audience=Audience.HELPERS)
    if entered:
        create_message("canvass.delegation_removed", thing_of(delegation), by=by.pk)
    tell_proxy(delegation, by=by)
    return delegation


@transaction.atomic
def answer_as_proxy(
    canvass: Canvass, delegation: Delegation, data: AnswerInput, *, by: User
) -> Answer:
    """Record the answer of the principal, given by its proxy. It counts at once.

    If there is an instruction, the answer is what it says, whatever ``data`` says. The answer
    settles no other: if a paper of the principal says something else, neither counts.
    """
    canvass, now = _lock(canvass)
    delegation.refresh_from_db()
    DELEGATION.take(delegation, "answer")
    _refuse_unless_speaks_for(canvass, delegation.proxy, by)
    if data.version and data.version < canvass.material_version:
        raise Stale(
            _("您看的时候，文字刚改过。请看看新的文字，再答一次。"), version=canvass.version
        )
    data = _as_instructed(delegation, data)
    refuse_unless_newest_was_seen(canvass, delegation.principal, data)
    if data.choice == Choice.TAKEN_BACK:
        raise Refused(_("替别家答的不能收回。要改，请那一家自己再答一次。"))
    refuse_without_reason(data.choice, data.reason)
    refuse_bad_picks(canvass, data.choice, data.ballot)
    answer = Answer.objects.create(
        voice=delegation.principal,
        delegation=delegation,
        choice=data.choice,
        **picks_of(data.ballot),
        reason=data.reason,
        channel=Channel.WEB,
        version=canvass.version,
        late_access=access_of(canvass, delegation.proxy, by).late,
        by=by,
        office=standing_of(by, canvass.building).office,
        said_at=now,
    )
    recompute_current(canvass, delegation.principal)
    enter(canvass, "canvass.answered", by=by)
    return answer


def _lock(canvass: Canvass) -> tuple[Canvass, dt.datetime]:
    canvass, now = lock_for_web_answer(canvass)
    if not takes_delegations(canvass):
        raise Refused(_("这一次不能委托，有话请自己说。"))
    return canvass, now


def _accept(canvass: Canvass, delegation: Delegation, *, by: User, at: dt.datetime) -> None:
    DELEGATION.take(delegation, "accept")
    _refuse_if_answered(canvass, delegation.principal)
    if Delegation.objects.filter(principal=delegation.proxy, state__in=VALID).exists():
        words = {"home": delegation.proxy.label}
        raise Refused(_("%(home)s这件事也委托了别家，先收回，才能替别家答。") % words)
    accepted = Delegation.objects.filter(proxy=delegation.proxy, state=DelegationState.ACCEPTED)
    if accepted.count() >= MAX_MANDATES:
        words = {"home": delegation.proxy.label, "most": str(MAX_MANDATES)}
        raise Refused(_("一家最多替%(most)s家答，%(home)s已经满了。") % words)
    delegation.agreed_by, delegation.agreed_at = by, at
    delegation.save(update_fields=["state", "agreed_by", "agreed_at"])
    enter(canvass, "canvass.delegation_accepted", by=by)


def _refuse_other_text(canvass: Canvass, version: int) -> None:
    if version > canvass.version:
        raise Refused(_("没有这一稿文字，请看看纸上印的是第几稿。"))
    if version and version < canvass.material_version:
        raise Refused(
            _("这份委托书是第%(n)s稿的，文字后来改了，不算。请两家看看新的文字，再签一份。")
            % {"n": version}
        )


def _refuse_unless_speaks_for(canvass: Canvass, voice: Voice, by: User) -> None:
    if not speaks_for(canvass, voice, by):
        raise Refused(_("请开始征询时就能代表您家答复的人来办。"))


def _refuse_if_answered(canvass: Canvass, voice: Voice) -> None:
    status = voice_numbered(canvass, voice.number)
    if status and (status.responded or status.unchecked or status.clash):
        raise Refused(_("%(home)s已经有答复了，不能再委托。") % {"home": voice.label})


def _refuse_if_in_another(principal: Voice, proxy: Voice) -> None:
    """Raises Refused so that nobody gives twice, and nobody both gives and receives."""
    if principal == proxy:
        raise Refused(_("请选另外一家。"))
    valid = Delegation.objects.filter(state__in=VALID)
    if valid.filter(principal=principal).exists():
        raise Refused(_("%(home)s已经委托了一家。要换一家，先收回。") % {"home": principal.label})
    if valid.filter(principal=proxy).exists():
        raise Refused(_("%(home)s这件事自己也委托了别家，请另选一家。") % {"home": proxy.label})
    if valid.filter(proxy=principal, state=DelegationState.ACCEPTED).exists():
        raise Refused(
            _("%(home)s答应了替别家答，不能再委托出去。要委托，先把那一份退回。")
            % {"home": principal.label}
        )
    accepted = valid.filter(proxy=proxy, state=DelegationState.ACCEPTED)
    if accepted.count() >= MAX_MANDATES:
        words = {"home": proxy.label, "most": MAX_MANDATES}
        raise Refused(_("%(home)s已经替%(most)s家答，不能再多了，请另选一家。") % words)


def _refuse_bad_instruction(canvass: Canvass, data: DelegationInput) -> None:
    if not data.choice:
        return
    if data.choice == Choice.TAKEN_BACK:
        raise Refused(_("请选一样，或者由他们看着答。"))
    refuse_without_reason(data.choice, data.reason)
    refuse_bad_picks(canvass, data.choice, data.ballot)


def _refuse_if_used(delegation: Delegation) -> None:
    if Answer.objects.filter(voice=delegation.principal, delegation=delegation).exists():
        raise Refused(_("已经替他们答过了。要改，请委托的那一家自己再答一次，以那一次为准。"))


def _as_instructed(delegation: Delegation, data: AnswerInput) -> AnswerInput:
    if not delegation.choice:
        return data
    ballot = delegation.ballot if delegation.choice == Choice.PICKED else None
    return replace(data, choice=delegation.choice, reason=delegation.reason, ballot=ballot)
