"""The file for street office and housing authority tells in words what is on record."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from governance.canvass.actions import counting, delegating
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Delegation
from governance.canvass.queries.dossier import dossier_of
from governance.canvass.queries.export import as_record
from governance.canvass.queries.record_tables import as_workbook
from governance.journal.models import Line
from residents.models import Flat, Household
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import (
    SECRET,
    add_owner_of_home,
    canvass_url,
    enter_delegation_for,
    make_delegation,
    make_open_canvass,
    make_owner,
    make_sheet_line,
    move_past_deadline,
    photo,
    record_paper_answer_for,
    voice_of,
)

pytestmark = pytest.mark.django_db


def tables_of(canvass):
    canvass.refresh_from_db()
    return {table.title: table.rows for table in dossier_of(canvass)}


@pytest.fixture
def counted(building, leader, volunteer, core):
    """A question to owners: one agrees, one objects on a paper of many, one says nothing."""
    Flat.objects.filter(building=building).update(area="50.00", area_source="register")
    for home in Household.objects.filter(building=building):
        add_owner_of_home(home)
    for room in ("101", "201", "301"):
        make_owner(building, rooms=[room])
    canvass = make_open_canvass(
        building, leader, electorate="owners", preset="owners_ordinary", files=[photo("报价.jpg")]
    )
    first, second = (canvass.voices.get(label=f"{room}室") for room in ("101", "201"))
    record_paper_answer_for(canvass, first, "agree", by=volunteer, checked_by=core)
    make_sheet_line(canvass, second, by=volunteer, reason="太贵")
    canvass = counting.close_canvass(move_past_deadline(canvass), by=leader)
    for person in (core, leader):
        canvass = counting.count_canvass(canvass, by=person, anyway=True)
    return canvass


def test_it_has_all_that_is_on_record(counted):
    tables = tables_of(counted)
    overview = dict(tables["概况"])
    assert overview["问题"] == counted.question
    assert "《民法典》第278条" in overview["依据"]
    assert "规定15天" in overview["公示"]
    assert "同意缩短：等不及" in overview["公示"]
    assert counted.text_mark in overview["正文"]
    assert ("名册", 6, Decimal("360.00")) in tables["参加和同意"]
    now = {row[1]: (row[3], row[-1]) for row in tables["名册"]}
    assert now["101室"] == (Decimal("70.00"), "同意")
    assert [now[home][1] for home in ("201室", "301室")] == ["等第二个人核对", "还没有"]
    ((_home, agreed, counts, *_rest), (_second, objected, waits, why, *_more)) = tables[
        "每一份答复"
    ]
    assert (agreed, counts) == ("同意", "算这份")
    assert (objected, waits, why) == ("不同意", "等第二个人核对", "太贵")
    assert [row[1:3] for row in tables["凭据"]] == [
        ("签了字的纸", "照片"),
        ("和别家签在一张纸上", "照片"),
    ]
    assert [row[-1] for row in tables["历次文字"]] == [counted.body]
    assert [row[0] for row in tables["附件"]] == ["报价.jpg"]


def test_an_objection_has_its_end(building, leader, volunteer, core):
    HouseholdFactory(building=building)
    canvass = make_open_canvass(building, leader)
    voice = canvass.voices.earliest("number")
    record_paper_answer_for(canvass, voice, "object", by=volunteer, checked_by=core)
    ((home, why, raised, talks, _offer, _state, ended),) = tables_of(canvass)["异议"]
    assert (home, why, bool(raised), talks, ended) == (voice.label, "担心", True, 0, "")
    record_paper_answer_for(canvass, voice, "agree", by=volunteer, checked_by=core)
    assert tables_of(canvass)["异议"][0][-1] != ""


def test_of_a_secret_vote_it_tells_who_took_part_and_no_choice(building, leader):
    homes = [HouseholdFactory(building=building) for _ in range(2)]
    canvass = make_open_canvass(building, leader, **SECRET)
    assert homes
    tables = tables_of(canvass)
    assert not {"每一份答复", "异议", "凭据"} & tables.keys()
    assert {row[-1] for row in tables["名册"]} == {"还没有"}


def test_the_workbook_is_for_people(counted):
    book = load_workbook(io.BytesIO(as_workbook(dossier_of(counted))))
    assert book.sheetnames[:4] == ["概况", "参加和同意", "名册", "每一份答复"]
    head = [cell.value for cell in book["每一份答复"][1]]
    assert head[:4] == ["哪家", "怎么答的", "算不算", "原因或意见"]
    areas = [row[3].value for row in book["名册"].iter_rows(min_row=2)]
    assert sum(areas) == 360


@pytest.mark.parametrize(
    ("persona", "status"),
    [("leader", 201), ("staff", 201), ("volunteer", 403), ("resident", 403), ("neighbour", 404)],
)
def test_leader_and_committee_open_it_and_each_look_is_recorded(
    enter, counted, persona, status, resident
):
    client, looks = enter(persona), Line.objects.filter(verb="canvass.opened_file")
    for do in ("", "xlsx"):
        response = client.post(canvass_url(counted, "dossier"), {"do": do, "once": f"k{do}"})
        assert response.status_code == status
    assert looks.count() == (2 if status == 201 else 0)
    assert client.get(canvass_url(counted, "dossier")).status_code in {404, 405}


@pytest.mark.parametrize("more", [0, 3])
def test_it_costs_the_same_however_many_answer(
    building, leader, volunteer, django_assert_num_queries, more
):
    canvass = make_open_canvass(building, leader, files=[photo()])
    for _ in range(more):
        HouseholdFactory(building=building)
    canvass = make_open_canvass(building, leader)
    for voice in canvass.voices.all():
        record_paper_answer_for(canvass, voice, "agree", by=volunteer)
    canvass.refresh_from_db()
    with django_assert_num_queries(15):
        dossier_of(canvass)


def test_all_delegations_are_listed_and_who_gave_the_answer(building, leader, volunteer, core):
    homes = [MembershipFactory(household=HouseholdFactory(building=building)) for _ in range(3)]
    canvass = make_open_canvass(building, leader)
    given, proxy, on_paper = (voice_of(canvass, one.household) for one in homes)
    users = {"by": homes[0].user, "accepted_by": homes[1].user}
    delegation = make_delegation(canvass, given, proxy, choice="agree", **users)
    delegating.answer_as_proxy(canvass, delegation, AnswerInput(""), by=homes[1].user)
    enter_delegation_for(canvass, on_paper, proxy, by=volunteer, checked_by=core)
    tables = tables_of(canvass)
    first, second = sorted(tables["委托"], key=lambda row: row[5] != "在网上")
    assert first[:6] == (given.label, proxy.label, "同意", "", "受托了", "在网上")
    assert second[:6] == (on_paper.label, proxy.label, "由他们看着答", "", "受托了", "户主")
    assert second[6] == "本人"
    assert (second[-2].endswith(str(volunteer)), second[-1]) == (True, str(core))
    assert tables["凭据"][0][:3] == (on_paper.label, "委托书，两家签的", "照片")
    ((home, said, _counts, _why, signer, *_rest),) = tables["每一份答复"]
    assert (home, said, signer) == (given.label, "同意", f"由{proxy.label}受委托答的")
    for each, numbers in ((True, 2), (False, 2)):
        record = as_record(canvass, each=each, text=True, result=True)
        assert len(record["delegations"]) == numbers
    delegating.decline_delegation(canvass, Delegation.objects.latest("pk"), by=homes[1].user)
    assert len(as_record(canvass, each=False, text=True, result=True)["delegations"]) == 1
