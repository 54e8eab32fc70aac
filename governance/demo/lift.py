"""The story of the lift in building 114, as told by the newspaper, by today's rules.

In the first week 15 owners agreed, 4 objected and 2 were not reached. In the end all 21 agreed.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from governance.canvass.actions import answering, counting, drafting, objecting, opening, visiting
from governance.canvass.inputs import CanvassInput, PaperAnswer
from governance.canvass.models import Canvass, Objection, Voice
from louzu.lib.time import local_datetime
from louzu.lib.uploads import File, clean_upload
from residents.models import Building, User

DAYS_AGO, DAYS = 590, 28
QUESTION = "同意给114号加装电梯吗？"
BODY = (
    "在楼道外侧加装一部电梯，停一到六楼。\n\n"
    "- 总价约60万元，政府补贴约四成，其余按楼层分摊，一楼不出钱\n"
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


OBJECTIONS = (
    DemoObjection(
        "101", "一楼用不上，还怕挡光", "张阿婆怕客厅暗了", "井道用玻璃，一楼不出钱", 9, 11
    ),
    DemoObjection(
        "102", "井道靠着我家窗，怕吵", "怕夜里开关门的声音", "主机放楼顶，加隔音垫", 10, 15
    ),
    DemoObjection("203", "房子租出去了，不想出钱", "说租客用得多", "可以分三年付", 14, 19),
    DemoObjection("604", "一个人住，手头紧", "怕一下子拿不出", "居委帮着申请困难补助", 18, 24),
)


@dataclass(frozen=True, slots=True)
class LiftCrew:
    """The helpers of the canvass."""

    leader: User
    core: User
    volunteer: User


NOTICE = dt.timedelta(days=15)


def replay(building: Building, crew: LiftCrew) -> Canvass:
    canvass = ask(building, crew)
    first_week(canvass, crew)
    talk_it_over(canvass, crew)
    return finish(canvass, crew)


def ask(building: Building, crew: LiftCrew) -> Canvass:
    begun = _day(0)
    canvass = drafting.draft_canvass(
        building,
        CanvassInput(
            purpose="vote",
            preset="owners_major",
            electorate="owners",
            question=QUESTION,
            body=BODY,
            opens_at=timezone.now() + NOTICE,
            closes_at=timezone.now() + NOTICE + dt.timedelta(days=1),
        ),
        by=crew.leader,
    )
    drafting.announce_canvass(canvass, by=crew.leader)
    row = Canvass.objects.filter(pk=canvass.pk)
    row.update(
        announced_at=begun - NOTICE, opens_at=begun, closes_at=timezone.now() + dt.timedelta(days=1)
    )
    opening.open_canvass(canvass, by=crew.leader)
    row.update(opened_at=begun)
    canvass.refresh_from_db()
    return canvass


def first_week(canvass: Canvass, crew: LiftCrew) -> None:
    doubts = {doubt.room: doubt for doubt in OBJECTIONS}
    for number, voice in enumerate(canvass.voices.all()):
        room = voice.label.removesuffix("室")
        day = 1 + number % 6
        if room in NOT_REACHED:
            for knock in (2, 5):
                visiting.record_visit(
                    canvass, voice, outcome="not_in", visited_at=_day(knock), by=crew.volunteer
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
        on = timezone.localdate(_day(doubt.offered_on))
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
    counting.close_canvass(canvass, by=crew.leader)
    ended = _day(DAYS)
    Canvass.objects.filter(pk=canvass.pk).update(closes_at=ended, closed_at=ended)
    counting.count_canvass(canvass, by=crew.core)
    counting.count_canvass(canvass, by=crew.leader)
    canvass = counting.publish_canvass(canvass, by=crew.leader)
    Canvass.objects.filter(pk=canvass.pk).update(counted_at=ended, published_at=ended)
    return Canvass.objects.get(pk=canvass.pk)


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
    visiting.record_visit(canvass, voice, outcome="talked", visited_at=_day(day), by=crew.core)
    paper = PaperAnswer(
        channel=channel,
        signer=voice.party,
        relation="self",
        said_at=_day(day),
        evidence=signed_sheet() if channel == "door" else None,
    )
    answer = answering.record_paper_answer(
        canvass, voice, choice=choice, reason=reason, paper=paper, by=crew.core
    )
    answering.check_answer(canvass, answer, by=crew.volunteer, by_household=False)


def _day(number: int) -> dt.datetime:
    """Return 19:00 on day ``number`` of the story."""
    day = timezone.localdate() - dt.timedelta(days=DAYS_AGO - number)
    return local_datetime(day, 19)


def signed_sheet() -> File:
    """Draw a signed sheet, because the demo contains no real handwriting."""
    sheet = Image.new("RGB", (600, 420), "#fffdf8")
    draw = ImageDraw.Draw(sheet)
    for line in range(5):
        draw.line((40, 70 + line * 70, 560, 70 + line * 70), fill="#857864", width=2)
    draw.line((90, 160, 115, 190, 165, 120), fill="#1d4b78", width=8)
    draw.line((320, 180, 350, 130, 380, 190, 420, 140, 470, 175, 520, 150), fill="#25201a", width=6)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return File("签字.png", clean_upload(ContentFile(out.getvalue(), "签字.png")))
