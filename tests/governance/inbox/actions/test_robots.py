from __future__ import annotations

import pytest

from governance.inbox.actions.robots import (
    MAX_ROBOTS,
    add_committee_robot,
    add_robot,
    remove_committee_robot,
    remove_robot,
)
from governance.inbox.inputs import RobotInput
from governance.inbox.models import GroupRobot
from governance.inbox.queries.robots import robots_in
from governance.journal.models import Line
from louzu.lib.errors import Refused
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def add(building, leader, key="k", **more):
    webhook = f"https://oapi.dingtalk.com/robot/send?access_token={key}"
    data = {"name": "邻里群", "webhook": webhook, "secret": "SECx", "topics": ["notices"]}
    return add_robot(building, RobotInput(**data | more), by=leader)


def test_the_address_is_a_secret_in_the_database(building, leader):
    robot = add(building, leader)
    assert "dingtalk" not in robot.credentials
    assert (robot.kind, robot.client.secret, robot.end_of_address) == ("dingtalk", "SECx", "…en=k")


def test_a_removed_robot_is_forgotten_but_for_its_name(building, leader):
    robot = add(building, leader)
    remove_robot(robot, by=leader)
    assert [*robots_in(building)] == []
    assert GroupRobot.objects.get().credentials == ""
    verbs = Line.objects.order_by("pk").values_list("verb", flat=True)
    assert [*verbs] == ["inbox.robot_added", "inbox.robot_removed"]


def test_a_robot_is_added_once_and_again_after_its_removal(building, leader):
    robot = add(building, leader)
    with pytest.raises(Refused, match="已经接上了"):
        add(building, leader)
    remove_robot(robot, by=leader)
    assert add(building, leader)


def test_a_building_has_few(building, leader):
    for number in range(MAX_ROBOTS):
        add(building, leader, key=str(number))
    with pytest.raises(Refused, match="已经接了5个群"):
        add(building, leader, key="one more")


def test_a_committee_connects_groups_of_its_own_neighbourhood_only(building, staff, leader):
    data = RobotInput(
        name="群",
        webhook="https://oapi.dingtalk.com/robot/send?access_token=k",
        secret="",
        topics=["urgent"],
    )
    robot = add_committee_robot(building.neighbourhood, data, by=staff)
    with pytest.raises(Refused, match="已经接上了"):
        add_committee_robot(building.neighbourhood, data, by=staff)
    for stranger in (leader, UserFactory()):
        with pytest.raises(Refused, match="本居民区"):
            add_committee_robot(building.neighbourhood, data, by=stranger)
        with pytest.raises(Refused, match="本居民区"):
            remove_committee_robot(robot, by=stranger)
    remove_committee_robot(robot, by=staff)
    assert add_committee_robot(building.neighbourhood, data, by=staff)
