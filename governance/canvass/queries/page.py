"""Data for the page of a canvass."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby

from django.db.models import Count as CountOf
from django.utils import timezone
from django.utils.translation import ngettext

from governance.canvass.disclosure import Disclosure
from governance.canvass.elevation import LOOKS, Elevation, ElevationCell, elevation_of
from governance.canvass.models import (
    Answer,
    Canvass,
    CanvassQuerySet,
    Count,
    Objection,
    Purpose,
)
from governance.canvass.queries.counting import COUNTED, AnyTally, as_json, tally_of
from governance.canvass.queries.curves import Curve, objection_curve_of
from governance.canvass.queries.looks import look_of, note_of
from governance.canvass.queries.option_words import (
    answer_words,
    option_outcome,
    undecided_sentences,
)
from governance.canvass.queries.options import load_options
from governance.canvass.queries.sentences import (
    disclosure_of,
    is_settled,
    result_sentences,
    sentences_of,
)
from governance.canvass.queries.voices import VoiceStatus, voices_of
from governance.canvass.queries.words import counted_sentence
from governance.journal.queries import ShownLine, lines_on
from residents.models import Flat, Standing


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """A voice as this reader sees it."""

    status: VoiceStatus
    look: str
    """A code of ``governance.canvass.elevation.LOOKS``."""
    note: str
    mine: bool

    @property
    def word(self) -> str:
        return str(LOOKS[self.look].word)


@dataclass(frozen=True)
class CanvassPage:
    """The data of an opened canvass's page, as one reader may see it."""

    canvass: Canvass
    rows: list[VoiceRow]
    tally: AnyTally
    sentences: list[str]
    each: bool
    disclosure: Disclosure
    """The detail in which this reader may see the totals by choice."""
    objections: list[Objection]
    curve: Curve | None
    """Number of open objections by day. For helpers only."""
    blank_flats: list[Flat] = field(default_factory=list)

    @property
    def mine(self) -> list[VoiceRow]:
        return [row for row in self.rows if row.mine]

    @property
    def fresh(self) -> str:
        """Rooms whose first members joined shortly before the opening through the person who asks."""
        return "、".join(row.status.voice.label for row in self.rows if row.status.voice.fresh)

    @property
    def unchecked(self) -> int:
        return sum(row.status.unchecked for row in self.rows)

    @property
    def papers_to_check(self) -> list[VoiceStatus]:
        return [row.status for row in self.rows if row.status.paper_waits]

    @property
    def papers_off(self) -> list[VoiceStatus]:
        """Voices whose paper ballot must not go into the box."""
        return [row.status for row in self.rows if row.status.paper and row.status.paper.is_off]

    @property
    def all_done(self) -> bool:
        """Whether all voices responded. Always False for secret votes, since paper may still
        arrive."""
        return not self.canvass.secret and all(row.status.responded for row in self.rows)

    @property
    def clashes(self) -> int:
        return sum(row.status.clash for row in self.rows)

    @property
    def in_short(self) -> str:
        """How many answers count and how many wait, or "" if none waits."""
        waiting = self.unchecked + (0 if self.each else self.clashes)
        return counted_sentence(self.canvass, self.tally.answered.heads, waiting)

    @property
    def open_objections(self) -> int:
        return sum(objection.under_way for objection in self.objections)

    @cached_property
    def elevation(self) -> Elevation:
        """The elevation of the building. Flats outside the roster are drawn blank."""
        cells = [
            ElevationCell(place["room"], place["floor"], row.look, row.note, counted=not further)
            for row in self.rows
            for further, place in enumerate(row.status.places)
        ]
        cells += [ElevationCell(flat.room, flat.floor, "absent") for flat in self.blank_flats]
        building = self.canvass.building
        return elevation_of(cells, floors=building.floors, lounge_floor=building.lounge_floor)

    @property
    def split_waits(self) -> bool:
        """Whether the totals by choice are withheld until the end of the count."""
        return not self.disclosure.heads and not self.settled

    @cached_property
    def settled(self) -> bool:
        return is_settled(self.canvass)

    @property
    def result(self) -> dict[str, object]:
        return self.told(result_in(self.canvass))

    def told(self, result: dict[str, object]) -> dict[str, object]:
        return result_sentences(result, self.disclosure, settled=self.settled, hears=self.hears)

    @property
    def why(self) -> list[str]:
        """Why a counted question decided nothing, or is tied."""
        result = result_in(self.canvass)
        if not self.settled or result.get("passed") or result.get("too_few") or self.hears:
            return []
        return [*self.sentences, *undecided_sentences(self.canvass, self.tally)]

    @property
    def hears(self) -> bool:
        return self.canvass.purpose == Purpose.HEAR

    @property
    def running(self) -> dict[str, object]:
        """The count of the options by now, for those who see each answer."""
        shows = self.each and self.canvass.has_options and not self.settled
        return self.told(as_json(self.tally)) if shows else {}

    @property
    def hidden(self) -> bool:
        """Whether choices are hidden: for secret votes before the count, and if too few voted."""
        early = self.canvass.state not in COUNTED
        return self.canvass.secret and (early or bool(result_in(self.canvass).get("too_few")))


def canvasses_for_page() -> CanvassQuerySet:
    return Canvass.objects.select_related(
        "author",
        "thread__building",
        "count_of__first",
        "count_of__second",
        "short_notice__leader",
        "short_notice__staff",
    )


def canvass_page_for(canvass: Canvass, standing: Standing, *, each: bool) -> CanvassPage:
    load_options(canvass)
    voices = voices_of(canvass)
    tally = tally_of(canvass, voices)
    rows = [
        VoiceRow(
            status,
            look_of(status, each=each),
            _note(canvass, status, each=each),
            status.is_of(standing),
        )
        for status in voices
    ]
    objections = objections_of(canvass)
    disclosure = disclosure_of(canvass, tally, voices, each=each)
    return CanvassPage(
        canvass=canvass,
        rows=rows,
        tally=tally,
        sentences=sentences_of(canvass, tally, disclosure),
        each=each,
        disclosure=disclosure,
        objections=objections,
        curve=objection_curve_of(canvass, objections) if each else None,
        blank_flats=_blank_flats(canvass, voices),
    )


def _note(canvass: Canvass, status: VoiceStatus, *, each: bool) -> str:
    note = note_of(status, each=each)
    if not (each and canvass.has_options and status.counts):
        return note
    return " · ".join(part for part in (note, answer_words(canvass, status.counts)) if part)


def objections_of(canvass: Canvass) -> list[Objection]:
    found = Objection.objects.filter(voice__canvass=canvass).select_related("voice", "answer")
    return list(found.annotate(talk_count=CountOf("talks")).order_by("raised_at", "pk"))


def record_of(canvass: Canvass, standing: Standing) -> list[ShownLine]:
    """Return the latest journal lines about the canvass. Repeated lines are merged and numbered."""
    lines = lines_on(canvass, standing, count=120)
    record = []
    for text, group in groupby(lines, key=lambda line: line.text):
        same = list(group)
        words = {"text": text, "n": len(same)}
        again = ngettext("%(text)s（%(n)s次）", "%(text)s（%(n)s次）", len(same)) % words
        record.append(replace(same[0], text=again if len(same) > 1 else text))
    return record[:12]


def count_of(canvass: Canvass) -> Count | None:
    return getattr(canvass, "count_of", None)


def result_in(canvass: Canvass) -> dict[str, object]:
    count = count_of(canvass)
    return count.result if count else {}


def answer_in(canvass: Canvass, pk: int) -> Answer | None:
    found = Answer.objects.filter(voice__canvass=canvass, pk=pk)
    return found.select_related("voice", "by").first()


def objection_in(canvass: Canvass, pk: int) -> Objection | None:
    found = Objection.objects.filter(voice__canvass=canvass, pk=pk)
    with_relations = found.select_related("voice", "answer").prefetch_related("talks__by")
    return with_relations.first()


def shown_outcome(page: CanvassPage) -> str:
    """Return who won, or "" if the canvass asks for yes or no or is not counted yet."""
    result = page.result
    counted = page.canvass.has_options and page.settled and not result.get("too_few")
    return option_outcome(page.canvass, result) if counted else ""


def _blank_flats(canvass: Canvass, voices: list[VoiceStatus]) -> list[Flat]:
    """Return flats that existed at the opening and are not on the roster.

    Flats created by a merge later on that day are left out.
    """
    asked = {place["flat"] for status in voices for place in status.places}
    day = timezone.localdate(canvass.opened_at)
    flats = Flat.objects.not_closed_in(canvass.building, on=day)
    return [flat for flat in flats if flat.pk not in asked and flat.since != day]
