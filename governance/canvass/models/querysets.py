"""Selections of canvasses by their state and dates."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Now

from governance.canvass.lifecycle import CanvassState
from residents.people.scope import BuildingOwnedQuerySet

if TYPE_CHECKING:
    from governance.canvass.models.answers import Confirmation  # noqa: F401 -- for the type in quotes
    from governance.canvass.models.canvass import Canvass  # noqa: F401 -- for the type in quotes

PUBLISHED_AFTER = dt.timedelta(days=3)
"""The time after which the scheduled job publishes a counted result."""


class CanvassQuerySet(BuildingOwnedQuerySet["Canvass"]):
    def taking_answers(self) -> Self:
        return self.filter(state=CanvassState.OPEN, closes_at__gt=Now())

    def to_open(self) -> Self:
        return self.filter(state=CanvassState.ANNOUNCED, opens_at__lte=Now(), closes_at__gt=Now())

    def to_close(self) -> Self:
        return self.filter(state=CanvassState.OPEN, closes_at__lte=Now())

    def to_publish(self) -> Self:
        """Counted, and still unpublished ``PUBLISHED_AFTER`` the count."""
        return self.filter(state=CanvassState.COUNTED, counted_at__lte=Now() - PUBLISHED_AFTER)

    def seen_by_residents(self) -> Self:
        """Exclude drafts, and canvasses withdrawn before their announcement."""
        return self.exclude(state=CanvassState.DRAFT).exclude(announced_at=None)


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def valid(self) -> Self:
        """Exclude those that were taken back, and the lines that take them back."""
        return self.filter(takes_back=None, taken_back=None)

    def confirming(self) -> Self:
        return self.valid().filter(denies=False)

    def denying(self) -> Self:
        return self.valid().filter(denies=True)
