from __future__ import annotations

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.journal.models import Line
from governance.journal.queries import broken_lines_in
from governance.lounge.actions.threads import start_thread
from governance.meetings.models import AgendaItem
from governance.notices.actions.reading import mark_notice_read
from governance.notices.models import Reading
from louzu.lib.errors import Refused
from residents.models import Building, User
from residents.privacy.actions.consents import give_consent
from residents.privacy.actions.forgetting import forget_user
from tests.factories import NoticeFactory, OfficeFactory
from tests.factories.lounge import thread_input
from tests.factories.meetings import AgendaItemFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_role")]


@pytest.fixture
def wang(resident, building) -> User:
    """A person with much personal data."""
    resident.shown_name, resident.phone = "王阿姨", "13800138000"
    resident.introduction, resident.skills = "爱唱越剧", "裁衣服"
    resident.save()
    give_consent(resident, kind="name")
    OfficeFactory(user=resident, kind="volunteer", building=building, contact="13800138000")
    mark_notice_read(NoticeFactory(building=building), by=resident)
    start_thread(building, thread_input(kind="need", title="借梯子", text="一天"), by=resident)
    return resident


def test_nothing_is_left_that_tells_who_it_was(wang):
    forget_user(wang, by=wang)
    wang.refresh_from_db()
    left = (wang.shown_name, wang.phone, wang.introduction, wang.skills, wang.last_login)
    assert left == ("", None, "", "", None)
    assert (str(wang), wang.known_as) == ("一位前住户", "一位前住户")
    assert (wang.is_active, wang.has_usable_password()) == (False, False)
    assert wang.username.startswith("gone-")
    assert not wang.consents.open().exists()
    assert wang.consents.count() == 1
    assert wang.offices.get().contact == ""


def test_every_right_is_gone_at_once_in_open_sessions_too(building, wang):
    client = Client()
    client.post(reverse("account_login"), {"login": wang.username, "password": "secret-enough"})
    assert client.get(building.get_absolute_url()).status_code == 200
    session = client.session.session_key
    assert Session.objects.filter(pk=session).exists()
    forget_user(wang, by=wang)
    assert client.get(building.get_absolute_url()).status_code == 302
    assert not Session.objects.filter(pk=session).exists()
    assert not UserSession.objects.filter(user=wang).exists()
    fresh = User.objects.get(pk=wang.pk)
    assert not fresh.standing_in(Building.objects.get(pk=building.pk)).member


def test_rows_beginning_after_the_end_of_their_place_never_begin(wang, household):
    later = timezone.localdate() + dt.timedelta(days=9)
    office = OfficeFactory(user=wang, kind="team", building=household.building, since=later)
    forget_user(wang, by=wang)
    office.refresh_from_db()
    assert office.until == later


def test_texts_stay_as_by_a_former_resident_and_the_chain_holds(enter, building, leader, wang):
    forget_user(wang, by=wang)
    client = enter("leader")
    page = client.get(reverse("lounge:list", args=["114"])).text
    assert ("借梯子" in page, "一位前住户" in page, "王阿姨" in page) == (True, True, False)
    board = client.get(reverse("notices:board", args=["114"])).text
    life = client.get(reverse("journal:lines", args=["114"])).text
    assert "王阿姨" not in board + life
    assert "一位前住户的个人信息按本人要求删除了" in life
    assert list(broken_lines_in(Building.objects.get(pk=building.pk))) == []


def test_what_the_person_read_and_brought_to_a_meeting_is_forgotten_too(building, wang):
    AgendaItemFactory(meeting__building=building, brought_by="志愿者 王阿姨")
    elsewhere = AgendaItemFactory(brought_by="王阿姨")
    forget_user(wang, by=wang)
    assert not Reading.objects.exists()
    found = AgendaItem.objects.get(meeting__building=building).brought_by
    elsewhere.refresh_from_db()
    assert (found, elsewhere.brought_by) == ("志愿者 一位前住户", "王阿姨")


def test_a_name_of_one_character_is_not_struck_from_other_words(building, wang):
    User.objects.filter(pk=wang.pk).update(shown_name="王")
    AgendaItemFactory(meeting__building=building, brought_by="老王家")
    forget_user(wang, by=wang)
    assert AgendaItem.objects.get().brought_by == "老王家"


def test_the_desks_log_keeps_what_was_done_but_not_to_whom(wang, staff):
    about = [wang, wang.memberships.get(), wang.offices.get()]
    for row in about:
        LogEntry.objects.create(
            user=staff,
            content_type=ContentType.objects.get_for_model(row),
            object_id=row.pk,
            object_repr=str(row),
            action_flag=CHANGE,
            change_message='[{"changed": {"object": "\\u738b\\u963f\\u59e8"}}]',
        )
    forget_user(wang, by=wang)
    found = set(LogEntry.objects.values_list("object_repr", "change_message"))
    assert found == {("一位前住户", "")}


def test_a_leader_hands_over_first(building, leader):
    with pytest.raises(Refused, match="交接"):
        forget_user(leader, by=leader)
    leader.refresh_from_db()
    assert (leader.forgotten_at, leader.offices.get().until) == (None, None)


def test_forgotten_is_forgotten_once(wang):
    forget_user(wang, by=wang)
    with pytest.raises(Refused):
        forget_user(wang, by=wang)
    assert Line.objects.filter(verb="residents.forgotten").count() == 1


@pytest.mark.parametrize(
    "known", [{"shown_name": "王"}, {"phone": "13800138000"}, {"is_active": True}]
)
def test_the_database_lets_nothing_be_known_of_the_forgotten(wang, known):
    forget_user(wang, by=wang)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=wang.pk).update(**known)


def test_one_is_forgotten_from_ones_own_page_after_a_tick(enter, wang):
    client, url = enter("resident"), reverse("mine:forget")
    assert "不能恢复" in client.get(url).text
    refused = client.post(url, {"once": "k1"})
    wang.refresh_from_db()
    assert (refused.status_code, wang.forgotten_at) == (200, None)
    page = client.post(url, {"sure": "on", "once": "k2"}, follow=True)
    assert (page.redirect_chain, "个人信息已经删除了" in page.text) == ([("/", 302)], True)
    assert "_auth_user_id" not in client.session
    wang.refresh_from_db()
    assert wang.forgotten_at


def test_a_leader_is_shown_the_way_to_hand_over(enter, building, leader):
    page = enter("leader").get(reverse("mine:forget")).text
    assert (reverse("home:hand_over", args=["114"]) in page, 'name="sure"' in page) == (True, False)
    response = enter("leader").post(reverse("mine:forget"), {"sure": "on"})
    assert response.status_code == 302
    leader.refresh_from_db()
    assert leader.forgotten_at is None
