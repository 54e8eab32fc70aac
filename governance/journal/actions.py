"""Append entries to the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import Model
from django.utils import timezone

from governance.journal.models import Audience, Cover, Line, Link, LinkKind
from governance.journal.signals import line_entered
from louzu.lib.stored import stored
from residents.models import Building, Household, User
from residents.people.models.standing import KEEPER
from residents.people.rules import standing_of
from residents.people.scope import BuildingOwned
from residents.rooms.waiting import Thing, thing_of

_happened_on: ContextVar[dt.date | None] = ContextVar("happened_on", default=None)


@contextmanager
def happening_on(day: dt.date) -> Iterator[None]:
    """Enter the lines of the block as of what happened on this day, for code that records a past
    story."""
    token = _happened_on.set(day)
    try:
        yield
    finally:
        _happened_on.reset(token)


def acting_day() -> dt.date:
    """Return the day of ``happening_on``, or today, for actions that store the day on which something
    happened."""
    return _happened_on.get() or timezone.localdate()


def enter(  # noqa: PLR0913 -- the fields of a line
    subject: BuildingOwned,
    verb: str,
    *,
    by: User | None,
    audience: str = Audience.RESIDENTS,
    whom: User | None = None,
    url: str = "",
    happened_on: dt.date | None = None,
) -> Line:
    """Append a line in the transaction of the change it records.

    ``by`` is None for scheduled jobs and for people who stay anonymous. ``whom`` is the person
    affected. ``url`` defaults to the subject's page. ``happened_on`` is the day on which it happened,
    if that is not today.
    """
    return append(
        subject.building,
        verb,
        by=by,
        audience=audience,
        subject=(subject._meta.label_lower, subject.pk, stored(subject.__str__)),
        url=url or subject.get_absolute_url(),
        whom=whom,
        happened_on=happened_on,
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
    happened_on: dt.date | None = None,
) -> Line:
    """Append a line about a subject that is not a root model, given as type, primary key and title.

    ``household``: its members can read the line whatever the audience. ``office``: the office in
    which ``by`` acted, by default their highest. ``happened_on``: the day on which it happened, by
    default that of ``happening_on``. Today is not stored. Raises ValueError if it is to come.
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
        happened_on=_past_day(happened_on or _happened_on.get()),
    )
    line_entered.send(sender=Line, line=line)
    return line


def _past_day(day: dt.date | None) -> dt.date | None:
    today = timezone.localdate()
    if day and day > today:
        raise ValueError(f"{day} is still to come")
    return day if day and day < today else None


def _office_of(by: User | None, building: Building) -> str:
    """Return the office of ``by``. A superuser who neither lives nor serves here is the keeper."""
    if by is None:
        return ""
    standing = standing_of(by, building)
    return KEEPER if by.is_superuser and not standing.member else standing.office


def cover_lines(subject: Model, *, from_visitors: bool = False, but_leaders: bool = False) -> None:
    """Show lines about the subject without their title from now on: to everybody, to visitors alone,
    or to everybody but leader and committee."""
    Cover.objects.update_or_create(
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        defaults={"from_visitors": from_visitors, "but_leaders": but_leaders},
    )


def uncover_lines(subject: Model) -> None:
    Cover.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).delete()


def link(building: Building, cause: Model | Thing, effect: Model | Thing, kind: LinkKind) -> None:
    """Record that ``effect`` came of ``cause``, in the transaction that creates it. Recording it
    again changes nothing."""
    link_all(building, [(cause, effect)], kind)


def link_all(
    building: Building, pairs: Iterable[tuple[Model | Thing, Model | Thing]], kind: LinkKind
) -> None:
    """``link`` many pairs of cause and effect with one query."""
    rows = [
        Link(
            building=building,
            cause_type=cause[0],
            cause_id=cause[1],
            effect_type=effect[0],
            effect_id=effect[1],
            kind=kind,
        )
        for cause, effect in ((_thing(one), _thing(other)) for one, other in pairs)
    ]
    if rows:
        Link.objects.bulk_create(rows, ignore_conflicts=True)


def unlink(cause: Model | Thing, effect: Model | Thing) -> bool:
    """Delete the tie that a person made by hand, and return whether there was one. Other links tell
    what happened and stay."""
    (cause_type, cause_id), (effect_type, effect_id) = _thing(cause), _thing(effect)
    found = Link.objects.filter(
        cause_type=cause_type,
        cause_id=cause_id,
        effect_type=effect_type,
        effect_id=effect_id,
        kind=LinkKind.PART_OF,
    )
    return bool(found.delete()[0])


def _thing(one: Model | Thing) -> Thing:
    return thing_of(one) if isinstance(one, Model) else one
