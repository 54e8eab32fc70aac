"""Voices of open canvasses, by the doors at which they are asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from governance.canvass.choices import choices_for
from governance.canvass.kinds import asks_yes_or_no
from governance.canvass.lifecycle import DelegationState
from governance.canvass.models import Answer, Canvass, Delegation, Purpose, Voice, VoiceFlat
from governance.canvass.queries.standing import (
    needs_no_visit,
    was_told,
    was_told_of_an_earlier_text,
)
from governance.canvass.queries.voices import VoicePlace
from governance.canvass.queries.words import ChoiceWords, choice_words
from residents.models import Building, Flat

PRESSING = dt.timedelta(hours=24)
"""How long before the end everybody is told, also those who do not want to be called on."""


class Principal(TypedDict):
    """A home that lets another one answer."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class VoiceAtDoor:
    """A voice of an open canvass, for those who knock."""

    voice: Voice
    places: list[VoicePlace]
    told: bool
    told_earlier: bool
    """Whether somebody told the household of a text that had been replaced, and nobody since."""
    done: bool
    proxy: str
    """The label of the home that answers for it, or "" if there is none."""
    principals: list[Principal]
    """The homes for which it answers, and has not yet."""

    @property
    def canvass(self) -> Canvass:
        return self.voice.canvass

    @property
    def clash(self) -> list[Answer]:
        """Two answers that disagree, so that the household is asked again. Otherwise empty."""
        current = getattr(self.voice, "current", None)
        return [current.answer, current.waiting] if current and current.clash else []

    @property
    def urgent(self) -> bool:
        only_tells = self.canvass.purpose == Purpose.TELL
        return only_tells and self.canvass.closes_at - timezone.now() < PRESSING

    @property
    def asks(self) -> bool:
        return self.canvass.purpose != Purpose.TELL

    @property
    def yes_or_no(self) -> bool:
        return asks_yes_or_no(self.canvass)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The answers with their words, for a question that is answered by one of three."""
        return choices_for(self.canvass)

    @property
    def words(self) -> ChoiceWords:
        return choice_words(self.canvass)

    @property
    def flats(self) -> list[tuple[int, bool]]:
        """The flats at which somebody knocks for it, each with whether the owner lives elsewhere."""
        lived_in = [place["flat"] for place in self.places if place["answering"]]
        return [(pk, False) for pk in lived_in] or [(p["flat"], True) for p in self.places]


def voices_at_doors_in(building: Building, flat: Flat | None = None) -> list[VoiceAtDoor]:
    """Return the voices of all open canvasses, or those of one flat, soonest deadline first. Uses
    one statement."""
    voices = Voice.objects.filter(canvass__in=building.canvass_set.taking_answers())
    if flat is not None:
        voices = voices.filter(flats__flat=flat)
    flats = VoiceFlat.objects.filter(voice=OuterRef("pk")).order_by("floor", "room")
    place = JSONObject(floor="floor", room="room", flat="flat_id", answering="answering_id")
    accepted = Delegation.objects.filter(principal=OuterRef("pk"), state=DelegationState.ACCEPTED)
    entrusted = Delegation.objects.filter(
        ~Exists(Answer.objects.filter(delegation=OuterRef("pk"))),
        proxy=OuterRef("pk"),
        state=DelegationState.ACCEPTED,
    )
    principal = JSONObject(number="principal__number", label="principal__label")
    found = voices.annotate(
        told=was_told(),
        told_earlier=ExpressionWrapper(was_told_of_an_earlier_text(), BooleanField()),
        done=ExpressionWrapper(needs_no_visit(), BooleanField()),
        places=ArraySubquery(flats.values(place=place)),
        proxy=Subquery(accepted.values("proxy__label")[:1]),
        principals=ArraySubquery(entrusted.order_by("principal__number").values(one=principal)),
    )
    related = ("canvass", "current__answer__by", "current__waiting__by")
    rows = found.select_related(*related).defer("canvass__body", "canvass__html")
    in_order = rows.order_by("canvass__closes_at", "canvass", "number")
    return [_at_door(voice, building) for voice in in_order]


def _at_door(voice: Voice, building: Building) -> VoiceAtDoor:
    voice.canvass.building = building
    row: Any = voice  # annotated
    return VoiceAtDoor(
        voice,
        row.places,
        row.told,
        row.told_earlier,
        row.done,
        row.proxy or "",
        row.principals,
    )
