"""Robots of chat groups, and what they have to post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from governance.inbox.models import GroupPost, GroupRobot, Message
from governance.inbox.queries.types import message_types, retracting_types
from residents.models import Building
from residents.places.models.spans import on_record_on
from residents.rooms.messages import Topic

GROUP_TOPICS = (Topic.NOTICES, Topic.QUESTIONS, Topic.MEETINGS)
"""Topics of which groups can be told."""
MAX_AGE = dt.timedelta(days=1)
"""A group is not told of older things, for instance after a pause."""


def robots_in(building: Building) -> QuerySet[GroupRobot]:
    return building.grouprobot_set.filter(removed_at=None).order_by("pk")


def robots_to_serve(now: dt.datetime) -> QuerySet[GroupRobot]:
    """Robots that post now, in buildings that are open."""
    awake = Q(paused_until=None) | Q(paused_until__lte=now)
    is_open = on_record_on(timezone.localdate(now), "building__")
    found = GroupRobot.objects.filter(awake, is_open, removed_at=None, stopped_by="")
    return found.select_related("building").order_by("pk")


def messages_to_post(
    robot: GroupRobot, now: dt.datetime, *, urgent_only: bool
) -> QuerySet[Message]:
    """Messages for everybody that the robot's group was not told of yet, oldest first. What takes
    back an urgent one is for groups that may have read that."""
    posted = GroupPost.objects.filter(message=OuterRef("pk"), robot=robot)
    before = GroupPost.objects.filter(
        robot=robot,
        message__urgent=True,
        message__thing_type=OuterRef("thing_type"),
        message__thing_id=OuterRef("thing_id"),
    )
    found = Message.objects.valid().filter(
        ~Exists(posted),
        ~Q(type__in=retracting_types()) | Exists(before),
        building=robot.building_id,
        type__in=_types_for_groups(tuple(robot.topics)),
        created_at__gte=max(robot.since, now - MAX_AGE),
        useful_until__gt=now,
    )
    return (found.filter(urgent=True) if urgent_only else found).order_by("pk")


@cache
def _types_for_groups(topics: Collection[str]) -> list[str]:
    return [
        kind.code for kind in message_types().values() if kind.to_groups and kind.topic in topics
    ]
