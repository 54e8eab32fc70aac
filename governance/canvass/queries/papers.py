"""State of the paper ballots of a secret vote, from their records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass, PaperLine, Voice
from governance.canvass.queries.standing import newest_paper_lines
from residents.models import Building


@dataclass(frozen=True, slots=True)
class PaperTotals:
    """Number of papers handed out, by state. The rest of them counts."""

    handed_out: int
    returned: int
    disputed: int
    void: int
    waiting: int
    """Papers without a second person. They do not count."""

    @property
    def counting(self) -> int:
        return self.handed_out - self.returned - self.disputed - self.void - self.waiting


def paper_of(voice: Voice) -> PaperLine | None:
    return PaperLine.objects.filter(voice=voice).order_by("-pk").first()


def paper_history_of(voice: Voice) -> list[PaperLine]:
    return list(PaperLine.objects.filter(voice=voice).select_related("by").order_by("pk"))


def paper_totals_of(canvass: Canvass) -> PaperTotals:
    lines = PaperLine.objects.filter(voice__canvass=canvass).order_by()
    of_kind = Counter(dict(lines.values_list("kind").annotate(n=Count("pk"))))
    kind = PaperLine.Kind
    ended = {name: of_kind[name] for name in (kind.RETURNED, kind.DISPUTED, kind.VOID)}
    waiting = newest_paper_lines().filter(voice__canvass=canvass, kind=kind.HANDED_OUT).count()
    return PaperTotals(handed_out=of_kind[kind.HANDED_OUT], waiting=waiting, **ended)


def newest_papers(canvass: Canvass) -> dict[int, PaperLine]:
    newest = newest_paper_lines().filter(voice__canvass=canvass).select_related("by")
    return {line.voice_id: line for line in newest}


def papers_to_check_in(building: Building) -> list[tuple[Canvass, list[PaperLine]]]:
    waiting = _waiting_in(building).select_related("voice__canvass__building", "by")
    by_canvass: dict[Canvass, list[PaperLine]] = {}
    for line in waiting.order_by("voice__canvass__closes_at", "voice__canvass", "voice__number"):
        by_canvass.setdefault(line.voice.canvass, []).append(line)
    return list(by_canvass.items())


def count_papers_to_check_in(building: Building) -> int:
    return _waiting_in(building).count()


def papers_without_second_person() -> QuerySet[PaperLine]:
    """Return the records of paper ballots that were handed out and not checked, before the count."""
    return newest_paper_lines().filter(
        kind=PaperLine.Kind.HANDED_OUT,
        voice__canvass__state__in=[CanvassState.OPEN, CanvassState.CLOSED],
    )


def _waiting_in(building: Building) -> QuerySet[PaperLine]:
    return papers_without_second_person().filter(voice__canvass__building=building)
