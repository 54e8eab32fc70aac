from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.canvass.models import Visit
from governance.lounge.models import Post, Thread
from residents.uploads.rates import RATES, rate_limit
from tests.factories.canvass import canvass_url as to
from tests.factories.canvass import make_open_canvass, voice_of
from tests.factories.lounge import ThreadFactory

TEXT = "走路要侧身，晚上看不清。\n请大家想想办法。"


@pytest.fixture(autouse=True)
def half_past(counting, time_machine):
    """The clock stands in the middle of a minute, and behind that of the database."""
    moment = timezone.now().replace(second=30, microsecond=0) - dt.timedelta(minutes=1)
    time_machine.move_to(moment, tick=False)
    return moment


def say(client, title):
    url = reverse("lounge:start", args=["114"]) + "?kind=worry"
    return client.post(url, {"title": title, "text": TEXT, "once": title})


def test_who_posts_without_end_is_asked_to_wait_and_keeps_what_was_typed(
    enter, building, leader, time_machine, half_past
):
    """Security review L6: 60 threads in 3.3 seconds."""
    client = enter("leader")
    most = RATES["post"][0][0]
    assert [say(client, f"第{n}件").status_code for n in range(most)] == [302] * most
    refused = say(client, "最后一件事，您看看吧，急的")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
    assert "请过1分钟再按一次" in refused.text
    assert (TEXT in refused.text, "最后一件事，您看看吧，急的</textarea>" in refused.text) == (
        True,
        True,
    )
    assert "sent" not in refused.cookies  # the browser keeps its draft, too
    assert Thread.objects.count() == most
    time_machine.move_to(half_past + dt.timedelta(seconds=30), tick=False)
    assert say(client, "最后一件事，您看看吧，急的").status_code == 302


def test_the_page_offers_the_photos_again(enter, building, leader, monkeypatch):
    monkeypatch.setitem(RATES, "form", ((0, 60),))
    url = reverse("lounge:start", args=["114"]) + "?kind=worry"
    with Path(__file__).open("rb") as file:
        page = enter("leader").post(url, {"title": "短", "photos": file}).text
    assert ('type="file" name="photos"' in page, 'name="title" value="短"' in page) == (True, True)


def test_what_was_not_accepted_is_not_counted(enter, building, leader):
    client = enter("leader")
    assert [say(client, "").status_code for _turn in range(20)] == [200] * 20
    assert say(client, "现在写好了").status_code == 302


def test_a_form_that_is_shown_again_was_sent_all_the_same(enter, building, leader, monkeypatch):
    """The count is not rolled back with the form, so that guessing is limited."""
    monkeypatch.setitem(RATES, "form", ((3, 60),))
    client = enter("leader")
    assert [say(client, "").status_code for _n in range(4)] == [200, 200, 200, 429]


def test_everybody_has_a_count_of_their_own_and_replies_another(enter, building, leader, core):
    thread = ThreadFactory(building=building)
    for n in range(RATES["post"][0][0]):
        say(enter("leader"), f"第{n}件")
    reply = {"text": "我来看看"}
    enter("leader").post(reverse("lounge:reply", args=["114", thread.pk]), reply)
    assert Post.objects.filter(thread=thread).count() == 2
    assert say(enter("core"), "也说一件").status_code == 302


def test_a_building_is_entered_at_once_and_one_door_is_not(enter, building, leader, core):
    """A phone sends entries of 21 doors. At one door, a few changes of mind are allowed."""
    from tests.factories import HouseholdFactory  # noqa: PLC0415

    homes = [HouseholdFactory(building=building) for _door in range(21)]
    canvass = make_open_canvass(building, leader)
    client = enter("core")

    def visit(home, n=0):
        url = to(canvass, "visit", voice_of(canvass, home).number)
        entry = {"outcome": "not_in", "once": f"{home.pk} {n}"}
        return client.post(url, entry, headers={"X-Kept-By": str(core.pk)}).status_code

    assert [visit(home) for home in homes] == [204] * 21
    most = RATES["answer_here"][0][0]
    assert [visit(homes[0], n) for n in range(1, most + 1)] == [204] * (most - 1) + [429]
    assert visit(homes[1], 1) == 204
    assert Visit.objects.count() == 21 + most


def test_a_view_names_a_rate_that_there_is():
    with pytest.raises(ValueError, match="every now and then"):
        rate_limit("every now and then")
