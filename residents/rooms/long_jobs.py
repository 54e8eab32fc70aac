"""Types by which rooms declare work that takes longer than a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.translation import gettext_lazy as _

from residents.people.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


TO_THE_QUEUE = _("← 回“后台在办的事”")


class RunningJob(Protocol):
    """The fields of a long job that its kind reads."""

    pk: int
    by: User
    """Who started it."""
    arguments: Any
    """Ids of what it is about, as JSON."""
    cursor: str
    """What the last chunk returned; empty at the beginning."""
    error: str
    """Why the job was given up, for its end."""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What an ended job did not do, and the button that tries it again."""

    heading: str
    rows: Sequence[tuple[object, str]]
    """Pairs of a thing and why it was not done."""
    label: str
    view: str
    """Name of a URL pattern that takes a form, and ``pk``."""
    pk: int


def _no_leftovers(_job: RunningJob) -> None:
    return None


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
    skip: Callable[[RunningJob, str], str | None] | None = None
    """Note why the present chunk was given up after errors, and return the cursor of the next one, as
    ``chunk`` does. Without it the whole job is given up."""
    leftovers: Callable[[RunningJob], Leftovers | None] = _no_leftovers
    back: str = "admin:jobs"
    """Name of the page on which such jobs are begun."""
    back_words: StrOrPromise = TO_THE_QUEUE
