"""Pages of a share table: what it comes to, and the own figures."""

from __future__ import annotations

import rules
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from governance.ledger.queries.sight import keeps_accounts
from governance.matters.models import Matter, ShareTable
from governance.matters.queries.lists import matters_with_money
from governance.matters.queries.share_files import workbook_of
from governance.matters.queries.share_versions import (
    current_table,
    draft_of,
    proposal_of,
    tables_of,
)
from governance.matters.queries.shares import SharePage, own_shares_of, share_page_for
from residents.access.building import BuildingRequest, fetch, in_building, open_to_owners, require
from residents.people.queries.people import contact_of

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@in_building
@require_safe
@never_cache
def shares(request: BuildingRequest, pk: int) -> HttpResponse:
    """The version in force, or what to do where there is none."""
    matter = fetch(request, matters_with_money(), pk, to="matters.read_shares")
    tables = list(tables_of(matter))
    return _page(request, matter, current_table(tables), tables)


@in_building
@require_safe
@never_cache
def share_table(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    """One version. Every proposed version stays readable."""
    table, tables = table_numbered(request, pk, number, to="matters.read_share_table")
    return _page(request, table.matter, table, tables)


@open_to_owners
@require_safe
@never_cache
def own_shares(request: BuildingRequest, pk: int) -> HttpResponse:
    """The figures of the reader's own flats, also for owners who live elsewhere."""
    matter = fetch(request, matters_with_money(), pk, to="matters.read_own_share")
    tables = list(tables_of(matter))
    table = current_table(tables)
    full = keeps_accounts(request.standing)
    page = share_page_for(table, tables, sees_each=False, full_sums=full) if table else None
    own = own_shares_of(page, request.user, request.standing) if page else []
    if not (own or request.standing.member):
        raise Http404
    context = {"matter": matter, "page": page, "own": own, "contact": contact_of(matter.building)}
    return render(request, "matters/own_shares.html", context)


@in_building
@require_safe
@never_cache
def printed_shares(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    """A4 for the file, with each flat's figures."""
    page = page_of_each(request, pk, number)
    return render(request, "matters/printed_shares.html", {"page": page, "table": page.table})


@in_building
@require_safe
@never_cache
def agreements(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    """A leaf for each flat that pays, to sign: the document of its agreement."""
    page = page_of_each(request, pk, number)
    rows = [row for row in page.rows if row.line.fen]
    context = {"page": page, "table": page.table, "rows": rows}
    return render(request, "matters/share_agreements.html", context)


@in_building
@require_safe
@never_cache
def workbook(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    page = page_of_each(request, pk, number)
    response = HttpResponse(workbook_of(page), content_type=SPREADSHEET)
    name = f"shares-{pk}-{number}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def table_numbered(
    request: BuildingRequest, pk: int, number: int, *, to: str
) -> tuple[ShareTable, list[ShareTable]]:
    """Return a version that the reader may do ``to`` with, and all versions of the matter."""
    matter = fetch(request, matters_with_money(), pk, to="matters.read_shares")
    tables = list(tables_of(matter))
    table = next((one for one in tables if one.number == number), None)
    if table is None or not rules.has_perm("matters.read_share_table", request.user, table):
        raise Http404
    require(request, to, table)
    return table, tables


def page_of_each(request: BuildingRequest, pk: int, number: int) -> SharePage:
    table, tables = table_numbered(request, pk, number, to="matters.read_each_share")
    return share_page_for(table, tables, sees_each=True)


def _page(
    request: BuildingRequest, matter: Matter, table: ShareTable | None, tables: list[ShareTable]
) -> HttpResponse:
    each = rules.has_perm("matters.read_each_share", request.user, matter)
    page = share_page_for(table, tables, sees_each=each) if table else None
    context = {
        "matter": matter,
        "table": table,
        "page": page,
        "current": current_table(tables),
        "proposal": proposal_of(tables),
        "draft": draft_of(tables) if each else None,
        "own": own_shares_of(page, request.user, request.standing) if page else [],
    }
    return render(request, "matters/shares.html", context)
