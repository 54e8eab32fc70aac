"""Tables of related records below a form at the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class RecordLink:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class RelatedTable:
    """Each of ``rows`` has one cell for each of ``columns``: a ``RecordLink``, a list of links, a date,
    or text. ``empty`` is shown if there are no rows."""

    title: StrOrPromise
    columns: tuple[StrOrPromise, ...]
    rows: list[tuple[object, ...]]
    empty: StrOrPromise


def change_url(record: Model) -> str:
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return reverse(name, args=[record.pk])


def link_to(record: Model, text: str = "") -> RecordLink:
    return RecordLink(text or str(record), change_url(record))


class RelatedRecordsMixin(ModelAdmin[Any]):
    """Base of desk pages with links to related records."""

    def related(self, request: HttpRequest, row: Any) -> Iterable[RelatedTable]:
        """Yield tables of the user's neighbourhoods, in a fixed number of queries. Subclasses must
        implement it."""
        raise NotImplementedError

    def render_change_form(
        self, request: HttpRequest, context: dict[str, object], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        if row and not context.get("is_popup"):
            context = {**context, "related": [*self.related(request, row)]}
        return super().render_change_form(request, context, *args, **kwargs)
