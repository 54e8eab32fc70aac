"""Types by which rooms declare the personal data that they store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from residents.people.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ONLY_ME = _("只有您自己")
COMMITTEE = _("您自己、楼组长和居委")
BUILDING = _("本楼的人")


def _unchanged(row: object) -> object:
    return row


@dataclass(frozen=True, slots=True)
class DataCategory:
    """Rows of one kind that are about a person.

    ``columns`` maps an attribute of a row to its label. ``present`` converts a row for display.
    """

    code: str
    title: StrOrPromise
    seen_by: StrOrPromise
    until: StrOrPromise
    """The retention period."""
    rows_of: Callable[[User], QuerySet[Model]]
    columns: Mapping[str, StrOrPromise]
    present: Callable[[Any], object] = field(default=_unchanged)
