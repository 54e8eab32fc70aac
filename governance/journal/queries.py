"""Queries of the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Count, DateField, Max, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate, TruncWeek
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.journal.models import Audience, Line, LineQuerySet
from louzu.lib.paging import Keyset
from louzu.lib.quoting import format_quoted
from louzu.lib.time import format_day, format_moment
from residents.models import Building, Standing, User
from residents.people.models.users import byline
from residents.people.scope import BuildingOwned
from residents.rooms.manifest import room_called

PAGE = 25
HISTORY = Keyset(("pk",), size=50)
MAX_LINES_PER_WEEK = 500
PART = 2000
"""Lines that are read at a time when a chain is verified."""
FOR_RESIDENTS = (Audience.PUBLIC, Audience.RESIDENTS)
PHONE_SEEN = "residents.phone_seen"


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A journal line prepared for display."""

    number: int
    text: str
    url: str
    at_text: str


def latest_lines_in(
    building: Building, standing: Standing, *, count: int, before: int = 0
) -> list[ShownLine]:
    """Return the newest lines of the record, all of them."""
    lines = building.journal.readable_by(standing)
    if before:
        lines = lines.filter(number__lt=before)
    return [shown_line(line) for line in newest_of(lines, count, standing)]


def lines_by(user: User) -> QuerySet[Line]:
    lines = Line.objects.filter(actor=user).order_by("-pk")
    return lines.select_related("actor", "whom")


def lines_about(user: User) -> QuerySet[Line]:
    """Return lines about actions of others on this person, except views of the phone number."""
    lines = Line.objects.filter(whom=user).exclude(verb=PHONE_SEEN).order_by("-pk")
    return lines.select_related("actor", "whom")


def phone_look_ups_of(user: User) -> QuerySet[Line]:
    lines = Line.objects.filter(whom=user, verb=PHONE_SEEN).order_by("-pk")
    return lines.select_related("actor", "whom")


def lines_on(subject: BuildingOwned, standing: Standing, *, count: int) -> list[ShownLine]:
    lines = subject.building.journal.readable_by(standing)
    about = lines.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    newest = about.select_related("actor", "whom").order_by("-number")[:count]
    return [shown_line(line) for line in newest]


def history_of(
    thing: Model, buildings: QuerySet[Building], after: str | None
) -> tuple[list[ShownLine], str]:
    """Return a page of lines about an object for leaders and committee, newest first, and the URL
    of the next page or "". For a person, include what others did to them."""
    about = Q(subject_type=thing._meta.label_lower, subject_id=thing.pk)
    if isinstance(thing, User):
        about |= Q(whom=thing)
    lines = Line.objects.filter(about, building__in=buildings.order_by().values("pk"))
    page = HISTORY.page(lines.with_covers().select_related("actor", "whom"), after)
    return [shown_line(line) for line in page.rows], page.next_url


def latest_lines_by_subject_in(
    building: Building, verbs: Collection[str], *, since: dt.datetime, until: dt.datetime
) -> list[tuple[str, int | None, ShownLine]]:
    """Return the latest line of each subject in the period, newest first, as triples of room,
    primary key and line.

    Only lines with one of ``verbs`` that residents may read count. Hidden and deleted subjects are
    left out, what carries another thing to every household, and what had happened before.
    """
    lines = building.journal.uncovered().not_carrying().filter(at__gte=since, at__lt=until)
    lines = lines.exclude(happened_on__lt=timezone.localdate(since))
    lines = lines.filter(verb__in=verbs, audience__in=FOR_RESIDENTS)
    newest = lines.order_by("subject_type", "subject_id", "-number").distinct(
        "subject_type", "subject_id"
    )
    found = sorted(
        newest.select_related("actor", "whom")[:MAX_LINES_PER_WEEK],
        key=attrgetter("number"),
        reverse=True,
    )
    return [(line.verb.partition(".")[0], line.subject_id, shown_line(line)) for line in found]


def lines_by_week(buildings: Sequence[int], since: dt.datetime) -> dict[tuple[int, dt.date], int]:
    """Map pairs of building and Monday to the number of lines that residents may read.

    Lines for leaders and committee are left out, because they don't show activity of residents.
    """
    lines = Line.objects.filter(building__in=buildings, at__gte=since, audience__in=FOR_RESIDENTS)
    lines = lines.exclude(happened_on__lt=timezone.localdate(since))
    week = TruncWeek(Coalesce("happened_on", TruncDate("at")), output_field=DateField())
    counted = lines.order_by().values_list("building", week).annotate(count=Count("*"))
    return {(building, monday): count for building, monday, count in counted}


def first_line_at(building: Building) -> dt.datetime | None:
    first = building.journal.order_by("number").values_list("at", flat=True)
    return first.first()


def anchor_of(building: Building) -> str:
    """Return ``number:digest`` of the latest line, to be stored outside of the database, or ""."""
    newest = building.journal.order_by("-number").only("building", "number", "digest").first()
    return newest.anchor if newest else ""


def anchors_of(buildings: Collection[int]) -> list[tuple[str, str]]:
    newest = Line.objects.filter(building__in=buildings).order_by("building_id", "-number")
    lines = newest.distinct("building_id").select_related("building")
    return [(str(line.building), line.anchor) for line in lines]


def journal_heads() -> dict[str, str]:
    """Map the slug of each building to number and whole digest of the latest line, for backups and
    metrics. It reads one line of each journal."""
    newest = Line.objects.filter(building=OuterRef("pk")).order_by("-number")
    ends = Building.objects.annotate(
        number=Subquery(newest.values("number")[:1]), digest=Subquery(newest.values("digest")[:1])
    )
    rows = ends.order_by("pk").values_list("slug", "number", "digest")
    return {slug: f"{number}:{digest}" for slug, number, digest in rows if number}


def journal_faults(slugs: Collection[str] | None = None) -> list[str]:
    """Verify the chains of these buildings, by default of all. Return a sentence for each journal that
    does not hold."""
    buildings = Building.objects.all()
    if slugs is not None:
        buildings = buildings.filter(slug__in=slugs)
    first = ((one, next(broken_lines_in(one), None)) for one in buildings)
    return [f"{one.slug}: line {fault[0]} {fault[1]}" for one, fault in first if fault]


def anchor_mismatch(building: Building, number: int, digest: str) -> str:
    """Return why the line does not match a printed number and the beginning of its digest, or "" if
    it matches."""
    line = building.journal.filter(number=number).first()
    if line is None:
        return "is missing"
    if not line.digest.startswith(digest):
        return f"has the digest {line.digest[: len(digest)]} now: it was rewritten after {digest} was printed"
    return ""


def shown_line(line: Line) -> ShownLine:
    name, _dot, verb = line.verb.partition(".")
    room = room_called(name)
    sentence = str((room and room.sentences.get(verb)) or "%(who)s · %(title)s")
    words = {
        "who": actor_name(line),
        "title": _("（标题已收起）") if line.covered else line.subject_title,
        "whom": line.whom.known_as if line.whom else "",
        "name": str(line.whom or ""),
    }
    text = format_quoted(sentence, words)
    return ShownLine(line.number, text, line.subject_url, _when(line))


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A journal line as the person reads it whom it is about."""

    text: str
    at_text: str
    readers: str
    """The other people who may read the line, in words."""


def kept_line(line: Line) -> KeptLine:
    shown, audience = shown_line(line), Audience(line.audience)
    helpers = _("楼组长、骨干、志愿者和居委")
    readers = helpers if audience == Audience.HELPERS else str(audience.label)
    if line.household_id and line.audience not in FOR_RESIDENTS:
        readers = _("%(readers)s，和这一家的人") % {"readers": readers}
    return KeptLine(shown.text, shown.at_text, readers)


def _when(line: Line) -> str:
    if line.happened_on is None:
        return format_moment(line.at)
    words = {"day": format_day(line.happened_on), "entered": format_day(line.at)}
    return _("%(day)s，%(entered)s补记") % words


def newest_of(lines: LineQuerySet, count: int, reader: Standing) -> list[Line]:
    found = lines.with_covers(reader).select_related("actor", "whom").order_by("-number")
    return list(found[:count])


def actor_name(line: Line) -> str:
    if line.actor is None:
        room = room_called(line.verb.partition(".")[0])
        return str((room and room.unnamed_actor) or _("系统"))
    return byline(line.actor, line.office)


def broken_lines_in(building: Building) -> Iterator[tuple[int, str]]:
    """Verify the hash chain as far as it goes now. Yield the number and the fault of each broken line.

    Lines may be written meanwhile. A line commits together with the building's count, so that the
    count, read after the newest line and before all others, tells how many there must be at least.
    """
    newest = building.journal.aggregate(number=Max("number"))["number"] or 0
    same = Building.objects.filter(pk=building.pk)
    counted = same.values_list("journal_version", flat=True).get()
    previous, expected = "", 1
    for line in _lines_up_to(building, counted):
        if line.number != expected:
            yield expected, "missing"
        if line.previous != previous:
            yield line.number, "does not follow the line before it"
        if line.computed_digest() != line.digest:
            yield line.number, "was changed"
        previous, expected = line.digest, line.number + 1
    if counted != expected - 1:
        yield expected, "missing: the building has counted further"
    if newest > counted:
        yield counted + 1, "is more than the building has counted"


def _lines_up_to(building: Building, number: int) -> Iterator[Line]:
    """Yield lines in parts of ``PART``, without a cursor that a pooler would lose."""
    last, more = 0, True
    while more:
        lines = building.journal.filter(number__gt=last, number__lte=number)
        part = list(lines.order_by("number")[:PART])
        yield from part
        if more := len(part) == PART:
            last = part[-1].number
