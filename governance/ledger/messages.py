"""Messages about entries. None names an amount or a flat."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext_lazy as _

from governance.inbox.models import Reason
from governance.ledger.lifecycle import EntryState
from governance.ledger.models import Entry
from governance.ledger.queries.checking import checker_offices_of
from residents.models import Household, User
from residents.rooms.messages import Because, MessageContent, MessageKind, Recipient, Topic
from residents.rooms.recipients import ForOne, ForSome, members_of

SETTLED = ("ledger.confirmed", "ledger.refused", "ledger.withdrawn")


def _entry(pk: int, state: EntryState) -> Entry | None:
    found = Entry.objects.filter(pk=pk, state=state)
    return found.select_related("account__building", "flat").first()


def _content(entry: Entry) -> MessageContent:
    return MessageContent(
        building_id=entry.account.building_id,
        values={"title": entry.account.name},
        url=entry.get_absolute_url(),
    )


def _checkers(entry: Entry) -> Iterator[Recipient]:
    for office in checker_offices_of(entry):
        yield Recipient(office.user_id, Because.OFFICE)


def _payers(entry: Entry) -> Iterator[Recipient]:
    homes = Household.objects.current().filter(flat=entry.flat)
    homes = homes.exclude(occupancy=Household.Occupancy.LET)
    return members_of(list(homes.values_list("pk", flat=True)), Because.HOUSEHOLD)


def _who_entered(entry: Entry) -> int:
    return entry.entered_by_id


def _no_longer_checks(entry: Entry, user: User) -> str:
    """Return a reason if the person no longer holds an office that may check it."""
    offices = checker_offices_of(entry).filter(user=user)
    return "" if offices.exists() else Reason.MAY_NOT_READ


MESSAGE_TYPES = (
    ForSome(
        code="ledger.to_check",
        kind=MessageKind.DUTY,
        topic=Topic.HELPING,
        short=_("有一笔账等您核对"),
        long=_("“%(title)s”里记了一笔，请您对着收据核对。"),
        load=partial(_entry, state=EntryState.WAITING),
        content_of=_content,
        recipients=_checkers,
        why_not=_no_longer_checks,
        withdrawn_by=SETTLED,
    ),
    ForOne(
        code="ledger.entry_refused",
        topic=Topic.HELPING,
        short=_("您记的一笔账没有算"),
        long=_("您记在“%(title)s”里的一笔没有算，原因写在页面上。"),
        load=partial(_entry, state=EntryState.REFUSED),
        content_of=_content,
        person_of=_who_entered,
    ),
    ForSome(
        code="ledger.share_received",
        topic=Topic.HOUSEHOLD,
        short=_("您家的一笔钱核对过了"),
        long=_("您家在“%(title)s”里的一笔钱核对过了，只有您家、楼组长和管账人看得到。"),
        load=partial(_entry, state=EntryState.CONFIRMED),
        content_of=_content,
        recipients=_payers,
    ),
)
