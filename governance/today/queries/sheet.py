"""The weekly sheet: the next seven days, results and news, for those who read it on paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter, itemgetter

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.journal.queries import latest_lines_by_subject_in
from governance.today.queries.week import CalendarWeek
from louzu.lib.text import truncated
from louzu.lib.time import format_day, format_hour, format_hours, format_moment, local_datetime
from residents.models import Office
from residents.people.queries.people import contacts_in
from residents.rooms.context import PageContext
from residents.rooms.contributions import Weekly, WeekResult
from residents.rooms.manifest import rooms
from residents.rooms.occasions import Occasion

DAYS = 7
MAX_OCCASIONS = 12
MAX_RESULTS = 6
MAX_NEWS = 3
MAX_PHONES = 2
"""Numbers of people. That of the committee comes after them."""
MAX_WHAT, MAX_RESULT, MAX_LINE = 30, 56, 84
"""Characters of an occasion's title, a result and a line of news."""
SENTENCES = ((7, 30), (9, 20), (MAX_OCCASIONS, 0))
"""Up to so many occasions, so many characters of each sentence. A full week fits on two leaves."""
LAST_MINUTE = dt.time(23, 59)
"""From this time on a deadline is the end of the day."""
CLOSING = ("。", "？", "！", "…", "?", "!", ".")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """An occasion as it is printed on its day."""

    hour: str
    occasion: Occasion
    room_for: int
    """Characters that the sentence may have."""

    @property
    def what(self) -> str:
        """What and where, as a sentence of its own."""
        what = truncated(self.occasion.what, MAX_WHAT)
        if self.occasion.place:
            return _("%(what)s，在%(place)s。") % {"what": what, "place": self.occasion.place}
        return what if what.endswith(CLOSING) else _("%(what)s。") % {"what": what}

    @property
    def sentence(self) -> str:
        return truncated(self.occasion.sentence, self.room_for) if self.room_for else ""


@dataclass(frozen=True, slots=True)
class SheetDay:
    date: dt.date
    entries: list[SheetEntry]


@dataclass(frozen=True, slots=True)
class WeekSheet:
    week: CalendarWeek
    days: list[SheetDay]
    """The next seven days. Empty for past and future weeks."""
    results: list[str]
    news: list[str]
    people: list[Office]
    """Whom to call: those who hold an office, with a number if they gave one."""

    @property
    def first(self) -> dt.date:
        return self.days[0].date if self.days else self.week.first

    @property
    def last(self) -> dt.date:
        return self.days[-1].date if self.days else self.week.last

    @property
    def until(self) -> str:
        """The last day without its year, which stands with the first one."""
        return format_day(self.last)

    @property
    def numbers(self) -> list[Office]:
        return [office for office in self.people if office.contact][:MAX_PHONES]


def week_sheet_of(page: PageContext, week: CalendarWeek) -> WeekSheet:
    """Return the sheet of a week. Results and news are those of the calendar week, the days begin
    today."""
    now = timezone.now()
    current = week == CalendarWeek.of(timezone.localdate(now))
    occasions = occasions_for(page, now) if current else []
    results = results_for(page, week)
    shown = {one.thing for one in occasions} | {one.thing for one in results}
    return WeekSheet(
        week,
        days_of(occasions, timezone.localdate(now)) if current else [],
        [truncated(one.sentence, MAX_RESULT) for one in results[:MAX_RESULTS]],
        _news(page, week, shown),
        contacts_in(page.building),
    )


def occasions_for(page: PageContext, now: dt.datetime) -> list[Occasion]:
    """Return what happens today, from now on, and in the six days after, soonest first."""
    until = local_datetime(timezone.localdate(now) + dt.timedelta(days=DAYS))
    found = [one for room in rooms() for one in room.coming(page, now, until) if not one.cancelled]
    return sorted(found, key=attrgetter("starts_at"))[:MAX_OCCASIONS]


def results_for(page: PageContext, week: CalendarWeek) -> list[WeekResult]:
    """Return what was decided or done in the week, newest first."""
    found = [one for room in rooms() for one in room.results(page, *week.span)]
    return sorted(found, key=attrgetter("at"), reverse=True)


def verbs() -> list[str]:
    return [f"{room}.{verb}" for room, part in _parts().items() for verb in part.verbs]


def _parts() -> dict[str, Weekly]:
    parts = [(room.weekly.order, room.name, room.weekly) for room in rooms() if room.weekly]
    return {name: part for _order, name, part in sorted(parts, key=itemgetter(0))}


def _news(page: PageContext, week: CalendarWeek, shown: set[tuple[str, int]]) -> list[str]:
    """Return the newest line of each room, then other lines, without things shown already."""
    since, until = week.span
    there = {(label.partition(".")[0], pk) for label, pk in shown}
    lines = [
        (room, pk, line.text)
        for room, pk, line in latest_lines_by_subject_in(
            page.building, verbs(), since=since, until=until
        )
        if (room, pk) not in there
    ]
    parts = _parts()
    first: dict[str, tuple[str, int | None, str]] = {}
    for line in lines:
        first.setdefault(line[0], line)
    chosen = sorted(first.values(), key=lambda line: parts[line[0]].order)
    chosen += [line for line in lines if line not in chosen]
    return _described(chosen[:MAX_NEWS])


def _described(lines: list[tuple[str, int | None, str]]) -> list[str]:
    """Append to each line what its room says of the subject."""
    parts, texts = _parts(), {}
    for room, part in parts.items():
        pks = [pk for name, pk, _text in lines if name == room and pk]
        if part.described and pks:
            texts.update({(room, pk): text for pk, text in part.described(pks).items()})
    words = [(text, texts.get((room, pk or 0), "")) for room, pk, text in lines]
    return [
        truncated(_("%(line)s：%(more)s") % {"line": line, "more": more}, MAX_LINE)
        if more
        else line
        for line, more in words
    ]


def days_of(occasions: list[Occasion], first: dt.date) -> list[SheetDay]:
    """Return seven days. What began earlier and goes on is listed on the first."""
    dated = sorted(((max(one.day, first), one) for one in occasions), key=itemgetter(0))
    room_for = next(length for most, length in SENTENCES if len(occasions) <= most)
    by_day = {
        day: [SheetEntry(_hour(one, day), one, room_for) for _day, one in group]
        for day, group in groupby(dated, key=itemgetter(0))
    }
    dates = [first + dt.timedelta(days=n) for n in range(DAYS)]
    return [SheetDay(date, by_day.get(date, [])) for date in dates]


def _hour(occasion: Occasion, day: dt.date) -> str:
    """Format as ``上午9点到11点``, ``晚上8点前`` or ``全天``."""
    starts, ends = occasion.starts_at, occasion.ends_at
    clock = timezone.localtime(starts).time()
    whole_day = clock == dt.time.min or clock >= LAST_MINUTE
    if occasion.all_day or (occasion.deadline and whole_day):
        return _("全天")
    if occasion.deadline:
        return _("%(hour)s前") % {"hour": format_hour(starts)}
    if ends and timezone.localdate(starts) < day:
        return _("到%(when)s") % {"when": format_moment(ends)}
    return format_hours(starts, ends)
