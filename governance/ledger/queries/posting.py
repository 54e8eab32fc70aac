"""Which months of an account were posted on the notice board, and what the next notice tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.journal.models import Link, LinkKind
from governance.ledger.models import MIN_TOLD_FLATS, Account, AccountQuerySet, Entry
from governance.ledger.presets import ABOUT_RECORD, BASIS
from governance.ledger.queries.accounts import CONFIRMED
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
        first_on=Min("entries__on", filter=over), last_on=Max("entries__on", filter=over)
    )
    found = [one for one in moved.order_by("pk") if one.first_on and one.last_on]
    posted = posted_at([one.pk for one in found]) if found else {}
    since = {
        one.pk: month_of(posted[one.pk]) if one.pk in posted else one.first_on.replace(day=1)
        for one in found
        if one.first_on
    }
    return [
        UnpostedAccount(one, since[one.pk])
        for one in found
        if one.last_on and one.last_on >= since[one.pk]
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
    goes_on: bool = False
    """Whether its last month is not over."""

    @property
    def months(self) -> str:
        last = self.until - dt.timedelta(days=1)
        words = {"year": self.since.year, "month": self.since.month}
        begin = _("%(year)s年%(month)s月") % words
        if self.goes_on:
            today = {"begin": begin, "month": last.month, "day": last.day}
            return _("%(begin)s起，到%(month)s月%(day)s日为止") % today
        if (self.since.year, self.since.month) == (last.year, last.month):
            return begin
        end = _("%(year)s年%(month)s月") % {"year": last.year, "month": last.month}
        return _("%(begin)s到%(end)s") % {"begin": begin, "end": end}

    @property
    def title(self) -> str:
        return _("%(account)s（%(months)s）") % {"account": self.account, "months": self.months}

    @property
    def text(self) -> str:
        received = _lines([(entry, entry.fen) for entry in self.entries if entry.is_income])
        spent = _lines([(entry, -entry.fen) for entry in self.entries if not entry.is_income])
        parts = [
            _("上期%(balance)s。") % {"balance": balance_words(self.opening)},
            "\n".join([_("收进来的："), *(self._flats_line() + received or [_("没有")])]),
            "\n".join([_("付出去的："), *(spent or [_("没有")])]),
            _("本期%(balance)s。") % {"balance": balance_words(self.closing)},
            str(BASIS),
            _("%(record)s收据在网上的账本里看得到，也可以找楼组长、管账人看。")
            % {"record": ABOUT_RECORD},
        ]
        return "\n\n".join(parts)

    def _flats_line(self) -> list[str]:
        if not self.flats:
            return []
        if self.flats < MIN_TOLD_FLATS:
            return [_("各家分摊款，一共%(yuan)s元") % {"yuan": received_cell(self.from_flats)}]
        words = {"flats": self.flats, "yuan": received_cell(self.from_flats)}
        return [_("各家分摊款，%(flats)s户一共%(yuan)s元") % words]


def bulletin_of(account: Account) -> Bulletin | None:
    """Return what the next notice about the account tells: what came and went until the last month
    ended, or if that is nothing, until today. None if nothing was confirmed since the last notice.
    Entries of earlier months that were confirmed after the last notice are in it."""
    told = posted_at([account.pk]).get(account.pk)
    today = timezone.localdate()
    if bulletin := _bulletin_until(today.replace(day=1), account, told):
        return bulletin
    confirmed = Entry.objects.confirmed().filter(account=account)
    if told and not confirmed.filter(settled_at__gt=told).exists():
        return None
    return _bulletin_until(today + dt.timedelta(days=1), account, told, goes_on=True)


def has_untold_entries(account: Account) -> bool:
    """Whether the next notice about the account has anything to tell, as ``bulletin_of`` says."""
    confirmed = Entry.objects.confirmed().filter(account=account)
    if told := posted_at([account.pk]).get(account.pk):
        this_month = timezone.localdate().replace(day=1)
        of_months_over = Q(on__gte=month_of(told), on__lt=this_month)
        confirmed = confirmed.filter(of_months_over | Q(settled_at__gt=told))
    return confirmed.exists()


def _bulletin_until(
    until: dt.date, account: Account, told: dt.datetime | None, *, goes_on: bool = False
) -> Bulletin | None:
    confirmed = Entry.objects.confirmed().filter(account=account, on__lt=until)
    untold = confirmed
    if told:
        untold = confirmed.filter(Q(on__gte=month_of(told)) | Q(settled_at__gt=told))
    first = untold.order_by("on").values_list("on", flat=True).first()
    if first is None:
        return None
    sums = untold.aggregate(
        all=Sum("fen"),
        from_flats=Sum("fen", filter=Q(flat__isnull=False)),
        flats=Count("flat", distinct=True),
    )
    closing = confirmed.aggregate(fen=Sum("fen"))["fen"]
    since = month_of(told) if told and month_of(told) < until else first.replace(day=1)
    return Bulletin(
        account=account,
        since=since,
        until=until,
        opening=closing - sums["all"],
        closing=closing,
        entries=list(untold.filter(flat=None).order_by("on", "pk")),
        flats=sums["flats"],
        from_flats=sums["from_flats"] or 0,
        goes_on=goes_on,
    )


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
