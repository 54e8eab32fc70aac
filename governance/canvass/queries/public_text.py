"""The text of a canvass for readers of its paper, who may not be signed in."""

from __future__ import annotations

from dataclasses import dataclass

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Attachment, Canvass, Option, TextVersion
from governance.canvass.queries.options import load_options, of_version, options_of
from governance.canvass.text_marks import text_mark
from governance.inbox.links import arrival_mac
from residents.models import Building

LABEL = "paper_text"
"""Part of the key of its address. The address of the canvass itself, which is forwarded, has another
and does not lead to the text."""


@dataclass(frozen=True, slots=True)
class PublicText:
    """The text of a canvass for the reader of a paper, without anybody's answer."""

    canvass: Canvass
    printed: TextVersion
    """The version that the paper carries."""
    files: list[Attachment]
    """The attachments of the newest text and of its options."""

    @property
    def withdrawn(self) -> bool:
        return self.canvass.state == CanvassState.WITHDRAWN

    @property
    def is_newest(self) -> bool:
        return self.printed.number == self.canvass.version

    @property
    def still_answers(self) -> bool:
        """Whether an answer to the printed version counts for the newest."""
        return self.printed.number >= self.canvass.material_version

    @property
    def printed_options(self) -> list[Option]:
        return options_of(self.canvass, self.printed.number)

    @property
    def printed_mark(self) -> str:
        files = of_version(self.canvass.attachments.all(), self.printed.number)
        return text_mark(self.printed.number, self.printed.body, files, self.printed_options)


def public_text_in(building: Building, pk: int, version: int) -> PublicText | None:
    """Return the text, or None for a draft and for a version that does not exist."""
    found = building.canvass_set.seen_by_residents().prefetch_related("attachments")
    canvass = found.filter(pk=pk).first()
    printed = TextVersion.objects.filter(canvass=canvass, number=version).first()
    if canvass is None or printed is None:
        return None
    canvass.building = building
    load_options(canvass)
    return PublicText(canvass, printed, canvass.present_files)


def text_key(canvass: Canvass) -> tuple[str, int, int, str]:
    """Return the arguments of the address that is printed on paper."""
    mac = arrival_mac(canvass.building, LABEL, canvass.pk)
    return canvass.building.slug, canvass.pk, canvass.version, mac
