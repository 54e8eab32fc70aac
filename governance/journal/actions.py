"""Append entries to the journal."""

from __future__ import annotations

from governance.journal.models import Audience, Cover, Line
from governance.journal.signals import line_entered
from louzu.lib.stored import stored
from residents.models import Building, Household, User
from residents.people.models.standing import KEEPER
from residents.people.rules import standing_of
from residents.people.scope import BuildingOwned


def enter(
    subject: BuildingOwned,
    verb: str,
    *,
    by: User | None,
    audience: str = Audience.RESIDENTS,
    whom: User | None = None,
    url: str = "",
) -> Line:
    """Append a line in the transaction of the change it records.

    ``by`` is None for scheduled jobs and for people who stay anonymous. ``whom`` is the person
    affected. ``url`` defaults to the subject's page.
    """
    return append(
        subject.building,
        verb,
        by=by,
        audience=audience,
        subject=(subject._meta.label_lower, subject.pk, stored(subject.__str__)),
        url=url or subject.get_absolute_url(),
        whom=whom,
    )


def append(  # noqa: PLR0913 -- the fields of a line
    building: Building,
    verb: str,
    *,
    by: User | None,
    audience: str,
    subject: tuple[str, int, str],
    url: str = "",
    whom: User | None = None,
    household: Household | None = None,
    office: str | None = None,
) -> Line:
    """Append a line about a subject that is not a root model, given as type, primary key and title.

    ``household``: its members can read the line whatever the audience. ``office``: the office in
    which ``by`` acted, by default their highest.
    """
    kind, pk, title = subject
    line = Line.objects.create(
        building=building,
        actor=by,
        whom=whom,
        household=household,
        office=_office_of(by, building) if office is None else office,
        verb=verb,
        subject_type=kind,
        subject_id=pk,
        subject_title=title[:300],
        subject_url=url[:200],
        audience=audience,
    )
    line_entered.send(sender=Line, line=line)
    return line


def _office_of(by: User | None, building: Building) -> str:
    """Return the office of ``by``. A superuser who neither lives nor serves here is the keeper."""
    if by is None:
        return ""
    standing = standing_of(by, building)
    return KEEPER if by.is_superuser and not standing.member else standing.office


def cover_lines(subject: BuildingOwned) -> None:
    """Show lines about the subject without their title from now on."""
    Cover.objects.get_or_create(subject_type=subject._meta.label_lower, subject_id=subject.pk)


def uncover_lines(subject: BuildingOwned) -> None:
    Cover.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).delete()
