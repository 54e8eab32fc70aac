"""Desk page of the kinds of matter that a committee keeps."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.matters.actions.committee_kinds import copy_kind
from governance.matters.forms.kinds import CopyKindForm, KindMilestoneForm, number_rows
from governance.matters.models import CommitteeKind, CommitteeKindMilestone
from governance.matters.presets import MATTER_KINDS
from louzu.lib.stored import stored
from residents.access.once import once
from residents.desk.requests import neighbourhoods_served_by
from residents.desk.scoped import ScopedAdmin

NAME = "matters_committeekind"
ROWS_OF_A_NEW_KIND = 3


class KindMilestoneInline(admin.StackedInline[CommitteeKindMilestone, CommitteeKind]):
    model = CommitteeKindMilestone
    form = KindMilestoneForm
    fields = KindMilestoneForm.Meta.fields

    def get_extra(
        self, request: HttpRequest, obj: CommitteeKind | None = None, **kwargs: object
    ) -> int:
        return 1 if obj else ROWS_OF_A_NEW_KIND

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.admin_site.has_permission(request)


@admin.register(CommitteeKind)
class CommitteeKindAdmin(ScopedAdmin):
    """Kinds are not deleted, they retire. A matter has a copy, so a change concerns later matters
    only."""

    names_people = False
    scope = "neighbourhood"
    list_display = ("name", "sentence", "neighbourhood", "steps", "has_shares", "retired_on")
    list_select_related = ("neighbourhood",)
    search_fields = ("name",)
    ordering = ("name", "pk")
    fieldsets = (
        (None, {"fields": ("neighbourhood", "name", "sentence", "has_shares")}),
        (gettext_lazy("以后不用了"), {"fields": ("retired_on",), "classes": ("collapse",)}),
    )
    inlines = (KindMilestoneInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CommitteeKind]:
        found: QuerySet[CommitteeKind] = super().get_queryset(request)
        return found.annotate(steps=Count("milestones"))

    @admin.display(description=gettext_lazy("几步"))
    def steps(self, kind: CommitteeKind) -> int:
        return int(getattr(kind, "steps", 0))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Choose the neighbourhood of who serves only one."""
        served = neighbourhoods_served_by(request)
        only = {"neighbourhood": served[0]} if len(served) == 1 else {}
        return {**only, **super().get_changeform_initial_data(request)}

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[CommitteeKind],
        formset: BaseModelFormSet[Any, Any],
        change: bool,
    ) -> None:
        number_rows(formset)
        super().save_formset(request, form, formset, change)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [path("copy/", wrap(self.copy), name=f"{NAME}_copy"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        more = {"copy_url": reverse(f"admin:{NAME}_copy"), **(extra_context or {})}
        return super().changelist_view(request, more)

    def copy(self, request: HttpRequest) -> HttpResponseBase:
        """Begin an own kind as a copy of one of the portal's."""
        served = neighbourhoods_served_by(request)
        if not served:
            raise PermissionDenied  # a superuser belongs to no committee
        form = CopyKindForm(served, request.POST or None)
        if form.is_valid():
            return once(request, lambda: self._copy(request, form), otherwise=request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": _("照着现成的一类新建"),
            "opts": self.opts,
            "back": reverse(f"admin:{NAME}_changelist"),
            "form": form,
        }
        return TemplateResponse(request, "admin/matters/committeekind/copy.html", context)

    def _copy(self, request: HttpRequest, form: CopyKindForm) -> HttpResponse:
        made = copy_kind(
            form.cleaned_data["neighbourhood"], MATTER_KINDS[form.cleaned_data["kind"]]
        )
        self.log_addition(request, made, stored(gettext_lazy("照着现成的一类新建")))
        messages.success(request, _("列好了，改成您这里的做法，再保存。"))
        return redirect(f"admin:{NAME}_change", made.pk)
