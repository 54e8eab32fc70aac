"""Add and remove robots of chat groups."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.inbox.inputs import RobotInput
from governance.inbox.models import CommitteeRobot, GroupRobot
from governance.inbox.models.robots import sealed
from governance.inbox.queries.robots import robots_in, robots_of
from governance.journal.actions import enter
from governance.journal.models import Audience
from louzu.lib.errors import Refused
from louzu.lib.robots import kind_of
from residents.models import Building, Neighbourhood, User

MAX_ROBOTS = 5


@transaction.atomic
def add_robot(building: Building, data: RobotInput, *, by: User) -> GroupRobot:
    """Let a robot post from now on. It first greets its group, which tries the address."""
    Building.objects.select_for_update().get(pk=building.pk)
    _require_room_for(data.webhook, [robot.client.address for robot in robots_in(building)])
    robot = GroupRobot.objects.create(building=building, **_columns_of(data))
    enter(
        robot,
        "inbox.robot_added",
        by=by,
        audience=Audience.RESIDENTS,
        url=building.get_absolute_url(),
    )
    return robot


@transaction.atomic
def add_committee_robot(
    neighbourhood: Neighbourhood, data: RobotInput, *, by: User
) -> CommitteeRobot:
    """Let a robot post what the committee's group has chosen of all buildings, from now on."""
    Neighbourhood.objects.select_for_update().get(pk=neighbourhood.pk)
    _require_served(neighbourhood, by)
    _require_room_for(data.webhook, [one.client.address for one in robots_of(neighbourhood)])
    robot = CommitteeRobot.objects.create(neighbourhood=neighbourhood, **_columns_of(data))
    _log(robot, ADDITION, by)
    return robot


@transaction.atomic
def remove_robot(robot: GroupRobot, *, by: User) -> None:
    robot = GroupRobot.objects.locked(robot)
    _close(robot)
    enter(
        robot,
        "inbox.robot_removed",
        by=by,
        audience=Audience.RESIDENTS,
        url=robot.building.get_absolute_url(),
    )


@transaction.atomic
def remove_committee_robot(robot: CommitteeRobot, *, by: User) -> None:
    robot = CommitteeRobot.objects.select_for_update().get(pk=robot.pk)
    _require_served(robot.neighbourhood, by)
    _close(robot)
    _log(robot, DELETION, by)


def _columns_of(data: RobotInput) -> dict[str, Any]:
    return {
        "kind": kind_of(data.webhook),
        "name": data.name,
        "topics": [*data.topics],
        "credentials": sealed(data.webhook, data.secret),
    }


def _close(robot: GroupRobot | CommitteeRobot) -> None:
    """Mark the robot as removed, and delete its credentials."""
    robot.removed_at, robot.credentials = timezone.now(), ""
    robot.save(update_fields=["removed_at", "credentials"])


def _require_served(neighbourhood: Neighbourhood, user: User) -> None:
    if neighbourhood.pk not in user.neighbourhoods_served:
        raise Refused(_("只能接本居民区的群。"))


def _require_room_for(webhook: str, present: list[str]) -> None:
    if webhook in present:
        raise Refused(_("这个机器人已经接上了。"))
    if len(present) >= MAX_ROBOTS:
        raise Refused(_("已经接了5个群。请先拿掉一个。"))


def _log(robot: CommitteeRobot, what: int, by: User) -> None:
    """Enter it in Django's log, as all that the committee does for no building."""
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(robot),
        object_id=f"{robot.pk}",
        object_repr=robot.name,
        action_flag=what,
    )
