"""Texts in which other people write a resident's name or number, as each room declares them.

What a room keeps *about* an account stands in ``DATA_CATEGORIES``. A mention is a text beside it: who signed
a paper, what a helper noted at a door. ``docs/privacy.md`` is generated from both.
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
    """``columns``: ``app.model.field``. ``redacted``: name and number are taken out when the person is
    forgotten; else ``until`` says why they stay."""

    code: str
    title: StrOrPromise
    seen_by: StrOrPromise
    until: StrOrPromise
    columns: tuple[str, ...]
    redacted: bool


MENTIONS: dict[str, Mention] = {}


def register_mentions(room: str, *found: Mention) -> None:
    """``register_mentions("canvass", Mention("signers", …))``: listed as ``canvass.signers``."""
    MENTIONS.update({f"{room}.{mention.code}": mention for mention in found})


def redact(rows: QuerySet[Any], *fields: str, name: str, phone: str) -> None:
    """Put 一位前住户 for the name and a remark for the number, wherever they stand in ``fields``.

    A name of one character is found in too many words to be struck from them.
    """
    for field in fields:
        longest = rows.model._meta.get_field(field).max_length
        without = Func(F(field), Value(name), Value(phone), function="residents_without")
        fresh = Left(without, longest)
        rows.exclude(**{field: fresh}).update(**{field: fresh})
