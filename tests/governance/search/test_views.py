from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from residents.uploads.rates import RATES
from tests.factories.search import PassageFactory

ACCESS = {
    **dict.fromkeys(("leader", "core", "deputed", "volunteer", "resident", "staff"), 200),
    "neighbour": 404,
    "foreign_staff": 404,
    "visitor": 302,
}
PAGE = "/b/114/search/"


@pytest.mark.parametrize(("persona", "status"), ACCESS.items())
def test_access(enter, building, persona, status):
    client = enter(persona)
    assert reverse("search:page", args=["114"]) == PAGE
    assert client.get(PAGE).status_code == status
    assert client.get(PAGE, {"q": "堆物"}).status_code == status


def test_a_visitor_is_sent_to_the_door_of_a_public_building_too(client, building):
    building.public_page = True
    building.save()
    assert client.get(PAGE, {"q": "堆物"}).status_code == 302


def test_nothing_is_posted_here(enter, building):
    assert enter("resident").post(PAGE, {"q": "堆物"}).status_code == 405


def test_before_a_question_the_page_says_what_can_be_found(enter, building):
    for typed in ("", "？！", "  "):
        page = enter("resident").get(PAGE, {"q": typed}).text
        assert ("都找得到" in page, 'href="?q=%E6%A2%AF%E5%AD%90"' in page) == (True, True)


def test_what_was_found_is_marked_and_leads_to_its_place(enter, building):
    PassageFactory(building=building, title="四楼堆物", text="<b>又</b>堆物", url="/there/")
    page = enter("resident").get(PAGE, {"q": "堆物"}).text
    assert '<a class="go" href="/there/">四楼<mark>堆物</mark></a>' in page
    assert "&lt;b&gt;又&lt;/b&gt;<mark>堆物</mark>" in page
    assert 'value="堆物"' in page


def test_nothing_found_says_what_to_try(enter, building):
    page = enter("resident").get(PAGE, {"q": "<b>堆物"}).text
    assert ("没有找到“&lt;b&gt;堆物”" in page, "到别处也找找" in page) == (True, False)
    assert "到别处也找找" in enter("resident").get(PAGE, {"q": "堆物", "room": "lounge"}).text


def test_one_room_is_asked_and_an_unknown_one_is_none(enter, building):
    PassageFactory(building=building, title="板上堆物")
    client = enter("resident")
    seen = {
        room: "板上" in client.get(PAGE, {"q": "堆物", "room": room}).text
        for room in ("notices", "lounge", "cellar", "")
    }
    assert seen == {"notices": True, "lounge": False, "cellar": True, "": True}


@pytest.mark.parametrize(
    "q", ["\x00堆物", "字" * 5000, "' | '@1", "%", "\\", "\udc80".encode("utf-8", "surrogatepass")]
)
@pytest.mark.parametrize("after", ["", "x", "W10=", "WyIxIiwgIjIiLCAiMyJd"])
def test_nothing_that_is_typed_breaks_the_page(enter, building, q, after):
    assert enter("resident").get(PAGE, {"q": q, "after": after}).status_code == 200


def test_the_next_page_asks_the_same(enter, building):
    PassageFactory.create_batch(26, building=building, text="堆物")
    client = enter("resident")
    page = client.get(PAGE, {"q": "堆物", "room": "notices"})
    further = client.get(PAGE + page.context["findings"].next_url)
    assert [len(p.context["findings"].rows) for p in (page, further)] == [25, 1]
    assert (further.context["typed"], further.context["room"]) == ("堆物", "notices")


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(enter, building, count, django_assert_num_queries):
    PassageFactory.create_batch(count, building=building, text="堆物")
    client = enter("resident")
    with django_assert_num_queries(3):
        client.get(PAGE)
    with django_assert_num_queries(4):
        response = client.get(PAGE, {"q": "堆物"})
    assert response.text.count("<mark>") == count


def test_searches_are_rate_limited(enter, building, counting, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    client = enter("resident")
    for _turn in range(RATES["search"][0][0]):
        assert client.get(PAGE, {"q": "堆物"}).status_code == 200
    tired = client.get(PAGE, {"q": "堆物"})
    assert (tired.status_code, "歇一分钟" in tired.text, 'value="堆物"' in tired.text) == (
        429,
        True,
        True,
    )
    assert client.get(PAGE).status_code == 200
    assert enter("leader").get(PAGE, {"q": "堆物"}).status_code == 200
    time_machine.move_to(timezone.now() + dt.timedelta(seconds=61))
    assert enter("resident").get(PAGE, {"q": "堆物"}).status_code == 200


def test_the_board_and_the_lounge_have_a_box_of_their_own(enter, building):
    resident = enter("resident")
    for place, room in (("notices", "notices"), ("lounge", "lounge")):
        page = resident.get(f"/b/114/{place}/").text
        assert f'action="{PAGE}"' in page
        assert f'name="room" value="{room}"' in page


def test_a_visitor_at_the_board_sees_no_box(client, building):
    building.public_page = True
    building.save()
    assert PAGE not in client.get("/b/114/notices/").text
