"""Types of things that come of one another, such as threads, canvasses and notices.

The journal records what came of what (``governance.journal.models.Link``). Rooms declare how
their things are shown where something else leads to them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from residents.people.models import Standing
from residents.places.models import Building

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class ThingView:
    """A thing in a list of things of several rooms."""

    kind: StrOrPromise
    title: str
    state: StrOrPromise
    url: str
    """Empty if the reader has no page of it."""


@dataclass(frozen=True, slots=True)
class ThingWords:
    """What a form starts with when something else is to come of the thing. Plain text, no Markdown."""

    title: str
    text: str
    """What became known of it, for a notice or another thread."""
    headline: str = ""
    """Title of a notice about it, if not ``title``."""
    matter: str = ""
    """What was agreed on, for an article of the charter, if not ``text``."""
    happens_on: dt.date | None = None
    """The day of its event, if there is one: what is to be done for it is due before."""


def _no_words(*_args: object) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingType:
    views_of: Callable[[Collection[int], Standing], Mapping[int, ThingView]]
    """Maps primary keys to views, without those that a person of this standing may not read.

    Needs one query. It reads the stored state only, never the clock, because the pages on which it
    is shown expire with their own room's things.
    """
    words_of: Callable[[Building, int], ThingWords | None] = _no_words
    """Returns None if the building has no such thing, or if nothing can come of it now. The reader's
    rights are checked by ``views_of``."""
