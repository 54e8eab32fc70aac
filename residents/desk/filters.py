"""Filters of lists at the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.admin import ModelAdmin, RelatedFieldListFilter, SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from residents.places.models.spans import not_closed

AGE_FILTER_TITLE = _("多久了")
AGE_CHOICES = {"7": _("超过7天"), "30": _("超过30天")}


class BuildingFilter(RelatedFieldListFilter):
    """A select of the user's buildings, sorted by number.

    Django's list of links would be too long for a hundred buildings, and it would read every row to
    find buildings in use.
    """

    template = "admin/one_building.html"
    kept: list[tuple[str, str]]
    """Other query parameters."""

    def __init__(
        self,
        field: Any,
        request: HttpRequest,
        params: dict[str, list[str]],
        *desk: Any,
        field_path: str,
    ) -> None:
        """Ignore the empty value that the select sends for all buildings."""
        if params.get(name := f"{field_path}__{field.target_field.name}__exact") == [""]:
            del params[name]
        super().__init__(field, request, params, *desk, field_path)  # type: ignore[call-arg]  # passed by position

    def field_choices(  # type: ignore[override]  # the stubs know one kind of choices
        self, field: Any, request: HttpRequest, model_admin: ModelAdmin[Model]
    ) -> list[tuple[int, str]]:
        model = field.remote_field.model
        desk = model_admin.admin_site.get_model_admin(model)
        mine = (
            desk.get_queryset(request).order_by().values("pk")
        )  # without the annotations of its list
        buildings = model._default_manager.current().filter(pk__in=mine)
        ordered = buildings.order_by(*desk.get_ordering(request))
        return [(building.pk, str(building)) for building in ordered]

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, object]]:  # type: ignore[override]  # one key more
        """Add the value of each option to Django's choices."""
        mine = [str(name) for name in self.expected_parameters()]
        asked = QueryDict(changelist.get_query_string(remove=mine).removeprefix("?"))
        self.kept = [(name, str(value)) for name, value in asked.items()]
        values = ["", *(str(pk) for pk, _name in self.lookup_choices)]
        for choice, value in zip(super().choices(changelist), values, strict=False):
            yield {**choice, "value": value}


class ClosedFilter(SimpleListFilter):
    """Buildings, flats or households. Closed ones are listed only on request."""

    title = _("是不是还在")
    parameter_name = "closed"

    def lookups(
        self, request: HttpRequest, model_admin: ModelAdmin[Model]
    ) -> list[tuple[str, str]]:
        return [("yes", str(_("已经注销或搬走的"))), ("all", str(_("全部")))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("现在的")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        if self.value() == "all":
            return queryset
        if self.value() == "yes":
            return queryset.filter(until__lte=timezone.localdate())
        return queryset.filter(not_closed())


def older_than_filter(
    since: str, called: str | Promise = AGE_FILTER_TITLE
) -> type[SimpleListFilter]:
    """Return a filter of rows whose time ``since`` is older than a choice of ages. Rows without a
    time do not match."""

    class Older(SimpleListFilter):
        title = called  # type: ignore[assignment]  # the stubs want a promise of text
        parameter_name = "older"

        def lookups(
            self, request: HttpRequest, model_admin: ModelAdmin[Model]
        ) -> list[tuple[str, str]]:
            return [(days, str(words)) for days, words in AGE_CHOICES.items()]

        def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
            if self.value() not in AGE_CHOICES:
                return queryset
            before = timezone.now() - dt.timedelta(days=int(self.value() or 0))
            return queryset.filter(**{f"{since}__lt": before})

    return Older
