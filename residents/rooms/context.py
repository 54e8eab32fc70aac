"""What every provider of a page is told: for whom the page is made, and what was asked already."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar, cast

from residents.people.models import Standing, User
from residents.places.models import Building

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageContext:
    """One page in the making. ``root`` stands before an address that leaves the site: no slash at its end.

    On a page that visitors may see, ``user`` may be nobody: a provider for such a page does not read it.
    """

    building: Building
    standing: Standing
    user: User
    root: str = ""
    _results: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def leads(self) -> bool:
        """The page is for the leader or the committee's staff."""
        return self.standing.leader or self.standing.staff

    def once(self, query: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of ``query``, asked once a page, however many providers need it."""
        key = (query, args, tuple(sorted(kwargs.items())))
        if key not in self._results:
            self._results[key] = query(*args, **kwargs)
        return cast("T", self._results[key])
