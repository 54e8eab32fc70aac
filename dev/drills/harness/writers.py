"""Threads that send forms until they are acknowledged, and a thread that reads pages."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import requests

from dev.drills.harness.building import KINDS, Place
from dev.drills.harness.forms import Form, Ledger

ACKNOWLEDGED = {201, 204, 302}
TRIES = 60
"""After which a form is given up, so that one that is refused cannot hold a writer."""
PAUSE = 0.5
"""Seconds between two tries of the same form."""
TIMEOUT = 15.0


@dataclass
class Writers:
    """Writers of a building. ``urls`` are the portals or proxies; a try goes to the next of them."""

    place: Place
    urls: Sequence[str]
    number: int = 6
    kinds: tuple[str, ...] = KINDS
    most: int = 0
    """Acknowledged forms after which they stop; 0 for no limit."""
    timeout: float = TIMEOUT
    ledger: Ledger = field(default_factory=Ledger)
    _stop: threading.Event = field(default_factory=threading.Event, repr=False)
    _threads: list[threading.Thread] = field(default_factory=list, repr=False)

    def start(self) -> None:
        self.ledger.begun = time.monotonic()
        for number in range(self.number):
            self._threads.append(threading.Thread(target=self._write, args=[number], daemon=True))
            self._threads[-1].start()

    def stop(self) -> None:
        """Let each writer finish its try. What it could not bring home is given up."""
        self.ledger.ended = time.monotonic()
        self._stop.set()
        self.join()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()
        self.ledger.ended = self.ledger.ended or time.monotonic()

    def wait_for(self, acknowledged: int, seconds: float) -> None:
        """Wait until so many more forms are acknowledged. Raises TimeoutError."""
        wanted, deadline = len(self.ledger.acknowledged) + acknowledged, time.monotonic() + seconds
        while len(self.ledger.acknowledged) < wanted:
            if time.monotonic() > deadline:
                raise TimeoutError(f"No {acknowledged} writes were taken within {seconds} seconds.")
            time.sleep(0.05)

    def _write(self, number: int) -> None:
        wire = _new_session()
        while not self._stop.is_set() and not self._has_enough():
            form = self.place.next_form(self.kinds)
            if self._send_until_taken(wire, form, number):
                self.ledger.acknowledge(form)
            else:
                self.ledger.give_up(form)

    def _has_enough(self) -> bool:
        return bool(self.most) and len(self.ledger.acknowledged) >= self.most

    def _send_until_taken(self, wire: requests.Session, form: Form, number: int) -> bool:
        for turn in range(TRIES):
            reason = send(wire, self.urls[(number + turn) % len(self.urls)], form, self.timeout)
            if not reason:
                return True
            self.ledger.fail(reason)
            if reason in {"200", "403", "404", "429"} or self._stop.wait(PAUSE):
                return False  # refused: another try would be, too
        return False


def send(wire: requests.Session, url: str, form: Form, timeout: float = TIMEOUT) -> str:
    """Send a form. Return "" if it was acknowledged, else the status or the exception's name.

    It is acknowledged if the status says so and the cookie ``sent`` carries the form's key.
    """
    files = {"photos": ("a.jpg", form.photo, "image/jpeg")} if form.photo else None
    try:
        answer = wire.post(
            url + form.path,
            data=form.data,
            files=files,
            headers={"Cookie": form.person.cookies},
            allow_redirects=False,
            timeout=timeout,
        )
    except requests.RequestException as error:
        return type(error).__name__
    taken = answer.status_code in ACKNOWLEDGED and answer.cookies.get("sent") == form.key
    wire.cookies.clear()
    return "" if taken else f"{answer.status_code}"


@dataclass
class Reader:
    """A thread that reads the building's pages and counts how each was answered."""

    place: Place
    url: str
    pages: tuple[str, ...] = ("notices/", "lounge/", "charter/")
    statuses: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0
    _stop: threading.Event = field(default_factory=threading.Event, repr=False)

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        thread = threading.Thread(target=self._read, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _read(self) -> None:
        wire, turn = _new_session(), 0
        while not self._stop.wait(0.2):
            page = f"{self.url}/b/{self.place.slug}/{self.pages[turn % len(self.pages)]}"
            cookies = self.place.people[turn % len(self.place.people)].cookies
            begun, turn = time.monotonic(), turn + 1
            try:
                answer = wire.get(page, headers={"Cookie": cookies}, timeout=TIMEOUT)
                self.statuses[f"{answer.status_code}"] += 1
            except requests.RequestException as error:
                self.statuses[type(error).__name__] += 1
            self.longest = max(self.longest, time.monotonic() - begun)
            wire.cookies.clear()


@contextlib.contextmanager
def writing(writers: Writers) -> Iterator[Ledger]:
    writers.start()
    try:
        yield writers.ledger
    finally:
        writers.stop()


def _new_session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # no proxy of the machine's environment
    return session
