"""Texts in which others write a resident's name or number, declared by each room.

Data *about* an account is declared as a ``DataCategory``. A mention is other text: who signed a paper, or
what a helper noted at a door. ``docs/privacy.md`` is generated from both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Func, QuerySet, Value
from django.db.models.functions import Left

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Mention:
    """``columns`` are ``app.model.field``. If ``redacted``, name and number are removed when the
    person is forgotten; otherwise ``until`` says why they stay."""

    code: str
    title: StrOrPromise
    seen_by: StrOrPromise
    until: StrOrPromise
    columns: tuple[str, ...]
    redacted: bool


def redact(rows: QuerySet[Any], *fields: str, name: str, phone: str) -> None:
    """Replace the name by 一位前住户 and the number by a remark in all ``fields``. One-character names
    are not replaced, because they occur in too many words."""
    for field in fields:
        longest = rows.model._meta.get_field(field).max_length
        without = Func(F(field), Value(name), Value(phone), function="residents_without")
        fresh = Left(without, longest)
        rows.exclude(**{field: fresh}).update(**{field: fresh})
