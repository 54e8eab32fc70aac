"""Robots of chat groups, and what they have to post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from governance.inbox.models import (
    CommitteePost,
    CommitteeRobot,
    CommitteeTopic,
    GroupPost,
    GroupRobot,
    Message,
)
from governance.inbox.queries.types import message_types, retracting_types
from residents.models import Building, Neighbourhood, User
from residents.people.queries.buildings import buildings_of
from residents.places.models.spans import on_record_on
from residents.rooms.messages import Topic
from residents.rooms.waiting import Thing

GROUP_TOPICS = (Topic.NOTICES, Topic.QUESTIONS, Topic.MEETINGS)
"""Topics of which groups can be told."""
MAX_AGE = dt.timedelta(days=1)
"""A group is not told of older things, for instance after a pause."""


def robots_in(building: Building) -> QuerySet[GroupRobot]:
    return building.grouprobot_set.filter(removed_at=None).order_by("pk")


def robots_of(neighbourhood: Neighbourhood) -> QuerySet[CommitteeRobot]:
    return neighbourhood.committee_robots.filter(removed_at=None).order_by("pk")


def neighbourhoods_served_by(user: User) -> QuerySet[Neighbourhood]:
    return Neighbourhood.objects.filter(pk__in=user.neighbourhoods_served)


def robots_to_serve(now: dt.datetime) -> QuerySet[GroupRobot]:
    """Robots that post now, in buildings that are open."""
    is_open = on_record_on(timezone.localdate(now), "building__")
    found = GroupRobot.objects.filter(_posts_at(now), is_open)
    return found.select_related("building").order_by("pk")


def committee_robots_to_serve(now: dt.datetime) -> QuerySet[CommitteeRobot]:
    found = CommitteeRobot.objects.filter(_posts_at(now))
    return found.select_related("neighbourhood").order_by("pk")


def _posts_at(now: dt.datetime) -> Q:
    awake = Q(paused_until=None) | Q(paused_until__lte=now)
    return awake & Q(removed_at=None, stopped_by="")


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


def messages_to_post_for_committee(
    robot: CommitteeRobot, now: dt.datetime, *, urgent_only: bool
) -> QuerySet[Message]:
    """Messages of all buildings that the committee's group was not told of yet, urgent ones first.
    Of a circular only the first, and that it was taken back only once no building has it."""
    there = Message.objects.valid().filter(building__neighbourhood=robot.neighbourhood_id)
    told = CommitteePost.objects.filter(robot=robot)
    told_before = told.filter(message__urgent=True)
    of_circular = {"circular": OuterRef("circular"), "type": OuterRef("type")}
    is_later = Exists(there.filter(**of_circular, pk__lt=OuterRef("pk")))
    was_told = Exists(told.filter(**{f"message__{key}": at for key, at in of_circular.items()}))
    takes_back = Q(type__in=retracting_types())
    same_thing = {
        "message__thing_type": OuterRef("thing_type"),
        "message__thing_id": OuterRef("thing_id"),
    }
    still_hangs = there.filter(circular=OuterRef("circular")).exclude(takes_back)
    of_one_building = Q(circular="") & (~takes_back | Exists(told_before.filter(**same_thing)))
    of_a_circular = (
        ~Q(circular="")
        & ~Q(is_later)
        & ~Q(was_told)
        & (
            ~takes_back
            | (
                Exists(told_before.filter(message__circular=OuterRef("circular")))
                & ~Exists(still_hangs)
            )
        )
    )
    found = there.filter(
        of_one_building | of_a_circular,
        _about(robot.topics),
        ~Exists(told.filter(message=OuterRef("pk"))),
        type__in=_types_for_groups(GROUP_TOPICS),
        created_at__gte=max(robot.since, now - MAX_AGE),
        useful_until__gt=now,
    )
    found = found.filter(urgent=True) if urgent_only else found
    return found.select_related("building").order_by("-urgent", "pk")


def own_notice_of_circular(user: User, thing: Thing) -> tuple[Building, Thing] | None:
    """Return the building of the user and its thing, if several buildings have a message about the
    same circular."""
    told = Message.objects.about(thing).exclude(circular="").values("circular")
    mine = Message.objects.valid().filter(circular__in=told, building__in=buildings_of(user))
    found = mine.select_related("building").order_by("pk").first()
    if found is None or found.building is None:
        return None
    return found.building, (found.thing_type, found.thing_id)


def _about(topics: Collection[str]) -> Q:
    about = Q(pk__in=[])
    if CommitteeTopic.CIRCULARS in topics:
        about |= ~Q(circular="")
    if CommitteeTopic.URGENT in topics:
        about |= Q(urgent=True)
    if CommitteeTopic.RESULTS in topics:
        about |= Q(type__in=_types_for_groups((Topic.QUESTIONS,)))
    return about


@cache
def _types_for_groups(topics: Collection[str]) -> list[str]:
    return [
        kind.code for kind in message_types().values() if kind.to_groups and kind.topic in topics
    ]
