"""The types by which rooms declare what can be forwarded to a chat group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from residents.rooms.context import PageContext

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCard:
    """A thing as it is told outside of the portal: no names but those of offices, no choices."""

    kind: str
    """Such as 通知 or 结果."""
    title: str
    when: str = ""
    sentence: str = ""
    state: str = ""
    """Numbers of the moment, such as ``21家里，16家已经知道，还差5家``."""
    url: str
    """The path of the thing's page."""
    asks: str
    """What scanning the picture leads to."""
    holds: str = ""
    """What the text to be forwarded holds, if that is no number of homes."""
    is_for_everybody: bool = False
    """Whether strangers may read it."""

    @property
    def counts(self) -> bool:
        """Whether it tells numbers of the moment."""
        return any(char.isdigit() for char in self.state)


def _no_page(*_args: object) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Shareable:
    """A type of things that can be forwarded, or to which a QR code on paper leads."""

    noun: StrOrPromise
    """Its kind for those who may not read it: 通知. Empty for the building itself."""
    card_of: Callable[[PageContext, int], ShareCard | None]
    """Returns None if the thing is not in this building, if it is over, or if the reader may not read
    it. Of a standing it looks at rights only, never at the person."""
    page_of: Callable[[PageContext, int], str] = _no_page
    """Returns the URL of a thing that has no card any more, if the reader may still read it."""
