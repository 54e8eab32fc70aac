"""The slips of one home, for all questions that are open there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from governance.canvass.choices import PrintedBoxes
from governance.canvass.models import Attachment, Canvass, Voice
from governance.canvass.queries.page import canvasses_for_page
from governance.canvass.queries.paper import SignedText, signed_text
from governance.canvass.queries.paper_sizes import slip_boxes, slip_clauses
from governance.canvass.queries.public_text import text_key
from residents.models import Building


@dataclass(frozen=True, slots=True)
class HomeSlip:
    """A slip of a home, with what is printed on it. The pages of a long text come behind it."""

    canvass: Canvass
    voice: Voice
    text: SignedText
    clauses: list[str]
    """The first clauses of a long text, up to the number for which the slip has space."""
    choices: list[PrintedBoxes]
    attached: list[Attachment]
    path: str
    """Address of the text for readers of the paper."""

    @property
    def pages(self) -> int:
        return 1 + len(self.text.annex)


def home_slips_in(building: Building, voices: Sequence[Voice]) -> list[HomeSlip]:
    """Return a slip for each voice. A secret vote has none. The number of statements does not depend
    on the questions, unless they ask for more than yes or no."""
    found = canvasses_for_page().prefetch_related("attachments").filter(secret=False)
    canvasses = found.in_bulk([voice.canvass_id for voice in voices])
    return [
        _slip(building, canvasses[voice.canvass_id], voice)
        for voice in voices
        if voice.canvass_id in canvasses
    ]


def _slip(building: Building, canvass: Canvass, voice: Voice) -> HomeSlip:
    canvass.building = building
    text = signed_text(canvass)
    return HomeSlip(
        canvass,
        voice,
        text=text,
        clauses=slip_clauses(canvass, text),
        choices=slip_boxes(canvass, text),
        attached=canvass.documents,
        path=reverse("paper_text", args=text_key(canvass)),
    )
