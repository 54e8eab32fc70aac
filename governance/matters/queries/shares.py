"""What a reader may see of a share table: sums, the own figures, or each flat's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from governance.ledger.lifecycle import EntryState
from governance.ledger.models import Entry
from governance.ledger.queries.readings import FlatPayments, payments_told_of
from governance.matters.lifecycle import GIVEN_UP_SHARES, SHOWN_SHARES, ShareState
from governance.matters.models import ShareLine, ShareSubsidy, ShareTable
from governance.matters.queries.share_agreements import (
    Agreements,
    agreement_words,
    agreements_of,
    has_agreed,
)
from governance.matters.queries.share_payments import (
    OwnTime,
    own_times_in,
    payments_of,
)
from governance.matters.queries.share_versions import current_table
from governance.matters.queries.share_words import (
    balance_words,
    cells_of,
    column_names,
    how_divided,
    paid_ahead_words,
    paid_words,
    rest_words,
    state_words,
    subsidy_words,
    void_words,
)
from residents.models import Standing, User


@dataclass(frozen=True, slots=True)
class ShareRow:
    """The figures of one flat: for its people, the leader and the treasurer."""

    line: ShareLine
    named_cells: list[tuple[str, str]]
    """What was typed, with the name of its column."""
    paid: int
    agreement: str
    due: bool
    """Whether it is to be paid by now."""
    void: str
    """What stands in place of the balance if nobody will have to pay by this version, or ""."""
    voice: int | None
    """The number of its owner's voice in the question, where the answer and its paper are."""

    @property
    def cells(self) -> list[str]:
        return [cell for _name, cell in self.named_cells]

    @property
    def left(self) -> int:
        return self.line.fen - self.paid

    @property
    def balance(self) -> str:
        if self.void and self.line.fen:
            return self.void
        return balance_words(self.line.fen, self.paid, due=self.due)

    @property
    def notes(self) -> list[str]:
        """What stands beside the share: what was typed and paid."""
        typed = [f"{name} {cell}" for name, cell in self.named_cells if cell]
        paid = [paid_words(self.paid)] if self.paid else []
        balance = [self.balance] if self.due or not self.line.fen else []
        return [*typed, *paid, *balance]


@dataclass(frozen=True, slots=True)
class OwnShare:
    """What somebody sees of a flat that is theirs, or was: then only what was paid in that time."""

    time: OwnTime
    row: ShareRow | None
    payments: list[Entry]
    earlier: int
    """Paid before the flat was theirs, in fen."""

    @property
    def paid(self) -> int:
        """What was paid in the time in which the flat was theirs."""
        return sum(one.fen for one in self.payments if one.state == EntryState.CONFIRMED)

    @property
    def paid_ahead(self) -> str:
        """What was paid for the flat before its share is due, or "" if nothing was."""
        row = self.row
        if row is None or row.due or not row.line.fen or row.paid <= 0:
            return ""
        days = [one.on for one in self.payments if one.state == EntryState.CONFIRMED]
        return paid_ahead_words(row.line.fen, row.paid, [] if self.earlier else days)


@dataclass
class SharePage:
    """A version with what the reader may see. Each flat's figures only with ``sees_each``."""

    table: ShareTable
    sees_each: bool
    subsidies: list[tuple[ShareSubsidy, str]]
    lines: list[ShareLine]
    payments: FlatPayments
    full_sums: bool = False
    """Whether sums contain what one or two flats paid."""
    agreements: Agreements = field(default_factory=dict)
    earlier: list[ShareTable] = field(default_factory=list)
    """Proposed versions before this one, newest first."""
    given_up: list[ShareTable] = field(default_factory=list)
    """Versions after this one whose questions were withdrawn or did not pass, newest first."""
    current: bool = False
    """Whether it is the version that is shown first. What was paid stands there."""

    @property
    def given(self) -> int:
        return sum(subsidy.fen for subsidy, _how in self.subsidies)

    @property
    def left(self) -> int:
        return self.table.total_fen - self.given

    @property
    def due(self) -> int:
        """What the flats have to pay together, without the rest line."""
        return sum(line.fen for line in self.lines)

    @property
    def paying(self) -> int:
        """How many flats pay."""
        return sum(line.fen > 0 for line in self.lines)

    @property
    def paid(self) -> int:
        """What was paid for all flats, also for those that are in no line."""
        return sum(self._counted.values())

    @property
    def held_back(self) -> bool:
        return self.payments.held_back and not self.full_sums

    @property
    def _counted(self) -> Mapping[int, int]:
        """What each flat paid, as far as the reader sees it in sums."""
        return self.payments.by_flat if self.full_sums else self.payments.told_by_flat

    @property
    def outstanding(self) -> int:
        paid = self._counted
        return sum(max(0, line.fen - paid.get(line.flat_id, 0)) for line in self.lines)

    @property
    def all_paid(self) -> bool:
        return not self.outstanding

    @property
    def in_force(self) -> bool:
        return self.table.state == ShareState.IN_FORCE

    @property
    def is_due(self) -> bool:
        return self.table.is_due

    @property
    def state(self) -> str:
        return state_words(self.table)

    @property
    def rest(self) -> str:
        return rest_words(self.table.rest_fen, has_account=self.table.matter.account_id is not None)

    @property
    def how(self) -> list[str]:
        return how_divided(self.table.method)

    @property
    def columns(self) -> list[str]:
        return column_names(self.table)

    @cached_property
    def rows(self) -> list[ShareRow]:
        """All flats. Empty for those who may not see them."""
        return [self.row_of(line) for line in self.lines] if self.sees_each else []

    @property
    def agreed(self) -> int:
        """How many of the owners who are asked agreed to this version."""
        voices = self.agreements.get(self.table.pk, {}).values()
        return len({one.voice.pk for one in voices if has_agreed(one)})

    @property
    def asked(self) -> int:
        """How many are asked: owners, however many flats they have."""
        return len({one.voice.pk for one in self.agreements.get(self.table.pk, {}).values()})

    def row_of(self, line: ShareLine) -> ShareRow:
        status = self.agreements.get(self.table.pk, {}).get(line.flat_id)
        return ShareRow(
            line,
            list(zip(self.columns, cells_of(self.table, line), strict=True)),
            self.payments.by_flat.get(line.flat_id, 0),
            agreement_words(line.flat_id, [self.table, *self.earlier], self.agreements),
            self.is_due,
            void_words(self.table),
            status.voice.number if status else None,
        )


def share_page_for(
    table: ShareTable,
    tables: Collection[ShareTable],
    *,
    sees_each: bool,
    answers: bool = True,
    full_sums: bool = False,
) -> SharePage:
    """``tables`` are all versions of its matter. ``answers`` says whether agreements are read."""
    earlier = [one for one in tables if one.number < table.number and one.state in SHOWN_SHARES]
    current = table == current_table(tables)
    return SharePage(
        table=table,
        sees_each=sees_each,
        subsidies=[(one, subsidy_words(one)) for one in table.subsidies.all()],
        lines=list(table.lines.select_related("flat")),
        payments=_payments_of(table) if current else FlatPayments(),
        full_sums=sees_each or full_sums,
        agreements=agreements_of([table, *earlier]) if answers else {},
        earlier=earlier,
        given_up=[
            one for one in tables if one.number > table.number and one.state in GIVEN_UP_SHARES
        ],
        current=current,
    )


def _payments_of(table: ShareTable) -> FlatPayments:
    account = table.matter.account
    return payments_told_of([account])[account.pk] if account else FlatPayments()


def own_shares_of(page: SharePage, user: User, standing: Standing) -> list[OwnShare]:
    """Return the flats that are or were this person's, with their payments."""
    matter = page.table.matter
    times = own_times_in(matter.building, user, standing)
    lines = {line.flat_id: line for line in page.lines}
    payments = payments_of(matter, {time.flat.pk for time in times}) if page.current else []
    return [
        _own_share(page, time, lines.get(time.flat.pk), payments)
        for time in times
        if time.current or any(_is_in(time, one) for one in payments)
    ]


def _own_share(
    page: SharePage, time: OwnTime, line: ShareLine | None, payments: list[Entry]
) -> OwnShare:
    of_flat = [one for one in payments if one.flat_id == time.flat.pk]
    before = [one for one in of_flat if time.since is not None and one.on < time.since]
    return OwnShare(
        time=time,
        row=page.row_of(line) if line and time.current else None,
        payments=[one for one in of_flat if time.covers(one.on)],
        earlier=sum(one.fen for one in before if one.state == EntryState.CONFIRMED),
    )


def _is_in(time: OwnTime, entry: Entry) -> bool:
    return entry.flat_id == time.flat.pk and time.covers(entry.on)
