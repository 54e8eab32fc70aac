"""The agenda of a meeting, and proposals for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.inbox.actions.messages import create_message, tell_authors
from governance.journal.actions import enter, link, link_all
from governance.journal.models import LinkKind
from governance.lounge.models import Wish
from governance.meetings.actions._shared import (
    bump_sequence,
    finish_edit,
    last_item_number,
    lock_before_start,
    lock_minutes,
)
from governance.meetings.lifecycle import PROPOSAL, ProposalState
from governance.meetings.models import MAX_ITEMS, AgendaItem, Meeting, Proposal
from governance.meetings.queries.agenda import carried_over_items_in
from louzu.lib.errors import Refused
from louzu.lib.stored import stored
from residents.models import User
from residents.rooms.waiting import thing_of

MAX_PROPOSALS = 5
"""The largest number of proposals by one person for one meeting."""


@dataclass(frozen=True, slots=True)
class AgendaItemInput:
    """A line of the agenda form. ``item`` is the primary key of an existing item, if any."""

    title: str
    minutes: int | None = None
    brought_by: str = ""
    item: int | None = None


def set_agenda(meeting: Meeting, agenda: Iterable[AgendaItemInput]) -> None:
    """Replace the agenda. Existing items keep their identity and missing ones are deleted.

    Items carried over from earlier meetings come first, in the given order. A proposal whose item
    is deleted waits for an answer again.
    """
    known = {item.pk: item for item in meeting.items.all()}
    carried = {pk for pk, item in known.items() if item.carried_from_id}
    agenda = sorted(agenda, key=lambda entry: (entry.item or 0) not in carried)
    _refuse_too_many(len(agenda))
    kept: list[AgendaItem] = []
    new: list[AgendaItem] = []
    for number, entry in enumerate(agenda, start=1):
        before = known.pop(entry.item or 0, None)
        item = before or AgendaItem(meeting=meeting)
        item.number, item.title = number, entry.title
        item.minutes, item.brought_by = entry.minutes, entry.brought_by
        (kept if before else new).append(item)
    _take_off(known)
    AgendaItem.objects.bulk_update(kept, ["number", "title", "minutes", "brought_by"])
    AgendaItem.objects.bulk_create(new)


def carry_over_items(meeting: Meeting) -> None:
    left = carried_over_items_in(meeting.building)[:MAX_ITEMS]
    items = list(meeting.items.order_by("number"))
    _refuse_too_many(len(left) + len(items))
    for number, item in enumerate(items, start=len(left) + 1):
        item.number = number
    AgendaItem.objects.bulk_update(items, ["number"])
    carried = AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            number=number,
            title=resolution.item.title,
            carried_from=resolution,
            minutes=resolution.item.minutes,
            brought_by=resolution.item.brought_by,
            thread=resolution.item.thread,
        )
        for number, resolution in enumerate(left, start=1)
    )
    pairs = [(item.carried_from, item) for item in carried if item.carried_from]
    link_all(meeting.building, pairs, LinkKind.CARRIED_ON)
    threads = [(item.thread, item) for item in carried if item.thread]
    link_all(meeting.building, threads, LinkKind.CAME_FROM)


@transaction.atomic
def take_up_wish(meeting: Meeting, wish: Wish, *, by: User) -> AgendaItem:
    meeting = lock_before_start(meeting)
    if meeting.items.filter(thread=wish.thread).exists():
        raise Refused(_("这个话题已经在议程里了。"))
    item = _append_item(meeting, title=wish.thread.title, thread=wish.thread)
    link(meeting.building, wish.thread, item, LinkKind.CAME_FROM)
    bump_sequence(meeting)
    enter(meeting, "meetings.changed", by=by)
    tell_authors("meetings.on_agenda", thing_of(item), by=by.pk)
    return item


@transaction.atomic
def propose_item(meeting: Meeting, *, title: str, why: str = "", by: User) -> Proposal:
    meeting = Meeting.objects.locked(meeting)
    if not meeting.takes_proposals:
        raise Refused(_("这次会不再收议题了。可以在客厅里说，楼组长会看到。"))
    mine = Proposal.objects.filter(meeting=meeting, author=by)
    if mine.exclude(state=ProposalState.TAKEN_BACK).count() >= MAX_PROPOSALS:
        raise Refused(_("一次会一个人最多提%(most)s个议题。") % {"most": MAX_PROPOSALS})
    proposal = Proposal.objects.create(meeting=meeting, author=by, title=title, why=why)
    enter(meeting, "meetings.proposed", by=by)
    return proposal


@transaction.atomic
def take_back_proposal(proposal: Proposal, *, by: User) -> None:
    meeting = Meeting.objects.locked(proposal.meeting)
    proposal = Proposal.objects.get(pk=proposal.pk)
    PROPOSAL.take(proposal, "take_back")
    proposal.save(update_fields=["state"])
    enter(meeting, "meetings.proposal_taken_back", by=by)


@transaction.atomic
def accept_proposal(proposal: Proposal, *, by: User) -> AgendaItem:
    meeting = lock_before_start(proposal.meeting)
    proposal = Proposal.objects.get(pk=proposal.pk)
    PROPOSAL.take(proposal, "accept")
    item = _append_item(meeting, title=proposal.title)
    proposal.item = item
    proposal.save(update_fields=["state", "item"])
    link(meeting.building, proposal, item, LinkKind.CAME_FROM)
    bump_sequence(meeting)
    enter(meeting, "meetings.proposal_accepted", by=by)
    create_message("meetings.proposal_decided", thing_of(proposal), by=by.pk)
    return item


@transaction.atomic
def decline_proposal(proposal: Proposal, *, answer: str, by: User) -> Proposal:
    meeting = Meeting.objects.locked(proposal.meeting)
    proposal = Proposal.objects.get(pk=proposal.pk)
    PROPOSAL.take(proposal, "decline")
    proposal.answer = answer
    proposal.save(update_fields=["state", "answer"])
    enter(meeting, "meetings.proposal_declined", by=by)
    create_message("meetings.proposal_decided", thing_of(proposal), by=by.pk)
    return proposal


@transaction.atomic
def add_item(meeting: Meeting, *, title: str, by: User) -> AgendaItem:
    meeting = lock_minutes(meeting, reason=title)
    item = _append_item(meeting, title=title)
    reason = stored(gettext_lazy("添了一项：%(title)s"), title=title)
    finish_edit(meeting, reason=reason, by=by)
    return item


def _append_item(meeting: Meeting, **more: object) -> AgendaItem:
    number = last_item_number(meeting) + 1
    _refuse_too_many(number)
    return AgendaItem.objects.create(meeting=meeting, number=number, **more)


def _take_off(gone: dict[int, AgendaItem]) -> None:
    for proposal in Proposal.objects.filter(item__in=gone):
        PROPOSAL.take(proposal, "set_free")
        proposal.item = None
        proposal.save(update_fields=["state", "item"])
    AgendaItem.objects.filter(pk__in=gone).delete()


def _refuse_too_many(count: int) -> None:
    if count > MAX_ITEMS:
        raise Refused(_("议程最多%(most)s项。") % {"most": MAX_ITEMS})
