"""Papers and pages of a question with options say how many of them may be picked."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from governance.canvass.inputs import OptionInput
from governance.canvass.kinds import OPTION_KINDS
from governance.canvass.models import Canvass
from governance.canvass.queries.public_text import text_key
from governance.canvass.tags import answer_rule
from residents.models import Flat
from tests.architecture.site import ROOT
from tests.factories.canvass import (
    add_owner_of_home,
    canvass_url,
    make_draft_canvass,
    make_open_canvass,
    make_owner,
)
from tests.factories.owners import answer_for_owner, make_absent_owner

pytestmark = pytest.mark.django_db
RULES = {
    "one": "选一样",
    "several": "选出2位，最多选2位",
    "each": "一件一件答，每件都要答",
    "dates": "方便的都选上",
}
KINDS = list(OPTION_KINDS.values())
each_kind = pytest.mark.parametrize("canvass", KINDS, ids=lambda kind: kind.key, indirect=True)
FIRST = dt.datetime(2099, 11, 30, 18, 30, tzinfo=dt.UTC)
SHOWS = re.compile(r'"canvass/(_boxes|_options|_printed_options|_slip|_strip|_letter_strip)\.html"')
"""What a template includes that shows the options of a question, or the boxes to tick."""
PARTS = {f"canvass/{name}.html" for name in ("_slip", "_strip", "_letter_strip", "_sheet_list")}
PRINTED = {
    "canvass/sheet.html": "sheet",
    "canvass/slips.html": "slips",
    "canvass/blank_mandate.html": "blank_mandate",
    "canvass/page.html": "page",
    "canvass/text_alone.html": "text",
}
"""Papers and pages of an open question, and their addresses."""
OTHERS = {
    "canvass/ballots.html",
    "canvass/preview.html",
    "canvass/text.html",
    "canvass/owner_question.html",
    "canvass/owner_letter.html",
    "doors/slips.html",
}
"""Those that tests below open by themselves."""


def question(kind, building, leader, *, make=make_open_canvass, **more) -> Canvass:
    options = tuple(
        OptionInput(details="三楼公共客厅", starts_at=FIRST + dt.timedelta(days=number))
        if kind.answers == "dates"
        else OptionInput(title=f"第{number}号")
        for number in range(3)
    )
    return make(
        building,
        leader,
        purpose=kind.purpose,
        preset=kind.preset.key,
        kind=kind.answers,
        electorate=kind.preset.electorate,
        question="怎么定？",
        options=options,
        seats=2 if kind.answers == "several" else 1,
        **more,
    )


@pytest.fixture
def canvass(request, building, leader):
    """One owner lives in the building, another elsewhere. Each is asked."""
    Flat.objects.filter(building=building).update(area="50.00", area_source="register")
    for home in building.households.all():
        add_owner_of_home(home)
    make_owner(building, rooms=["301"])
    make_absent_owner(building, rooms=("401",))
    return question(request.param, building, leader)


def says(page, kind, template) -> bool:
    assert template in {one.name for one in page.templates}
    return RULES[kind] in page.text


def test_every_template_with_options_is_walked():
    found = {
        str(page.relative_to(ROOT / "templates"))
        for page in ROOT.glob("templates/**/*.html")
        if SHOWS.search(page.read_text())
    }
    assert found - PARTS == {*PRINTED, *OTHERS}
    assert {kind.answers for kind in KINDS} == {*RULES}


@each_kind
def test_papers_and_pages_say_how_many_may_be_picked(enter, canvass):
    client = enter("leader")
    for template, name in PRINTED.items():
        assert says(client.get(canvass_url(canvass, name)), canvass.kind, template), template
    strips = client.get(canvass_url(canvass, "sheet")).text.split('class="tear strip"')[1:]
    assert len(strips) == canvass.voices.count()
    assert all(RULES[canvass.kind] in strip for strip in strips)
    listed = client.get(canvass_url(canvass, "sheet") + "?form=list").text
    assert f"<br>{RULES[canvass.kind]}" in listed.split("</thead>")[0]
    stranger = Client().get(reverse("paper_text", args=text_key(canvass)))
    assert says(stranger, canvass.kind, "canvass/text.html")


@each_kind
def test_what_is_left_at_a_door_or_sent_to_an_owner_says_it(enter, building, canvass):
    client = enter("leader")
    home = building.households.get(flat__room="301")
    slips = client.get(reverse("doors:slips", args=["114", home.flat_id]))
    assert says(slips, canvass.kind, "doors/slips.html")
    if canvass.electorate != "owners":
        return
    owner = building.owners.get(ownerships__flat__room="401")
    letter = client.post(reverse("canvass:owner_letter", args=["114", owner.pk]), {"address": ""})
    assert says(letter, canvass.kind, "canvass/owner_letter.html")
    client.force_login(answer_for_owner(owner))
    page = client.get(canvass_url(canvass, "owner_question"))
    assert says(page, canvass.kind, "canvass/owner_question.html")


@each_kind
def test_the_file_says_it(enter, canvass):
    book = enter("leader").post(canvass_url(canvass, "dossier"), {"once": "k1", "do": "xlsx"})
    overview = load_workbook(io.BytesIO(book.content)).worksheets[0]
    assert ("怎么答", RULES[canvass.kind]) in set(overview.values)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_drafts_and_secret_ballots_say_it(enter, building, leader, resident, kind):
    draft = question(kind, building, leader, make=make_draft_canvass)
    page = enter("leader").get(canvass_url(draft, "preview"))
    assert says(page, kind.answers, "canvass/preview.html")
    if kind.may_be_secret:
        secret = question(kind, building, leader, secret=True)
        page = enter("leader").get(canvass_url(secret, "ballots"))
        assert says(page, kind.answers, "canvass/ballots.html")
        assert page.text.count(RULES[kind.answers]) == page.text.count('class="tear ballot')


def test_a_mandate_on_paper_has_boxes_to_tick(enter, building, leader, resident):
    canvass = question(OPTION_KINDS["elect"], building, leader)
    paper = enter("leader").get(canvass_url(canvass, "blank_mandate")).text
    assert [f"☐ {number + 1}. 第{number}号" in paper for number in range(3)] == [True] * 3


def test_an_election_of_more_than_the_candidates_names_both_numbers(building, leader):
    canvass = question(OPTION_KINDS["elect"], building, leader, make=make_draft_canvass)
    canvass.seats = 5
    assert answer_rule(canvass) == "选出5位，最多选3位"
