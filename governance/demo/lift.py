"""The question about the lift in building 114, as told by the newspaper, by today's rules.

In the first week 15 owners agreed, 4 objected and 2 were not reached. In the end all 21 agreed. The
days are real. The clock is not: a trigger of the journal sets the time of each line, so the lines
say on which day it happened (``happening_on``), as of anything that is entered later.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from governance.canvass.actions import answering, counting, drafting, objecting, opening, visiting
from governance.canvass.inputs import CanvassInput, PaperAnswer
from governance.canvass.models import Canvass, Objection, Voice
from governance.journal.actions import happening_on
from louzu.lib.time import local_datetime
from louzu.lib.uploads import File, clean_upload
from residents.models import Building, User
from residents.rooms.waiting import Thing

OPENED_ON, DAYS = dt.date(2019, 12, 21), 28
PUBLISHED_ON = OPENED_ON + dt.timedelta(days=DAYS)
QUESTION = "同意给114号加装电梯吗？"
BODY = (
    "在楼道外侧加装一部电梯，停一到六楼。\n\n"
    "- 总价约65万元，政府补贴四成，其余按楼层分摊，楼层低的少出\n"
    "- 由居委帮着找施工单位，图纸在三楼平台贴十天\n"
    "- 装好以后的电费和保养，由出钱的业主另外商量\n\n"
    "（演示：2019年的征询，按现在的《民法典》重演。）"
)
NOT_REACHED = ("404", "504")


@dataclass(frozen=True, slots=True)
class DemoObjection:
    """An objection with its reason, offers by day, and the day of agreement."""

    room: str
    why: str
    said: str
    offered: str
    offered_on: int
    agreed_on: int
    promised: str
    """What the neighbours read of the offer."""
    keeper: str
    kept: str
    kept_on: dt.date


OBJECTIONS = (
    DemoObjection(
        "101",
        "一楼用不上，还怕挡光",
        "张阿婆怕客厅暗了",
        "井道用玻璃，101室不出钱",
        9,
        11,
        "井道用玻璃，不挡一楼的光；一楼不用电梯的，可以不出钱",
        "leader",
        "井道装的是玻璃，一楼客厅照样亮堂",
        dt.date(2021, 2, 26),
    ),
    DemoObjection(
        "102",
        "井道靠着我家窗，怕吵",
        "怕夜里开关门的声音",
        "主机放楼顶，加隔音垫",
        10,
        15,
        "主机放在楼顶，垫上隔音垫",
        "volunteer",
        "夜里十点在旁边几家听过，听不见",
        dt.date(2021, 4, 18),
    ),
    DemoObjection(
        "203",
        "房子租出去了，不想出钱",
        "说租客用得多",
        "可以分三年付",
        14,
        19,
        "手头一时周转不开的，可以分三年付",
        "leader",
        "写进了分摊的约定，每年7月付一笔",
        dt.date(2020, 5, 10),
    ),
    DemoObjection(
        "604",
        "一个人住，手头紧",
        "怕一下子拿不出",
        "居委帮着申请困难补助",
        18,
        24,
        "有困难的，居委帮着申请补助",
        "core",
        "申请递上去，补助批下来了",
        dt.date(2020, 11, 20),
    ),
)


@dataclass(frozen=True, slots=True)
class LiftCrew:
    """The helpers of the canvass."""

    leader: User
    core: User
    volunteer: User


NOTICE = dt.timedelta(days=15)


def replay(building: Building, crew: LiftCrew, *, cause: Thing | None = None) -> Canvass:
    canvass = ask(building, crew, cause=cause)
    first_week(canvass, crew)
    talk_it_over(canvass, crew)
    return finish(canvass, crew)


def ask(building: Building, crew: LiftCrew, *, cause: Thing | None = None) -> Canvass:
    begun = _at(0)
    with happening_on(OPENED_ON - NOTICE):
        canvass = drafting.draft_canvass(building, _question(), by=crew.leader, cause=cause)
        drafting.announce_canvass(canvass, by=crew.leader)
    row = Canvass.objects.filter(pk=canvass.pk)
    row.update(
        announced_at=begun - NOTICE, opens_at=begun, closes_at=timezone.now() + dt.timedelta(days=1)
    )
    with happening_on(OPENED_ON):
        opening.open_canvass(canvass, by=crew.leader)
    row.update(opened_at=begun)
    canvass.refresh_from_db()
    return canvass


def _question() -> CanvassInput:
    """Its days are changed when it is announced."""
    return CanvassInput(
        purpose="vote",
        preset="owners_major",
        electorate="owners",
        question=QUESTION,
        body=BODY,
        opens_at=timezone.now() + NOTICE,
        closes_at=timezone.now() + NOTICE + dt.timedelta(days=1),
    )


def first_week(canvass: Canvass, crew: LiftCrew) -> None:
    doubts = {doubt.room: doubt for doubt in OBJECTIONS}
    for number, voice in enumerate(canvass.voices.all()):
        room = voice.label.removesuffix("室")
        day = 1 + number % 6
        if room in NOT_REACHED:
            for knock in (2, 5):
                with happening_on(_day(knock)):
                    visiting.record_visit(
                        canvass, voice, outcome="not_in", visited_at=_at(knock), by=crew.volunteer
                    )
        elif doubt := doubts.get(room):
            _brought(canvass, voice, crew, day=day, choice="object", reason=doubt.why)
        else:
            _brought(canvass, voice, crew, day=day, choice="agree")


def talk_it_over(canvass: Canvass, crew: LiftCrew) -> None:
    for doubt in OBJECTIONS:
        voice = canvass.voices.get(label=f"{doubt.room}室")
        objection = Objection.objects.get(voice=voice)
        who = f"骨干陈美华和{doubt.room}室"
        talk: dict[str, Any] = {"who": who, "said": doubt.said, "by": crew.core}
        on = _day(doubt.offered_on)
        with happening_on(on):
            objecting.record_talk(canvass, objection, on=on - dt.timedelta(days=2), **talk)
            objecting.record_offer(canvass, objection, on=on, offered=doubt.offered, **talk)
        _brought(canvass, voice, crew, day=doubt.agreed_on, choice="agree")
    for day, room in zip((9, 13), NOT_REACHED, strict=True):
        _brought(
            canvass,
            canvass.voices.get(label=f"{room}室"),
            crew,
            day=day,
            choice="agree",
            channel="phone",
        )


def finish(canvass: Canvass, crew: LiftCrew) -> Canvass:
    ended = _at(DAYS)
    row = Canvass.objects.filter(pk=canvass.pk)
    with happening_on(PUBLISHED_ON):
        counting.close_canvass(canvass, by=crew.leader)
        row.update(closes_at=ended, closed_at=ended)
        counting.count_canvass(canvass, by=crew.core)
        counting.count_canvass(canvass, by=crew.leader)
        counting.publish_canvass(canvass, by=crew.leader)
    row.update(counted_at=ended, published_at=ended)
    return row.get()


def _brought(  # noqa: PLR0913 -- the fields of an answer on paper
    canvass: Canvass,
    voice: Voice,
    crew: LiftCrew,
    *,
    day: int,
    choice: str,
    reason: str = "",
    channel: str = "door",
) -> None:
    paper = PaperAnswer(
        channel=channel,
        signer=voice.party,
        relation="self",
        said_at=_at(day),
        evidence=signed_sheet() if channel == "door" else None,
    )
    with happening_on(_day(day)):
        visiting.record_visit(canvass, voice, outcome="talked", visited_at=_at(day), by=crew.core)
        answer = answering.record_paper_answer(
            canvass, voice, choice=choice, reason=reason, paper=paper, by=crew.core
        )
        answering.check_answer(canvass, answer, by=crew.volunteer, by_household=False)


def _day(number: int) -> dt.date:
    """Return day ``number`` of the story."""
    return OPENED_ON + dt.timedelta(days=number)


def _at(number: int) -> dt.datetime:
    """Return 19:00 on that day."""
    return local_datetime(_day(number), 19)


@cache
def signed_sheet() -> File:
    """Draw a signed sheet, because the demo contains no real handwriting. It is drawn once."""
    sheet = Image.new("RGB", (600, 420), "#fffdf8")
    draw = ImageDraw.Draw(sheet)
    for line in range(5):
        draw.line((40, 70 + line * 70, 560, 70 + line * 70), fill="#857864", width=2)
    draw.line((90, 160, 115, 190, 165, 120), fill="#1d4b78", width=8)
    draw.line((320, 180, 350, 130, 380, 190, 420, 140, 470, 175, 520, 150), fill="#25201a", width=6)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return File("签字.png", clean_upload(ContentFile(out.getvalue(), "签字.png")))
