"""Writing in the journal."""

from __future__ import annotations

from governance.journal.models import Audience, Line
from residents.models import Building, User
from residents.rules import standing_of
from residents.scope import BuildingOwned


def enter(
    subject: BuildingOwned,
    verb: str,
    *,
    by: User | None,
    audience: str = Audience.RESIDENTS,
) -> Line:
    """Append a line, in the transaction of the act it records. ``by`` is None for the clock."""
    return append(
        subject.building,
        verb,
        by=by,
        audience=audience,
        subject=(subject._meta.label_lower, subject.pk, str(subject)),
        url=subject.get_absolute_url(),
    )


def append(
    building: Building,
    verb: str,
    *,
    by: User | None,
    audience: str,
    subject: tuple[str, int, str],
    url: str = "",
) -> Line:
    """A line about something that is no root of a room: ``subject`` is type, id and title."""
    kind, pk, title = subject
    return Line.objects.create(
        building=building,
        actor=by,
        office=standing_of(by, building).office if by else "",
        verb=verb,
        subject_type=kind,
        subject_id=pk,
        subject_title=title[:300],
        subject_url=url[:200],
        audience=audience,
    )
