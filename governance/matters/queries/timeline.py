"""The timeline of a matter: the journal's lines about it and the things that belong to it."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from django.db.models import F, Func, IntegerField, Q
from django.db.models.functions import Coalesce, TruncDate

from governance.journal.models import Line, LineQuerySet
from governance.journal.queries import ShownLine, shown_line
from governance.matters.models import Document, Matter
from governance.matters.queries.ties import LABEL, Ties
from governance.meetings.models import AgendaItem, Proposal, Resolution
from louzu.lib.paging import Keyset
from residents.models import Standing
from residents.rooms.waiting import Thing

ORDER = Keyset(("day", "pk"), size=25)
MAX_LINES_ON_PAGE = 6
OF_MEETINGS = ("invited", "changed", "cancelled", "held", "published", "corrected")
"""Verbs about a meeting that are told of a matter of which only an item or a resolution is."""
IN_MEETINGS = {
    "meetings.agendaitem": (AgendaItem, "meeting"),
    "meetings.proposal": (Proposal, "meeting"),
    "meetings.resolution": (Resolution, "item__meeting"),
}
ABOUT_THE_PAGE = (
    "matters.edited",
    "matters.photo_removed",
    "matters.step_declined",
    "matters.tied",
    "matters.untied",
)
"""Verbs about the page of a matter. The journal of the building has them."""
REPEATED = (
    "canvass.answered",
    "canvass.told",
    "canvass.visited",
    "canvass.checked",
    "ledger.entered",
    "ledger.share_confirmed",
    "ledger.share_returned",
    "ledger.share_reversed",
)
"""Verbs with a line for each household, or for an entry that does not count yet. Canvass and account
have their own pages for them."""


class DayNumber(Func):
    """The number of days since the first of 2000."""

    template = "(%(expressions)s - DATE '2000-01-01')"
    output_field: ClassVar = IntegerField()


def meetings_of_parts(ties: Ties) -> dict[Thing, int]:
    """Map the tied parts of meetings to their meetings. Needs one query for each type of part."""
    found: dict[Thing, int] = {}
    for label, (model, path) in IN_MEETINGS.items():
        if pks := ties.ids_of(label):
            rows = model._default_manager.filter(pk__in=pks).values_list("pk", path)
            found |= {(label, pk): meeting for pk, meeting in rows}
    return found


def latest_lines_of(matter: Matter, ties: Ties, standing: Standing) -> list[ShownLine]:
    lines = _lines(matter, ties, standing).order_by(F("day").desc(), "-pk")
    return [shown_line(line) for line in lines[:MAX_LINES_ON_PAGE]]


def timeline_page_of(
    matter: Matter, ties: Ties, standing: Standing, *, after: str | None
) -> tuple[list[ShownLine], str]:
    """Return a page of lines by the day on which it happened, newest first, and the query string of
    the next page."""
    page = ORDER.page(_lines(matter, ties, standing), after)
    return [shown_line(line) for line in page.rows], page.next_url


def _lines(matter: Matter, ties: Ties, standing: Standing) -> LineQuerySet:
    about = _about(LABEL, [matter.pk])
    documents = matter.documents.order_by().values("pk")
    about |= Q(subject_type=Document._meta.label_lower, subject_id__in=documents)
    of_type: dict[str, set[int]] = {}
    for label, pk in ties.shown:
        of_type.setdefault(label, set()).add(pk)
    for label, pks in of_type.items():
        about |= _about(label, pks)
    meetings = set(meetings_of_parts(ties).values()) - of_type.get("meetings.meeting", set())
    if meetings:
        verbs = [f"meetings.{verb}" for verb in OF_MEETINGS]
        about |= _about("meetings.meeting", meetings) & Q(verb__in=verbs)
    day = DayNumber(Coalesce("happened_on", TruncDate("at")))
    lines: LineQuerySet = Line.objects.filter(about, building=matter.building_id)
    readable = lines.readable_by(standing).exclude(verb__in=(*ABOUT_THE_PAGE, *REPEATED))
    return readable.with_covers(standing).annotate(day=day).select_related("actor", "whom")


def _about(label: str, pks: Collection[int]) -> Q:
    return Q(subject_type=label, subject_id__in=pks)
