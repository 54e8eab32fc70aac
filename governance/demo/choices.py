"""Questions of building 114 with more than yes and no, one of each kind, in different states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from governance.canvass.actions import counting, drafting, opening, second_round, sheets
from governance.canvass.actions.answering import answer_on_web
from governance.canvass.inputs import (
    AnswerInput,
    CanvassInput,
    LineInput,
    OptionInput,
    SheetInput,
)
from governance.canvass.models import Canvass
from governance.canvass.option_tally import OptionBallot
from governance.canvass.queries.sheets import lines_to_check
from governance.demo.lift import LiftCrew, signed_sheet
from governance.demo.news import told
from governance.demo.pictures import portrait, quote
from louzu.lib.time import local_datetime
from residents.models import Building

Marks = Mapping[str, tuple[str, ...]]
"""Values of ``choices_for`` by room."""
CANDIDATES = (
    ("冯丽", "303室，做过会计，每月的茶叶账我来记，贴在客厅门口"),
    ("郑伟民", "301室，退休电工，灯和插座坏了当天就修"),
    ("马玉兰", "402室，早上六点开门开窗，晚上九点关灯"),
    ("罗永福", "601室，会木工，桌椅松了叫一声"),
    ("徐国强", "102室，住在一楼，钥匙放我家，谁借都方便"),
)
ELECTED = {
    "102": ("5", "1"),
    "103": ("5",),
    "202": ("3", "1", "2"),
    "301": ("2", "3", "1"),
    "303": ("1", "2"),
    "401": ("3", "4"),
    "402": ("3", "1"),
    "601": ("4", "3", "2"),
    "602": ("abstain",),
}
WAITING = {"403": ("2", "3"), "502": ("1", "3", "5")}
QUOTES = (
    ("安平门禁", "9800元，保修三年，坏了两小时上门", 9800),
    ("华通电子", "7600元，保修一年，上门另收费", 7600),
    ("邻里智能", "12600元，刷脸和手机都能开，保修五年", 12600),
)
CHOSEN = {
    **dict.fromkeys(
        ("101", "504", "202", "301", "302", "402", "403", "501", "502", "503", "602"), ("1",)
    ),
    **dict.fromkeys(("102", "303", "604"), ("2",)),
    **dict.fromkeys(("401", "601"), ("3",)),
    "103": ("abstain",),
}
ITEMS = (
    ("晚上十点关客厅的门", "有人在的，最后走的关灯锁门"),
    ("客厅里添一台旧电视", "罗永福家换下来的，电费从活动费里出"),
    ("客厅里可以打牌", "不赌钱，晚上九点以前"),
)
EACH = {
    "102": ("agree1", "agree2", "object3"),
    "103": ("agree1", "object2", "object3"),
    "402": ("agree1", "agree2", "agree3"),
    "202": ("agree1", "abstain2", "object3"),
    "302": ("agree1", "object2", "abstain3"),
    "303": ("agree1", "agree2", "agree3"),
    "401": ("object1", "agree2", "agree3"),
    "403": ("agree1", "agree2", "object3"),
    "502": ("agree1", "agree2", "object3"),
    "503": ("agree1", "object2", "object3"),
    "601": ("agree1", "agree2", "agree3"),
    "604": ("agree1", "abstain2", "agree3"),
}
DATES = {
    "102": ("1", "2"),
    "604": ("1",),
    "202": ("1", "2"),
    "301": ("2",),
    "302": ("1", "2"),
    "303": ("2", "3"),
    "401": ("1",),
    "403": ("abstain",),
    "502": ("2",),
    "503": ("1", "3"),
}
DAYS = (9, 10, 16)
NOTICE = dt.timedelta(days=15)


def choose_quote(building: Building, crew: LiftCrew) -> Canvass:
    """One of three quotes, chosen by the owners two months ago."""
    options = tuple(
        OptionInput(name, details, files=(quote(name, price),)) for name, details, price in QUOTES
    )
    data = _input(
        "门禁对讲换新，三家报价选哪一家？",
        "老的对讲机六楼听不见，修了三次。三家都来看过，报价单附在后面，从维修资金里出。",
        preset="owners_ordinary",
        electorate="owners",
        kind="one",
        options=options,
        opens_at=timezone.now() + NOTICE,
        closes_at=timezone.now() + 2 * NOTICE,
    )
    canvass = _opened(building, crew, data, days_ago=75)
    _bring_in(canvass, crew, CHOSEN, days_ago=66)
    return _published(canvass, crew, days_ago=60)


def vote_on_items(building: Building, crew: LiftCrew) -> Canvass:
    """Three items that are answered one by one. The answers are in, nobody has counted yet."""
    options = tuple(OptionInput(name, details) for name, details in ITEMS)
    data = _input(
        "三楼公共客厅的三件小事，一件一件定",
        "上次议事会提了三件事，一张纸上一件一件答，每件分开算。",
        kind="each",
        options=options,
    )
    canvass = _opened(building, crew, data, days_ago=9)
    _bring_in(canvass, crew, EACH, days_ago=4)
    return _closed(canvass, crew, days_ago=1)


def find_date(building: Building, crew: LiftCrew) -> tuple[Canvass, Canvass]:
    """A date that was tied, and the second round between the two dates, which is open."""
    days = [local_datetime(timezone.localdate() + dt.timedelta(days=day), 14) for day in DAYS]
    options = tuple(OptionInput(starts_at=day, details="三楼公共客厅") for day in days)
    data = _input(
        "包馄饨，约在哪天？",
        "荠菜和皮子居委备好，来的人家带一只碗。方便的日子都选上。",
        preset="dates",
        kind="dates",
        options=options,
    )
    canvass = _opened(building, crew, data, days_ago=8)
    _bring_in(canvass, crew, DATES, days_ago=3)
    canvass = _published(canvass, crew, days_ago=1)
    again = second_round.draft_second_round(
        canvass, opens_at=timezone.now(), closes_at=_evening(8), by=crew.leader
    )
    again = drafting.announce_canvass(again, by=crew.leader)
    return canvass, opening.open_canvass(again, by=crew.leader)


def elect(building: Building, crew: LiftCrew) -> Canvass:
    """Three of five candidates, with their photos. Open and partly answered."""
    options = tuple(
        OptionInput(name, details, files=(portrait(number, name),))
        for number, (name, details) in enumerate(CANDIDATES)
    )
    data = _input(
        "推选三位邻居管公共客厅",
        "管一年：开门关灯，借还钥匙，记茶叶账。五位邻居自己报的名，最多选三位。",
        kind="several",
        seats=3,
        options=options,
        closes_at=_evening(9),
    )
    canvass = _opened(building, crew, data, days_ago=3)
    voices = {voice.label.removesuffix("室"): voice for voice in canvass.voices.all()}
    for user, room, picked in ((crew.leader, "501", {1, 3}), (crew.core, "503", {1, 2, 3})):
        ballot = OptionBallot(frozenset(picked))
        said = AnswerInput(choice="picked", ballot=ballot)
        answer_on_web(canvass, voices[room], said, by=user)
    _bring_in(canvass, crew, ELECTED, days_ago=2)
    _bring_in(canvass, crew, WAITING, days_ago=1, checked=False)
    return canvass


def _input(question: str, body: str, **more: object) -> CanvassInput:
    text = {
        "purpose": "vote",
        "preset": "residents_meeting",
        "electorate": "households",
        "closes_at": _evening(1),
    }
    return CanvassInput(question=question, body=body, **{**text, **more})  # type: ignore[arg-type]


def _opened(building: Building, crew: LiftCrew, data: CanvassInput, *, days_ago: int) -> Canvass:
    """Announce and open a question, as if it was ``days_ago``."""
    begun = timezone.now() - dt.timedelta(days=days_ago)
    canvass = drafting.draft_canvass(building, data, by=crew.leader)
    with told(days_ago=days_ago):
        drafting.announce_canvass(canvass, by=crew.leader)
        rows = Canvass.objects.filter(pk=canvass.pk)
        rows.update(announced_at=begun - NOTICE, opens_at=begun)
        opening.open_canvass(canvass, by=crew.leader)
    rows.update(opened_at=begun)
    return rows.get()


def _bring_in(
    canvass: Canvass, crew: LiftCrew, marks: Marks, *, days_ago: int, checked: bool = True
) -> None:
    """Bring in one paper with these homes, signed ``days_ago``."""
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    data = SheetInput(pages=[signed_sheet()], channel="slip", signed_on=day)
    sheet = sheets.begin_sheet(canvass, data, by=crew.core)
    voices = {voice.label.removesuffix("室"): voice for voice in canvass.voices.all()}
    lines = {
        voices[room].pk: LineInput(signer=voices[room].party or f"{room}室户主", marks=ticked)
        for room, ticked in marks.items()
    }
    sheets.save_lines(sheet, lines, by=crew.core)
    refused = sheets.enter_sheet(sheet, by=crew.core)
    assert not refused, refused  # noqa: S101 -- the story is complete
    if checked:
        seen = [line.answer.pk for line in lines_to_check(sheet) if line.answer]
        sheets.check_sheet(sheet, confirmed=seen, by=crew.volunteer)


def _closed(canvass: Canvass, crew: LiftCrew, *, days_ago: int) -> Canvass:
    """Close a question now, and date it some days ago."""
    ended = timezone.now() - dt.timedelta(days=days_ago)
    rows = Canvass.objects.filter(pk=canvass.pk)
    rows.update(closes_at=ended)
    counting.close_canvass(rows.get(), by=crew.leader)
    rows.update(closed_at=ended)
    return rows.get()


def _published(canvass: Canvass, crew: LiftCrew, *, days_ago: int) -> Canvass:
    canvass = _closed(canvass, crew, days_ago=days_ago)
    with told(days_ago=days_ago):
        counting.count_canvass(canvass, by=crew.core, anyway=True)
        canvass = counting.count_canvass(canvass, by=crew.leader, anyway=True)
        canvass = counting.publish_canvass(canvass, by=crew.leader)
    ended = canvass.closes_at
    rows = Canvass.objects.filter(pk=canvass.pk)
    rows.update(counted_at=ended, published_at=ended)
    return rows.get()


def _evening(days: int) -> dt.datetime:
    return local_datetime(timezone.localdate() + dt.timedelta(days=days), 20)
