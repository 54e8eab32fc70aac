"""Data for the front page of a building and for a person's home page, collected from all rooms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from operator import attrgetter

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.inbox.queries.items import duties_of, leaders_items_of, unread_news_of
from louzu.lib.time import end_of_day
from residents.models import Building, Office, Standing, User
from residents.people.queries.buildings import count_people
from residents.people.queries.people import contacts_in
from residents.rooms.context import PageContext
from residents.rooms.contributions import Button, Section
from residents.rooms.manifest import rooms
from residents.rooms.occasions import Occasion
from residents.rooms.waiting import NewsItem, Waiting, WaitingList

MAX_OPEN = 5
MAX_DUTIES = 3
MAX_NEWS = 3
NEW_LEADER_PERIOD = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Shown:
    """A section of the page: its template and content."""

    template: str
    content: object


@dataclass(frozen=True, slots=True)
class HomePage:
    greeting: str
    duties: list[Waiting]
    """Everything that this person is asked, by time."""
    of_leader: Waiting | None
    """The row that leads leader and committee to their page of today."""
    news: list[NewsItem]
    """Everything that is new and unread, newest first."""
    next_event: Occasion | None
    """The next event until tomorrow night that is not among the duties."""
    sections: list[Shown]
    aside: list[Shown]
    taken_over: list[WaitingList]
    """Lists of what the previous leader left unfinished. Empty unless the reader is a new leader."""

    @property
    def count(self) -> int:
        """The number of duties as in the inbox, or 1 for the row of the leader alone."""
        return len(self.duties) or int(self.of_leader is not None)

    @property
    def first_duties(self) -> list[Waiting]:
        """The pinned duties, those that are this person's turn by the act of another, and the next
        ``MAX_DUTIES`` others. The inbox shows all of them."""
        others = [duty for duty in self.duties if not (duty.pinned or duty.turn)]
        left_out = set(map(id, others[MAX_DUTIES:]))
        return [duty for duty in self.duties if id(duty) not in left_out]

    @property
    def first_news(self) -> list[NewsItem]:
        return self.news[:MAX_NEWS]


def home_page_for(building: Building, standing: Standing, user: User) -> HomePage:
    page = PageContext(building, standing, user)
    people = page.once(contacts_in, building)
    duties = duties_of(page)
    return HomePage(
        greeting=greeting(),
        duties=duties,
        of_leader=leaders_items_of(page, duties),
        news=unread_news_of(page),
        next_event=_next_event(page, duties),
        sections=_shown(page, aside=False, public=False),
        aside=_shown(page, aside=True, public=False),
        taken_over=unfinished_in(page) if _is_new_leader(user, people) else [],
    )


def _next_event(page: PageContext, duties: list[Waiting]) -> Occasion | None:
    now, until = timezone.now(), end_of_day(timezone.localdate() + dt.timedelta(days=1))
    listed = {duty.about for duty in duties}
    events = [
        event
        for room in rooms()
        for event in room.soon(page)
        if event.starts_at < until
        and (event.ends_at or event.starts_at) > now
        and event.thing not in listed
    ]
    return min(events, key=attrgetter("starts_at"), default=None)


def _shown(page: PageContext, *, aside: bool, public: bool) -> list[Shown]:
    of_rooms: list[Section] = [section for room in rooms() for section in room.sections]
    found = [
        Shown(section.template, section.content(page))
        for section in sorted(of_rooms, key=attrgetter("order"))
        if (section.aside, section.public) == (aside, public)
    ]
    return [section for section in found if section.content is not None]


def buttons_for(page: PageContext) -> list[Button] | None:
    of_rooms: list[Button] = [button for room in rooms() for button in room.buttons]
    allowed = [button for button in of_rooms if button.may(page.standing)]
    return sorted(allowed, key=attrgetter("order")) or None


def unfinished_in(page: PageContext, *, most: int = MAX_OPEN) -> list[WaitingList]:
    found = [one for room in rooms() for one in room.unfinished(page, most) if one.items]
    return sorted(found, key=attrgetter("order"))


def _is_new_leader(user: User, people: list[Office]) -> bool:
    """Return whether the person became leader within the last month."""
    begun = timezone.localdate() - NEW_LEADER_PERIOD
    return any(o.kind == "leader" and o.user_id == user.pk and o.since > begun for o in people)


@dataclass(frozen=True, slots=True)
class FrontPage:
    """Data of the front page for visitors."""

    counts: dict[str, int]
    sections: list[Shown]


def front_page_of(page: PageContext) -> FrontPage:
    return FrontPage(count_people(page.building), _shown(page, aside=False, public=True))


def greeting() -> str:
    hour = timezone.localtime().hour
    parts = ((5, _("夜深了")), (11, _("上午好")), (13, _("中午好")), (18, _("下午好")))
    return next((words for end, words in parts if hour < end), _("晚上好"))


def next_hour(_building: Building) -> dt.datetime:
    """Return when the greeting may change, which is when the page expires."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
