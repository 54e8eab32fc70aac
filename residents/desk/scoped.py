"""Base of all desk pages: only rows of the user's neighbourhoods, in lists whose cost does not
grow."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin import ShowFacets
from django.db import models
from django.db.models import Model, Q, QuerySet
from django.forms import ModelChoiceField, ModelForm, ModelMultipleChoiceField
from django.http import HttpRequest
from django.urls import reverse

from residents.desk.bulk import BulkMixin
from residents.desk.edits import FieldwiseEditForm
from residents.desk.filters import BuildingFilter
from residents.desk.first_steps import FirstStepsMixin
from residents.desk.history import HistoryMixin
from residents.desk.paginator import NearPaginator
from residents.desk.queries.people import q_at_places
from residents.desk.requests import neighbourhoods_served_by, page_number
from residents.places.models import Building
from residents.places.models.spans import on_record_on
from residents.roster_parser.place_search import parse_place_query

FILTER_PARAMETERS = {
    "exact",
    "id__exact",
    "isnull",
    "isempty",
    "gte",
    "gt",
    "lte",
    "lt",
    "year",
    "month",
    "day",
}
"""Suffixes that Django's filters add to the name of a field."""


class ScopedAdmin(FirstStepsMixin, BulkMixin, HistoryMixin):
    """Limits rows, choices, history and actions to the user's neighbourhoods. ``scope`` is the
    lookup from a row to its neighbourhood."""

    scope: str
    list_per_page = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER  # counting would read every row

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Allow only the lookups of the desk's own filters.

        Django allows lookups such as ``startswith`` on any local field, which would reveal masked
        numbers and password hashes letter by letter.
        """
        offered = self.get_list_filter(request) if request else self.list_filter
        names = [_parameter_of(one) for one in (*offered, self.date_hierarchy) if one]
        return any(
            lookup == name or lookup.removeprefix(f"{name}__") in FILTER_PARAMETERS
            for name in names
        )

    def get_paginator(
        self,
        request: HttpRequest,
        queryset: QuerySet[Model],
        per_page: int,
        orphans: int = 0,
        allow_empty_first_page: bool = True,
    ) -> NearPaginator:
        paginator = NearPaginator(queryset, per_page, orphans, allow_empty_first_page)
        paginator.page_shown = max(page_number(request, "p"), page_number(request, "page"))
        return paginator

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """Also search by place if the search fields contain rooms or door numbers."""
        if self.model is Building and request.path == reverse("admin:autocomplete"):
            queryset = queryset.filter(on_record_on())
        found, more = super().get_search_results(request, queryset, search_term)
        places = parse_place_query(search_term) if self._searches_places else []
        if not places:
            return found, more
        there = self.model._default_manager.filter(
            q_at_places(places, building=self._to_building, room=self._to_room)
        )
        return queryset.filter(Q(pk__in=found.values("pk")) | Q(pk__in=there.values("pk"))), False

    @property
    def _searches_places(self) -> bool:
        return any(name.endswith(("room", "door_number")) for name in self.search_fields)

    @property
    def _to_room(self) -> str:
        return next((name for name in self.search_fields if name.endswith("room")), "")

    @property
    def _to_building(self) -> str:
        return self.scope.removesuffix("neighbourhood")

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        address = getattr(obj, "get_absolute_url", None)
        return str(address()) if address else None

    def get_ordering(self, request: HttpRequest) -> Any:
        """Return a total order, which pagination needs: the newest first by default."""
        return super().get_ordering(request) or self.opts.ordering or ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return self.in_scope(rows, neighbourhoods_served_by(request))

    def in_scope(self, rows: QuerySet[Model], neighbourhoods: list[int]) -> QuerySet[Model]:
        return rows.filter(**{f"{self.scope}__in": neighbourhoods})

    def get_form(
        self, request: HttpRequest, obj: object = None, change: bool = False, **kwargs: object
    ) -> type[ModelForm[Any]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (FieldwiseEditForm, form), {}) if change else form

    def get_field_queryset(
        self, _db: str | None, db_field: models.Field[Any, Any], request: HttpRequest
    ) -> QuerySet[Model] | None:
        related: Any = db_field.remote_field
        rows: QuerySet[Any] = related.model._default_manager.none()
        if self.admin_site.is_registered(related.model):
            rows = self.admin_site.get_model_admin(related.model).get_queryset(request)
        return rows.filter(on_record_on()) if related.model is Building else rows

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: object
    ) -> ModelChoiceField[Any] | None:
        kwargs["queryset"] = self.get_field_queryset(None, db_field, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField[Any, Any], request: HttpRequest, **kwargs: object
    ) -> ModelMultipleChoiceField[Any] | None:
        kwargs["queryset"] = self.get_field_queryset(None, db_field, request)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.admin_site.has_permission(request) and self._is_mine(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Make objects of closed buildings read-only."""
        building = self.building_of(obj) if obj is not None else None
        return self.has_view_permission(request, obj) and not (building and building.closed)

    def building_of(self, row: object) -> Building | None:
        way, reached, _rest = getattr(self, "scope", "").partition("__neighbourhood")
        if not reached:
            return row if isinstance(row, Building) else None
        for name in way.split("__"):
            row = getattr(row, name) if row is not None else None
        return row if isinstance(row, Building) else None

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Forbid deletion. Records end, and their history stays."""
        return False

    def _is_mine(self, request: HttpRequest, obj: Any) -> bool:
        if obj is None:
            return True
        known: dict[tuple[object, object], bool] = request.__dict__.setdefault(
            "desk_rows_known", {}
        )
        if (self.model, obj.pk) not in known:
            known[self.model, obj.pk] = self.get_queryset(request).filter(pk=obj.pk).exists()
        return known[self.model, obj.pk]


class ReadOnlyAdmin(ScopedAdmin):
    """Objects that are changed in their building or never. They can be read here, and some have
    actions."""

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class BuildingScopedAdmin(ReadOnlyAdmin):
    """Main objects of the rooms, limited to the buildings of the user's committee."""

    scope = "building__neighbourhood"
    list_filter: ClassVar[Any] = (("building", BuildingFilter),)
    list_select_related: ClassVar[tuple[str, ...]] = ("building",)


def _parameter_of(one: object) -> str:
    word = one[0] if isinstance(one, tuple) else getattr(one, "parameter_name", one)
    return str(word)
