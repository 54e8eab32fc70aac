"""Search entries of matters."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from governance.matters.models import Matter
from governance.search.models import Passage
from louzu.lib.time import local_datetime
from residents.rooms.contributions import Searchable


def passages_of(pk: int) -> Iterator[Passage]:
    for matter in Matter.objects.filter(pk=pk).select_related("building"):
        yield Passage(
            title=matter.title,
            text=f"{matter.sentence}\n{matter.dropped_reason}".strip(),
            url=matter.get_absolute_url(),
            at=local_datetime(matter.begun_on),
        )


SEARCHABLE = (Searchable("matters.matter", _("事项"), passages_of),)
