"""What can be found. Each room tells its own in its ``searchable.py``, by one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from governance.search.models import Passage

Passages = Callable[[int], Iterable[Passage]]


@dataclass(frozen=True, slots=True)
class Searchable:
    """One kind of subject: the room it is in, and all its passages by its number."""

    name: str | Promise
    passages_of: Passages
    adding: Mapping[str, Passages] = field(default_factory=dict)
    """Verbs of the journal after which a subject only has some passages more: just those."""


SUBJECTS: dict[str, Searchable] = {}


def searchable(
    kind: str,
    name: str | Promise,
    passages_of: Passages,
    *,
    adding: Mapping[str, Passages] | None = None,
) -> None:
    """``searchable("notices.notice", _("公示栏"), passages_of)``.

    From now on each line of the journal about a notice renews what can be found of it: the passages
    that it should have; none while, or as soon as, its readers may not read it.
    """
    SUBJECTS[kind] = Searchable(name, passages_of, adding or {})


def room_of(kind: str) -> str:
    return kind.partition(".")[0]


def rooms() -> dict[str, str | Promise]:
    """The rooms in which something can be found, as neighbours call them."""
    return {room_of(kind): subject.name for kind, subject in SUBJECTS.items()}
