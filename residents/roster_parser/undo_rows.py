"""The rows that an import created and changed, kept so that it can be undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.crypto import salted_hmac

from residents.places.models import Flat, Household, Owner, Ownership

ImportedRow = Flat | Household | Owner | Ownership
MODELS_BY_KIND: dict[str, type[ImportedRow]] = {
    str(model._meta.model_name): model for model in (Flat, Household, Owner, Ownership)
}
"""In the order of creation."""


@dataclass(frozen=True, slots=True)
class UndoRow:
    """A row of ``kind``. ``before`` holds the changed fields as text, or is None if the row was
    created. ``after`` is a digest, which shows later changes without repeating the values."""

    kind: str
    pk: int
    before: Mapping[str, str | None] | None
    after: str

    @property
    def model(self) -> type[ImportedRow]:
        return MODELS_BY_KIND[self.kind]

    def restore(self, row: ImportedRow) -> None:
        for name, text in (self.before or {}).items():
            field: Any = row._meta.get_field(name)
            setattr(row, name, field.to_python(text))


def field_as_text(row: Model, name: str) -> str | None:
    value = _stored_value(row, row._meta.get_field(name))
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return None if value is None else str(value)


def _stored_value(row: Model, field: Any) -> object:
    """Return a field's value. For ``until`` this is the row's own end, which the closing of its
    place does not change."""
    if field.name == "until":
        field = row._meta.get_field("own_until")
    return field.value_from_object(row)


def row_digest(row: Model) -> str:
    """Return a keyed digest of a row read from the database.

    Empty fields and default values are left out, so that a new column does not change it.
    """
    values = {
        field.name: field_as_text(row, field.name)
        for field in row._meta.concrete_fields
        if field.name != "own_until"
        and (value := _stored_value(row, field)) is not None
        and value != field.get_default()
    }
    content = json.dumps(values, sort_keys=True)
    return salted_hmac("residents.roster_import", content, algorithm="sha256").hexdigest()[:32]
