"""Create a neighbourhood of any size with years of history, to measure the committee's desk.

Rows are inserted in bulk as the rooms' actions would write them. Journal lines have past dates,
which the trigger would not allow, so they are numbered and hashed here in the same way, and
``verify_journal`` accepts them. ``manage.py reindex`` makes the content searchable.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import TypeVar

from django.db import connection, models, transaction
from django.utils import timezone

from governance.canvass.models import (
    Answer,
    Canvass,
    Count,
    Current,
    TextVersion,
    Visit,
    Voice,
    VoiceFlat,
)
from governance.canvass.presets import PRESETS, RuleData, rule_to_json
from governance.canvass.queries.counting import result_of
from governance.journal.models import Line
from governance.lounge.models import Hiding, Post, Report, Thread
from governance.notices.models import Notice
from residents.models import (
    Building,
    Flat,
    Household,
    Membership,
    Neighbourhood,
    Office,
    Owner,
    Ownership,
    User,
)

HOMES, BATCH = 20, 25
A_WEEK, A_DAY = dt.timedelta(weeks=1), dt.timedelta(days=1)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
TITLES = ("楼道灯修好了", "周六大扫除", "水箱清洗停水半天", "快递请放门口", "垃圾分类新时间")
TALK = ("谁家有梯子借一下", "晚上声音轻一点", "三楼想放几盆花", "一起去买菜吗", "门禁坏了")
QUESTIONS = ("楼道要不要重新粉刷？", "门口装一盏灯好吗？", "这份楼组公约您家知道了吗？")
NO_KEY = "!"
"""An unusable password."""


M = TypeVar("M", bound=models.Model)
S = TypeVar("S", Notice, Thread, Canvass)


@dataclass
class CrowdLine:
    """A journal line without its number."""

    at: dt.datetime
    verb: str
    subject: Notice | Thread | Canvass
    by: User | None


@dataclass
class CrowdBuilding:
    """A building being created: its people, its rate of activity and its journal lines."""

    building: Building
    life: float
    dice: Random
    homes: list[Household] = field(default_factory=list)
    people: list[User] = field(default_factory=list)
    leader: User | None = None
    lines: list[CrowdLine] = field(default_factory=list)

    @property
    def voice_of_the_house(self) -> User:
        return self.leader or self.people[0]


def build_crowd(neighbourhood: Neighbourhood, *, buildings: int, years: int) -> int:
    """Create the buildings in batches and return the number of journal lines. The same arguments
    give the same data."""
    first = Building.objects.count()
    lines = 0
    for begin in range(0, buildings, BATCH):
        numbers = range(first + begin, first + min(begin + BATCH, buildings))
        with transaction.atomic(), _dated_back():
            places = _build(neighbourhood, numbers)
            _people(places)
            _talk(places, years)
            _hang(places, years)
            _ask(places, years)
            lines += _write(places)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return lines


@contextmanager
def _dated_back() -> Iterator[None]:
    """Disable the trigger of the journal, which would set the date of each line to now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE journal_line DISABLE TRIGGER append")
        yield
        cursor.execute("ALTER TABLE journal_line ENABLE TRIGGER append")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _make(rows: list[M]) -> list[M]:
    model = type(rows[0]) if rows else None
    return model._default_manager.bulk_create(rows, batch_size=2000) if model else []


def _build(neighbourhood: Neighbourhood, numbers: range) -> list[CrowdBuilding]:
    buildings = _make([
        Building(neighbourhood=neighbourhood, slug=f"g{n}", door_number=f"{1000 + n}", floors=5)
        for n in numbers
    ])  # fmt: skip
    return [
        CrowdBuilding(building, life=0.2 + (n * 7 % 10) / 5, dice=Random(n))  # noqa: S311 -- generated data needs no secure numbers
        for n, building in zip(numbers, buildings, strict=True)
    ]


def _people(places: list[CrowdBuilding]) -> None:
    flats = _make([
        Flat(building=p.building, floor=1 + n // 4, room=f"{1 + n // 4}0{1 + n % 4}",
             area="70.00", area_source="register")
        for p in places for n in range(HOMES)
    ])  # fmt: skip
    homes = _make(
        [Household(building=f.building, flat=f, aged_18_59=1, aged_60_up=1) for f in flats]
    )
    owners = _make([Owner(building=f.building, name=f"业主{f.room}") for f in flats])
    long_ago = timezone.localdate() - dt.timedelta(days=4000)
    _make([Ownership(owner=o, flat=f, since=long_ago) for o, f in zip(owners, flats, strict=True)])
    by_place = {p.building.pk: p for p in places}
    for home in homes:
        by_place[home.building_id].homes.append(home)
    # Two households in five have nobody in the portal.
    joined = [h for p in places for n, h in enumerate(p.homes) if n % 5 not in {1, 3}]
    people = _make([
        User(username=f"g{h.pk}", shown_name=f"{SURNAMES[h.pk % len(SURNAMES)]}阿姨",
             password=NO_KEY, shows_name=False)
        for h in joined
    ])  # fmt: skip
    _make(
        [
            Membership(user=u, household=h, since=long_ago)
            for u, h in zip(people, joined, strict=True)
        ]
    )
    for user, home in zip(people, joined, strict=True):
        by_place[home.building_id].people.append(user)
    led = [p for p in places if p.building.pk % 25]
    for place in led:
        place.leader = place.people[0]
    _make([Office(user=p.leader, kind="leader", building=p.building, since=long_ago) for p in led])


def _moments(place: CrowdBuilding, years: int, a_week: float) -> Iterator[dt.datetime]:
    """Yield about ``a_week`` times per week, scaled by the building's activity."""
    for week in range(52 * years):
        for _one in range(int(a_week * place.life + place.dice.random())):
            yield timezone.now() - week * A_WEEK - place.dice.random() * A_WEEK


def _hang(places: list[CrowdBuilding], years: int) -> None:
    notices = [
        Notice(
            building=p.building, author=p.voice_of_the_house, office="leader", state="posted",
            announced=True, title=p.dice.choice(TITLES), body="正文", html="<p>正文</p>",
            shows_from=at, expires_at=at + 60 * A_DAY,
        )
        for p in places for at in _moments(p, years, 0.3)
    ]  # fmt: skip
    _tell(places, _make(notices), "notices.posted", lambda notice: notice.shows_from)


def _talk(places: list[CrowdBuilding], years: int) -> None:
    threads = [
        Thread(
            building=p.building, author=p.dice.choice(p.people), kind="need", posts=1 + round(p.life),
            title=p.dice.choice(TALK), last_post_at=at, **_result(p, at),
        )
        for p in places for at in _moments(p, years, 0.3)
    ]  # fmt: skip
    _make(threads)
    posts = _make([
        Post(thread=t, number=n, author_id=t.author_id, text="说的话", html="<p>说的话</p>",
             at=t.last_post_at)
        for t in threads for n in range(1, t.posts + 1)
    ])  # fmt: skip
    _tell(places, threads, "lounge.started", lambda thread: thread.last_post_at)
    again = [t for t in threads for _reply in range(t.posts - 1)]
    _tell(places, again, "lounge.replied", lambda thread: thread.last_post_at)
    spoken = {p.building.pk: p for p in places}
    replies = [post for post in posts if post.number > 1 and post.pk % 97 == 0]
    _make([
        Report(post=post, by=spoken[post.thread.building_id].people[-1], reason="不合适", at=post.at,
               state="open" if n % 4 == 0 else "dismissed")
        for n, post in enumerate(replies)
    ])  # fmt: skip
    hidden = replies[::7]
    Post.objects.filter(pk__in=[post.pk for post in hidden]).update(hidden=True)
    _make([
        Hiding(post=post, author=spoken[post.thread.building_id].voice_of_the_house, office="leader",
               reason="写了别人家的电话", at=post.at, state="appealed", appeal="没有写")
        for post in hidden
    ])  # fmt: skip


def _result(place: CrowdBuilding, at: dt.datetime) -> dict[str, object]:
    met = place.dice.random() < 0.8  # noqa: PLR2004 -- share of needs that were met
    return {"state": "met", "ended_at": at} if met else {"state": "open"}


def _ask(places: list[CrowdBuilding], years: int) -> None:
    """Create a published canvass per half year, and an open one in two of three buildings."""
    rule = rule_to_json(PRESETS["residents_meeting"].rule_of())
    over = [(p, 182 * n * A_DAY) for p in places for n in range(1, 2 * years + 1)]
    running = [(p, None) for p in places if p.building.pk % 3]
    canvasses = [_canvass(place, ago, rule) for place, ago in (*over, *running)]
    _make(canvasses)
    _make([
        TextVersion(canvass=c, number=1, body=c.body, html=c.html, by_id=c.author_id)
        for c in canvasses
    ])  # fmt: skip
    by_place = {p.building.pk: p for p in places}
    voices = _make([
        Voice(canvass=c, number=n, label=str(h.flat), code=f"{n:06d}", household=h)
        for c in canvasses for n, h in enumerate(by_place[c.building_id].homes, start=1)
    ])  # fmt: skip
    _make([
        VoiceFlat(canvass=v.canvass, voice=v, flat=v.household.flat, floor=v.household.flat.floor,
                  room=v.household.flat.room, answering=v.household)
        for v in voices if v.household
    ])  # fmt: skip
    _answer(voices, by_place)
    _tell(places, canvasses, "canvass.opened", lambda canvass: canvass.opened_at)
    done = [c for c in canvasses if c.published_at]
    _make([
        Count(canvass=c, first=by_place[c.building_id].people[1], first_at=c.closes_at,
              second_id=c.author_id, second_at=c.closes_at, result=result_of(c))
        for c in done
    ])  # fmt: skip
    _tell(places, done, "canvass.published", lambda canvass: canvass.published_at)


def _canvass(place: CrowdBuilding, ago: dt.timedelta | None, rule: RuleData) -> Canvass:
    """Return a canvass that ended ``ago``, or that is open if ``ago`` is None."""
    now, quiet = timezone.now(), place.dice.randint(2, 40)
    closes = now - ago if ago else now + place.dice.randint(1, 20) * A_DAY
    opens = closes - 14 * A_DAY if ago else now - quiet * A_DAY
    ended = (
        {"closed_at": closes, "counted_at": closes, "published_at": closes + A_DAY} if ago else {}
    )
    return Canvass(
        building=place.building, author=place.voice_of_the_house, office="leader",
        state="published" if ago else "open", purpose="hear", preset="residents_meeting",
        electorate="households", rule=rule, question=place.dice.choice(QUESTIONS), body="正文",
        html="<p>正文</p>", opens_at=opens, closes_at=closes, opened_at=opens,
        announced_at=opens - 7 * A_DAY, **ended,
    )  # fmt: skip


def _answer(voices: list[Voice], by_place: dict[int, CrowdBuilding]) -> None:
    """Answer most of the published canvasses and a part of the open ones. Some of these have no
    recent activity."""
    answers, visits = [], []
    for voice in voices:
        canvass = voice.canvass
        place = by_place[canvass.building_id]
        share = 0.9 if canvass.published_at else 0.3 * place.life
        at = canvass.opens_at + place.dice.random() * 2 * A_DAY
        by = place.voice_of_the_house
        if place.dice.random() < share:
            choice = "object" if place.dice.random() < 0.1 else "agree"  # noqa: PLR2004 -- share of objections
            reason = "怕吵" if choice == "object" else ""
            answers.append(
                Answer(voice=voice, choice=choice, reason=reason, channel="web", version=1, by=by,
                       said_at=at, at=at)
            )  # fmt: skip
        elif place.dice.random() < share:
            visits.append(Visit(voice=voice, outcome="not_in", by=by, visited_at=at, at=at))
    _make([Current(voice=a.voice, answer=a) for a in _make(answers)])
    _make(visits)


def _tell(
    places: list[CrowdBuilding], subjects: list[S], verb: str, at: Callable[[S], dt.datetime | None]
) -> None:
    by_place = {p.building.pk: p for p in places}
    for subject in subjects:
        by = subject.author if verb.startswith(("notices", "lounge")) else None
        if moment := at(subject):
            by_place[subject.building_id].lines.append(CrowdLine(moment, verb, subject, by))


def _write(places: list[CrowdBuilding]) -> int:
    """Write the journal of each building in chronological order, numbered and hashed as by the
    database. Return the number of lines."""
    lines: list[Line] = []
    for place in places:
        previous = ""
        ordered = sorted(place.lines, key=lambda one: one.at)
        for number, one in zip(count(1), ordered, strict=False):
            line = Line(
                building=place.building, number=number, actor=one.by, verb=one.verb, office="",
                subject_type=one.subject._meta.label_lower, subject_id=one.subject.pk,
                subject_title=str(one.subject), subject_url=one.subject.get_absolute_url(),
                audience="residents", at=one.at, previous=previous,
            )  # fmt: skip
            line.digest = previous = line.computed_digest()
            lines.append(line)
        place.building.journal_version = len(ordered)
    at = Line._meta.get_field("at")
    at.auto_now_add = False  # keep the given times
    try:
        _make(lines)
    finally:
        at.auto_now_add = True
    Building.objects.bulk_update([p.building for p in places], ["journal_version"])
    return len(lines)
