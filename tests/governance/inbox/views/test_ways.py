from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from governance.inbox.models import ContactWay, DeliverySettings, Mute
from residents.models import Consent
from residents.rooms.messages import Topic
from tests.factories.inbox import ContactWayFactory, DeliveryFactory, NoticeMessageFactory

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"ways:{name}", args=args)


@pytest.fixture
def mine(enter):
    return enter("resident")


def give_address(client, address="wang@example.org"):
    assert client.post(url("email"), {"email": address}).url == url("email_code")
    return re.search(r"\d{6}", mail.outbox[-1].subject)[0]


def test_an_address_is_used_once_its_owner_has_shown_a_code(mine, resident):
    page = mine.get(url("email")).text
    for words in ("只用来告诉我楼里的事", "经手", "留30天就删", "不同意也照样用"):
        assert words in page
    code = give_address(mine)
    assert not ContactWay.objects.exists()
    assert mine.post(url("email_code"), {"code": "x"}).status_code == 200
    assert not ContactWay.objects.exists()
    mine.post(url("email_code"), {"code": code})
    way = ContactWay.objects.usable().get(user=resident)
    assert (way.address, way.frequency) == ("wang@example.org", "daily")
    assert Consent.objects.to("email").get(user=resident).text == Consent.WORDS["email"]
    assert "wang@example.org" in mine.get(url("list")).text


def test_three_wrong_codes_end_the_check(mine):
    code = give_address(mine)
    for _ in range(3):
        mine.post(url("email_code"), {"code": "000000"})
    assert mine.post(url("email_code"), {"code": code}).url == url("email")
    assert not ContactWay.objects.exists()


def test_the_code_belongs_to_the_person_who_asked(mine, enter):
    code = give_address(mine)
    other = enter("leader")
    assert other.post(url("email_code"), {"code": code}).url == url("email")


def test_a_bad_address_is_not_lost(mine):
    page = mine.post(url("email"), {"email": "wang@"})
    assert page.status_code == 200
    assert "wang@" in page.text
    assert mail.outbox == []


def test_the_second_of_a_couple_may_give_the_same_mailbox(mine, enter):
    for persona in ("resident", "leader"):
        them = enter(persona)
        them.post(url("email_code"), {"code": give_address(them)})
    assert ContactWay.objects.usable().count() == 2


def test_a_new_address_replaces_the_old_one(mine, resident):
    old = ContactWayFactory(user=resident)
    mine.post(url("email_code"), {"code": give_address(mine)})
    old.refresh_from_db()
    assert old.end_reason == "replaced"
    assert ContactWay.objects.usable().count() == 1


def test_frequency_and_topics_are_chosen_for_each_way(mine, resident):
    way = ContactWayFactory(user=resident)
    wanted = [topic.value for topic in Topic if topic != Topic.LOUNGE]
    mine.post(url("change", way.pk), {"frequency": "urgent", "topics": wanted})
    way.refresh_from_db()
    assert way.frequency == "urgent"
    assert [*Mute.objects.values_list("channel", "topic")] == [("email", "lounge")]
    mine.post(url("change", way.pk), {"frequency": "daily", "topics": [*wanted, "lounge"]})
    assert not Mute.objects.exists()


def test_hours_are_chosen(mine, resident):
    hours = {"quiet_from": 22, "quiet_until": 7, "digest_at": 18}
    assert mine.post(url("hours"), hours).url == url("list")
    chosen = DeliverySettings.objects.get(user=resident)
    assert chosen.quiet_from == dt.time(22)
    assert "晚上10点到早上7点不发" in mine.get(url("list")).text


def test_a_digest_in_the_quiet_hours_is_refused_with_a_reason(mine):
    hours = {"quiet_from": 21, "quiet_until": 8, "digest_at": 22}
    page = mine.post(url("hours"), hours)
    assert "落在不发的时候里" in page.text
    assert not DeliverySettings.objects.exists()


def test_stopping_a_way_withdraws_the_consent(mine, resident):
    mine.post(url("email_code"), {"code": give_address(mine)})
    way = ContactWay.objects.get()
    mine.post(url("stop", way.pk))
    assert not ContactWay.objects.usable().exists()
    assert not Consent.objects.to("email").exists()


def test_withdrawing_the_consent_stops_the_way(mine, resident):
    mine.post(url("email_code"), {"code": give_address(mine)})
    mine.post(reverse("mine:consent", args=["email"]), {"do": "withdraw"})
    assert not ContactWay.objects.usable().exists()


def test_a_consent_to_messages_is_given_with_an_address_only(mine):
    page = mine.post(reverse("mine:consent", args=["email"]), {"do": "give"})
    assert page.status_code == 404


def test_nobody_changes_the_way_of_another(enter, resident):
    way = ContactWayFactory(user=resident)
    other = enter("leader")
    assert other.get(url("change", way.pk)).status_code == 404
    assert other.post(url("stop", way.pk)).status_code == 404


def test_a_person_without_a_building_may_still_stop(mine, resident):
    way = ContactWayFactory(user=resident)
    resident.memberships.update(until=dt.date(2026, 1, 1))
    assert mine.get(url("list")).status_code == 200
    assert mine.post(url("stop", way.pk)).status_code == 302


@pytest.mark.parametrize("rows", [1, 5])
def test_people_see_what_became_of_what_was_sent_to_them(
    mine, building, resident, rows, django_assert_num_queries
):
    now = timezone.now()
    outcomes = {
        "停水": {"state": "sent", "sent_at": now},
        "换灯": {"state": "not_needed", "reason": "read"},
        "修门": {"state": "held", "reason": "quiet"},
    }
    for title, outcome in outcomes.items():
        for _ in range(rows):
            message = NoticeMessageFactory(building=building, values={"title": title})
            DeliveryFactory(message=message, user=resident, **outcome)
    old = NoticeMessageFactory(
        building=building, values={"title": "旧事"}, created_at=now - dt.timedelta(days=31)
    )
    DeliveryFactory(message=old, user=resident, state="sent", sent_at=now)
    DeliveryFactory(message=NoticeMessageFactory(building=building, values={"title": "别家的"}))
    with django_assert_num_queries(9):
        page = mine.get(url("list")).text
    for words in ("停水", "已经发出", "换灯", "已经在网页上看过了", "修门", "休息时间，等到早上"):
        assert words in page
    assert "旧事" not in page
    assert "别家的" not in page
