from __future__ import annotations

import re

import pytest
from django.urls import reverse

from governance.inbox.models import GroupRobot
from tests.factories.inbox import GroupRobotFactory

pytestmark = pytest.mark.django_db
ALLOWED = {
    "leader": 200,
    "staff": 200,
    "core": 403,
    "volunteer": 403,
    "resident": 403,
    "neighbour": 404,
    "visitor": 302,
}
ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6"
TYPED = {"name": "邻里群", "webhook": ADDRESS, "topics": ["notices", "meetings"], "once": "o"}


@pytest.mark.parametrize(("persona", "status"), ALLOWED.items())
@pytest.mark.parametrize("name", ["robots", "add_robot"])
def test_only_leader_and_committee_see_the_robots(enter, building, name, persona, status):
    url = reverse(f"inbox:{name}", args=[building.slug])
    assert enter(persona).get(url).status_code == status


def test_a_robot_is_added_and_removed(enter, building):
    client = enter("leader")
    page = client.post(reverse("inbox:add_robot", args=[building.slug]), TYPED, follow=True).text
    assert "邻里群" in page
    assert "…91f6" in page
    assert "693a91f6" not in page
    robot = GroupRobot.objects.get()
    assert (robot.kind, robot.topics) == ("wecom", ["notices", "meetings"])
    remove = reverse("inbox:remove_robot", args=[building.slug, robot.pk])
    asked = client.get(remove).text
    assert ("邻里群" in asked, "确认拿掉" in asked) == (True, True)
    assert GroupRobot.objects.get().removed_at is None
    assert "邻里群" not in client.post(remove, {"once": "p"}, follow=True).text.split("拿掉了")[1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"webhook": "https://127.0.0.1/robot/send?access_token=x"},
        {"webhook": "我不知道"},
        {"topics": []},
        {"topics": ["household"]},
        {"name": ""},
    ],
    ids=["elsewhere", "no address", "nothing", "private", "no name"],
)
def test_wrong_input_is_told_and_stays(enter, building, wrong):
    url = reverse("inbox:add_robot", args=[building.slug])
    response = enter("leader").post(url, TYPED | wrong)
    assert response.status_code == 200
    assert "还差一点，请看这里" in response.text
    assert not GroupRobot.objects.exists()


def test_they_are_found_in_the_tab_of_the_page_that_leads_to_them(enter, building):
    text = enter("leader").get(reverse("inbox:robots", args=[building.slug])).text
    current = re.findall(r"<a[^>]*aria-current[^>]*>", text)
    assert [reverse("me", args=[building.slug]) in link for link in current] == [True]


def test_the_leader_finds_them(enter, building):
    me = reverse("me", args=[building.slug])
    robots = reverse("inbox:robots", args=[building.slug])
    assert robots in enter("leader").get(me).text
    assert robots not in enter("resident").get(me).text


def test_a_robot_next_door_is_not_found(enter, building):
    robot = GroupRobotFactory()
    url = reverse("inbox:remove_robot", args=[building.slug, robot.pk])
    assert enter("leader").post(url, {"once": "o"}).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_costs_as_much_for_many(enter, building, count, django_assert_num_queries):
    GroupRobotFactory.create_batch(count, building=building)
    client = enter("leader")
    with django_assert_num_queries(4):
        client.get(reverse("inbox:robots", args=[building.slug]))
