"""A room that keeps benches, and has nothing but a manifest."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from governance.search.models import Passage
from residents.models import User
from residents.people.mentions import Mention
from residents.rooms.contributions import (
    Button,
    ReachCount,
    Searchable,
    Section,
    SharedPage,
    Weekly,
    WeekResult,
)
from residents.rooms.manifest import Room
from residents.rooms.occasions import Occasion
from residents.rooms.personal_data import BUILDING, DataCategory
from residents.rooms.waiting import (
    DoneDuty,
    Heading,
    NewsItem,
    Urgency,
    Waiting,
    WaitingList,
)

BENCH = ("toy.bench", 7)
TOMORROW = timezone.now() + dt.timedelta(days=1)


def blocked_items(buildings, now):
    for building in buildings:
        yield Waiting(
            "桥边的长椅", "没人修", "/", urgency=Urgency.NOW, since=now, building=building
        )


def passages_of(_pk):
    yield Passage(title="长椅", text="刷了绿漆", url="/bench/", at=timezone.now())


ROOM = Room(
    name="toy",
    title="长椅",
    duties=lambda *_: [Waiting("门口的长椅", "请您坐坐", "/", "去坐", at=TOMORROW)],
    done_duties=lambda *_: [DoneDuty("扶长椅", "王先生", timezone.now(), "/")],
    news=lambda *_: [NewsItem("长椅修好了", "李师傅修的", "/", timezone.now())],
    tabs={"toy": "lounge"},
    sections=(Section("components/empty.html", lambda page: page.user, order=99),),
    buttons=(Button("添长椅", "journal:lines", order=99, may=lambda standing: standing.member),),
    for_leader=lambda *_: [Waiting("树下的长椅", "坏了", "/", heading=Heading.OVERDUE)],
    unfinished=lambda *_: [WaitingList("没修的", [Waiting("楼后的长椅", "缺腿", "/")], "/")],
    weekly=Weekly(("painted",), order=99),
    results=lambda *_: [WeekResult(TOMORROW, "长椅修好了", BENCH)],
    coming=lambda *_: [
        Occasion(what="坐一坐", starts_at=TOMORROW, url="/", thing=BENCH, changed_at=TOMORROW)
    ],
    sentences={"painted": "%(who)s给“%(title)s”刷了漆"},
    unnamed_actor="路人",
    searchable=(Searchable("toy.bench", "长椅室", passages_of),),
    data_categories=(
        DataCategory(
            "seats",
            "坐过的长椅",
            seen_by=BUILDING,
            until="一天",
            rows_of=lambda user: User.objects.filter(pk=user.pk),
            columns={"shown_name": "坐的人"},
        ),
    ),
    mentions=(
        Mention(
            "names", "刻在长椅上的名字", "路人", "一天", ("residents.user.skills",), redacted=False
        ),
    ),
    blocked_items=blocked_items,
    activity_counts=lambda *_: {},
    reach_counts=lambda buildings: {pk: ReachCount(1, 1, 7) for pk in buildings},
    open_rosters=lambda *_: ["长椅征询"],
    next_change={SharedPage.HOME: lambda *_: TOMORROW},
)
