"""Search entries of matters."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from governance.matters.lifecycle import MilestoneState
from governance.matters.models import Document, Matter
from governance.search.models import Passage
from louzu.lib.time import local_datetime
from residents.rooms.contributions import Searchable


def passages_of(pk: int) -> Iterator[Passage]:
    """One passage, so that a search finds a matter once, whichever of its parts it names. Documents
    for leaders only are left out."""
    for matter in Matter.objects.filter(pk=pk).select_related("building"):
        parts = [matter.sentence, matter.dropped_reason, *_names_in(matter)]
        yield Passage(
            title=matter.title,
            text="\n".join(part for part in parts if part),
            url=matter.get_absolute_url(),
            at=local_datetime(matter.begun_on),
        )


def _names_in(matter: Matter) -> Iterator[str]:
    for milestone in matter.milestones.exclude(state=MilestoneState.DROPPED):
        yield f"{milestone.title} {milestone.said}".strip()
    documents = matter.documents.filter(audience=Document.Audience.RESIDENTS, unneeded=False)
    yield from documents.values_list("name", flat=True)


def matter_of_document(pk: int) -> int | None:
    return Document.objects.filter(pk=pk).values_list("matter", flat=True).first()


SEARCHABLE = (
    Searchable(
        "matters.matter",
        _("事项"),
        passages_of,
        parts={"matters.document": matter_of_document},
    ),
)
