"""A building of many households for the writers: people, threads, canvasses and notices."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import secrets
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from random import Random
from threading import Lock
from typing import TYPE_CHECKING

from dev.drills.harness.forms import Form, Person

if TYPE_CHECKING:
    from residents.models import Building, User

LONG_AGO = dt.date(2020, 1, 1)
UNUSABLE = "!"
"""A password with which nobody signs in."""
KINDS = ("reply", "reply", "reply", "answer", "know")


@dataclass
class Place:
    """A building with all that a writer needs. ``next_form`` may be called by many threads."""

    slug: str
    people: list[Person]
    threads: list[int]
    canvasses: list[int]
    notices: list[tuple[int, int]]
    """Notices that ask every household to confirm, each with its canvass."""
    seed: int = 16
    _turns: Iterator[int] = field(default_factory=itertools.count, repr=False)
    _unsaid: list[tuple[int, int, Person]] = field(default_factory=list, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        first_of = {person.household: person for person in reversed(self.people)}
        self._unsaid = [
            (*notice, person) for notice in self.notices for person in first_of.values()
        ]
        Random(self.seed).shuffle(self._unsaid)  # noqa: S311 -- an order, no secret

    def next_form(self, kinds: tuple[str, ...] = KINDS) -> Form:
        """Return a new form. People take turns, so that nobody comes near a rate limit."""
        with self._lock:
            turn = next(self._turns)
            kind = kinds[turn % len(kinds)]
            if kind == "know" and self._unsaid:
                return self._know(*self._unsaid.pop())
        person = self.people[turn * 7 % len(self.people)]
        if kind == "answer":
            canvass = self.canvasses[turn % len(self.canvasses)]
            said = {"choice": "agree", "reason": "KEY", "seen": "0", "version": "1", "do": "answer"}
            path = f"/b/{self.slug}/canvass/{canvass}/answer/"
            return Form("answer", path, person, said, canvass=canvass)
        thread = self.threads[turn % len(self.threads)]
        photo = a_photo() if kind == "photo" else b""
        kind = "photo" if photo else "reply"
        path = f"/b/{self.slug}/lounge/{thread}/reply/"
        return Form(kind, path, person, {"text": "楼道里的事KEY"}, photo=photo)

    def _know(self, notice: int, canvass: int, person: Person) -> Form:
        path = f"/b/{self.slug}/notices/{notice}/know/"
        return Form("know", path, person, canvass=canvass)


def make_place(households: int = 60, people: int = 3, *, slug: str = "drill") -> Place:
    """Create the building in the database that Django is set up for."""
    from residents.models import Building, Neighbourhood, Office  # noqa: PLC0415 -- after setup

    neighbourhood = Neighbourhood.objects.create(name=f"演练{slug}", committee="演练居委会")
    building = Building.objects.create(
        neighbourhood=neighbourhood, slug=slug, door_number=slug, floors=20, lounge_floor=3
    )
    residents = _make_residents(building, households, people)
    leader = residents[0][0]
    Office.objects.create(user=leader, kind="leader", building=building, since=LONG_AGO)
    return Place(
        slug=slug,
        people=_sign_in(residents),
        threads=[_start_thread(building, leader, number) for number in range(6)],
        canvasses=[_open_canvass(building, leader, number) for number in range(4)],
        notices=[_post_notice(building, leader, number) for number in range(4)],
    )


def _make_residents(building: Building, households: int, people: int) -> list[tuple[User, int]]:
    from residents.models import Flat, Household, Membership, User  # noqa: PLC0415

    flats = Flat.objects.bulk_create(
        Flat(
            building=building,
            floor=1 + n // 4,
            room=f"{1 + n // 4}{n % 4 + 1:02d}",
            area="70.00",
            area_source="register",
        )
        for n in range(households)
    )
    homes = Household.objects.bulk_create(
        Household(building=building, flat=flat, aged_18_59=people) for flat in flats
    )
    users = User.objects.bulk_create(
        User(username=f"{building.slug}-{n}", shown_name=f"邻居{n}", password=UNUSABLE)
        for n in range(households * people)
    )
    living = [(user, homes[n % households]) for n, user in enumerate(users)]
    Membership.objects.bulk_create(
        Membership(user=user, household=home, since=LONG_AGO) for user, home in living
    )
    return [(user, home.pk) for user, home in living]


def _sign_in(residents: list[tuple[User, int]]) -> list[Person]:
    """Create a session for each of them, as signing in does."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    host = settings.ALLOWED_HOSTS[0].lstrip(".")
    people = []
    for user, household in residents:
        browser = Client(headers={"host": host})
        browser.force_login(user)
        session = browser.cookies[settings.SESSION_COOKIE_NAME].value
        csrf = "".join(secrets.choice(string.ascii_letters) for _letter in range(32))
        cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={csrf}"
        people.append(Person(cookies, csrf, household))
    return people


def _start_thread(building: Building, leader: User, number: int) -> int:
    from governance.lounge.actions.threads import start_thread  # noqa: PLC0415
    from governance.lounge.inputs import ThreadInput  # noqa: PLC0415

    data = ThreadInput(kind="need", title=f"演练{number}", text=f"第{number}件事")
    return start_thread(building, data, by=leader).pk


def _open_canvass(building: Building, leader: User, number: int) -> int:
    from django.utils import timezone  # noqa: PLC0415

    from governance.canvass.actions import drafting, opening  # noqa: PLC0415
    from governance.canvass.inputs import CanvassInput  # noqa: PLC0415

    now = timezone.now()
    data = CanvassInput(
        purpose="consent",
        preset="covenant",
        electorate="households",
        question=f"同意第{number}份公约吗？",
        body="不在楼道堆物。",
        opens_at=now - dt.timedelta(seconds=5),
        closes_at=now + dt.timedelta(days=7),
    )
    canvass = drafting.announce_canvass(
        drafting.draft_canvass(building, data, by=leader), by=leader
    )
    return opening.open_canvass(canvass, by=leader).pk


def _post_notice(building: Building, leader: User, number: int) -> tuple[int, int]:
    from governance.notices.actions import posting, writing  # noqa: PLC0415
    from governance.notices.inputs import NoticeInput  # noqa: PLC0415

    data = NoticeInput(title=f"演练通知{number}", body="周三停水", asks=True)
    notice = posting.post_notice(writing.draft_notice(building, data, by=leader), by=leader)
    assert notice.canvass_id  # noqa: S101 -- every household is asked
    return notice.pk, notice.canvass_id


@cache
def a_photo() -> bytes:
    from PIL import Image  # noqa: PLC0415

    out = io.BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()
