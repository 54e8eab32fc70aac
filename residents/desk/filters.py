"""What a desk's list may be narrowed by, beside the fields themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.admin import ModelAdmin, RelatedFieldListFilter, SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

AGE_FILTER_TITLE = _("多久了")
AGE_CHOICES = {"7": _("超过7天"), "30": _("超过30天")}


class BuildingFilter(RelatedFieldListFilter):
    """A box with all of one's own buildings, by number. A link for each of a hundred would bury the
    other filters, and finding those which have a row would read every row."""

    template = "admin/one_building.html"
    kept: list[tuple[str, str]]
    """What the address asks besides."""

    def __init__(
        self, field: Any, request: HttpRequest, params: dict[str, Any], *desk: Any, field_path: str
    ) -> None:
        """The box sends an empty word for all of them."""
        if params.get(name := f"{field_path}__{field.target_field.name}__exact") == [""]:
            del params[name]
        super().__init__(field, request, params, *desk, field_path)  # type: ignore[call-arg]

    def field_choices(  # type: ignore[override]
        self, field: Any, request: HttpRequest, model_admin: ModelAdmin[Any]
    ) -> list[tuple[int, str]]:
        model = field.remote_field.model
        desk = model_admin.admin_site.get_model_admin(model)
        mine = desk.get_queryset(request).order_by().values("pk")  # without what its list counts
        buildings = model._default_manager.current().filter(pk__in=mine)
        ordered = buildings.order_by(*desk.get_ordering(request))
        return [(building.pk, str(building)) for building in ordered]

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:  # type: ignore[override]
        """As Django's; with the value that stands for each."""
        asked = changelist.get_query_string(remove=self.expected_parameters())  # type: ignore[arg-type]
        self.kept = list(QueryDict(asked.removeprefix("?")).items())  # type: ignore[arg-type]
        values = ["", *(str(pk) for pk, _name in self.lookup_choices)]
        for choice, value in zip(super().choices(changelist), values, strict=False):
            yield {**choice, "value": value}


class ClosedFilter(SimpleListFilter):
    """Buildings, flats or households: those of today, unless the closed ones are asked for."""

    title = _("是不是还在")
    parameter_name = "closed"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("yes", _("已经注销或搬走的")), ("all", _("全部"))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """What stands first is what is listed when nothing is asked."""
        first, *others = super().choices(changelist)
        yield {**first, "display": _("现在的")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "all":
            return queryset
        if self.value() == "yes":
            return queryset.filter(until__lte=timezone.localdate())
        return queryset.not_closed()  # type: ignore[attr-defined,no-any-return]


def older_than_filter(
    since: str, called: str | Promise = AGE_FILTER_TITLE
) -> type[SimpleListFilter]:
    """Rows whose time ``since`` is more than so many days past; those without one are no such rows."""

    class Older(SimpleListFilter):
        title = called  # type: ignore[assignment]
        parameter_name = "older"

        def lookups(
            self, request: HttpRequest, model_admin: ModelAdmin[Any]
        ) -> list[tuple[str, Any]]:
            return list(AGE_CHOICES.items())

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
            if self.value() not in AGE_CHOICES:
                return queryset
            before = timezone.now() - dt.timedelta(days=int(self.value() or 0))
            return queryset.filter(**{f"{since}__lt": before})

    return Older
