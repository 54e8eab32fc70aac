"""What leaves the portal: the sheet of a month for the wall, and the statement."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.inbox.links import landing_address
from governance.ledger.forms import PeriodForm, month_from
from governance.ledger.models import Account
from governance.ledger.presets import BASIS, HELD_BACK
from governance.ledger.queries.sheets import has_month, last_month_of, sheet_of
from governance.ledger.queries.sight import OF_NEIGHBOURS, sight_of
from governance.ledger.statements import statement_as_xlsx
from louzu.lib.spreadsheet import SPREADSHEET
from residents.access.building import BuildingRequest, fetch, in_building
from residents.access.page_cache import cached_page


@in_building
@require_safe
@cached_page()
def sheet(request: BuildingRequest, pk: int) -> HttpResponse:
    """The sheet of one month for the wall, on which no flat's payment stands by itself, whoever prints
    it: ``?month=2021-05``, else the last month with an entry. 404 for months without the account."""
    account = fetch(request, Account, pk, to="ledger.read")
    month = month_from(request.GET.get("month"))
    if month and not has_month(account, month):
        raise Http404
    month = month or last_month_of(account)
    shown = sheet_of(account, OF_NEIGHBOURS, since=month, until=month)
    context = {"account": account, "sheet": shown, "url": landing_address(request, account)}
    context |= {"basis": BASIS, "held_back": shown.held_back and HELD_BACK}
    return render(request, "ledger/sheet.html", context)


@in_building
@require_safe
@cached_page()
def statement(request: BuildingRequest, pk: int) -> HttpResponse:
    """Choose the months of a statement. With ``?since=2021-01&until=2021-05`` it is printed, and
    with ``&form=xlsx`` it is a file."""
    account = fetch(request, Account, pk, to="ledger.read")
    months = {"since": _typed(account.opened_on), "until": _typed(timezone.localdate())}
    typed = request.GET if "since" in request.GET else None
    form = PeriodForm(typed, account=account, initial=months)
    if not form.is_valid():
        return render(request, "ledger/statement_form.html", {"account": account, "form": form})
    shown = sheet_of(account, sight_of(request.standing), **form.cleaned_data)
    if request.GET.get("form") == "xlsx":
        response = HttpResponse(statement_as_xlsx(shown), content_type=SPREADSHEET)
        response["Content-Disposition"] = f'attachment; filename="account-{pk}.xlsx"'
        return response
    context = {"account": account, "sheet": shown, "held_back": shown.held_back and HELD_BACK}
    return render(request, "ledger/statement.html", context)


def _typed(day: dt.date) -> str:
    return f"{day:%Y-%m}"
