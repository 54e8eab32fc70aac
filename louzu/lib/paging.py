"""Keyset pagination. Each page is found by the key of the row before it, so its cost does not grow."""

from __future__ import annotations

import base64
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Field, IntegerField, Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple as Row
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.utils import timezone

T = TypeVar("T", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """``next_url`` is a query string, or "" on the last page."""

    rows: list[T]
    next_url: str


@dataclass(frozen=True, slots=True)
class Keyset:
    """The order of a list: columns with an index, all ascending or all descending."""

    fields: tuple[str, ...]
    descending: bool = True
    size: int = 25

    def page(self, rows: QuerySet[T], after: str | None) -> Page[T]:
        """Return the page after the cursor, or the first page if the cursor is None or invalid."""
        sign = "-" if self.descending else ""
        ordered = rows.order_by(*(sign + field for field in self.fields))
        if key := self._read(rows.model, after):
            beyond = TupleLessThan if self.descending else TupleGreaterThan
            ordered = ordered.filter(beyond(Row(*self.fields), key))
        found = list(ordered[: self.size + 1])
        kept = found[: self.size]
        return Page(kept, self._write(kept[-1]) if len(found) > self.size else "")

    def _write(self, row: Model) -> str:
        values = [field.value_to_string(row) for field in self._columns(type(row))]
        return "?after=" + base64.urlsafe_b64encode(json.dumps(values).encode()).decode()

    def _read(self, model: type[Model], after: str | None) -> tuple[object, ...] | None:
        if not after:
            return None
        try:
            values = json.loads(base64.urlsafe_b64decode(after.encode()))
            columns = self._columns(model)
            return tuple(_value(c, v) for c, v in zip(columns, values, strict=True))
        except (ValueError, TypeError, OverflowError, RecursionError, ValidationError):
            return None  # ValueError includes errors of base64, JSON and surrogates

    def _columns(self, model: type[Model]) -> list[Field[Any, Any]]:
        own = {column.name: column for column in model._meta.concrete_fields}
        own["pk"] = model._meta.pk
        return [own.get(name) or _computed(name) for name in self.fields]


def _value(column: Field[Any, Any], given: object) -> object:
    """Return a value that can be compared with the column. Raises ValueError or ValidationError."""
    text = str(given)
    if "\0" in text or not text.encode():
        raise ValueError(text)
    value = column.to_python(text)
    column.run_validators(value)
    if isinstance(value, dt.datetime) and timezone.is_naive(value):
        raise ValueError(text)
    return value


def _computed(name: str) -> Field[Any, Any]:
    """Return an integer column for an annotation. Annotations of other types are not used."""
    number = IntegerField()
    number.set_attributes_from_name(name)
    return number
