"""Desk pages to upload, preview, confirm and export the roster of a building."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from rules import has_perm

from louzu.lib.errors import Refused
from louzu.lib.form_options import FormData
from residents.desk.requests import staff_user
from residents.places.models import Building
from residents.roster.actions import roster
from residents.roster.admin.imports import URL_NAME, ImportsMixin
from residents.roster.forms.roster import (
    RosterAnswersForm,
    RosterColumnsForm,
    RosterSheetForm,
    RosterUploadForm,
)
from residents.roster.models import RosterDraft
from residents.roster.queries import roster as roster_queries
from residents.roster_parser.export import sample_workbook
from residents.roster_parser.import_summary import changes_in_words
from residents.roster_parser.plan import Plan

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RosterMixin(ImportsMixin):
    """Desk pages of a building's roster."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        mine = [
            path("<int:pk>/roster/", wrap(self.upload), name=f"{URL_NAME}_upload"),
            path("<int:pk>/roster/<int:draft>/", wrap(self.preview), name=f"{URL_NAME}_preview"),
            path("<int:pk>/roster/sample/", wrap(self.sample), name=f"{URL_NAME}_sample"),
            path("<int:pk>/roster/export/", wrap(self.export), name=f"{URL_NAME}_export"),
        ]
        return [*mine, *super().get_urls()]

    def upload(self, request: HttpRequest, pk: int) -> HttpResponse:
        building = self._building(request, pk)
        form = RosterUploadForm(request.POST or None, request.FILES or None, building=building)
        if request.method == "POST" and form.is_valid():
            draft = roster.create_draft(
                building, form.sheet, name=form.name, by=staff_user(request)
            )
            return redirect(f"admin:{URL_NAME}_preview", pk=pk, draft=draft.pk)
        return self._page(request, building, "upload", title=_("导入名册"), form=form)

    def preview(self, request: HttpRequest, pk: int, draft: int) -> HttpResponse:
        building = self._building(request, pk)
        kept = roster_queries.drafts_in(building, staff_user(request)).filter(pk=draft).first()
        if kept is None:
            messages.warning(request, _("这份预览已经用过或过期了，请重新上传名册。"))
            return redirect(f"admin:{URL_NAME}_upload", pk=pk)
        kept.building = building
        plan = roster_queries.plan_for(kept)
        if plan.sheet.choices:
            return self._choose(request, building, kept, plan)
        columns = RosterColumnsForm(_post_data_for(request, "columns"), sheet=plan.sheet)
        if columns.is_bound and columns.is_valid():
            roster.answer_columns(kept, columns.said, by=staff_user(request))
            return redirect(request.path)
        form = RosterAnswersForm(_post_data_for(request, "shown"), plan=plan)
        if form.is_bound and form.is_valid() and not columns.open:
            try:
                done = roster.confirm_roster(
                    kept,
                    answers=form.answers,
                    shown=form.cleaned_data["shown"],
                    seen=form.has_seen,
                    by=staff_user(request),
                )
            except Refused as refusal:
                messages.error(request, str(refusal))
                return redirect(request.path)
            messages.success(request, _result_message(building, done))
            households = reverse("admin:residents_household_changelist")
            return redirect(f"{households}?building__id__exact={pk}")
        return self._page(
            request,
            building,
            "preview",
            title=_("导入名册：请过目"),
            plan=plan,
            form=form,
            columns=columns,
            draft=kept,
        )

    def _choose(
        self, request: HttpRequest, building: Building, kept: RosterDraft, plan: Plan
    ) -> HttpResponse:
        form = RosterSheetForm(request.POST or None, sheet=plan.sheet)
        if request.method == "POST" and form.is_valid():
            roster.choose_sheet(kept, form.cleaned_data["sheet"], by=staff_user(request))
            return redirect(request.path)
        title = _("导入名册：哪一张表")
        return self._page(request, building, "choose", title=title, form=form, draft=kept)

    def sample(self, request: HttpRequest, pk: int) -> HttpResponse:
        building = self._building(request, pk)
        return _download(sample_workbook(building.door_number), _("名册样表.xlsx"))

    def export(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Export with full phone numbers. This needs the right to look them up, which keepers do
        not have."""
        building = self._building(request, pk)
        if not has_perm("residents.look_up_phone", request.user, building):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request, building, "export", title=_("导出名册"))
        content = roster.export_roster(building, by=staff_user(request))
        return _download(content, _("%(building)s名册.xlsx") % {"building": building})


def _post_data_for(request: HttpRequest, name: str) -> FormData | None:
    return request.POST if name in request.POST else None


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _result_message(building: Building, plan: Plan) -> str:
    if not plan.steps:
        return _("没有变化：名册里已经都是这样。")
    return _("%(building)s：%(changes)s。现在共有%(households)d户、%(people)d人。") % {
        "building": building,
        "changes": changes_in_words(len(plan.made), len(plan.changed)),
        "households": plan.after.households,
        "people": plan.after.people,
    }
