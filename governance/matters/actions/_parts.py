"""Helpers of the matters' actions: the journal line of a part of a matter, and its number."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max

from governance.journal.actions import append
from governance.journal.models import Audience
from governance.matters.models import Matter
from residents.models import User


def enter_about(
    matter: Matter,
    verb: str,
    title: str,
    *,
    by: User,
    happened_on: dt.date | None = None,
) -> None:
    """Append a line about a part of the matter, such as a milestone, under the part's own title."""
    append(
        matter.building,
        verb,
        by=by,
        audience=Audience.RESIDENTS,
        subject=(Matter._meta.label_lower, matter.pk, title),
        url=matter.get_absolute_url(),
        happened_on=happened_on,
    )


def next_number(parts: Any) -> int:
    """Return the number of the next part. The matter is locked, so that numbers don't collide."""
    return (parts.aggregate(last=Max("number"))["last"] or 0) + 1
