"""Enter, confirm, refuse, withdraw and reverse entries, and add what proves them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.inbox.actions.messages import create_message, withdraw_messages
from governance.journal.actions import acting_day, append, enter
from governance.journal.models import Audience
from governance.ledger.actions.accounts import refuse_closed_account
from governance.ledger.inputs import EntryInput
from governance.ledger.lifecycle import ENTRY, EntryState
from governance.ledger.models import Account, Entry
from governance.ledger.queries.sight import flats_that_concern
from louzu.lib.attachments import attach
from louzu.lib.errors import Refused
from louzu.lib.quoting import quoted
from louzu.lib.stored import stored
from louzu.lib.time import format_day
from louzu.lib.uploads import File
from residents.models import User
from residents.people.rules import standing_of
from residents.rooms.waiting import thing_of

SENTENCE = gettext_lazy("%(account)s%(amount)s，%(purpose)s")
VERBS = {
    "confirm": "ledger.confirmed",
    "refuse": "ledger.refused",
    "withdraw": "ledger.withdrawn",
}
REVERSAL = gettext_lazy("冲正“%(purpose)s”：%(why)s")


@transaction.atomic
def enter_entry(account: Account, data: EntryInput, *, by: User) -> Entry:
    """Enter an amount, which counts once another person has confirmed it."""
    account = Account.objects.locked(account)
    refuse_closed_account(account)
    if data.on < account.opened_on:
        words = {"day": format_day(account.opened_on)}
        raise Refused(_("这本账从%(day)s记起，更早的不记在这里。") % words)
    if data.flat and data.flat.building_id != account.building_id:
        raise Refused(_("这一室不在这栋楼里。"))
    entry = Entry.objects.create(
        account=account,
        on=data.on,
        purpose=data.purpose,
        fen=data.fen,
        flat=data.flat,
        entered_by=by,
    )
    attach(entry.vouchers.all(), data.files, entry=entry)
    enter(account, "ledger.entered", by=by)
    create_message("ledger.to_check", thing_of(entry), by=by.pk)
    return entry


@transaction.atomic
def confirm_entry(entry: Entry, *, by: User) -> Entry:
    """Let another person than the one who entered it confirm an entry. It counts from then on."""
    entry = _locked_to_check(entry, by)
    _settle(entry, "confirm", by)
    if entry.flat:
        enter(entry.account, _share_verb(entry), by=by, happened_on=entry.on)
        create_message("ledger.share_received", thing_of(entry), by=by.pk)
    else:
        append(
            entry.building,
            "ledger.confirmed",
            by=by,
            audience=Audience.RESIDENTS,
            subject=(*thing_of(entry.account), _sentence(entry)),
            url=entry.get_absolute_url(),
            happened_on=entry.on,
        )
    return entry


@transaction.atomic
def refuse_entry(entry: Entry, *, why: str, by: User) -> Entry:
    """Let another person say why an entry does not count. It stays in the record."""
    entry = _locked_to_check(entry, by)
    entry.why = why
    _settle(entry, "refuse", by)
    enter(entry.account, "ledger.refused", by=by)
    create_message("ledger.entry_refused", thing_of(entry), by=by.pk)
    return entry


@transaction.atomic
def withdraw_entry(entry: Entry, *, by: User) -> Entry:
    """Let whoever entered it take a waiting entry back."""
    entry = Entry.objects.locked(entry)
    if entry.entered_by_id != by.pk:
        raise Refused(_("这一笔是别人记的，只有记的人能收回。不对的话，请写明为什么不算。"))
    _settle(entry, "withdraw", by)
    enter(entry.account, "ledger.withdrawn", by=by)
    return entry


@transaction.atomic
def reverse_entry(entry: Entry, *, why: str, by: User) -> Entry:
    """Enter the opposite amount of a confirmed entry, to be confirmed by another person. Returns the
    new entry; the mistaken one stays as it is."""
    account = Account.objects.locked(entry.account)
    refuse_closed_account(account)
    entry = Entry.objects.locked(entry)
    if entry.state != EntryState.CONFIRMED:
        raise Refused(_("还没有核对的账不用冲正：记的人可以收回，核对的人可以不算。"))
    if entry.reverses_id:
        raise Refused(_("冲正的账不能再冲正。请照实重新记一笔。"))
    if entry.reversals.filter(state__in=[EntryState.WAITING, EntryState.CONFIRMED]).exists():
        raise Refused(_("这一笔已经有人冲正了。"))
    words = {"purpose": quoted(entry.purpose), "why": why}
    reversal = Entry.objects.create(
        account=account,
        on=acting_day(),
        purpose=stored(REVERSAL, **words)[: Entry._meta.get_field("purpose").max_length],
        fen=-entry.fen,
        flat=entry.flat,
        reverses=entry,
        entered_by=by,
    )
    enter(account, "ledger.reversed", by=by)
    create_message("ledger.to_check", thing_of(reversal), by=by.pk)
    return reversal


@transaction.atomic
def add_vouchers(entry: Entry, files: Iterable[File], *, by: User) -> Entry:
    """Add photos or PDFs to an entry that waits or counts. None is ever removed."""
    entry = Entry.objects.locked(entry)
    if entry.state not in {EntryState.WAITING, EntryState.CONFIRMED}:
        raise Refused(ENTRY.reason(entry))
    attach(entry.vouchers.all(), files, entry=entry)
    enter(entry.account, "ledger.proved", by=by)
    return entry


def _locked_to_check(entry: Entry, by: User) -> Entry:
    entry = Entry.objects.locked(entry)
    if entry.entered_by_id == by.pk:
        raise Refused(_("自己记的账不能自己核对，请另一个人来核对。"))
    if entry.flat_id in flats_that_concern(standing_of(by, entry.building)):
        raise Refused(_("这是您自己家的钱，请另一个人来核对。"))
    return entry


def _settle(entry: Entry, step: str, by: User) -> None:
    ENTRY.take(entry, step)
    entry.settled_by, entry.settled_at = by, timezone.now()
    entry.save(update_fields=["state", "settled_by", "settled_at", "why"])
    withdraw_messages(VERBS[step], thing_of(entry))


def _share_verb(entry: Entry) -> str:
    """Return what the journal says of an entry of a flat, which tells neither flat nor amount."""
    if entry.reverses_id:
        return "ledger.share_reversed"
    return "ledger.share_confirmed" if entry.received else "ledger.share_returned"


def _sentence(entry: Entry) -> str:
    amount = stored(lambda: entry.in_words)
    return stored(SENTENCE, account=entry.account, amount=amount, purpose=entry.purpose)
