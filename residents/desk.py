"""The committee's desk: Django admin, opened by office alone and scoped to one's neighbourhoods."""

from __future__ import annotations

from functools import wraps
from typing import Any, ClassVar, cast

from django.contrib.admin import AdminSite, ModelAdmin, RelatedOnlyFieldListFilter
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from residents.guard import turned_back, way_back
from residents.models import Building, User
from residents.worklist import work_for

BUILDINGS_A_PAGE, MOST_DIGITS = 25, 6


class CommitteeSite(AdminSite):
    """Open to whoever holds the office of staff today, and to the keepers of the installation."""

    site_header = _("居委工作台")
    site_title = _("居委工作台")
    index_title = _("本居民区")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """What waits across the neighbourhood's buildings, and how far each building is in the portal."""
        mine = Building.objects.all()
        if not request.user.is_superuser:
            mine = mine.filter(neighbourhood__in=served_by(request))
        number = _page_number(request, "b")
        begin = (number - 1) * BUILDINGS_A_PAGE
        shown = self._registry[Building].get_queryset(request)[begin : begin + BUILDINGS_A_PAGE + 1]
        context = {
            "work": work_for(mine, page=_page_number(request, "w")),
            "buildings": list(shown)[:BUILDINGS_A_PAGE],
            "page_of_buildings": number,
            "more_buildings": len(shown) > BUILDINGS_A_PAGE,
        }
        return super().index(request, {**context, **(extra_context or {})})

    def get_urls(self) -> list[Any]:
        """Django's ``r/…`` leads to the page of anything whatever, by its number; ours does not."""
        ours = path(
            "r/<path:content_type_id>/<path:object_id>/",
            self.admin_view(self.on_site),
            name="view_on_site",
        )
        return [ours, *super().get_urls()]

    def on_site(self, request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
        """To the page of something that a desk lists for who asks."""
        try:
            model = ContentType.objects.get_for_id(int(content_type_id)).model_class()
            desk = self._registry[model]  # type: ignore[index]
        except (ValueError, KeyError, ContentType.DoesNotExist) as nothing:
            raise Http404 from nothing
        found = desk.get_object(request, object_id)
        address = desk.get_view_on_site_url(found) if found else None
        if address is None:
            raise Http404
        return redirect(address)

    def has_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and request.user.has_desk

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every page of the desk asks for the second factor and notices who has been away for long."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def watched(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            elsewhere = turned_back(request) if self.has_permission(request) else None
            return elsewhere or inner(request, *args, **kwargs)

        return watched

    def login(
        self,
        request: HttpRequest,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """There is one sign-in, the portal's; Django's own would not ask for a second factor."""
        if not request.user.is_authenticated:
            return redirect_to_login(way_back(request) or reverse("admin:index"))
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect(way_back(request) or "admin:index")


class NearPages(Paginator[Any]):
    """Counts no further than a few pages beyond the one that is shown: however long a list is, its page
    costs the same."""

    ahead = 9
    page_shown = 1

    @cached_property
    def count(self) -> int:
        found = cast("QuerySet[Any]", self.object_list).order_by()
        return found[: self._furthest].count()

    @property
    def unfinished(self) -> bool:
        """More may stand behind the last page that is named."""
        return self.count == self._furthest

    @property
    def _furthest(self) -> int:
        return (self.page_shown + self.ahead) * self.per_page


ASKED = {
    "exact", "id__exact", "isnull", "isempty", "gte", "gt", "lte", "lt", "year", "month", "day",
}  # fmt: skip
"""What Django's own filters say after the name of a field."""


class ScopedAdmin(ModelAdmin[Any]):
    """Rows, choices, history and actions of one's own neighbourhoods, whatever the address asks.

    ``scope`` is the look-up that leads from a row to its neighbourhood.
    """

    scope: str
    list_per_page = 50
    show_full_result_count = False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """What the desk's own filters ask, and nothing else. Django lets any field of the row be asked
        for its first letters: so a masked number, or the hash of a password, could be spelled out.
        """
        offered = self.get_list_filter(request) if request else self.list_filter
        names = [_asked_by(one) for one in (*offered, self.date_hierarchy) if one]
        return any(lookup == name or lookup.removeprefix(f"{name}__") in ASKED for name in names)

    def get_paginator(
        self,
        request: HttpRequest,
        queryset: Any,
        per_page: int,
        orphans: int = 0,
        allow_empty_first_page: bool = True,
    ) -> NearPages:
        paginator = NearPages(queryset, per_page, orphans, allow_empty_first_page)
        paginator.page_shown = max(_page_number(request, "p"), _page_number(request, "page"))
        return paginator

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Straight to its page, where it has one: never by Django's address for whatever there is."""
        has_page = obj is not None and hasattr(obj, "get_absolute_url")
        return str(obj.get_absolute_url()) if has_page else None

    def get_ordering(self, request: HttpRequest) -> Any:
        """Always one, so that pages hold together: the newest first, where nothing else is said."""
        return super().get_ordering(request) or self.opts.ordering or ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return self.in_scope(rows, served_by(request))

    def in_scope(self, rows: QuerySet[Any], neighbourhoods: list[int]) -> QuerySet[Any]:
        return rows.filter(**{f"{self.scope}__in": neighbourhoods})

    def get_field_queryset(
        self, _db: str | None, db_field: models.Field[Any, Any], request: HttpRequest
    ) -> QuerySet[Any] | None:
        """What may be chosen is what the desk of that thing would list."""
        related: Any = db_field.remote_field
        desk = self.admin_site._registry.get(related.model)  # noqa: SLF001 -- no public way
        return desk.get_queryset(request) if desk else related.model._default_manager.none()

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        kwargs["queryset"] = self.get_field_queryset(None, db_field, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField[Any] | None:
        kwargs["queryset"] = self.get_field_queryset(None, db_field, request)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request) and self._is_mine(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here: things end, and their past stays."""
        return False

    def _is_mine(self, request: HttpRequest, obj: Any) -> bool:
        return obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()


class ReadOnlyDesk(ScopedAdmin):
    """What is changed in the building itself, or never: seen here, and acted on by buttons."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class BuildingOwnedAdmin(ReadOnlyDesk):
    """Roots of the rooms: rows of the buildings which one's committee looks after."""

    scope = "building__neighbourhood"
    list_filter: ClassVar[Any] = (("building", RelatedOnlyFieldListFilter),)
    list_select_related: ClassVar[Any] = ("building",)


def _page_number(request: HttpRequest, name: str) -> int:
    """Whatever else is typed there means the first page."""
    typed = request.GET.get(name, "")
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < MOST_DIGITS else 1
    return max(number, 1)


def _asked_by(one: Any) -> str:
    """The word with which a filter stands in the address: its field's, or its own."""
    word = one[0] if isinstance(one, tuple) else getattr(one, "parameter_name", one)
    return str(word)


def asker(request: HttpRequest) -> User:
    """Who sits at the desk."""
    assert isinstance(request.user, User)  # noqa: S101 -- the desk let nobody else in
    return request.user


def served_by(request: HttpRequest) -> list[int]:
    return request.user.neighbourhoods_served if isinstance(request.user, User) else []
