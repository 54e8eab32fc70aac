"""Accounts: the list, one account, and what changes it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.journal.causes import cause_from
from governance.ledger.actions import accounts as actions
from governance.ledger.forms import LedgerAccountForm, initial_of_account, month_from
from governance.ledger.models import Account
from governance.ledger.presets import HELD_BACK
from governance.ledger.queries.accounts import (
    balance_shown,
    closed_accounts_in,
    open_accounts_in,
    sums_by_month,
)
from governance.ledger.queries.checking import checks_entries
from governance.ledger.queries.entries import (
    entries_not_counted_in,
    entry_rows_for_page,
    own_entries_in,
    paid_by_own_flats,
    waiting_entries_for_page,
)
from governance.ledger.queries.flat_accounts import flat_accounts_of
from governance.ledger.queries.posting import has_untold_entries
from governance.ledger.queries.readings import reading_of
from governance.ledger.queries.sheets import has_month
from governance.ledger.queries.sight import sight_of, sums_sight_of
from louzu.lib.forms import refusals_on
from louzu.lib.text import truncated
from residents.access.building import (
    BuildingRequest,
    fetch,
    in_building,
    open_to_owners,
    require,
)
from residents.access.page_cache import cached_page
from residents.uploads.rates import rate_limit

MAX_NAME = Account._meta.get_field("name").max_length or 0


@in_building
@require_safe
@cached_page()
def board(request: BuildingRequest) -> HttpResponse:
    """List the open accounts, and what waits for a check."""
    require(request, "ledger.browse", request.building)
    sight = sums_sight_of(request.standing)
    context: dict[str, object] = {"accounts": open_accounts_in(request.building, sight)}
    if checks_entries(request.standing):
        sight = sight_of(request.standing)
        reader = (request.building, request.standing, sight, request.user)
        context["waiting"] = waiting_entries_for_page(*reader)
    return render(request, "ledger/board.html", context)


@in_building
@require_safe
@cached_page()
def closed(request: BuildingRequest) -> HttpResponse:
    require(request, "ledger.browse", request.building)
    page = closed_accounts_in(request.building, after=request.GET.get("after"))
    return render(request, "ledger/closed.html", {"page": page})


@in_building
@require_safe
@cached_page()
def account(request: BuildingRequest, pk: int) -> HttpResponse:
    """Show the entries of an account, of one month with ``?month=2021-05``."""
    found = fetch(request, Account, pk, to="ledger.read")
    sight = sight_of(request.standing)
    month, after = month_from(request.GET.get("month")), request.GET.get("after")
    if month and not has_month(found, month):
        raise Http404
    reading = reading_of(found, sight)
    page = entry_rows_for_page(reading, month=month, after=after)
    context: dict[str, object] = {
        "account": found,
        "balance": balance_shown(reading),
        "held_back": reading.held_back and HELD_BACK,
        "paid": paid_by_own_flats(found, sight) if sight.own_flats else None,
        "month": month,
        "after": after,
        "page": page,
        "older_url": f"{page.next_url}&month={month:%Y-%m}"
        if month and page.next_url
        else page.next_url,
    }
    if checks_entries(request.standing) and not (month or after):
        reader = (request.building, request.standing, sight, request.user)
        context["waiting"] = waiting_entries_for_page(*reader).filter(account=found)
    if request.standing.may_post_notices and not (month or after):
        context["may_post"] = True
        context["has_untold"] = has_untold_entries(found)
    return render(request, "ledger/account.html", context)


@in_building
@require_safe
@cached_page()
def months(request: BuildingRequest, pk: int) -> HttpResponse:
    """Show the sums of each month."""
    found = fetch(request, Account, pk, to="ledger.read")
    reading = reading_of(found, sums_sight_of(request.standing))
    context = {
        "account": found,
        "months": sums_by_month(reading),
        "held_back": reading.held_back and HELD_BACK,
    }
    return render(request, "ledger/months.html", context)


@in_building
@require_safe
@cached_page()
def flats(request: BuildingRequest, pk: int) -> HttpResponse:
    """Show what each flat bears and paid, for the leader and the treasurer."""
    found = fetch(request, Account, pk, to="ledger.read_flats")
    context = {"account": found, "flats": flat_accounts_of(found)}
    return render(request, "ledger/flats.html", context)


@in_building
@require_safe
@cached_page()
def not_counted(request: BuildingRequest, pk: int) -> HttpResponse:
    """List what was refused or withdrawn, for those who enter and check."""
    found = fetch(request, Account, pk, to="ledger.read_not_counted")
    reader = (request.standing, sight_of(request.standing), request.user)
    page = entries_not_counted_in(found, *reader, after=request.GET.get("after"))
    return render(request, "ledger/not_counted.html", {"account": found, "page": page})


@open_to_owners
@require_safe
def mine(request: BuildingRequest) -> HttpResponse:
    """List what the reader's own flats paid, also for owners who live elsewhere."""
    require(request, "ledger.read_own", request.building)
    page = own_entries_in(
        request.building, sight_of(request.standing), after=request.GET.get("after")
    )
    return render(request, "ledger/mine.html", {"page": page})


@in_building
@rate_limit("post")
def open_account(request: BuildingRequest) -> HttpResponse:
    """Open an account. ``?from=`` names the thing whose money it records and whose title it takes."""
    require(request, "ledger.open", request.building)
    cause = cause_from(request)
    name = _("%(what)s的账") % {"what": truncated(cause.words.title, MAX_NAME - 2)} if cause else ""
    initial = {"name": name, "opened_on": timezone.localdate()}
    form = LedgerAccountForm(request.POST or None, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            opened = actions.open_account(
                request.building,
                form.to_input(),
                by=request.user,
                cause=cause.thing if cause else None,
            )
            messages.success(request, _("账本开好了，可以记第一笔了。"))
            return redirect(opened)
    return render(request, "ledger/account_form.html", {"form": form, "cause": cause})


@in_building
def edit(request: BuildingRequest, pk: int) -> HttpResponse:
    found = fetch(request, Account, pk, to="ledger.edit")
    form = LedgerAccountForm(request.POST or None, initial=initial_of_account(found))
    if form.is_valid():
        version = form.cleaned_data["version"]
        with refusals_on(form):
            actions.edit_account(found, form.to_input(), version=version, by=request.user)
            messages.success(request, _("改好了。"))
            return redirect(found)
    return render(request, "ledger/account_form.html", {"form": form, "account": found})


@in_building
@require_POST
def close(request: BuildingRequest, pk: int) -> HttpResponse:
    found = fetch(request, Account, pk, to="ledger.close")
    actions.close_account(found, by=request.user)
    messages.success(request, _("结清了。账都还在，随时能看。"))
    return redirect(found)


@in_building
@require_POST
def reopen(request: BuildingRequest, pk: int) -> HttpResponse:
    found = fetch(request, Account, pk, to="ledger.reopen")
    actions.reopen_account(found, by=request.user)
    messages.success(request, _("又打开了，可以接着记。"))
    return redirect(found)
