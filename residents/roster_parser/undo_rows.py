"""What an import wrote, as it is kept so that the import can be taken back: rows made, rows changed."""

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
"""In the order in which they are made."""


@dataclass(frozen=True, slots=True)
class UndoRow:
    """A row of ``kind``. ``before`` holds, as text, the fields that were changed; None where the row was
    made. ``after`` tells whether somebody changed it since, without repeating what it says.
    """

    kind: str
    pk: int
    before: Mapping[str, str | None] | None
    after: str

    @property
    def model(self) -> type[ImportedRow]:
        return MODELS_BY_KIND[self.kind]

    def restore(self, row: ImportedRow) -> None:
        """Put the fields that were changed back. Does not save."""
        for name, text in (self.before or {}).items():
            field: Any = row._meta.get_field(name)
            setattr(row, name, field.to_python(text))


def field_as_text(row: Model, name: str) -> str | None:
    """A field's value, as ``UndoRow.before`` holds it."""
    value = _said(row, row._meta.get_field(name))
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return None if value is None else str(value)


def _said(row: Model, field: Any) -> Any:
    """By the row itself: a closing of its place changes its ``until`` and says nothing of the row."""
    if field.name == "until":
        field = row._meta.get_field("own_until")
    return field.value_from_object(row)


def row_digest(row: Model) -> str:
    """A keyed digest of what a row that was read from the database says.

    Empty fields and those at their default are left out, so that a column added by a later version
    of the program changes nothing.
    """
    said = {
        field.name: field_as_text(row, field.name)
        for field in row._meta.concrete_fields
        if field.name != "own_until"
        and (value := _said(row, field)) is not None
        and value != field.get_default()
    }
    content = json.dumps(said, sort_keys=True)
    return salted_hmac("residents.roster_import", content, algorithm="sha256").hexdigest()[:32]
