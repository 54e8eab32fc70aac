"""Entries of an account, as far as a reader may see them."""

from __future__ import annotations

import datetime as dt

from django.db.models import (
    BigIntegerField,
    Case,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
    Window,
)

from governance.ledger.inputs import EntryInput
from governance.ledger.lifecycle import EntryState
from governance.ledger.models import Account, Entry, EntryQuerySet
from governance.ledger.queries.accounts import balance_before
from governance.ledger.queries.checking import KEEPERS
from governance.ledger.queries.readings import AccountReading, FlatPayments
from governance.ledger.queries.sight import Sight
from louzu.lib.paging import Keyset, Page
from residents.models import Building, Office, Standing, User

ROWS = Keyset(("on", "pk"))
SETTLED_ENTRIES = Keyset(("settled_at", "pk"))
OWN_ENTRIES = Keyset(("on", "pk"))


def rows_shown_to(
    reading: AccountReading, *, since: dt.date | None = None, until: dt.date | None = None
) -> EntryQuerySet:
    """Return the confirmed entries from ``since`` until the day before ``until``.

    For whoever does not see all flats, what flats paid together is one row a month, that of the last of
    these entries, with their sum as ``shown_fen`` and the number of flats as ``shown_flats``, else 0.
    This includes the reader's own flat, so that all neighbours compare the same rows.
    ``shown_balance`` is the balance after the row.
    """
    entries = Entry.objects.confirmed().filter(account=reading.account)
    rows = (
        _as_they_are(entries) if reading.payments is None else _in_sums(reading.payments, entries)
    )
    if since:
        rows = rows.filter(on__gte=since)
    if until:
        rows = rows.filter(on__lt=until)
    before = balance_before(reading, since) if since else 0
    running = Window(Sum("shown_fen"), order_by=[F("on").asc(), F("pk").asc()])
    shown = rows.annotate(  # type: ignore[no-redef]  # declared on the model
        shown_balance=running + Value(before)
    )
    return shown.select_related("flat", "account")


def _as_they_are(entries: EntryQuerySet) -> EntryQuerySet:
    return entries.annotate(  # type: ignore[no-redef]  # declared on the model
        shown_fen=F("fen"), shown_flats=Value(0), shown_since=F("on")
    )


def _in_sums(payments: FlatPayments, entries: EntryQuerySet) -> EntryQuerySet:
    sums = payments.by_month
    fen = [When(pk=one.entry, then=Value(one.fen)) for one in sums]
    flats = [When(pk=one.entry, then=Value(len(one.by_flat))) for one in sums]
    since = [When(pk=one.entry, then=Value(one.since)) for one in sums]
    found = entries.filter(Q(flat=None) | Q(pk__in=[one.entry for one in sums]))
    return found.annotate(  # type: ignore[no-redef]  # declared on the model
        shown_fen=Case(*fen, default=F("fen"), output_field=BigIntegerField()),
        shown_flats=Case(*flats, default=Value(0), output_field=IntegerField()),
        shown_since=Case(*since, default=F("on"), output_field=DateField()),
    )


def entry_rows_for_page(
    reading: AccountReading, *, month: dt.date | None = None, after: str | None = None
) -> Page[Entry]:
    """Return a page of rows, the newest first. ``month`` is the first day of the only month shown."""
    until = month_after(month) if month else None
    rows = rows_shown_to(reading, since=month, until=until)
    return ROWS.page(rows.prefetch_related("vouchers"), after)


def month_after(month: dt.date) -> dt.date:
    """Return the first day of the next month."""
    return (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def entries_for_page(
    building: Building, standing: Standing, sight: Sight, user: User
) -> EntryQuerySet:
    """Return the entries that have a page for this reader, with what the page shows.

    Confirmed ones are read by those who may see them whole. Waiting, refused and withdrawn ones are read
    by those who may check them and by who entered them.
    """
    found = Entry.objects.filter(account__building=building)
    if not sight.everything:
        own = Q(flat=None) | sight.own_payments
        readable = Q(entered_by=user) | (own & Q(state=EntryState.CONFIRMED))
        if "core" in standing.offices:
            readable |= Q(flat=None)
        found = found.filter(readable)
    return (
        found.with_own_mark(sight.concerned)
        .annotate(  # type: ignore[no-redef]  # declared on the model
            entered_office=_office_of("entered_by", "entered_at", building),
            settled_office=_office_of("settled_by", "settled_at", building),
        )
        .select_related("account__building", "flat", "entered_by", "settled_by", "reverses")
        .prefetch_related("vouchers", "reversals")
    )


def _office_of(user: str, at: str, building: Building) -> Subquery:
    """Return the office by which somebody entered or checked an entry, if they held one then."""
    held = Office.objects.filter(
        Q(until=None) | Q(until__gt=OuterRef(f"{at}__date")),
        building=building,
        kind__in=(*KEEPERS, Office.Kind.CORE),
        user=OuterRef(user),
        since__lte=OuterRef(f"{at}__date"),
    )
    return Subquery(held.order_by("-kind").values("kind")[:1])


def waiting_entries_for_page(
    building: Building, standing: Standing, sight: Sight, user: User
) -> EntryQuerySet:
    """Return entries that wait for a check and have a page for this reader, the oldest first."""
    return entries_for_page(building, standing, sight, user).waiting().order_by("pk")


def entries_not_counted_in(
    account: Account, standing: Standing, sight: Sight, user: User, *, after: str | None = None
) -> Page[Entry]:
    """Return entries that were refused or withdrawn, the newest first."""
    found = entries_for_page(account.building, standing, sight, user).filter(
        account=account, state__in=[EntryState.REFUSED, EntryState.WITHDRAWN]
    )
    return SETTLED_ENTRIES.page(found, after)


def own_entries_in(building: Building, sight: Sight, *, after: str | None = None) -> Page[Entry]:
    """Return what the reader's own flats paid or got back, the newest first."""
    own = Entry.objects.confirmed().filter(sight.own_payments, account__building=building)
    return OWN_ENTRIES.page(own.select_related("account", "flat"), after)


def paid_by_own_flats(account: Account, sight: Sight) -> int | None:
    """Return what the reader's own flats paid less what they got back, in fen. None if nothing."""
    own = Entry.objects.confirmed().filter(sight.own_payments, account=account)
    found: int | None = own.aggregate(fen=Sum("fen"))["fen"]
    return found


def similar_entry(account: Account, data: EntryInput) -> Entry | None:
    """Return an entry of the same day, amount and flat, which may be the same one."""
    alike = Entry.objects.filter(account=account, on=data.on, fen=data.fen, flat=data.flat)
    counted = alike.filter(state__in=[EntryState.WAITING, EntryState.CONFIRMED], reverses=None)
    return counted.select_related("entered_by").first()


def entries_by(user: User) -> QuerySet[Entry]:
    return Entry.objects.filter(entered_by=user).select_related("account").order_by("-pk")


def entries_settled_by(user: User) -> QuerySet[Entry]:
    settled = Entry.objects.filter(settled_by=user).exclude(entered_by=user)
    return settled.select_related("account").order_by("-settled_at", "-pk")
