"""Create the meetings of building 114: the first discussion in the lounge, as told by the
newspaper, the next one, and a canvass to come."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from governance.canvass.actions import counting, drafting, visiting
from governance.canvass.kinds import KINDS
from governance.canvass.models import Canvass, Voice
from governance.demo.lift import signed_sheet
from governance.demo.news import told
from governance.demo.story import AGENDA
from governance.meetings.actions import agenda, holding, minutes, noting, planning, tasks
from governance.meetings.actions.agenda import AgendaItemInput
from governance.meetings.actions.noting import ResolutionInput
from governance.meetings.inputs import MeetingInput
from governance.meetings.models import Meeting, Resolution, lounge_of
from louzu.lib.time import local_datetime
from residents.models import Building, Household, User

Cast = dict[str, User]
DAYS_AGO = 12
CHECKED_FOR = 4
THERE = ("101", "201", "202", "301", "302", "303", "402", "501", "502", "503", "601", "602", "603")
POINTS = {
    "楼道墙壁": "墙上有鞋印和小广告，和新电梯不配\n请人刷要花钱，自己刷只要买漆\n爷叔们说自己上",
    "楼梯扶手": "扶手发黏，老人扶着不放心\n一层一层擦，擦完用清水过一遍",
    "楼道堆物": "四楼、五楼转角有纸箱和旧柜子，担架过不去\n水表箱上可以请孩子们画画，堆东西的人就不好意思了",
}


def gather(building: Building, cast: Cast) -> None:
    with told(days_ago=DAYS_AGO - CHECKED_FOR):
        first = _hold_the_first(building, cast)
        _write_it_down(first, cast)
        _publish(first, cast)
    with told(days_ago=1):
        _call_the_next(building, cast)
    _plan_a_hearing(building, cast)


def _hold_the_first(building: Building, cast: Cast) -> Meeting:
    """Record a meeting an hour before its time, so that it can start now. The dates are changed at
    the end."""
    meeting = planning.post_meeting(
        building,
        MeetingInput(
            kind="ordinary",
            title="公共客厅第一场讨论：楼道和电梯不相配",
            starts_at=timezone.now() + dt.timedelta(minutes=30),
            minutes=90,
            place=lounge_of(building),
            note="带个小板凳。",
            note_taker=cast["core"],
        ),
        by=cast["leader"],
        agenda=[AgendaItemInput(title, minutes=25) for title in POINTS],
    )
    for name in ("resident", "volunteer", "core"):
        household = Household.objects.get(memberships__user=cast[name])
        holding.reply_to_invitation(meeting, household, coming=True, by=cast[name])
    for voice in Voice.objects.filter(canvass=meeting.invitation).exclude(label="604室"):
        visiting.record_visit(voice.canvass, voice, outcome="told", by=cast["volunteer"])
    return holding.hold_meeting(meeting, by=cast["core"])


def _write_it_down(meeting: Meeting, cast: Cast) -> None:
    homes = Household.objects.filter(building=meeting.building, flat__room__in=THERE)
    holding.record_attendance(meeting, homes, by=cast["core"])
    holding.save_attendance_sheet(meeting, [signed_sheet()], by=cast["core"])
    wall, rail, clutter = meeting.items.order_by("number")
    for item in (wall, rail, clutter):
        noting.edit_points(item, points=POINTS[item.title], by=cast["core"])
    today = timezone.localdate()
    paint = ResolutionInput(
        kind="agreed",
        text="下个周六，爷叔们一起把一楼到六楼的墙刷白",
        way="task",
        hands=(13, 0, 0),
        who=cast["volunteer"],
        due_on=today - dt.timedelta(days=5),
    )
    clean = ResolutionInput(
        kind="agreed",
        text="阿姨们擦扶手、扫楼梯，纸箱和旧柜子清走",
        way="task",
        who=cast["core"],
        due_on=today + dt.timedelta(days=3),
    )
    children = ResolutionInput(
        kind="agreed",
        text="请孩子们在水表箱上画画，请美术老师来指导",
        way="canvass",
        hands=(12, 0, 1),
    )
    painting = noting.add_resolution(wall, paint, by=cast["core"])
    noting.add_resolution(rail, clean, by=cast["core"])
    meter_boxes = noting.add_resolution(clutter, children, by=cast["core"])
    noting.add_resolution(
        clutter,
        ResolutionInput("referred", "电动车停在哪里，下次请居委一起来说", "next"),
        by=cast["core"],
    )
    tasks.finish_task(
        painting.task, said="刷好了，用掉六桶漆，多的两桶放在三楼", by=cast["volunteer"]
    )
    _ask_everybody(meter_boxes, cast)


def _ask_everybody(resolution: Resolution, cast: Cast) -> None:
    """Announce a canvass that opens at the weekend."""
    canvass = noting.draft_canvass_on(resolution, kind=KINDS["everyone"], by=cast["leader"])
    opens = timezone.now() + dt.timedelta(days=3)
    Canvass.objects.filter(pk=canvass.pk).update(
        opens_at=opens, closes_at=opens + dt.timedelta(days=14)
    )
    drafting.announce_canvass(canvass, by=cast["leader"])


def _publish(meeting: Meeting, cast: Cast) -> None:
    """Publish minutes with a correction, and a second edition."""
    minutes.close_meeting(meeting, by=cast["core"])
    minutes.open_minutes(meeting, days=3, by=cast["core"])
    rail = meeting.items.get(number=2)
    asked = minutes.ask_correction(
        meeting, item=rail, text="还说了要用软布，别刮坏漆", by=cast["resident"]
    )
    minutes.accept_correction(
        asked, points=f"{rail.points}\n用软布，别刮坏漆", answer="对，补上了", by=cast["core"]
    )
    began = _afternoon(timezone.localdate() - dt.timedelta(days=DAYS_AGO))
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=began, held_at=began, corrections_until=began + dt.timedelta(days=CHECKED_FOR)
    )
    minutes.publish_minutes(meeting, by=cast["leader"])
    _close_the_invitation(meeting, began, cast)


def _close_the_invitation(meeting: Meeting, began: dt.datetime, cast: Cast) -> None:
    canvass = meeting.invitation
    if canvass is None:
        return
    invited = began - dt.timedelta(days=5)
    Canvass.objects.filter(pk=canvass.pk).update(
        opens_at=invited, announced_at=invited, opened_at=invited, closes_at=began
    )
    counting.close_canvass(canvass, by=None)
    for who in ("core", "leader"):
        counting.count_canvass(canvass, by=cast[who])
    counting.publish_canvass(canvass, by=cast["leader"])


def _call_the_next(building: Building, cast: Cast) -> None:
    """Invite to the next meeting, on Saturday at 14:00, with the resolutions of the first one."""
    today = timezone.localdate()
    saturday = today + dt.timedelta(days=(5 - today.weekday()) % 7 or 7)
    meeting = planning.post_meeting(
        building,
        MeetingInput(
            kind="ordinary",
            title="楼道整洁怎么保持",
            starts_at=_afternoon(saturday),
            minutes=60,
            place=lounge_of(building),
            note="坐不下的话，四楼平台也摆椅子。不方便下楼的，骨干上门听意见。",
            note_taker=cast["core"],
        ),
        by=cast["leader"],
        agenda=[
            AgendaItemInput(title=title, minutes=long, brought_by=who)
            for title, long, who in AGENDA
        ],
    )
    proposal = agenda.propose_item(
        meeting, title="公共客厅晚上几点关灯", why="有邻居说十点以后还有声音", by=cast["volunteer"]
    )
    agenda.accept_proposal(proposal, by=cast["leader"])
    declined = agenda.propose_item(meeting, title="电梯里放广告", by=cast["elder"])
    agenda.decline_proposal(
        declined, answer="电梯归全体业主，要业主表决，先不放在这次会上", by=cast["leader"]
    )
    agenda.propose_item(
        meeting, title="三楼灯换成声控的", why="晚上摸黑找开关", by=cast["resident"]
    )


def _plan_a_hearing(building: Building, cast: Cast) -> None:
    planning.plan_meeting(
        building,
        MeetingInput(
            kind="hearing",
            title="楼顶防水修不修",
            starts_at=_afternoon(timezone.localdate() + dt.timedelta(days=16)),
            minutes=90,
            place=lounge_of(building),
            note="居委和物业都来，报价单会上发。",
        ),
        by=cast["leader"],
        agenda=[
            AgendaItemInput("六楼渗水的情况", minutes=15),
            AgendaItemInput("三家报价，钱从哪里出", minutes=30),
        ],
    )


def _afternoon(day: dt.date) -> dt.datetime:
    return local_datetime(day, 14)
