"""Addresses of the pages on which a question is answered: in the building, or as an owner elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from governance.canvass.models import Canvass
from governance.canvass.queries.voices import VoiceStatus


@dataclass(frozen=True, slots=True)
class AnswerWays:
    page: str
    """The page of the question."""
    form: str
    """The page with the choices."""
    files: str
    """The name of the address of its files."""
    versions: str = ""
    """The page of all its texts, where it may be read."""


def ways_in_building(canvass: Canvass, status: VoiceStatus) -> AnswerWays:
    form = reverse("canvass:answer", args=[canvass.building.slug, canvass.pk])
    voice = f"{form}?voice={status.voice.number}"
    texts = reverse("canvass:versions", args=[canvass.building.slug, canvass.pk])
    return AnswerWays(canvass.get_absolute_url(), voice, "canvass:attachment", texts)


def ways_as_owner(canvass: Canvass, status: VoiceStatus) -> AnswerWays:
    args = [canvass.building.slug, canvass.pk]
    form = f"{reverse('canvass:owner_answer', args=args)}?voice={status.voice.number}"
    return AnswerWays(reverse("canvass:owner_question", args=args), form, "canvass:owner_file")
