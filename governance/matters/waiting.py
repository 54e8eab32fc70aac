"""Promises that wait for who keeps them and for the leader, and matters for the handover."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.matters.lifecycle import PromiseState
from governance.matters.models import Matter, Promise
from governance.matters.queries.lists import matters_under_way_in
from governance.matters.queries.promises import open_promises_in
from governance.matters.queries.shares_owed import shares_owed_by
from governance.matters.queries.under_way import whereabouts_of
from louzu.lib.quoting import quoted
from louzu.lib.time import end_of_day, format_day
from residents.people.scope import address
from residents.rooms.context import PageContext
from residents.rooms.waiting import AnswerButton, Heading, Waiting, WaitingList


def duties(page: PageContext) -> Iterator[Waiting]:
    """Yield the shares that this person's flats have to pay, and the promises that this person keeps."""
    yield from _shares_owed(page)
    for promise in page.once(open_promises_in, page.building):
        if promise.keeper_id != page.user.pk or promise.state != PromiseState.OPEN:
            continue
        yield Waiting(
            promise.words,
            _("“%(matter)s”里答应过的，您来做") % {"matter": quoted(promise.matter.title)},
            _url_of(promise, "keep_promise"),
            _("说说做得怎么样"),
            at=end_of_day(promise.due_on) if promise.due_on else None,
        )


def _shares_owed(page: PageContext) -> Iterator[Waiting]:
    """Yield matters under way for which flats of this person have to pay. The amount stands on the page
    of the shares, since phones keep the front page. Where no shares were agreed to, nothing is asked of
    the database."""
    if not (page.standing.households or page.standing.owned):
        return
    matters = page.once(matters_under_way_in, page.building)
    under_way = {matter.pk for matter in matters if matter.has_agreed_shares}
    if not under_way:
        return
    for owed in shares_owed_by(page.building, page.standing):
        if owed.matter.pk in under_way:
            yield Waiting(
                owed.matter.title,
                _("您家的分摊款还没有付清，请交给%(who)s") % {"who": owed.to},
                address("matters:shares", page.building.slug, owed.matter.pk),
                _("看您家的分摊"),
                turn=True,
            )


def for_leader(page: PageContext) -> Iterator[Waiting]:
    """Yield promises whose words are missing, and those that are late, and steps that what happened
    speaks for."""
    yield from _suggested_steps(page)
    for promise in page.once(open_promises_in, page.building):
        if promise.state == PromiseState.UNWORDED:
            note = _("有一家的异议谈成了，答应的办法要写给邻居看")
            yield Waiting(promise.matter.title, note, _url_of(promise, "word_promise"))
        elif promise.late and promise.due_on:
            words = {"matter": quoted(promise.matter.title)}
            yield Waiting(
                promise.words,
                _("“%(matter)s”里答应过，过了日子还没做到") % words,
                promise.matter.get_absolute_url(),
                heading=Heading.OVERDUE,
                at=end_of_day(promise.due_on),
            )


def _suggested_steps(page: PageContext) -> Iterator[Waiting]:
    for one in whereabouts_of(page.once(matters_under_way_in, page.building)):
        suggestion, slug, pk = one.suggestion, page.building.slug, one.matter.pk
        if suggestion is None:
            continue
        stage = str(suggestion.stage.label)
        take = _("记成“%(stage)s”") % {"stage": quoted(stage)}
        yield Waiting(
            one.matter.title,
            _("%(why)s可以记成“%(stage)s”了。") % {"why": suggestion.why, "stage": quoted(stage)},
            one.matter.get_absolute_url(),
            choices=(
                AnswerButton(take, address("matters:go_on", slug, pk), "step", suggestion.step),
                AnswerButton(
                    _("先不改"), address("matters:decline_step", slug, pk), "step", suggestion.step
                ),
            ),
        )


def unfinished(page: PageContext, most: int) -> Iterator[WaitingList]:
    """Yield matters under way, with share tables that are not decided, and promises that are not kept."""
    items = [
        Waiting(matter.title, _where(matter), matter.get_absolute_url())
        for matter in page.once(matters_under_way_in, page.building)[:most]
    ]
    url = reverse("matters:list", args=[page.building.slug])
    yield WaitingList(_("没了结的事项"), items, url, order=35)
    promised = [
        Waiting(
            promise.words or _("有一家的异议谈成了，答应的办法要写给邻居看"),
            _promised_where(promise),
            promise.matter.get_absolute_url(),
        )
        for promise in page.once(open_promises_in, page.building)[:most]
    ]
    yield WaitingList(_("答应过、还没做到的"), promised, order=37)


def _where(matter: Matter) -> str:
    words = {"stage": matter.get_stage_display()}
    if matter.has_share_draft and matter.has_proposed_shares:
        return _("%(stage)s，分摊提出来了，还没有定；另有一份草稿还没有提出来") % words
    if matter.has_share_draft:
        return _("%(stage)s，有一份分摊的草稿还没有提出来") % words
    if matter.has_proposed_shares:
        return _("%(stage)s，分摊提出来了，还没有定") % words
    return words["stage"]


def _promised_where(promise: Promise) -> str:
    words = {"matter": quoted(promise.matter.title)}
    if promise.due_on is None:
        return _("“%(matter)s”里答应过的") % words
    return _("“%(matter)s”里答应过的，到%(day)s") % {**words, "day": format_day(promise.due_on)}


def _url_of(promise: Promise, view: str) -> str:
    matter = promise.matter
    return address(f"matters:{view}", matter.building.slug, matter.pk, promise.pk)
