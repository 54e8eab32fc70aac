"""Actions on many rows: a confirmation page, one action per row, and an undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from louzu.lib.errors import Refused
from louzu.lib.stored import stored
from residents.access.once import once
from residents.desk.export import ExportMixin
from residents.desk.requests import staff_user
from residents.places.models import Building

MAX_ROWS = 200
"""The largest number of rows at once, which a person can still check."""
MAX_NAMED = 10
"""The largest number of refused rows that a message names."""
UNDO_SESSION_KEY = "desk_just_done"


@dataclass(frozen=True, slots=True)
class BulkAction:
    """An action on many rows. ``action`` changes one row on behalf of ``by``, and may refuse it
    without stopping the others. If it returns a new row, undoing applies to that one."""

    name: str
    label: str | Promise
    description: str | Promise
    """Description for the confirmation page."""
    action: Callable[..., object]
    undone_by: str = ""
    """The name of the inverse action, or ""."""


class BulkMixin(ExportMixin):
    """Lists whose selected rows are shown for confirmation and then changed one by one."""

    bulk: tuple[BulkAction, ...] = ()

    def building_of(self, row: object) -> Building | None:
        """Return the building that an action on the row changes, or None for data of the committee.
        Subclasses must implement it."""
        raise NotImplementedError

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        chosen_elsewhere = "_popup" in request.GET
        mine = () if chosen_elsewhere else self.bulk
        offered = {one.name: (partial(_run_bulk_action, one), one.name, one.label) for one in mine}
        return {**super().get_actions(request), **offered}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Add an undo button to the first view of the list after an action."""
        undo = request.session.get(UNDO_SESSION_KEY, {}).get(self.label)
        shown = {"undo": undo, "title": self.opts.verbose_name_plural, **(extra_context or {})}
        page = super().changelist_view(request, shown)
        if undo and request.method == "GET" and page.status_code == HTTPStatus.OK:
            del request.session[UNDO_SESSION_KEY]
        return page


def _run_bulk_action(
    one: BulkAction, desk: BulkMixin, request: HttpRequest, chosen: QuerySet[Model]
) -> HttpResponse | None:
    """Return the confirmation page or its result. None means a redirect to the list."""
    rows = list(chosen[: MAX_ROWS + 1])
    if not rows:
        messages.warning(request, _("没有选到什么，什么也没有办。"))
        return None
    if len(rows) > MAX_ROWS:
        messages.error(request, _("一次最多%(most)d条，请少选一些。") % {"most": MAX_ROWS})
        return None
    if request.POST.get("do") == "yes":
        address = request.get_full_path()
        return once(request, lambda: _apply(one, desk, request, rows), otherwise=address)
    return _preview_page(one, desk, request, rows)


def _preview_page(
    one: BulkAction, desk: BulkMixin, request: HttpRequest, rows: list[Model]
) -> TemplateResponse:
    context = {
        **desk.admin_site.each_context(request),
        "title": one.label,
        "opts": desk.opts,
        "bulk": one,
        "columns": desk.columns(request),
        "rows": [(row.pk, desk.cells(request, row)) for row in rows],
        "checkbox": ACTION_CHECKBOX_NAME,
        "back": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/bulk.html", context)


def _apply(
    one: BulkAction, desk: BulkMixin, request: HttpRequest, rows: list[Model]
) -> HttpResponse:
    done, refused = [], defaultdict(list)
    for row in rows:
        try:
            if building := desk.building_of(row):
                building.refuse_if_closed()
            made = one.action(row, by=staff_user(request))
            done.append(made.pk if isinstance(made, desk.model) else row.pk)
            desk.log_change(request, row, stored(one.label))
        except Refused as refusal:
            refused[str(refusal)].append(_row_name(desk, request, row))
    for reason, left in refused.items():
        message = _("没有办：%(rows)s。%(reason)s")
        messages.error(request, message % {"rows": _shortened(left), "reason": reason})
    if done:
        counted = ngettext("%(n)d条办好了", "%(n)d条办好了", len(done)) % {"n": len(done)}
        messages.success(
            request, _("%(what)s：%(counted)s。") % {"what": one.label, "counted": counted}
        )
        _offer_undo(one, desk, request, done)
    return redirect(request.get_full_path())


def _row_name(desk: BulkMixin, request: HttpRequest, row: object) -> str:
    return " ".join(str(cell)[:20] for cell in desk.cells(request, row)[:2])


def _shortened(names: list[str]) -> str:
    message = "、".join(names[:MAX_NAMED])
    return (
        message
        if len(names) <= MAX_NAMED
        else _("%(some)s等%(n)d条") % {"some": message, "n": len(names)}
    )


def _offer_undo(one: BulkAction, desk: BulkMixin, request: HttpRequest, done: list[int]) -> None:
    if one.undone_by:
        request.session[UNDO_SESSION_KEY] = {desk.label: {"action": one.undone_by, "rows": done}}
