"""The slip and the answers of somebody who joins, kept in the session."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse

from residents.access.models import OwnerSlip, Slip
from residents.joining.queries.joining import unclaimed_accounts_of
from residents.joining.queries.owners import owner_slips_for_joining, rooms_of_owner
from residents.joining.queries.slips import slips_for_joining
from residents.people.models import User
from residents.places.models import Building

SESSION_KEY = "joining"
HALF_AN_HOUR = 30 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningAnswers:
    """The answers so far, as the session keeps them."""

    slip: int
    """Primary key of the slip, or of the owner's slip."""
    until: float
    """In seconds since 1970, when they are no longer used."""
    who: int | None = None
    """Primary key of the account that waits for the person; None for a new person."""
    shown_name: str = ""
    phone: str | None = None
    for_owner: bool = False


@dataclass
class JoiningSession:
    """The slip, and the answers so far, which are kept for half an hour."""

    slip: Slip
    answers: JoiningAnswers

    @property
    def welcome_url(self) -> str:
        return reverse("welcome", args=[self.building.slug])

    @property
    def building(self) -> Building:
        return self.slip.building

    @cached_property
    def waiting(self) -> User | None:
        who = self.answers.who
        return unclaimed_accounts_of(self.slip.household).filter(pk=who).first() if who else None

    @cached_property
    def person(self) -> User:
        """Return the person who gets the key. A new person is not saved yet."""
        newcomer = User(shown_name=self.answers.shown_name)
        return self.slip.user or self.waiting or newcomer

    @property
    def is_newcomer(self) -> bool:
        return self.person.pk is None


@dataclass
class OwnerSession:
    """Like ``JoiningSession``, with the slip of an owner. Nobody opens accounts for owners."""

    slip: OwnerSlip
    answers: JoiningAnswers
    is_newcomer = True

    @property
    def building(self) -> Building:
        return self.slip.building

    @property
    def person(self) -> User:
        return User(shown_name=self.answers.shown_name)

    @property
    def welcome_url(self) -> str:
        return reverse("canvass:owner_questions", args=[self.building.slug])

    @property
    def rooms(self) -> str:
        return rooms_of_owner(self.slip.owner)


AnySession = JoiningSession | OwnerSession


def joining_session(request: HttpRequest, slug: str) -> AnySession | None:
    data = request.session.get(SESSION_KEY, {})
    if data.get("until", 0) < time.time():
        return None
    answers = JoiningAnswers(**data)
    if answers.for_owner:
        owners = owner_slips_for_joining(slug).filter(pk=answers.slip).first()
        return OwnerSession(owners, answers) if owners else None
    slip = slips_for_joining(slug).filter(pk=answers.slip).first()
    return JoiningSession(slip, answers) if slip else None


def save_answers(request: HttpRequest, visit: AnySession, answers: JoiningAnswers) -> None:
    visit.answers = answers
    request.session[SESSION_KEY] = asdict(answers)
