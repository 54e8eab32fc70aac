"""The record that everybody may download: in people's words as a workbook, for programs as JSON."""

from __future__ import annotations

import io
import re

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from governance.canvass.actions import answering, counting, rewording
from governance.canvass.inputs import AnswerInput, RewordInput
from governance.canvass.models import LineReading
from governance.canvass.queries.dossier import dossier_of
from governance.canvass.queries.record_tables import answers_table, as_workbook, format_time
from governance.canvass.queries.voices import voices_of
from residents.models import Flat
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import (
    SECRET,
    add_owner_of_home,
    canvass_url,
    make_delegation,
    make_open_canvass,
    move_past_deadline,
    photo,
    record_paper_answer_for,
    voice_of,
)
from tests.factories.options import make_option_canvass, pick

pytestmark = pytest.mark.django_db
KEY = re.compile(r"\b(?!PDF\b|jpg\b)[A-Za-z]{2,}\b")
"""A word of a program. Digests have digits."""
OTHER_TIME = re.compile(r"\d{4}-\d\d-\d\dT|[+]\d\d:\d\d")


@pytest.fixture
def homes(building, leader):
    Flat.objects.filter(building=building).update(area="50.00", area_source="register")
    members = [MembershipFactory(household=HouseholdFactory(building=building)) for _ in range(5)]
    return [member.household for member in members]


def yes_or_no(building, leader, homes, volunteer, core, **more):
    canvass = make_open_canvass(building, leader, files=[photo("报价.jpg")], **more)
    first, second, third, fourth, fifth = (voice_of(canvass, home) for home in homes)
    record_paper_answer_for(canvass, first, "agree", by=volunteer, checked_by=core)
    record_paper_answer_for(canvass, second, "object", by=volunteer)
    users = [home.memberships.get().user for home in homes]
    answering.answer_on_web(canvass, third, AnswerInput("abstain"), by=users[2])
    make_delegation(canvass, fourth, fifth, by=users[3], accepted_by=users[4])
    change = RewordInput(version=1, body="改过的条文，再问一次。", material=True, reason="写清楚")
    return rewording.reword_canvass(canvass, change, by=leader)


def of_owners(building, leader, homes, volunteer, core):
    for home in building.households.all():
        add_owner_of_home(home)
    canvass = make_open_canvass(
        building, leader, electorate="owners", preset="owners_ordinary", purpose="vote"
    )
    record_paper_answer_for(canvass, canvass.voices.first(), "agree", by=volunteer, checked_by=core)
    return canvass


def of_options(building, leader, homes, volunteer, core):
    canvass = make_option_canvass(building, leader, files={1: [photo("朱红.jpg")]})
    for home in homes:
        pick(canvass, home, 1)
    canvass = counting.close_canvass(move_past_deadline(canvass), by=leader)
    for person in (core, leader):
        canvass = counting.count_canvass(canvass, by=person, anyway=True)
    return canvass


def secret(building, leader, homes, volunteer, core):
    return make_open_canvass(building, leader, **SECRET)


STORIES = [yes_or_no, of_owners, of_options, secret]


@pytest.mark.parametrize("persona", ["leader", "resident"])
@pytest.mark.parametrize("story", STORIES)
def test_workbooks_speak_to_people(
    enter, building, leader, homes, volunteer, core, resident, story, persona
):
    canvass = story(building, leader, homes, volunteer, core)
    client = enter(persona)
    books = [client.get(canvass_url(canvass, "record", "xlsx")).content]
    if persona == "leader":
        books += [as_workbook(dossier_of(canvass))]
    for content in books:
        book = load_workbook(io.BytesIO(content))
        cells = {sheet.title: [value for row in sheet.values for value in row] for sheet in book}
        assert all(len(values) > 1 for values in cells.values())
        texts = [str(value) for values in cells.values() for value in values if value is not None]
        assert [text for text in texts if KEY.search(text) or OTHER_TIME.search(text)] == []
        overview = dict(book["概况"].values)
        assert overview["开始"] == timezone.localtime(canvass.opened_at).strftime("%Y-%m-%d %H:%M")


def test_a_resident_reads_no_area_in_a_question_of_households(
    enter, building, leader, homes, volunteer, core, resident
):
    for story, weighs in ((yes_or_no, False), (of_owners, True)):
        canvass = story(building, leader, homes, volunteer, core)
        for persona in ("resident", "leader"):
            record = enter(persona).get(canvass_url(canvass, "record", "json")).text
            assert ('"area"' in record) is weighs, (story, persona)


def test_each_answer_says_whether_it_counts(building, leader, homes, volunteer, core):
    canvass = make_open_canvass(building, leader)
    first, second, third, fourth, _fifth = (voice_of(canvass, home) for home in homes)

    def enter_paper(voice, choice, by=volunteer, **more):
        return record_paper_answer_for(canvass, voice, choice, by=by, **more)

    enter_paper(first, "agree", checked_by=core)
    enter_paper(first, "object", checked_by=core)
    enter_paper(second, "agree")
    enter_paper(second, "object", by=core)
    read = enter_paper(third, "agree")
    LineReading.objects.create(answer=read, choice="object", signer="甲", reason="贵", by=core)
    enter_paper(fourth, "agree")
    table = answers_table(canvass, voices_of(canvass))
    column = table.head.index("算不算")
    assert [row[column] for row in table.rows] == [
        "后来另有答复，不算",
        "算这份",
        "有出入，先不算",
        "有出入，先不算",
        "另一位读的不一样，先不算",
        "等第二个人核对",
    ]


def test_a_time_that_is_not_known_is_blank():
    assert format_time(None) == ""
