"""Types by which rooms declare the personal data that they store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ONLY_ME = _("只有您自己")
COMMITTEE = _("您自己、楼组长和居委")
BUILDING = _("本楼的人")


def _unchanged(row: Any) -> Any:
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
    rows_of: Callable[..., QuerySet[Any]]
    columns: Mapping[str, StrOrPromise]
    present: Callable[[Any], Any] = field(default=_unchanged)
