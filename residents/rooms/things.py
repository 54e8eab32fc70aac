"""Types of things that come of one another, such as threads, canvasses and notices.

The journal records what came of what (``governance.journal.models.Link``). Rooms declare how
their things are shown where something else leads to them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from residents.people.models import Standing

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class ThingView:
    """A thing in a list of things of several rooms."""

    kind: StrOrPromise
    title: str
    state: StrOrPromise
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingType:
    views_of: Callable[[Collection[int], Standing], Mapping[int, ThingView]]
    """Maps primary keys to views, without those that a person of this standing may not read.

    Needs one query. It reads the stored state only, never the clock, because the pages on which it
    is shown expire with their own room's things.
    """
