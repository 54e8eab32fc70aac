"""Which months of an account were posted on the notice board, and what the next notice tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.journal.models import Link, LinkKind
from governance.ledger.models import MIN_TOLD_FLATS, Account, AccountQuerySet, Entry
from governance.ledger.months import format_months
from governance.ledger.presets import ABOUT_RECORD, BASIS, HELD_BACK
from governance.ledger.queries.accounts import CONFIRMED, balance_before
from governance.ledger.queries.readings import AccountReading, payments_told_of, reading_of
from governance.ledger.queries.sight import OF_NEIGHBOURS
from louzu.lib.money import balance_words, received_cell, spent_cell
from louzu.lib.time import local_datetime
from residents.models import Building, Standing
from residents.rooms.manifest import thing_types
from residents.rooms.waiting import Urgency, Waiting

ACCOUNT = Account._meta.label_lower
NOTICE = "notices.notice"
NEIGHBOUR = Standing(households=(0,))
"""Somebody who reads what hangs on the board, and no drafts."""
MAX_LINES = 60
QUARTER = 3
"""Months after which the committee is told (Shanghai, art. 66)."""


def posted_at(accounts: Collection[int]) -> dict[int, dt.datetime]:
    """Map accounts to when the newest notice was written that tells of them and was posted."""
    links = Link.objects.filter(
        cause_type=ACCOUNT, cause_id__in=accounts, effect_type=NOTICE, kind=LinkKind.TOLD_IN
    )
    found = list(links.order_by("at").values_list("cause_id", "effect_id", "at"))
    kind = thing_types().get(NOTICE)
    if kind is None or not found:
        return {}
    posted = kind.views_of({notice for _account, notice, _at in found}, NEIGHBOUR)
    return {account: at for account, notice, at in found if notice in posted}


@dataclass(frozen=True, slots=True)
class UnpostedAccount:
    account: Account
    since: dt.date
    """The first day of the first month that no notice tells of."""


def accounts_to_post_in(building: Building) -> list[Account]:
    """Return open accounts with entries of months that are over and were not posted."""
    return [one.account for one in _unposted(building.account_set.open())]


def _unposted(accounts: AccountQuerySet) -> list[UnpostedAccount]:
    this_month = timezone.localdate().replace(day=1)
    over = CONFIRMED & Q(entries__on__lt=this_month)
    moved = accounts.annotate(  # type: ignore[no-redef]  # declared on the model
        first_on=Min("entries__on", filter=over),
        last_on=Max("entries__on", filter=over),
        told_on=Max("entries__on", filter=over & Q(entries__flat=None)),
    )
    found = [one for one in moved.order_by("pk") if one.first_on and one.last_on]
    posted = posted_at([one.pk for one in found]) if found else {}
    since = {
        one.pk: month_of(posted[one.pk]) if one.pk in posted else one.first_on.replace(day=1)
        for one in found
        if one.first_on
    }
    later = [one for one in found if one.last_on and one.last_on >= since[one.pk]]
    plain = {one.pk for one in later if one.told_on and one.told_on >= since[one.pk]}
    paid = payments_told_of([one for one in later if one.pk not in plain])
    return [
        UnpostedAccount(one, since[one.pk])
        for one in later
        if one.pk in plain
        or any(since[one.pk] <= told.on < this_month for told in paid[one.pk].told)
    ]


def blocked_items(buildings: QuerySet[Building], now: dt.datetime) -> Iterator[Waiting]:
    """Yield accounts for the committee that were not posted for a quarter."""
    accounts = Account.objects.open().filter(building__in=buildings).select_related("building")
    today = timezone.localdate(now)
    for one in _unposted(accounts):
        months = (today.year - one.since.year) * 12 + today.month - one.since.month
        if months >= QUARTER:
            yield Waiting(
                one.account.name,
                _("有三个月的账没有贴出来；公共收益至少每季度公布一次"),
                one.account.get_absolute_url(),
                urgency=Urgency.LATER,
                since=local_datetime(one.since),
                building=one.account.building,
            )


def month_of(at: dt.datetime) -> dt.date:
    """Return the first day of the month."""
    return timezone.localdate(at).replace(day=1)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What a notice tells of an account: what came and went since the last one, until a month ended,
    or until today."""

    account: Account
    since: dt.date
    until: dt.date
    """The first day of which it does not tell."""
    opening: int
    closing: int
    entries: list[Entry]
    flats: int
    """Number of flats whose payments are summed up in ``from_flats``."""
    from_flats: int
    held_back: bool
    """Whether what one or two flats paid is left out."""
    goes_on: bool = False
    """Whether its last month is not over."""

    @property
    def last_day(self) -> dt.date:
        return self.until - dt.timedelta(days=1)

    @property
    def months(self) -> str:
        if self.goes_on:
            begin = format_months(self.since, self.since)
            today = {"begin": begin, "month": self.last_day.month, "day": self.last_day.day}
            return _("%(begin)s起，到%(month)s月%(day)s日为止") % today
        return format_months(self.since, self.last_day)

    @property
    def _balances(self) -> tuple[str, str]:
        """The balances before and after, with the same names as on the sheet."""
        before = {"balance": balance_words(self.opening, self.held_back)}
        after = {"balance": balance_words(self.closing, self.held_back)}
        if self.since.replace(day=1) == self.last_day.replace(day=1):
            return _("上月%(balance)s。") % before, _("本月%(balance)s。") % after
        return _("开始时%(balance)s。") % before, _("结束时%(balance)s。") % after

    @property
    def title(self) -> str:
        return _("%(account)s（%(months)s）") % {"account": self.account, "months": self.months}

    @property
    def text(self) -> str:
        received = self._flats_lines()
        received += _lines([(entry, entry.fen) for entry in self.entries if entry.is_income])
        spent = _lines([(entry, -entry.fen) for entry in self.entries if not entry.is_income])
        before, after = self._balances
        about = self.account.about
        parts = [
            *([about] if about else []),
            before,
            "\n".join([_("收进来的："), *(received or [_("没有")])]),
            "\n".join([_("付出去的："), *(spent or [_("没有")])]),
            after,
            *([str(HELD_BACK)] if self.held_back else []),
            str(BASIS),
            _("%(record)s收据在网上的账本里看得到，也可以找楼组长、管账人看。")
            % {"record": ABOUT_RECORD},
        ]
        return "\n\n".join(parts)

    def _flats_lines(self) -> list[str]:
        told = [self._flats_line()] if self.flats else []
        return [*told, _("一两家交的分摊款先不写，满三户合在一起再写")] if self.held_back else told

    def _flats_line(self) -> str:
        if self.flats < MIN_TOLD_FLATS:
            return _("各家分摊款，一共%(yuan)s元") % {"yuan": received_cell(self.from_flats)}
        words = {"flats": self.flats, "yuan": received_cell(self.from_flats)}
        return _("各家分摊款，%(flats)s户一共%(yuan)s元") % words


def bulletin_of(account: Account) -> Bulletin | None:
    """Return what the next notice about the account tells: what came and went until the last month
    ended, or if that is nothing, until today. None if nothing that neighbours read was confirmed since
    the last notice. Entries of earlier months that were confirmed after the last notice are in it."""
    posted = posted_at([account.pk]).get(account.pk)
    reading = reading_of(account, OF_NEIGHBOURS)
    today = timezone.localdate()
    if bulletin := _bulletin_until(today.replace(day=1), reading, posted):
        return bulletin
    if posted and not _confirmed_since(posted, reading):
        return None
    return _bulletin_until(today + dt.timedelta(days=1), reading, posted, goes_on=True)


def has_untold_entries(account: Account) -> bool:
    """Whether the next notice about the account has anything to tell, as ``bulletin_of`` says."""
    posted = posted_at([account.pk]).get(account.pk)
    reading = reading_of(account, OF_NEIGHBOURS)
    if posted is None:
        return reading.entries.exists() or bool(reading.sums)
    since, this_month = month_of(posted), timezone.localdate().replace(day=1)
    if any(since <= one.on < this_month for one in reading.sums):
        return True
    of_months_over = reading.entries.filter(on__gte=since, on__lt=this_month)
    return of_months_over.exists() or _confirmed_since(posted, reading)


def _confirmed_since(posted: dt.datetime, reading: AccountReading) -> bool:
    if any(one.at > posted for one in reading.sums):
        return True
    return reading.entries.filter(settled_at__gt=posted).exists()


def _bulletin_until(
    until: dt.date, reading: AccountReading, posted: dt.datetime | None, *, goes_on: bool = False
) -> Bulletin | None:
    entries = reading.entries.filter(on__lt=until)
    sums = [one for one in reading.sums if one.on < until]
    untold, untold_sums = entries, sums
    if posted:
        since = month_of(posted)
        untold = entries.filter(Q(on__gte=since) | Q(settled_at__gt=posted))
        untold_sums = [one for one in sums if one.on >= since or one.at > posted]
    told_in = list(untold.order_by("on", "pk"))
    days = [entry.on for entry in told_in] + [one.on for one in untold_sums]
    if not days:
        return None
    from_flats = sum(one.fen for one in untold_sums)
    closing = balance_before(reading, until)
    return Bulletin(
        account=reading.account,
        since=_first_day(posted, until, min(days)),
        until=until,
        opening=closing - from_flats - sum(entry.fen for entry in told_in),
        closing=closing,
        entries=told_in,
        flats=len({flat for one in untold_sums for flat in one.by_flat}),
        from_flats=from_flats,
        held_back=reading.held_back,
        goes_on=goes_on,
    )


def _first_day(posted: dt.datetime | None, until: dt.date, first: dt.date) -> dt.date:
    if posted and month_of(posted) < until:
        return month_of(posted)
    return first.replace(day=1)


def _lines(entries: list[tuple[Entry, int]]) -> list[str]:
    """Return a line for each entry and its amount, and one for all that are too many for a notice."""
    lines = [
        _("%(day)s　%(purpose)s　%(yuan)s元")
        % {
            "day": entry.on.isoformat(),
            "purpose": entry.purpose,
            "yuan": spent_cell(fen),
        }
        for entry, fen in entries[:MAX_LINES]
    ]
    if more := entries[MAX_LINES:]:
        words = {"n": len(more), "yuan": spent_cell(sum(fen for _entry, fen in more))}
        lines.append(_("另外%(n)s笔，一共%(yuan)s元，账本里逐笔看得到") % words)
    return lines
