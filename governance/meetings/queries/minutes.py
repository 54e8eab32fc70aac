"""Minutes as they are now, and editions as published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from governance.meetings.lifecycle import MeetingState
from governance.meetings.models import (
    AgendaItem,
    Correction,
    Meeting,
    Minutes,
    Presence,
    Resolution,
)
from governance.meetings.queries.agenda import items_of


class ResolutionContent(TypedDict):
    pk: int
    kind: str
    text: str
    way: str
    hands: dict[str, int] | None


class ItemContent(TypedDict):
    pk: int
    number: int
    title: str
    points: list[str]
    resolutions: list[ResolutionContent]


class MinutesContent(TypedDict):
    """The minutes as stored in an edition."""

    present: list[str]
    """Rooms of the households that were there, by floor."""
    items: list[ItemContent]


def minutes_content_of(meeting: Meeting) -> MinutesContent:
    """Return the content of an edition in the order of the agenda, without names of people."""
    return _content(rooms_present(meeting), items_of(meeting))


def rooms_present(meeting: Meeting) -> list[str]:
    """Return the present households by floor."""
    there = Presence.objects.filter(meeting=meeting, present=True)
    ordered = there.order_by("household__flat__floor", "household__flat__room")
    return list(ordered.values_list("household__flat__room", flat=True))


def _content(rooms: list[str], items: list[AgendaItem]) -> MinutesContent:
    return {
        "present": rooms,
        "items": [
            {
                "pk": item.pk,
                "number": item.number,
                "title": item.title,
                "points": item.point_lines,
                "resolutions": [
                    {"pk": r.pk, "kind": r.kind, "text": r.text, "way": r.way, "hands": r.hands}
                    for r in item.resolutions.all()
                ],
            }
            for item in items
        ],
    }


@dataclass(frozen=True, slots=True)
class Paragraph:
    """An item of the minutes. Its text is that of the edition, and the outcome of each resolution
    is current."""

    number: int
    title: str
    bringer: str
    points: list[str]
    resolutions: list[tuple[ResolutionContent, Resolution | None]]


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """Minutes prepared for display. ``edition`` is None before the publication."""

    edition: Minutes | None
    editions: list[Minutes]
    rooms: list[str]
    paragraphs: list[Paragraph]
    items: list[AgendaItem]
    corrections: list[Correction]

    @property
    def newest(self) -> bool:
        return not self.editions or self.edition == self.editions[0]


def minutes_page_of(meeting: Meeting, number: int | None = None) -> MinutesPage | None:
    """Return the latest edition or that with ``number``, or the unpublished minutes if there is
    none. None if the number does not exist."""
    editions = _editions(meeting)
    edition = next((e for e in editions if number in (None, e.number)), None)
    if number is not None and edition is None:
        return None
    items = items_of(meeting)
    content: MinutesContent = (
        edition.content if edition else _content(rooms_present(meeting), items)
    )
    return MinutesPage(
        edition=edition,
        editions=editions,
        rooms=content["present"],
        paragraphs=_paragraphs(content, items),
        items=items,
        corrections=corrections_of(meeting),
    )


def corrections_of(meeting: Meeting) -> list[Correction]:
    found = Correction.objects.filter(meeting=meeting).select_related("author", "item")
    return list(found.order_by("pk"))


def correction_in(meeting: Meeting, pk: int) -> Correction | None:
    found = Correction.objects.filter(meeting=meeting, pk=pk).select_related("author", "item")
    correction = found.first()
    if correction:
        correction.meeting = meeting
    return correction


def _editions(meeting: Meeting) -> list[Minutes]:
    if meeting.state != MeetingState.PUBLISHED:
        return []
    return list(Minutes.objects.filter(meeting=meeting).select_related("by").order_by("-number"))


def _paragraphs(content: MinutesContent, items: list[AgendaItem]) -> list[Paragraph]:
    bringers = {item.pk: item.bringer for item in items}
    now = {r.pk: r for item in items for r in item.resolutions.all()}
    return [
        Paragraph(
            number=written["number"],
            title=written["title"],
            bringer=bringers.get(written["pk"], ""),
            points=written["points"],
            resolutions=[(words, now.get(words["pk"])) for words in written["resolutions"]],
        )
        for written in content["items"]
    ]
