"""The newest lines of the journal for the front page, where several of a day may be one sentence."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from governance.journal.models import Line
from governance.journal.queries import ShownLine, newest_of, shown_line
from louzu.lib.time import format_moment, format_past_day
from residents.models import Building, Standing
from residents.rooms.contributions import DaySum
from residents.rooms.manifest import rooms

LINES_READ = 8
"""Lines that are read for each one that is shown, of which several may be told in one sentence."""


def news_lines_in(building: Building, standing: Standing, *, count: int) -> list[ShownLine]:
    """Return the newest lines for the front page, where a thing and what carries it to every
    household are one piece of news, and so are lines of a day that a room tells in one sentence."""
    lines = building.journal.readable_by(standing).not_carrying()
    sums, told = _day_sums(), dict[object, list[Line]]()
    for line in newest_of(lines, count * LINES_READ, standing):
        together = sums.get(line.verb)
        key = (id(together), timezone.localdate(line.at)) if together else line.number
        told.setdefault(key, []).append(line)
    newest = list(told.values())[:count]
    return [_shown(building, found, sums.get(found[0].verb)) for found in newest]


def _day_sums() -> dict[str, DaySum]:
    return {f"{room.name}.{verb}": one for room in rooms() for verb, one in room.day_sums.items()}


def _shown(building: Building, lines: list[Line], together: DaySum | None) -> ShownLine:
    newest = lines[0]
    if together is None or len(lines) == 1:
        return shown_line(newest)
    words = {"day": format_past_day(timezone.localdate(newest.at)), "n": len(lines)}
    urls = {line.subject_url for line in lines}
    url = newest.subject_url if len(urls) == 1 else reverse(together.to, args=[building.slug])
    return ShownLine(newest.number, str(together.words % words), url, format_moment(newest.at))
