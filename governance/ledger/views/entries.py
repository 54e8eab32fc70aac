"""Entries: enter, check, take back, reverse."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.inbox.queries.news import with_unread_news
from governance.ledger.actions import entries as actions
from governance.ledger.forms import (
    AddVouchersForm,
    EntryForm,
    RefuseEntryForm,
    ReverseForm,
)
from governance.ledger.lifecycle import EntryState
from governance.ledger.models import Account, Entry, EntryQuerySet
from governance.ledger.queries.accounts import balance_of, balance_shown
from governance.ledger.queries.checking import (
    checker_names_of,
    has_treasurer,
    may_be_entered_by_another,
)
from governance.ledger.queries.doubts import doubts_about
from governance.ledger.queries.entries import entries_for_page, similar_entry
from governance.ledger.queries.readings import reading_of
from governance.ledger.queries.sight import OF_NEIGHBOURS, keeps_accounts, sight_of
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.access.files import serve_attachment
from residents.access.page_cache import cached_page
from residents.uploads.rates import rate_limit


def _entries(request: BuildingRequest) -> EntryQuerySet:
    sight = sight_of(request.standing)
    return entries_for_page(request.building, request.standing, sight, request.user)


def _fetch(request: BuildingRequest, pk: int, *, to: str) -> Entry:
    return _get(request, _entries(request), pk, to=to)


def _get(request: BuildingRequest, rows: QuerySet[Entry], pk: int, *, to: str) -> Entry:
    """Return an entry that has a page for the reader; 404 for one that has none."""
    found = get_object_or_404(rows, pk=pk)
    found.account.building = request.building
    require(request, to, found)
    return found


@in_building
@rate_limit("reply")
def enter(request: BuildingRequest, pk: int) -> HttpResponse:
    """Enter an amount. One like another of the same day is asked about first, and so is what a flat
    paid that is not due."""
    account = fetch(request, Account, pk, to="ledger.enter")
    form = EntryForm(request.building, request.POST or None, request.FILES or None)
    similar, doubts = None, list[str]()
    if form.is_valid():
        data = form.to_input()
        if request.POST.get("do") != "anyway":
            similar, doubts = similar_entry(account, data), doubts_about(account, data)
        if similar is None and not doubts:
            with refusals_on(form):
                entered = actions.enter_entry(account, data, by=request.user)
                messages.success(request, _("记下了，等另一个人核对，核对过才算数。"))
                return redirect(entered)
    context = {"account": account, "form": form, "similar": similar, "doubts": doubts}
    return render(request, "ledger/enter.html", context)


@in_building
@require_safe
@cached_page()
def entry(request: BuildingRequest, entry: int) -> HttpResponse:
    rows = with_unread_news(_entries(request), request.user, request.path)
    found = _get(request, rows, entry, to="ledger.read")
    context: dict[str, object] = {"entry": found}
    if found.state == EntryState.WAITING:
        context["checkers"] = checkers = checker_names_of(found)
        context["another"] = not checkers and has_treasurer(request.building)
        context["swap"] = not checkers and may_be_entered_by_another(found)
        if keeps_accounts(request.standing):
            context["balance_after"] = balance_of(found.account) + found.fen
        elif found.fen < 0:
            reading = reading_of(found.account, OF_NEIGHBOURS)
            context["overspends"] = balance_shown(reading) + found.fen < 0
            context["held_back"] = reading.held_back
    return render(request, "ledger/entry.html", context)


@in_building
@require_safe
def voucher(request: BuildingRequest, entry: int, number: int, size: str) -> HttpResponseBase:
    found = _fetch(request, entry, to="ledger.read")
    return serve_attachment(request, found.vouchers.all(), number, size)


@in_building
@rate_limit("answer")
@require_POST
def confirm(request: BuildingRequest, entry: int) -> HttpResponse:
    found = actions.confirm_entry(_fetch(request, entry, to="ledger.confirm"), by=request.user)
    messages.success(request, _("核对过了，这一笔算数了。"))
    return redirect(found.account)


@in_building
@rate_limit("reply")
def refuse(request: BuildingRequest, entry: int) -> HttpResponse:
    found = _fetch(request, entry, to="ledger.refuse")
    form = RefuseEntryForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            actions.refuse_entry(found, why=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("这一笔没有算，记账的人会看到原因。"))
            return redirect(found)
    return render(request, "ledger/refuse.html", {"entry": found, "form": form})


@in_building
@require_POST
def withdraw(request: BuildingRequest, entry: int) -> HttpResponse:
    found = actions.withdraw_entry(_fetch(request, entry, to="ledger.withdraw"), by=request.user)
    messages.success(request, _("收回了，这一笔不算。"))
    return redirect(found.account)


@in_building
@rate_limit("reply")
def reverse_entry(request: BuildingRequest, entry: int) -> HttpResponse:
    found = _fetch(request, entry, to="ledger.reverse")
    form = ReverseForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            why = form.cleaned_data["reason"]
            reversal = actions.reverse_entry(found, why=why, by=request.user)
            messages.success(request, _("冲正记下了，等另一个人核对。对的那一笔请再记一次。"))
            return redirect(reversal)
    return render(request, "ledger/reverse.html", {"entry": found, "form": form})


@in_building
@rate_limit("reply")
def add_vouchers(request: BuildingRequest, entry: int) -> HttpResponse:
    found = _fetch(request, entry, to="ledger.add_voucher")
    form = AddVouchersForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals_on(form):
            actions.add_vouchers(found, form.cleaned_data["vouchers"], by=request.user)
            messages.success(request, _("收据放好了。"))
            return redirect(found)
    return render(request, "ledger/add_vouchers.html", {"entry": found, "form": form})
