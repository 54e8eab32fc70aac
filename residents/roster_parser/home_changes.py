"""Describe the changes to a home in words: 人数 2 → 3."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Field, Model, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.phone_numbers import mask_phones
from residents.places.models import Flat, Household, Owner
from residents.roster_parser.ages import Ages
from residents.roster_parser.record import HomeRecord

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A change of one attribute of a home."""

    what: str
    old: str
    new: str


def changes_between(before: HomeRecord, after: HomeRecord) -> list[FieldChange]:
    return [
        FieldChange(str(text.label), *_distinguished(text.words(old), text.words(new)))
        for text in FIELD_LABELS
        if (old := text.value(before)) != (new := text.value(after))
    ]


@dataclass(frozen=True, slots=True)
class _FieldLabel:
    """How a change of one attribute of a home is shown."""

    label: StrOrPromise
    value: Callable[[HomeRecord], object]
    words: Callable[[Any], str] = str


def _label(model: type[Model], name: str) -> StrOrPromise:
    return cast("Field[Any, Any]", model._meta.get_field(name)).verbose_name


def _chosen(choices: type[TextChoices]) -> Callable[[str], str]:
    return lambda value: str(choices(value).label) if value else ""


FIELD_LABELS = (
    _FieldLabel(_label(Flat, "floor"), attrgetter("floor")),
    _FieldLabel(_label(Flat, "area"), attrgetter("area"), lambda area: str(area or "")),
    _FieldLabel(_label(Flat, "area_source"), attrgetter("area_source"), _chosen(Flat.AreaSource)),
    _FieldLabel(
        gettext_lazy("业主"),
        lambda home: home.owner and (home.owner.pk, home.owner.name, home.owner.ordinal),
        lambda owner: owner[1] if owner else "",
    ),
    _FieldLabel(
        _label(Owner, "also"), lambda home: "、".join(home.owner.also) if home.owner else ""
    ),
    _FieldLabel(
        _label(Owner, "phone"), lambda home: home.owner.phone if home.owner else "", mask_phones
    ),
    _FieldLabel(_label(Household, "contact"), attrgetter("contact")),
    *(_FieldLabel(_label(Household, band), attrgetter(band)) for band in Ages._fields),
    _FieldLabel(
        _label(Household, "occupancy"), attrgetter("occupancy"), _chosen(Household.Occupancy)
    ),
    _FieldLabel(_label(Household, "phone"), attrgetter("phone"), mask_phones),
    _FieldLabel(_label(Household, "note"), attrgetter("note")),
)


def _distinguished(old: str, new: str) -> tuple[str, str]:
    return (old, new) if old != new else (old, _("%(new)s（不是同一个）") % {"new": new})
