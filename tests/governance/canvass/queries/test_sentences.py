"""What a neighbour may read of the totals, before and after the end. No database."""

from __future__ import annotations

from decimal import Decimal

import pytest

from governance.canvass.disclosure import DISCLOSE_ALL, DISCLOSE_NOTHING, Disclosure
from governance.canvass.models import Answer, Canvass, Voice
from governance.canvass.presets import PRESETS
from governance.canvass.queries.counting import Recount, as_json, secret_tally
from governance.canvass.queries.sentences import (
    disclosure_of,
    is_settled,
    result_sentences,
    sentences_of,
)
from governance.canvass.queries.voices import VoiceStatus
from governance.canvass.tally import tally, tally_heads
from tests.governance.canvass.tally_data import roster, said

COVENANT = PRESETS["covenant"].rule
HEADS = Disclosure(heads=True)


def question(state="open", **more):
    return Canvass(
        **{"purpose": "consent", "electorate": "households", "state": state, "rule": {}, **more}
    )


def voices(agree=0, against=0, *, told=0, area="70.00"):
    choices = ["agree"] * agree + ["object"] * against + [""] * told
    return [
        VoiceStatus(
            voice=Voice(area=Decimal(area)),
            places=[],
            told=True,
            last_visit="",
            voted=False,
            answer=Answer(choice=choice) if choice else None,
        )
        for choice in choices
    ]


def disclosed(canvass, agree=0, against=0, *, each=False, told=0):
    counted = tally(COVENANT, roster(), said(agree, against))
    return disclosure_of(canvass, counted, voices(agree, against, told=told), each=each)


@pytest.mark.parametrize(
    ("purpose", "settled"),
    [("consent", {"counted", "published"}), ("hear", {"closed", "counted", "published"})],
)
def test_a_consultation_is_over_at_its_closing_and_a_decision_at_its_count(purpose, settled):
    states = ("open", "closed", "counted", "published", "withdrawn")
    assert {state for state in states if is_settled(question(state, purpose=purpose))} == settled


def test_helpers_read_all_totals_at_any_time():
    assert disclosed(question("open"), 1, 1, each=True) == DISCLOSE_ALL


def test_neighbours_read_no_split_before_the_end_however_many_took_part():
    assert disclosed(question("open"), 15, 4) == DISCLOSE_NOTHING
    assert disclosed(question("closed"), 15, 4) == DISCLOSE_NOTHING


@pytest.mark.parametrize(("took_part", "heads"), [(3, False), (4, True)])
def test_at_the_end_the_heads_are_told_once_more_than_three_took_part(took_part, heads):
    assert disclosed(question("counted"), took_part).heads is heads


@pytest.mark.parametrize(("expected", "heads"), [(3, False), (4, True)])
def test_a_consultation_shows_heads_once_more_than_three_were_told(expected, heads):
    canvass = question("closed", purpose="hear")
    assert disclosed(canvass, told=expected) == Disclosure(heads=heads)


def test_a_secret_vote_and_a_canvass_that_tells_have_nothing_to_withhold():
    for more in ({"purpose": "vote", "secret": True}, {"purpose": "tell"}):
        assert disclosed(question("open", **more), 1) == DISCLOSE_ALL


def test_an_approval_is_a_requirement_until_the_end_and_then_a_verdict_without_numbers():
    counted = tally(COVENANT, roster(21), said(15, 4))
    running = sentences_of(question("open"), counted, DISCLOSE_NOTHING)
    assert running == [
        "告知到的要全部：现在19户，要21户，还差2户。",
        "同意的要三分之二以上，就是14户。",
    ]
    after = sentences_of(question("counted"), counted, DISCLOSE_NOTHING)
    assert after == [running[0], "同意的要三分之二以上：够了。"]
    assert sentences_of(question("counted"), counted, HEADS)[1].startswith(
        "同意的要三分之二以上：现在15户"
    )


def test_an_approval_by_area_needs_the_disclosure_of_areas():
    rule = PRESETS["owners_major"].rule
    counted = tally(rule, roster(21), said(20, 1))
    canvass = question("counted", purpose="vote", electorate="owners")
    found = sentences_of(canvass, counted, HEADS)
    assert "现在20位业主" in found[2]
    assert found[3] == "答复的面积里，赞成的要四分之三以上：够了。"


def result(agree=15, against=4):
    counted = as_json(tally(COVENANT, roster(21), said(agree, against)))
    return {**counted, "objections": {"raised": against}, "record": "ab12"}


def test_who_may_read_all_gets_the_result_as_it_is_stored():
    assert result_sentences(result(), DISCLOSE_ALL, settled=False, hears=False) == result()
    few = {"too_few": True, "passed": False}
    assert result_sentences(few, DISCLOSE_NOTHING, settled=True, hears=False) == few
    assert result_sentences({}, DISCLOSE_NOTHING, settled=True, hears=False) == {}


def test_neighbours_get_neither_split_nor_verdict_nor_digest_before_the_end():
    shown = result_sentences(result(), DISCLOSE_NOTHING, settled=False, hears=False)
    nothing = {"heads": None, "area": None}
    assert [shown[name] for name in ("agree", "object", "abstain")] == [nothing] * 3
    assert (shown["passed"], shown["objections"], "record" in shown) == (None, None, False)
    coverage, approval = shown["tests"]
    assert (coverage["have"], coverage["holds"]) == ("19", False)
    assert (approval["have"], approval["holds"]) == (None, None)
    assert shown["answered"]["heads"] == 19


def test_the_number_of_answers_to_a_consultation_is_withheld_because_each_objects():
    shown = result_sentences(result(), DISCLOSE_NOTHING, settled=False, hears=True)
    assert shown["answered"] is None
    after = result_sentences(result(), HEADS, settled=True, hears=True)
    assert after["answered"]["heads"] == 19


def test_at_the_end_neighbours_get_the_verdict_and_the_heads_without_areas():
    shown = result_sentences(result(), HEADS, settled=True, hears=False)
    assert shown["agree"] == {"heads": 15, "area": None}
    assert (shown["passed"], shown["objections"]) == (False, {"raised": 4})
    assert [one["holds"] for one in shown["tests"]] == [False, True]
    assert "record" not in shown


def test_withholding_changes_nothing_in_what_is_stored():
    stored = result()
    result_sentences(stored, DISCLOSE_NOTHING, settled=False, hears=True)
    assert stored == result()


def test_the_totals_of_a_secret_vote_give_the_same_tally_again():
    rule = {"name": "", "source": "", "law_date": None, "tests": []}
    choices = {"agree": 4, "object": 2, "abstain": 1}
    counted = tally_heads(
        PRESETS["residents_meeting"].rule, roster=21, told=18, spoiled=3, choices=choices
    )
    again = secret_tally(question(secret=True, rule=rule), as_json(counted))
    assert (again.answered.heads, again.told.heads, again.roster.heads) == (10, 18, 21)
    assert [getattr(again, name).heads for name in choices] == [4, 2, 1]


@pytest.mark.parametrize(
    ("published", "pointers", "agrees"),
    [
        (None, True, True),
        ({"n": 1}, True, True),
        ({"n": 2}, True, False),
        ({"n": 1}, False, False),
        (None, False, False),
    ],
)
def test_a_recount_agrees_if_the_result_and_the_current_rows_are_the_same(
    published, pointers, agrees
):
    again = Recount(result={"n": 1}, published=published, pointers_agree=pointers)
    assert again.agrees is agrees
