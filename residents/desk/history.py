"""History of a desk row from the journals (``Room.history_of``), above Django's own admin log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from louzu.lib.stored import stored_language
from residents.places.models import Building
from residents.rooms.contributions import HistoryLine
from residents.rooms.manifest import rooms

MAX_LOG_ENTRIES = 50


class HistoryMixin(ModelAdmin[Any]):
    """History page of a row, from the journals of buildings that the user may see."""

    def journal_subject_of(self, row: Any) -> Model:
        """Return the object under which the journal records changes of the row."""
        found: Model = row
        return found

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        with stored_language():
            return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        """Store the name of the row in the site's language, since the whole committee reads the
        log."""
        with stored_language():
            return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        with stored_language():
            return super().log_change(request, obj, message)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]  # not in the stubs
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        mine = self.admin_site.get_model_admin(Building).get_queryset(request)
        thing = self.journal_subject_of(row)
        lines, older = _history_of(thing, mine, request.GET.get("after"))
        typed = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model), object_id=row.pk
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("%(thing)s：历史") % {"thing": thing},
            "opts": self.opts,
            "object": row,
            "thing": thing,
            "lines": lines,
            "older": older,
            "typed": typed.select_related("user").order_by("-pk")[:MAX_LOG_ENTRIES],
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/history.html", context)


def _history_of(
    thing: Model, buildings: QuerySet[Building], after: str | None
) -> tuple[Sequence[HistoryLine], str]:
    for room in rooms():
        if room.history_of:
            return room.history_of(thing, buildings, after)
    return [], ""
