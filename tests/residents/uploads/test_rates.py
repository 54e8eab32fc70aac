from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.canvass.models import Visit
from governance.lounge.models import Post, Thread
from residents.models import User
from residents.uploads.rates import (
    RATES,
    RateCount,
    RateLimitExceeded,
    count,
    count_form,
    rate_limit,
)
from tests.factories.canvass import canvass_url as to
from tests.factories.canvass import make_open_canvass, voice_of
from tests.factories.lounge import ThreadFactory

TEXT = "走路要侧身，晚上看不清。\n请大家想想办法。"


@pytest.fixture(autouse=True)
def half_past(counting, time_machine):
    """The clock stands in the middle of a minute, not the last of an hour, and behind that of the
    database."""
    moment = timezone.now().replace(second=30, microsecond=0) - dt.timedelta(minutes=1)
    moment = moment.replace(minute=min(moment.minute, 58))
    time_machine.move_to(moment, tick=False)
    return moment


def say(client, title):
    url = reverse("lounge:start", args=["114"]) + "?kind=worry"
    return client.post(url, {"title": title, "text": TEXT, "once": title})


def test_posts_are_rate_limited_and_typed_text_is_kept(
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


@pytest.fixture
def request_of(rf):
    def made(user=7, path="/"):
        request = rf.post(path)
        request.user = User(pk=user)
        return request

    return made


def test_a_limit_of_several_periods_is_the_first_one_that_is_full(
    request_of, monkeypatch, time_machine, half_past
):
    monkeypatch.setitem(RATES, "post", ((2, 60), (3, 3600)))
    mine = request_of()
    assert [type(count(mine, "post")) for _n in range(3)] == [RateCount] * 2 + [RateLimitExceeded]
    time_machine.move_to(half_past + dt.timedelta(minutes=1), tick=False)
    assert isinstance(count(mine, "post"), RateCount)  # the refused one was not counted
    waits = count(mine, "post")
    assert isinstance(waits, RateLimitExceeded)
    assert waits.seconds == 3600 - int(timezone.now().timestamp()) % 3600


def test_several_are_counted_together_or_not_at_all(request_of, monkeypatch):
    monkeypatch.setitem(RATES, "file", ((5, 60),))
    mine = request_of()
    taken = count(mine, "file", number=4)
    assert isinstance(count(mine, "file", number=2), RateLimitExceeded)
    assert isinstance(count(request_of(8), "file", number=5), RateCount)
    taken.undo(3)
    assert isinstance(count(mine, "file", number=4), RateCount)
    assert isinstance(count(mine, "file"), RateLimitExceeded)


def test_people_without_an_account_are_counted_by_their_address(rf, monkeypatch):
    monkeypatch.setitem(RATES, "search", ((1, 60),))

    def ask(address):
        request = rf.get("/", REMOTE_ADDR=address)
        request.user = User()
        return isinstance(count(request, "search"), RateCount)

    assert [ask("10.0.0.1"), ask("10.0.0.2"), ask("10.0.0.1")] == [True, True, False]


@pytest.mark.parametrize(("seconds", "minutes"), [(1, 1), (60, 1), (61, 2), (3600, 60)])
def test_the_time_to_wait_is_rounded_up_to_minutes(seconds, minutes):
    assert RateLimitExceeded(seconds).minutes == minutes


def test_an_answer_that_one_door_refuses_is_counted_nowhere_else(request_of, monkeypatch):
    monkeypatch.setitem(RATES, "answer_here", ((1, 60),))
    monkeypatch.setitem(RATES, "answer", ((2, 60),))
    first, second = request_of(path="/1/"), request_of(path="/2/")
    counts = [count_form(one, "answer") for one in (first, first, second, request_of(path="/3/"))]
    assert [type(one) for one in counts] == [
        RateCount,
        RateLimitExceeded,
        RateCount,
        RateLimitExceeded,
    ]
    counts[2].undo()
    assert isinstance(count_form(second, "answer"), RateCount)


def test_a_plain_form_is_not_taken_back(request_of, monkeypatch):
    monkeypatch.setitem(RATES, "form", ((1, 60),))
    taken = count_form(request_of(), "form")
    assert taken == RateCount()
    taken.undo()
    assert isinstance(count_form(request_of(), "form"), RateLimitExceeded)
