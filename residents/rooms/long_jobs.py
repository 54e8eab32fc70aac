"""Types by which rooms declare work that takes longer than a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from residents.people.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class RunningJob(Protocol):
    """The fields of a long job that its kind reads."""

    by: User
    """Who started it."""
    arguments: Any
    """Ids of what it is about, as JSON."""
    cursor: str
    """What the last chunk returned; empty at the beginning."""


@dataclass(frozen=True, slots=True)
class LongJobKind:
    """A kind of work that is done in chunks, each in one transaction, while its person watches."""

    name: str
    """Room and name, such as "notices.circular"."""
    title: StrOrPromise
    chunk: Callable[[RunningJob], str | None]
    """Do one chunk. Return the cursor of the next one, or None after the last. Raises Refused if the
    job cannot go on."""
    ended: Callable[[RunningJob, bool], None]
    """Called in the transaction that ends the job. The second argument is whether it was finished,
    not cancelled or given up."""
    file_kept_for: dt.timedelta | None = None
    """For work whose result is a file: from its beginning until the file is deleted. None if the
    result is a page, which can be read from the beginning."""
