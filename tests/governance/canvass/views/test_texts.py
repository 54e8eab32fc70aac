"""The code on a sheet leads to its text, and to nothing else of the building."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.canvass.actions.drafting import withdraw_canvass
from governance.canvass.actions.rewording import reword_canvass
from governance.canvass.inputs import RewordInput
from governance.canvass.queries.public_text import text_key
from governance.inbox.links import arrival_mac
from residents.uploads.rates import RATES
from tests.factories.canvass import (
    make_draft_canvass,
    make_open_canvass,
    photo,
    record_paper_answer_for,
    voice_of,
)

pytestmark = pytest.mark.django_db


def address(canvass, **changed) -> str:
    names = ("slug", "pk", "version", "mac")
    return reverse(
        "paper_text", kwargs={**dict(zip(names, text_key(canvass), strict=True)), **changed}
    )


def reword(canvass, leader, *, material):
    body = f"{canvass.body}也不停车。" if material else canvass.body.replace("堆物", "堆放")
    words = RewordInput(version=canvass.version, body=body, material=material, reason="补一句")
    return reword_canvass(canvass, words, by=leader)


@pytest.fixture
def canvass(building, leader, household):
    building.neighbourhood.phone = "021-5555"
    building.neighbourhood.save()
    return make_open_canvass(building, leader, body="楼道不堆物。", files=[photo()])


def test_strangers_read_the_text_alone(
    enter, building, leader, canvass, household, django_assert_num_queries
):
    record_paper_answer_for(canvass, voice_of(canvass, household), "object", by=leader)
    client = enter("visitor")
    with django_assert_num_queries(4):
        page = client.get(address(canvass))
    for words in (
        canvass.question,
        "楼道不堆物。",
        "正文第 1 稿",
        canvass.text_mark,
        "截止",
        "打电话 021-5555",
        building.name,
    ):
        assert words in page.text
    assert not [w for w in ("担心", household.flat.room, leader.known_as) if w in page.text]
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert 'name="robots" content="noindex' in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_strangers_see_its_attachments(enter, canvass, next_door, neighbour):
    (file,) = canvass.attachments.all()
    other = make_open_canvass(next_door, neighbour, files=[photo()])
    client = enter("visitor")
    shown = client.get(f"{address(canvass)}{file.pk}/whole")
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(shown.streaming_content)
    assert client.get(f"{address(canvass)}{other.attachments.get().pk}/whole").status_code == 404


@pytest.mark.parametrize("persona", ["leader", "resident", "staff"])
def test_members_are_led_to_the_canvass(enter, canvass, persona):
    response = enter(persona).get(address(canvass))
    assert (response.status_code, response.url) == (302, canvass.get_absolute_url())


def test_only_the_portal_makes_the_address(enter, building, canvass):
    forwarded = arrival_mac(building, "canvass.canvass", canvass.pk)
    for changed in (
        {"mac": "0123456789"},
        {"mac": forwarded},
        {"pk": canvass.pk + 1},
        {"version": 9},
    ):
        assert enter("visitor").get(address(canvass, **changed)).status_code == 404


@pytest.mark.parametrize(("material", "words"), [(True, "再答一次"), (False, "签过的照样算")])
def test_an_older_paper_is_told_that_a_newer_text_stands(enter, leader, canvass, material, words):
    paper, mark = address(canvass), canvass.text_mark
    newer = reword(canvass, leader, material=material)
    page = enter("visitor").get(paper).text
    assert "纸上是第1稿，现在是第2稿" in page
    for told in (words, newer.body, "楼道不堆物。", mark, newer.text_mark):
        assert told in page
    assert "纸上是第" not in enter("visitor").get(address(newer)).text


def test_a_draft_is_not_found_and_a_withdrawn_text_is_not_shown(enter, building, leader, canvass):
    (file,) = canvass.attachments.all()
    withdrawn = withdraw_canvass(canvass, reason="写错了", by=leader)
    client = enter("visitor")
    page = client.get(address(withdrawn))
    assert (page.status_code, "撤回了" in page.text) == (200, True)
    assert not [w for w in (canvass.question, "楼道不堆物。", "写错了") if w in page.text]
    assert client.get(f"{address(withdrawn)}{file.pk}/whole").status_code == 404
    assert client.get(address(make_draft_canvass(building, leader))).status_code == 404


def test_openings_and_guesses_have_a_rate(enter, canvass, counting, monkeypatch):
    monkeypatch.setitem(RATES, "public_text", ((2, 60),))
    client = enter("visitor")
    assert [client.get(address(canvass)).status_code for _ in range(3)] == [200, 200, 429]
    monkeypatch.setitem(RATES, "landing", ((0, 60),))
    assert client.get(address(canvass, mac="0123456789")).status_code == 429
