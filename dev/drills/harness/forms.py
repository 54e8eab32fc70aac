"""Forms with one-time keys, and the ledger of what became of them."""

from __future__ import annotations

import itertools
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock


@dataclass(frozen=True)
class Person:
    """A signed-in resident. ``cookies`` is a header; the session does not end."""

    cookies: str
    csrf: str
    household: int


@dataclass(frozen=True)
class Form:
    """A form of one person. ``kind`` is reply, photo, answer or know.

    The one-time key is part of the text of replies and answers. ``know`` has no text: there may be
    one for each canvass and household.
    """

    kind: str
    path: str
    person: Person
    fields: dict[str, str] = field(default_factory=dict)
    canvass: int = 0
    photo: bytes = b""
    key: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def data(self) -> dict[str, str]:
        fields = {name: value.replace("KEY", self.key) for name, value in self.fields.items()}
        return fields | {"once": self.key, "csrfmiddlewaretoken": self.person.csrf}


@dataclass
class Ledger:
    """Forms that were acknowledged, forms that were given up, and the tries that failed.

    Many threads write to it.
    """

    acknowledged: list[tuple[float, Form]] = field(default_factory=list)
    """With the time of the monotonic clock."""
    given_up: list[Form] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    """Status or name of the exception → tries."""
    begun: float = field(default_factory=time.monotonic)
    ended: float = 0.0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def acknowledge(self, form: Form) -> None:
        with self._lock:
            self.acknowledged.append((time.monotonic(), form))

    def give_up(self, form: Form) -> None:
        with self._lock:
            self.given_up.append(form)

    def fail(self, reason: str) -> None:
        with self._lock:
            self.failures[reason] += 1

    @property
    def longest_gap(self) -> float:
        """Seconds between two acknowledged writes at most, from the first try to the end."""
        with self._lock:
            moments = sorted(moment for moment, _form in self.acknowledged)
        moments = [self.begun, *moments, self.ended or time.monotonic()]
        return max(later - former for former, later in itertools.pairwise(moments))

    @property
    def failed_tries(self) -> str:
        return ", ".join(f"{number} × {reason}" for reason, number in self.failures.most_common())
