"""Begin a matter of building 114 that has not come far: where electric bicycles park and charge."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from governance.canvass.models import Canvass
from governance.demo import canvasses
from governance.demo.news import told
from governance.journal.actions import happening_on
from governance.matters.actions import kinds, milestones, promises, stages
from governance.matters.actions.beginning import begin_matter
from governance.matters.actions.ties import tie_thing
from governance.matters.inputs import MatterInput, PromiseInput, ReachedInput
from governance.matters.models import Matter
from governance.matters.presets import PARKING
from residents.models import Building, User
from residents.rooms.waiting import thing_of

Cast = dict[str, User]
DAYS_AGO, TALKED, COUNTED = 40, 35, 29
"""Days ago: begun, talked about, bicycles counted. The second milestone is late."""


def plan(building: Building, cast: Cast) -> Matter:
    leader, begun = cast["leader"], _ago(DAYS_AGO)
    with told(days_ago=DAYS_AGO), happening_on(begun):
        data = MatterInput(
            "电动车有地方停，有地方充",
            "不进楼道，不上楼充电；楼下的充电位不够，要再添。",
            begun_on=begun,
            stewards=(leader, cast["volunteer"]),
        )
        matter = begin_matter(building, data, by=leader)
        kinds.apply_kind(matter, PARKING, starts_on=begun, by=leader)
    with told(days_ago=COUNTED):
        stages.go_on(matter, "talk", on=_ago(TALKED), by=leader)
        counted = ReachedInput(_ago(COUNTED), "电动车9辆，自行车14辆，代步车3辆")
        first = matter.milestones.get(number=1)
        milestones.reach_milestone(first, counted, sure=True, by=cast["volunteer"])
    asked = Canvass.objects.get(building=building, question=canvasses.QUESTION)
    tie_thing(matter, thing_of(asked), by=leader)
    stages.go_on(matter, "ask", on=_ago(canvasses.DAYS_AGO), by=leader)
    promised = PromiseInput("楼下再添四个充电位", keeper=leader, due_on=_ago(-30))
    promises.make_promise(matter, promised, by=leader)
    return matter


def _ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)
