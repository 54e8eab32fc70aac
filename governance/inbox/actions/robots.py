"""Add and remove robots of a building's chat groups."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.inbox.inputs import RobotInput
from governance.inbox.models import GroupRobot
from governance.inbox.models.robots import sealed
from governance.inbox.queries.robots import robots_in
from governance.journal.actions import enter
from governance.journal.models import Audience
from louzu.lib.errors import Refused
from louzu.lib.robots import kind_of
from residents.models import Building, User

MAX_ROBOTS = 5


@transaction.atomic
def add_robot(building: Building, data: RobotInput, *, by: User) -> GroupRobot:
    """Let a robot post from now on. It first greets its group, which tries the address."""
    Building.objects.select_for_update().get(pk=building.pk)
    present = [robot.client.address for robot in robots_in(building)]
    if data.webhook in present:
        raise Refused(_("这个机器人已经接上了。"))
    if len(present) >= MAX_ROBOTS:
        raise Refused(_("已经接了5个群。请先拿掉一个。"))
    robot = GroupRobot.objects.create(
        building=building,
        kind=kind_of(data.webhook),
        name=data.name,
        topics=[*data.topics],
        credentials=sealed(data.webhook, data.secret),
    )
    enter(
        robot,
        "inbox.robot_added",
        by=by,
        audience=Audience.RESIDENTS,
        url=building.get_absolute_url(),
    )
    return robot


@transaction.atomic
def remove_robot(robot: GroupRobot, *, by: User) -> None:
    robot = GroupRobot.objects.locked(robot)
    robot.removed_at, robot.credentials = timezone.now(), ""
    robot.save(update_fields=["removed_at", "credentials"])
    enter(
        robot,
        "inbox.robot_removed",
        by=by,
        audience=Audience.RESIDENTS,
        url=robot.building.get_absolute_url(),
    )
