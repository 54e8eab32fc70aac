"""The committee's desk: its access and its front page."""

from __future__ import annotations

from dataclasses import replace
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from louzu.health.registry import Finding
from louzu.health.running import KEPT_FOR_PAGES, check_health
from residents.access.guard import next_url, redirect_to_second_factor
from residents.desk.activity_chart import activity_chart_of
from residents.desk.first_steps import buildings_for, first_steps
from residents.desk.long_export import download
from residents.desk.queue import queue_page, retry, set_aside, stop
from residents.desk.requests import neighbourhoods_served_by, page_number
from residents.desk.worklist import work_page_for
from residents.installation.queries import backup_state
from residents.people.models import User
from residents.places.models import Building, Flat, Owner
from residents.places.models.spans import on_record_on
from residents.rooms.waiting import Waiting

BUILDINGS_A_PAGE = 25


class ScopedAutocomplete(AutocompleteJsonView):
    """Adds the building to choices of flats and owners, because room numbers repeat."""

    def get_queryset(self) -> QuerySet[Model]:
        found = super().get_queryset()
        return found.select_related("building") if found.model in (Flat, Owner) else found

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        data: dict[str, str] = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Flat | Owner):
            data["text"] = f"{obj.building} {obj}"
        if isinstance(obj, Owner):
            rooms = "、".join(str(one.flat) for one in getattr(obj, "held", ()))
            data["text"] += f"（{rooms}）" if rooms else ""
        return data


class CommitteeSite(AdminSite):
    """The desk is open to current committee staff and to keepers of the installation."""

    site_header = _("居委工作台")
    site_title = _("居委工作台")
    index_title = _("本居民区")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "portal_version": settings.VERSION}

    def index(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> TemplateResponse:
        work = work_page_for(buildings_for(request), page=page_number(request, "w"))
        work = replace(work, rows=[_linked_for(stuck, request) for stuck in work.rows])
        shown = self._buildings(request)
        begun = any(building.joined for building in shown["buildings"])
        context = {
            "work": work,
            "steps": [] if begun else first_steps(request),
            "inside": neighbourhoods_served_by(request),
            "backup": backup_state(),
            "findings": _findings_for(request),
            **shown,
        }
        return super().index(request, {**context, **(extra_context or {})})

    def picture(self, request: HttpRequest) -> TemplateResponse:
        shown = self._buildings(request)
        context = {
            **self.each_context(request),
            **shown,
            "title": _("哪栋安静，哪栋热闹"),
            "picture": activity_chart_of(shown["buildings"]),
        }
        return TemplateResponse(request, "admin/picture.html", context)

    def _buildings(self, request: HttpRequest) -> dict[str, Any]:
        number = page_number(request, "b")
        begin = (number - 1) * BUILDINGS_A_PAGE
        listed = self.get_model_admin(Building).get_queryset(request).filter(on_record_on())
        found = listed[begin : begin + BUILDINGS_A_PAGE + 1]
        return {
            "buildings": list(found)[:BUILDINGS_A_PAGE],
            "page_of_buildings": number,
            "more_buildings": len(found) > BUILDINGS_A_PAGE,
        }

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Replace Django's ``r/…``, which would redirect to any object by its number."""
        ours = path(
            "r/<path:content_type_id>/<path:object_id>/",
            self.admin_view(self.on_site),
            name="view_on_site",
        )
        drawn = path("picture/", self.admin_view(self.picture), name="picture")
        queue = [
            path("jobs/", self.admin_view(partial(queue_page, self)), name="jobs"),
            path("jobs/<int:pk>/retry/", self.admin_view(retry), name="retry_job"),
            path("jobs/<int:pk>/aside/", self.admin_view(set_aside), name="set_aside_job"),
            path("jobs/<int:pk>/stop/", self.admin_view(stop), name="stop_long_job"),
        ]
        exports = path("exports/<int:pk>/", self.admin_view(download), name="download_list_export")
        return [ours, drawn, *queue, exports, *super().get_urls()]

    def on_site(self, request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
        try:
            model = ContentType.objects.get_for_id(int(content_type_id)).model_class()
            if model is None:
                raise Http404
            desk = self.get_model_admin(model)
        except (ValueError, NotRegistered, ContentType.DoesNotExist) as nothing:
            raise Http404 from nothing
        found = desk.get_object(request, object_id)
        address = desk.get_view_on_site_url(found) if found else None
        if address is None:
            raise Http404
        return redirect(address)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return ScopedAutocomplete.as_view(admin_site=self)(request)

    def has_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and request.user.has_desk

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Require the second factor on every page, and check for idle sessions."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def watched(request: HttpRequest, *args: object, **kwargs: object) -> object:
            elsewhere = redirect_to_second_factor(request) if self.has_permission(request) else None
            return elsewhere or inner(request, *args, **kwargs)

        return watched

    def login(
        self,
        request: HttpRequest,
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """Redirect to the portal's sign-in. Django's own does not ask for a second factor."""
        if not request.user.is_authenticated:
            return redirect_to_login(next_url(request) or reverse("admin:index"))
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect(next_url(request) or "admin:index")

    def logout(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> Any:
        answer: HttpResponse = super().logout(request, extra_context)
        if request.user.is_authenticated:
            return answer
        messages.success(request, gettext("您退出登录了。"))
        return redirect_to_login(reverse("admin:index"))


def _findings_for(request: HttpRequest) -> list[Finding]:
    """Return findings of the health checks for the installation's keeper, and none for others.

    Findings about backups are left out, because the page has a line of its own for them.
    """
    if not request.user.is_superuser:
        return []
    return check_health(kept=KEPT_FOR_PAGES).without("backup").all


def _linked_for(stuck: Waiting, request: HttpRequest) -> Waiting:
    """Remove a link that the user may not follow. Keepers of the installation may enter no
    building."""
    inside = stuck.building and stuck.building.neighbourhood_id in neighbourhoods_served_by(request)
    if inside or stuck.url.startswith(reverse("admin:index")):
        return stuck
    return replace(stuck, url="")
