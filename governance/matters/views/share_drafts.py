"""Try a share table out, write it, and ask for agreement."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from governance.matters.actions import shares as actions
from governance.matters.apportionment import Method
from governance.matters.forms.share_sheet import ShareSheet, initial_sheet, sheet_of
from governance.matters.forms.shares import ProposeSharesForm, example_for, initial_proposal
from governance.matters.models import Matter, ShareTable
from governance.matters.queries.share_flats import flats_in, people_by_flat
from governance.matters.queries.share_sums import apportionment_of
from governance.matters.queries.share_versions import (
    current_table,
    draft_of,
    table_in_force,
    tables_of,
)
from governance.matters.queries.share_words import rest_words
from governance.matters.rule_words import contradictions_in, lines_of, rows_of, rule_from
from governance.matters.views.shares import table_numbered
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building
from residents.models import Flat


@in_building
@never_cache
def draft_shares(request: BuildingRequest, pk: int) -> HttpResponse:
    """The sheet on which a table is tried out. Only ``do=save`` stores anything, and ``do=sure`` after
    the page asked about a text that the numbers contradict."""
    matter = fetch(request, Matter, pk, to="matters.draft_shares")
    tables = list(tables_of(matter))
    draft, flats = draft_of(tables), flats_in(matter.building)
    if request.method != "POST":
        initial = _initial(matter, tables, flats)
        return _sheet_page(request, matter, draft, ShareSheet(flats, initial=initial))
    do = request.POST.get("do")
    sheet = ShareSheet(flats, request.POST, numbers_only=do in {"try", "fill", "word"})
    if do == "fill":
        sheet = sheet.filled_by_floor()
    if do in {"try", "word"} and sheet.blank_columns:
        sheet = sheet.asking()
    elif sheet.is_valid():
        data = sheet.to_input()
        with refusals_on(sheet.form):
            sheet.show(apportionment_of(data, {flat.pk: str(flat) for flat in flats}))
            sheet.check_rule(rewrite=do == "word")
            if do == "sure" or (do == "save" and not sheet.doubts):
                return _saved(request, matter, draft, sheet)
    return _sheet_page(request, matter, draft, sheet, asks=do == "save" and bool(sheet.doubts))


def _saved(
    request: BuildingRequest, matter: Matter, draft: ShareTable | None, sheet: ShareSheet
) -> HttpResponse:
    data, version = sheet.to_input(), sheet.form.cleaned_data["version"]
    if draft:
        table = actions.edit_shares(draft, data, version=version, by=request.user)
    else:
        table = actions.draft_shares(matter, data, version=version, by=request.user)
    messages.success(request, _("存成草稿了，别人还看不到。"))
    return redirect(table)


def _initial(matter: Matter, tables: list[ShareTable], flats: list[Flat]) -> dict[str, Any]:
    """Return the draft, or a new one that begins with the version in force."""
    if draft := draft_of(tables):
        return sheet_of(draft)
    first = initial_sheet(flats, people_by_flat(matter.building))
    if before := current_table(tables):
        begun = sheet_of(before)
        return begun | {"rows": first["rows"] | begun["rows"], "version": "0"}
    return first


def _sheet_page(
    request: BuildingRequest,
    matter: Matter,
    draft: ShareTable | None,
    sheet: ShareSheet,
    *,
    asks: bool = False,
) -> HttpResponse:
    """``asks``: whether the leader wanted to save a text that the numbers contradict."""
    context = {
        "matter": matter,
        "draft": draft,
        "sheet": sheet,
        "asks": asks,
        "form": sheet.form,
        "example": example_for(sheet.flats),
        "rest": rest_words(sheet.rest_fen, has_account=matter.account_id is not None),
    }
    return render(request, "matters/share_sheet.html", context)


@in_building
@never_cache
def propose_shares(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    table, tables = table_numbered(request, pk, number, to="matters.propose_shares")
    form = ProposeSharesForm(request.POST or None, initial=initial_proposal(table))
    method, rows = Method(table.method), rows_of(lines_of(table))
    doubts = contradictions_in(table.rule, method, rows)
    if form.is_valid() and (request.POST.get("do") == "sure" or not doubts):
        version = form.cleaned_data["version"]
        with refusals_on(form):
            table = actions.propose_shares(table, form.to_input(), version=version, by=request.user)
            messages.success(request, _("已经提出来了。下一步：看一遍下面要问各家的话，再发出去。"))
            canvass = table.canvass
            return redirect("canvass:preview", request.building.slug, canvass.pk if canvass else 0)
    context = {
        "form": form,
        "table": table,
        "before": table_in_force(tables),
        "written": rule_from(method, rows),
        "doubts": doubts,
    }
    return render(request, "matters/propose_shares.html", context)


@in_building
@require_POST
def discard_shares(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    table, _tables = table_numbered(request, pk, number, to="matters.discard_shares")
    actions.discard_shares(table, by=request.user)
    messages.success(request, _("草稿不要了。"))
    return redirect("matters:shares", request.building.slug, pk)


@in_building
@require_POST
def take_back_shares(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    table, _tables = table_numbered(request, pk, number, to="matters.take_back_shares")
    actions.take_back_shares(table, by=request.user)
    messages.success(request, _("退回草稿了，可以再改。"))
    return redirect("matters:share_table", request.building.slug, pk, number)
