"""Desk pages to import a file of a whole neighbourhood, building by building."""

from __future__ import annotations

import time

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from louzu.lib.errors import Refused
from residents.desk.requests import staff_user
from residents.places.models import Neighbourhood
from residents.roster.actions import batches as batches_actions
from residents.roster.actions import places as places_actions
from residents.roster.admin.slips import SlipsMixin
from residents.roster.forms.batches import (
    BatchAnswersForm,
    BatchForm,
    BatchUploadForm,
    BuildingListForm,
)
from residents.roster.forms.roster import RosterSheetForm
from residents.roster.models import BatchBuilding, RosterBatch
from residents.roster.queries import batches as batches_queries
from residents.roster_parser.plan import PlanChanged

URL_NAME = "residents_building_many"
SECONDS_PER_STEP = 1.0
"""Seconds of importing per request, after which the page shows the progress."""
SHOWN_BATCHES = 5


class RosterBatchMixin(SlipsMixin):
    """Desk pages for many buildings at once."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        mine = [
            path("many/", wrap(self.many_upload), name=f"{URL_NAME}_upload"),
            path("many/list/", wrap(self.many_list), name=f"{URL_NAME}_list"),
            path("many/<int:batch>/", wrap(self.many_preview), name=f"{URL_NAME}_preview"),
            path("many/<int:batch>/<int:entry>/", wrap(self.many_part), name=f"{URL_NAME}_part"),
            path(
                "many/<int:batch>/progress/", wrap(self.many_progress), name=f"{URL_NAME}_progress"
            ),
            path("many/<int:batch>/undo/", wrap(self.many_undo), name=f"{URL_NAME}_undo"),
        ]
        return [*mine, *super().get_urls()]

    def many_upload(self, request: HttpRequest) -> HttpResponse:
        places = self.neighbourhoods(request)
        chosen = request.GET.get("neighbourhood", "")
        form = BatchUploadForm(
            request.POST or None,
            request.FILES or None,
            neighbourhoods=places,
            initial={"neighbourhood": chosen} if chosen.isdecimal() else {},
        )
        if request.method == "POST" and form.is_valid():
            batch = batches_actions.create_batch(
                form.cleaned_data["neighbourhood"],
                form.whole,
                name=form.name,
                by=staff_user(request),
            )
            return redirect(f"admin:{URL_NAME}_preview", batch=batch.pk)
        batches = batches_queries.batches_of(places).exclude(confirmed_at=None)[:SHOWN_BATCHES]
        return self._many(
            request, "upload", title=_("导入整个居民区"), form=form, batches=batches, places=places
        )

    def many_preview(self, request: HttpRequest, batch: int) -> HttpResponse:
        found = self._batch(request, batch)
        if found.confirmed_at:
            return redirect(f"admin:{URL_NAME}_progress", batch=found.pk)
        preview = batches_queries.batch_preview_of(found)
        form = BatchForm(request.POST or None, preview=preview)
        if request.method == "POST" and form.is_valid():
            try:
                return self._arranged(request, found, form)
            except Refused as refusal:
                messages.error(request, str(refusal))
                return redirect(request.path)
        refused = batches_queries.entries_of(found).filter(state=BatchBuilding.State.REFUSED)
        return self._many(
            request,
            "preview",
            title=_("导入整个居民区：请过目"),
            batch=found,
            preview=preview,
            form=form,
            refused=refused,
        )

    def _arranged(self, request: HttpRequest, batch: RosterBatch, form: BatchForm) -> HttpResponse:
        batches_actions.set_batch_options(batch, floors=form.floors, left_out=form.left_out)
        if request.POST.get("do") != "confirm":
            return redirect(request.path)
        batches_actions.confirm_batch(
            batch,
            shown=form.cleaned_data["shown"],
            by=staff_user(request),
            seen=bool(form.cleaned_data.get("seen")),
        )
        return redirect(f"admin:{URL_NAME}_progress", batch=batch.pk)

    def many_part(self, request: HttpRequest, batch: int, entry: int) -> HttpResponse:
        found = self._batch(request, batch)
        entries = found.entries.filter(state__in=batches_queries.SHOWN_STATES).select_related(
            "building"
        )
        one: BatchBuilding = get_object_or_404(entries, pk=entry)
        one.batch = found
        part = batches_queries.batch_part_of(one)
        typed = request.POST if request.method == "POST" else None
        form = (
            RosterSheetForm(typed, sheet=part.plan.sheet)
            if part.plan.sheet.choices
            else BatchAnswersForm(typed, part=part)
        )
        if (
            isinstance(form, BatchAnswersForm) and form.is_stale
        ):  # the fields are different questions
            messages.error(request, str(PlanChanged()))
            return redirect(request.path)
        if request.method == "POST" and form.is_valid():
            try:
                if isinstance(form, BatchAnswersForm):
                    shown = form.cleaned_data["shown"]
                    batches_actions.answer_for_building(one, form.answers, shown=shown)
                    return redirect(f"admin:{URL_NAME}_preview", batch=batch)
                batches_actions.choose_sheet_for_building(one, form.cleaned_data["sheet"])
            except Refused as refusal:
                messages.error(request, str(refusal))
            return redirect(request.path)
        return self._many(
            request, "part", title=str(one), batch=found, part=part, plan=part.plan, form=form
        )

    def many_progress(self, request: HttpRequest, batch: int) -> HttpResponse:
        """Show the progress. Each POST imports for about a second, and a script sends the next one."""
        found = self._batch(request, batch)
        if not found.confirmed_at:
            return redirect(f"admin:{URL_NAME}_preview", batch=found.pk)
        if request.method == "POST":
            until = time.monotonic() + SECONDS_PER_STEP
            while batches_actions.process_next_building(found) and time.monotonic() < until:
                pass
            return redirect(request.path)
        entries = list(batches_queries.entries_of(found))
        return self._many(
            request,
            "progress",
            title=found.name,
            batch=found,
            entries=entries,
            progress=batches_queries.BatchProgress.of(entries),
        )

    def many_undo(self, request: HttpRequest, batch: int) -> HttpResponse:
        found = self._batch(request, batch)
        if request.method == "POST":
            try:
                batches_actions.undo_batch(found, by=staff_user(request))
            except Refused as refusal:
                messages.error(request, str(refusal))
            return redirect(f"admin:{URL_NAME}_progress", batch=found.pk)
        entries = list(batches_queries.entries_of(found))
        return self._many(
            request,
            "undo",
            title=_("整批撤回"),
            batch=found,
            progress=batches_queries.BatchProgress.of(entries),
        )

    def many_list(self, request: HttpRequest) -> HttpResponse:
        typed = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = BuildingListForm(*typed, neighbourhoods=self.neighbourhoods(request))
        shown = form.buildings() if form.is_valid() else []
        new = [building for _line, building, there in shown if not there]
        if request.POST.get("do") == "make" and new and not form.wrong:
            try:
                made = places_actions.make_buildings(new, by=staff_user(request))
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                message = ngettext("新建了%(n)d栋楼。", "新建了%(n)d栋楼。", len(made))
                messages.success(request, message % {"n": len(made)})
                return redirect("admin:residents_building_changelist")
        if form.is_bound:  # the text of a file can be edited from now on
            form.data = {**request.POST.dict(), "text": form.cleaned_data.get("text", "")}
        return self._many(
            request, "list", title=_("按清单新建楼组"), form=form, shown=shown, new=new
        )

    def neighbourhoods(self, request: HttpRequest) -> QuerySet[Neighbourhood]:
        desk = self.admin_site.get_model_admin(Neighbourhood)
        return desk.get_queryset(request).order_by("pk")

    def _batch(self, request: HttpRequest, pk: int) -> RosterBatch:
        batches = RosterBatch.objects.filter(neighbourhood__in=self.neighbourhoods(request))
        found: RosterBatch = get_object_or_404(batches.select_related("neighbourhood", "by"), pk=pk)
        return found

    def _many(self, request: HttpRequest, name: str, **context: object) -> TemplateResponse:
        site = self.admin_site.each_context(request)
        return TemplateResponse(
            request, f"admin/residents/building/many_{name}.html", {**site, **context}
        )
