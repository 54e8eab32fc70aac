"""The context that all providers of a page get: the reader, and a cache of queries."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar, cast

from residents.people.models import Standing, User
from residents.places.models import Building

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageContext:
    """The page being rendered. ``root`` is the scheme and host for absolute URLs, without a slash
    at the end.

    On pages for visitors ``user`` can be anonymous, so their providers must not read it.
    """

    building: Building
    standing: Standing
    user: User
    root: str = ""
    _results: dict[Hashable, object] = field(default_factory=dict, compare=False, repr=False)

    def once(self, query: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the result of ``query``, which runs once per page for the same arguments."""
        key = (query, args, tuple(sorted(kwargs.items())))
        if key not in self._results:
            self._results[key] = query(*args, **kwargs)
        return cast("T", self._results[key])
