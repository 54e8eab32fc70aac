"""The open questions that are printed with the letter to an owner who lives elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from governance.canvass.choices import PrintedBoxes
from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass, Voice
from governance.canvass.queries.options import load_options
from governance.canvass.queries.owner_questions import questions_of_owner
from governance.canvass.queries.paper import SignedText, fits_with_strip, signed_text
from governance.canvass.queries.paper_sizes import strip_boxes
from residents.models import Building, Owner, Standing

MAX_ENCLOSED = 10
"""Questions in one letter."""


@dataclass(frozen=True, slots=True)
class EnclosedQuestion:
    """A question with its full text, and the owner's voice if answers are taken."""

    canvass: Canvass
    text: SignedText
    voice: Voice | None

    @property
    def strip_follows(self) -> bool:
        """Whether the strip fits on the page of the text."""
        return len(self.text.pages) == 1 and fits_with_strip(self.canvass)

    @property
    def choices(self) -> list[PrintedBoxes]:
        return strip_boxes(self.canvass)


def enclosed_questions_of(owner: Owner) -> list[EnclosedQuestion]:
    """Return what the owner is asked now or soon, soonest deadline first."""
    running = owner.building.canvass_set.filter(
        state__in=[CanvassState.ANNOUNCED, CanvassState.OPEN]
    )
    mine = questions_of_owner(running, Standing(owned=(owner.pk,)))
    found = list(mine.prefetch_related("attachments").order_by("closes_at", "pk")[:MAX_ENCLOSED])
    voices = {v.canvass_id: v for v in Voice.objects.filter(canvass__in=found, owner=owner)}
    return [_enclosed(canvass, voices.get(canvass.pk)) for canvass in found]


def reply_address(building: Building) -> str:
    """Return the committee's address, in care of which the leader gets letters, or ""."""
    place = building.neighbourhood
    if not place.address:
        return ""
    words = {"committee": place.committee, "building": building.door}
    return "\n".join([place.address, _("%(committee)s 转 %(building)s楼组长") % words])


def _enclosed(canvass: Canvass, voice: Voice | None) -> EnclosedQuestion:
    load_options(canvass)
    answers = canvass.taking_answers and not canvass.secret
    return EnclosedQuestion(
        canvass,
        signed_text(canvass),
        voice if answers else None,
    )
