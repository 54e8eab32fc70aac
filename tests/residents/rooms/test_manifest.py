"""A room declares what it contributes in its ``room.py``, and no other file has to name it."""

from __future__ import annotations

import re

import pytest
from django.apps import AppConfig, apps
from django.urls import ResolverMatch, reverse
from django.utils import timezone

from dev.privacy import personal_data_section
from governance.journal.actions import append
from governance.today.queries.week import CalendarWeek
from residents.models import Household
from residents.rooms import manifest
from residents.rooms.contributions import ReachCount, SharedPage
from residents.rooms.manifest import next_change_on, open_rosters_with, rooms
from residents.rooms.tabs import tab_of
from tests.architecture.site import ROOMS, ROOT
from tests.residents.rooms.toy.room import TOMORROW

pytestmark = pytest.mark.django_db
HOME = "/b/114/"
NO_ROOM = {"demo"}
"""Apps of governance that give nothing to a building."""


@pytest.fixture
def toy(monkeypatch):
    """An installed app with a ``room.py``; no page is told of it in another way."""
    config = AppConfig.create("tests.residents.rooms.toy")
    monkeypatch.setitem(apps.app_configs, config.label, config)
    manifest._discovered.cache_clear()
    yield
    manifest._discovered.cache_clear()


def painted(building):
    append(building, "toy.painted", by=None, audience="residents", subject=("toy.bench", 1, "长椅"))


def test_every_room_has_a_manifest_under_its_own_name():
    labels = {f"governance.{name}": name for name in ROOMS if name not in NO_ROOM}
    assert {room.name for room in rooms()} == {"residents", *labels.values()}
    assert [room.title for room in rooms() if not str(room.title)] == []


def test_home_shows_what_waits_and_what_may_be_begun(enter, building, toy):
    page = enter("resident").get(HOME).text
    assert ["门口的长椅" in page, "请您坐坐" in page, "添长椅" in page] == [True] * 3
    assert "长椅修好了" in page


def test_the_inbox_shows_what_waits_what_is_done_and_what_is_new(enter, building, toy):
    page = enter("resident").get(reverse("inbox:inbox", args=["114"])).text
    for words in ("门口的长椅", "明天", "扶长椅", "王先生，今天", "长椅修好了", "李师傅修的"):
        assert words in page


def test_its_pages_belong_to_a_tab(toy):
    page = ResolverMatch(painted, (), {}, url_name="benches", namespaces=["toy"])
    assert tab_of(page) == "lounge"


def test_the_leader_finds_it_in_the_day_and_hands_it_over(enter, building, leader, toy):
    client = enter("leader")
    assert "树下的长椅" in client.get("/b/114/today/").text
    assert "楼后的长椅" in client.get(reverse("home:hand_over", args=["114"])).text
    paper = client.get(reverse("home:hand_over_paper", args=["114"])).text
    assert ["树下的长椅" in paper, "楼后的长椅" in paper] == [True, True]


def test_journal_weekly_sheet_and_search_tell_of_it(enter, building, toy):
    painted(building)
    client = enter("resident")
    assert "路人给“长椅”刷了漆" in client.get(reverse("journal:lines", args=["114"])).text
    week = CalendarWeek.of(timezone.localdate()).name
    sheet = client.get(reverse("today:week", args=["114", week])).text
    assert [words in sheet for words in ("给“长椅”刷了漆", "长椅修好了", "坐一坐")] == [True] * 3
    found = client.get(reverse("search:page", args=["114"]), {"q": "绿漆", "room": "toy"}).text
    assert ["长椅室" in found, "/bench/" in found] == [True, True]


def test_the_desk_lists_it_and_draws_it(enter, building, toy):
    assert "桥边的长椅" in enter("staff").get("/admin/").text
    picture = enter("staff").get("/admin/picture/").context["picture"]
    assert [strip.doors for strip in picture.strips] == [ReachCount(1, 1, 7)]
    assert open_rosters_with(building, Household.objects.none(), []) == ["长椅征询"]


def test_a_person_reads_what_it_keeps(enter, building, toy):
    assert "坐过的长椅" in enter("resident").get("/me/data/").text
    assert "**刻在长椅上的名字**" in personal_data_section()


def test_a_page_is_kept_until_it_changes(building, toy):
    assert next_change_on(SharedPage.HOME)(building) == TOMORROW
    assert next_change_on(SharedPage.TODAY)(building) is None


@pytest.mark.parametrize("folder", ["home", "today", "search", "inbox"])
def test_templates_that_bring_the_rooms_together_name_none(folder):
    """Imports are held by a contract in ``pyproject.toml``."""
    rooms_above = set(ROOMS) - {"home", "today", "search", "inbox", "journal", *NO_ROOM}
    named = re.compile(rf"['\"]({'|'.join(sorted(rooms_above))})[:/]")
    pages = (ROOT / "templates" / folder).glob("*.html")
    assert [page.name for page in pages if named.search(page.read_text())] == []
