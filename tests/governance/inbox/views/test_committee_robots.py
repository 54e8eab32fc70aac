from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from governance.inbox.models import CommitteeRobot
from tests.factories.inbox import CommitteeRobotFactory

pytestmark = pytest.mark.django_db
ALLOWED = {
    "staff": 200,
    "foreign_staff": 404,
    "leader": 404,
    "resident": 404,
    "neighbour": 404,
    "visitor": 302,
}
ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6"
TYPED = {"name": "楼组长群", "webhook": ADDRESS, "topics": ["circulars", "urgent"], "once": "o"}


def url(building, name="list", **more):
    ids = {"pk": building.neighbourhood_id, **more}
    return reverse(f"committee_robots:{name}", kwargs=ids)


@pytest.mark.parametrize(("persona", "status"), ALLOWED.items())
@pytest.mark.parametrize("name", ["list", "add"])
def test_only_the_committee_sees_them(enter, building, name, persona, status):
    assert enter(persona).get(url(building, name)).status_code == status


def test_a_robot_is_added_and_removed_and_both_are_logged(enter, building, staff):
    client = enter("staff")
    page = client.post(url(building, "add"), TYPED, follow=True).text
    assert ["楼组长群" in page, "…91f6" in page, "693a91f6" in page] == [True, True, False]
    robot = CommitteeRobot.objects.get()
    assert (robot.kind, robot.topics) == ("wecom", ["circulars", "urgent"])
    client.post(url(building, "remove", robot=robot.pk), {"once": "p"})
    robot.refresh_from_db()
    assert (robot.removed_at is None, robot.credentials) == (False, "")
    logged = LogEntry.objects.filter(user=staff, object_repr="楼组长群")
    assert [*logged.order_by("pk").values_list("action_flag", flat=True)] == [1, 3]


def test_results_are_chosen_and_not_the_default(enter, building):
    form = enter("staff").get(url(building, "add")).context["form"]
    assert form["topics"].value() == ["circulars", "urgent"]


@pytest.mark.parametrize("wrong", [{"topics": ["notices"]}, {"webhook": "x"}], ids=["topic", "no"])
def test_wrong_input_is_told(enter, building, wrong):
    response = enter("staff").post(url(building, "add"), TYPED | wrong)
    assert (response.status_code, CommitteeRobot.objects.count()) == (200, 0)


@pytest.mark.parametrize("persona", ["foreign_staff", "leader"])
def test_nobody_else_removes_one(enter, building, persona):
    robot = CommitteeRobotFactory(neighbourhood=building.neighbourhood)
    answer = enter(persona).post(url(building, "remove", robot=robot.pk), {"once": "o"})
    assert (answer.status_code, robot.removed_at) == (404, None)


def test_the_committee_finds_them(enter, building):
    robots = reverse("inbox:robots", args=[building.slug])
    assert url(building) in enter("staff").get(robots).text
    assert url(building) in enter("staff").get(reverse("admin:index")).text
    assert url(building) not in enter("leader").get(robots).text


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_costs_as_much_for_many(enter, building, count, django_assert_num_queries):
    CommitteeRobotFactory.create_batch(count, neighbourhood=building.neighbourhood)
    client = enter("staff")
    with django_assert_num_queries(7):
        client.get(url(building))
