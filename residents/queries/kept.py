"""The rows that are kept about a person, newest first; ``holdings`` tells what they mean."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db.models import QuerySet

from residents.models import Consent, Membership, Office, RosterDraft, User


class Home:
    """A membership in plain words."""

    def __init__(self, membership: Membership) -> None:
        self.building = str(membership.household.building)
        self.household = str(membership.household)
        self.since, self.until = membership.since, membership.until
        self.may_answer = membership.may_answer


class Duty:
    """An office in plain words."""

    def __init__(self, office: Office) -> None:
        self.kind, self.get_kind_display = office.kind, office.get_kind_display
        self.place = str(office.building or office.neighbourhood)
        self.since, self.until = office.since, office.until
        self.contact = office.contact


def account_of(user: User) -> QuerySet[User]:
    return User.objects.filter(pk=user.pk)


def homes_ever_of(user: User) -> QuerySet[Membership]:
    homes = Membership.objects.filter(user=user).order_by("-since", "-pk")
    return homes.select_related("household__flat", "household__building")


def offices_ever_of(user: User) -> QuerySet[Office]:
    offices = Office.objects.filter(user=user).order_by("-since", "-pk")
    return offices.select_related("building", "neighbourhood")


def consents_of(user: User) -> QuerySet[Consent]:
    return Consent.objects.filter(user=user).order_by("-given_at", "-pk")


def sessions_of(user: User) -> QuerySet[Any]:
    sessions: QuerySet[Any] = UserSession.objects.filter(user=user)
    return sessions.order_by("-created_at", "-pk")


def desk_acts_of(user: User) -> QuerySet[LogEntry]:
    """What kind of thing was changed and when; whom it was about is not this person's to take."""
    acts = LogEntry.objects.filter(user=user).order_by("-action_time", "-pk")
    return acts.select_related("content_type")


def roster_drafts_of(user: User) -> QuerySet[RosterDraft]:
    drafts = RosterDraft.objects.filter(by=user).order_by("-at", "-pk")
    return drafts.select_related("building").defer("sheet")
