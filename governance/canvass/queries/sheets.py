"""Papers with the answers of many homes, their lines, and what waits for a check."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from governance.canvass.inputs import LineInput
from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import (
    Answer,
    Canvass,
    Confirmation,
    HomeEntry,
    LineReading,
    ScannedPage,
    Sheet,
    Voice,
)
from governance.canvass.queries.checks import is_contested, is_read_differently, open_readings
from governance.canvass.queries.delegations import accepted_proxy
from governance.canvass.queries.voices import VoiceStatus, voice_numbered, voices_of
from louzu.lib.versions import version_of
from residents.models import Building, User


@dataclass(frozen=True, slots=True)
class SheetHome:
    """A home that may stand on a sheet, with the line that was typed for it, if any."""

    voice: Voice
    line: HomeEntry | None
    reading: LineReading | None
    """An open reading of a second person."""
    before: VoiceStatus | None = None
    """The state of a home that had answered already."""

    @property
    def entered(self) -> bool:
        return bool(self.line and self.line.entered_at)

    @property
    def proxy(self) -> str:
        """The label of the home that may sign for it, or ""."""
        return accepted_proxy(self.before) if self.before else ""

    @property
    def left_out(self) -> bool:
        """Whether the home has answered, and nobody said that it also stands on the paper."""
        return self.before is not None and self.line is None


def row_version(row: HomeEntry | LineInput | None) -> str:
    """Return a hash of what a row says, or an empty string for a row in which nothing was typed."""
    if row is None:
        return ""
    names = ("choice", "reason", "signer", "relation", "signed_on", "illegible", "settles")
    return version_of(*(getattr(row, name) for name in names), list(row.marks or ()))


def is_overtaken(typed: LineInput, stored: HomeEntry | None) -> bool:
    """Return whether somebody else changed the row since it was shown, to something else than what
    was typed."""
    if typed.read is None or stored is None:
        return False
    return row_version(stored) not in {typed.read, row_version(typed)}


def is_untouched(typed: LineInput) -> bool:
    """Return whether a row was left as it was shown."""
    return typed.read == row_version(typed) if typed.read else typed.is_empty


def sheet_in(canvass: Canvass, pk: int) -> Sheet | None:
    found = Sheet.objects.filter(canvass=canvass, pk=pk)
    sheet = found.select_related("by").prefetch_related("pages").first()
    if sheet:
        sheet.canvass = canvass
    return sheet


def page_in(canvass: Canvass, pk: int) -> ScannedPage | None:
    return ScannedPage.objects.filter(sheet__canvass=canvass, pk=pk).first()


def pages_behind(answer: Answer) -> list[ScannedPage]:
    """Return the photos of the paper on which an answer stands among those of other homes."""
    sheets = ScannedPage.objects.filter(file=str(answer.evidence)).values("sheet")
    return list(ScannedPage.objects.filter(sheet__in=sheets, removed_at=None))


def is_checked(sheet: Sheet) -> bool:
    """Return whether a second person has checked an answer against the photos."""
    return Confirmation.objects.valid().filter(answer__sheet_line__sheet=sheet).exists()


def line_in(canvass: Canvass, pk: int) -> HomeEntry | None:
    return HomeEntry.objects.filter(sheet__canvass=canvass, pk=pk).first()


def rows_of(sheet: Sheet) -> list[SheetHome]:
    """Return all homes, with the lines of those that stand on the sheet already."""
    lines = {line.voice_id: line for line in sheet.lines.select_related("answer")}
    readings = {reading.answer_id: reading for reading in _open_readings(sheet)}
    return [
        SheetHome(
            status.voice,
            line,
            readings.get(line.answer_id) if line and line.answer_id else None,
            status if status.needs_no_visit else None,
        )
        for status in voices_of(sheet.canvass)
        for line in [lines.get(status.voice.pk)]
    ]


def row_numbered(sheet: Sheet, number: int) -> SheetHome | None:
    """Return one of the ``rows_of`` a sheet without reading the others, and without its reading."""
    status = voice_numbered(sheet.canvass, number)
    if status is None:
        return None
    line = sheet.lines.filter(voice=status.voice).select_related("answer").first()
    before = status if status.needs_no_visit else None
    return SheetHome(status.voice, line, None, before)


def lines_to_enter(sheet: Sheet) -> QuerySet[HomeEntry]:
    """Return the lines that say something and are no answers yet. A signer alone is something."""
    found = sheet.lines.filter(entered_at=None, illegible=False)
    return found.exclude(choice="", marks=None, signer="")


def lines_to_check(sheet: Sheet) -> list[HomeEntry]:
    """Return the lines whose answer is the household's newest, not confirmed, not read differently
    by somebody, and not contested by what another helper entered."""
    lines = sheet.lines.filter(
        ~is_contested("voice"),
        ~Exists(Confirmation.objects.valid().filter(answer=OuterRef("answer"))),
        ~is_read_differently("answer"),
        voice__current__waiting=F("answer"),
    )
    with_relations = lines.select_related("voice", "answer__by", "answer__delegation__proxy")
    return list(with_relations.order_by("voice__number"))


def sheets_of(canvass: Canvass) -> list[Sheet]:
    """Return the sheets with the numbers of their lines, newest first."""
    counted = Sheet.objects.filter(canvass=canvass).annotate(
        entered=Count("lines", filter=Q(lines__entered_at__isnull=False)),
        left=Count("lines", filter=Q(lines__entered_at=None)),
    )
    return list(counted.select_related("by").order_by("-pk"))


def sheets_to_check_in(building: Building, user: User) -> list[tuple[Sheet, int, int]]:
    """Return sheets with the number of answers that wait for a check, and of those that this person
    entered and somebody reads differently."""
    waiting = (
        Answer.objects.filter(
            ~is_contested("voice"),
            ~Exists(Confirmation.objects.valid().filter(answer=OuterRef("pk"))),
            sheet_line__isnull=False,
            pk=F("voice__current__waiting"),
            voice__canvass__building=building,
            voice__canvass__state__in=[CanvassState.OPEN, CanvassState.CLOSED],
            version__gte=F("voice__canvass__material_version"),
        )
        .annotate(differs=is_read_differently())
        .values_list("sheet_line__sheet", "differs", "by")
    )
    counts: dict[int, list[int]] = {}
    for sheet, differs, by in waiting:
        count = counts.setdefault(sheet, [0, 0])
        count[0] += not differs
        count[1] += differs and by == user.pk
    found = Sheet.objects.filter(pk__in=counts).select_related("canvass__building", "by")
    return [
        (sheet, counts[sheet.pk][0], counts[sheet.pk][1])
        for sheet in found.order_by("canvass__closes_at", "pk")
        if any(counts[sheet.pk])
    ]


def reading_in(canvass: Canvass, pk: int) -> LineReading | None:
    found = LineReading.objects.filter(answer__voice__canvass=canvass, pk=pk)
    return found.select_related("answer__voice__canvass", "by").first()


def _open_readings(sheet: Sheet) -> QuerySet[LineReading]:
    return open_readings().filter(answer__sheet_line__sheet=sheet).select_related("by")
