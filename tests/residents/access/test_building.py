from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.lounge.models import Thread
from governance.notices.models import Notice
from residents.people.queries.buildings import building_with_access
from tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db

FORM_DATA = {"title": "谁家有梯子？", "text": "借一天", "once": "k1"}


def start_url(slug="114"):
    return reverse("lounge:start", args=[slug]) + "?kind=need"


def test_a_stranger_meets_a_404_that_names_nothing(enter, building, neighbour):
    response = enter("neighbour").get(building.get_absolute_url())
    assert response.status_code == 404
    assert building.nickname not in response.content.decode()


@pytest.mark.parametrize("slug", ["114", "no-such-building"])
def test_a_visitor_is_sent_to_sign_in_whether_the_building_exists_or_not(client, building, slug):
    response = client.get(f"/b/{slug}/lounge/")
    assert response.headers["Location"] == f"/account/login/?next=/b/{slug}/lounge/"


@pytest.mark.parametrize("persona", ["visitor", "neighbour"])
def test_a_stranger_gets_one_answer_for_what_exists_and_what_does_not(enter, building, persona):
    building.public_page = True
    building.save()
    private = NoticeFactory(building=building)
    draft = NoticeFactory(building=building, state="draft", audience="public", announced=False)
    client = enter(persona)
    response = {
        (answer.status_code, answer.headers.get("Location", "").replace(f"/{pk}/", "/N/"))
        for pk in (private.pk, draft.pk, 99999)
        for answer in [client.get(reverse("notices:page", args=["114", pk]))]
    }
    assert len(response) == 1


def test_a_refusal_is_told_and_leads_back_to_the_page_one_came_from(enter, building, leader):
    notice = NoticeFactory(building=building, state="draft", announced=False)
    late = NoticeFactory._meta.model.objects.filter(pk=notice.pk)
    late.update(expires_at=notice.shows_from + notice.shows_from.resolution)
    client = enter("leader")
    response = client.post(
        reverse("notices:post", args=["114", notice.pk]),
        headers={"referer": f"http://testserver{notice.get_absolute_url()}"},
    )
    assert response.headers["Location"] == notice.get_absolute_url()
    assert [str(m) for m in get_messages(response.wsgi_request)] == ["撤下的时间要晚于张贴的时间。"]


def test_a_refusal_never_leads_to_another_site(enter, building, leader):
    notice = NoticeFactory(building=building, state="withdrawn", withdrawn_reason="写错了")
    Notice.objects.filter(pk=notice.pk).update(state="draft")
    Notice.objects.filter(pk=notice.pk).update(
        expires_at=notice.shows_from + notice.shows_from.resolution
    )
    response = enter("leader").post(
        reverse("notices:post", args=["114", notice.pk]),
        headers={"referer": "https://evil.example/b/114/"},
    )
    assert response.headers["Location"] == notice.get_absolute_url()


def test_the_same_form_sent_twice_does_it_once(enter, building, resident):
    client = enter("resident")
    first, second = (client.post(start_url(), FORM_DATA) for _ in range(2))
    assert Thread.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_a_corrected_text_is_another_sending(enter, building, resident):
    client = enter("resident")
    client.post(start_url(), FORM_DATA)
    client.post(start_url(), FORM_DATA | {"text": "借两天"})
    assert Thread.objects.count() == 2


def test_a_form_with_errors_may_be_sent_again(enter, building, resident):
    client = enter("resident")
    assert client.post(start_url(), FORM_DATA | {"title": ""}).status_code == 200
    assert client.post(start_url(), FORM_DATA).status_code == 302
    assert Thread.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_from_eight_connections_posts_once(building, resident):
    def send(client):
        try:
            return client.post(start_url(), FORM_DATA).headers["Location"]
        finally:
            connection.close()

    clients = [Client() for _ in range(8)]
    for client in clients:
        client.force_login(resident)
    with ThreadPoolExecutor(8) as hands:
        places = set(hands.map(send, clients))
    assert (Thread.objects.count(), len(places)) == (1, 1)


def test_a_page_is_304_until_something_happens(enter, building, resident, leader):
    NoticeFactory(building=building)
    client = enter("resident")
    url = reverse("notices:board", args=["114"])
    client.get(url)  # sets the cookie of the CSRF token
    tag = client.get(url).headers["ETag"]
    assert client.get(url, headers={"if-none-match": tag}).status_code == 304
    client.post(start_url(), FORM_DATA)  # writes a journal line
    client.get(url)  # shows the message
    fresh = client.get(url, headers={"if-none-match": tag})
    assert fresh.status_code == 200
    assert fresh.headers["ETag"] != tag


def test_a_mark_is_one_persons(enter, building, resident, leader):
    url = reverse("notices:board", args=["114"])
    tag = enter("resident").get(url).headers["ETag"]
    assert enter("leader").get(url, headers={"if-none-match": tag}).status_code == 200


def test_a_kept_page_costs_the_door_alone_and_is_never_another_persons(
    enter, building, resident, volunteer, django_assert_num_queries
):
    NoticeFactory(building=building, title="换灯")
    url = reverse("notices:board", args=["114"])
    client = enter("resident")
    client.get(url)  # sets the cookie of the CSRF token
    kept = client.get(url)
    with django_assert_num_queries(3):
        assert client.get(url).content == kept.content
    other = enter("volunteer")
    other.get(url)
    assert str(volunteer) in other.get(building.get_absolute_url()).content.decode()


def test_a_kept_page_is_made_anew_when_the_clock_moves_something(
    enter, building, resident, time_machine
):
    now = timezone.now()
    NoticeFactory(building=building, title="晚上才贴", shows_from=now + dt.timedelta(minutes=5))
    url = reverse("notices:board", args=["114"])
    client = enter("resident")
    client.get(url)  # sets the cookie of the CSRF token
    before = client.get(url)
    assert "晚上才贴" not in before.content.decode()
    time_machine.move_to(now + dt.timedelta(minutes=6))
    after = client.get(url, headers={"if-none-match": before.headers["ETag"]})
    assert (after.status_code, "晚上才贴" in after.content.decode()) == (200, True)


def test_a_worker_that_never_made_the_page_knows_it_unchanged(enter, building, resident):
    url = reverse("notices:board", args=["114"])
    client = enter("resident")
    client.get(url)  # sets the cookie of the CSRF token
    tag = client.get(url).headers["ETag"]
    caches["pages"].clear()
    assert client.get(url, headers={"if-none-match": tag}).status_code == 304


def test_what_one_person_is_at_the_door_is_never_taken_for_anothers(building, leader, resident):
    seen = building_with_access(building.slug, leader)
    assert (leader.standing_in(seen).leader, resident.standing_in(seen).leader) == (True, False)


def test_a_form_key_that_no_header_could_carry_is_taken_without_a_cookie(enter, building, resident):
    answer = enter("resident").post("/b/114/lounge/new/?kind=need", {**FORM_DATA, "once": "第一"})
    assert (answer.status_code, "sent" in answer.cookies) == (302, False)
