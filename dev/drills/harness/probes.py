"""Request a page, send a form and fetch a static file during a fault, and time each answer."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

import requests

from dev.drills.harness.building import Place

TIMEOUT = 40.0
STATIC = "/favicon.ico"
TYPED = "楼道里的灯又坏了，请谁看看"


@dataclass
class Probes:
    place: Place
    url: str
    statuses: Counter[str] = field(default_factory=Counter)
    longest: dict[str, float] = field(default_factory=dict)
    """Seconds of the slowest answer of each kind."""
    lost_texts: int = 0
    """Forms that were answered with a fault, without what was typed."""
    _turn: int = 0

    def ask(self) -> None:
        """Ask for one of each, with a short pause."""
        person = self.place.people[self._turn % len(self.place.people)]
        self._turn += 1
        headers = {"Cookie": person.cookies}
        self._timed("static file", lambda: requests.get(self.url + STATIC, timeout=TIMEOUT))
        page = f"{self.url}/b/{self.place.slug}/notices/"
        self._timed("page", lambda: requests.get(page, headers=headers, timeout=TIMEOUT))
        answer = self._timed("form", lambda: self._send(headers, person.csrf))
        if answer is not None and answer.status_code >= 400 and TYPED not in unescape(answer.text):
            self.lost_texts += 1
        time.sleep(0.2)

    def wait_until_back(self, seconds: float) -> float:
        """Return the seconds until a page with the database is answered with 200."""
        begun = time.monotonic()
        page = f"{self.url}/b/{self.place.slug}/notices/"
        headers = {"Cookie": self.place.people[0].cookies}
        while (waited := time.monotonic() - begun) < seconds:
            if requests.get(page, headers=headers, timeout=TIMEOUT).status_code == 200:
                return waited
            time.sleep(0.1)
        raise TimeoutError(f"No page was back within {seconds} seconds.")

    def figures(self) -> dict[str, str]:
        slowest = {f"slowest {kind}": f"{seconds:.1f} s" for kind, seconds in self.longest.items()}
        counted = ", ".join(f"{n} × {what}" for what, n in sorted(self.statuses.items()))
        return {**slowest, "answers": counted, "forms without their text": str(self.lost_texts)}

    def faults(self, most: float) -> list[str]:
        slow = [
            f"The slowest {kind} took {seconds:.1f} s."
            for kind, seconds in self.longest.items()
            if seconds > most and kind != "form"
        ]
        wrong = [what for what in self.statuses if what.endswith(" 500")]
        lost = [f"{self.lost_texts} forms lost what was typed."] if self.lost_texts else []
        return [*slow, *lost, *(f"Answered with {what}." for what in wrong)]

    def _send(self, headers: dict[str, str], csrf: str) -> requests.Response:
        path = f"/b/{self.place.slug}/lounge/{self.place.threads[0]}/reply/"
        data = {"text": f"{TYPED} {self._turn}", "csrfmiddlewaretoken": csrf}
        return requests.post(
            self.url + path, data=data, headers=headers, allow_redirects=False, timeout=TIMEOUT
        )

    def _timed(self, kind: str, ask: Callable[[], requests.Response]) -> requests.Response | None:
        begun, answer = time.monotonic(), None
        try:
            answer = ask()
            what = str(answer.status_code)
        except requests.RequestException as error:
            what = type(error).__name__
        self.statuses[f"{kind} {what}"] += 1
        self.longest[kind] = max(self.longest.get(kind, 0.0), time.monotonic() - begun)
        return answer
