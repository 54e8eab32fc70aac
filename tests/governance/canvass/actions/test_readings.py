"""What a second person reads differently goes back to whoever entered it, on every paper."""

from __future__ import annotations

from itertools import product

import pytest

from governance.canvass.actions import answering, readings, sheets
from governance.canvass.choices import picked_by
from governance.canvass.inputs import LineInput, PaperAnswer, ReadingInput
from governance.canvass.models import Answer, LineReading
from governance.canvass.queries.checks import answers_to_check_in, readings_going_back_to
from governance.journal.models import Line
from louzu.lib.errors import Refused
from tests.factories import HouseholdFactory
from tests.factories.canvass import make_open_canvass, make_sheet, photo, voice_of
from tests.factories.options import make_option_canvass

pytestmark = pytest.mark.django_db
KINDS = {
    "yes_no": {},
    "one": {},
    "several": {"seats": 2, "preset": "residents_meeting"},
    "each": {"preset": "residents_meeting"},
    "dates": {"preset": "dates"},
}
MARKS = {
    "one": [("1",), ("2",), ("abstain",)],
    "several": [("1",), ("1", "3"), ("1", "2", "3"), ("1", "abstain"), ("abstain",)],
    "each": [("agree1", "agree2", "agree3"), ("object1", "abstain2", "agree3"), ("agree1",)],
    "dates": [("1", "2"), ("2",), ("abstain",)],
}
REASONS = ["", "怕吵"]


def readings_of(kind):
    """Yield what can be read, right or wrong: each choice with and without a reason, or marks."""
    if kind == "yes_no":
        return [
            {"choice": c, "reason": r} for c, r in product(("agree", "object", "abstain"), REASONS)
        ]
    return [{"marks": marks} for marks in MARKS[kind]]


@pytest.fixture
def ask(building, leader):
    home = HouseholdFactory(building=building)

    def ask(kind):
        if kind == "yes_no":
            canvass = make_open_canvass(building, leader)
        else:
            text = {"labels": ("甲", "乙", "丙")} if kind != "dates" else {}
            canvass = make_option_canvass(building, leader, kind=kind, **text, **KINDS[kind])
        return canvass, voice_of(canvass, home)

    return ask


def on_sheet(canvass, voice, said, by) -> Answer | None:
    sheet = make_sheet(canvass, by=by)
    sheets.save_lines(sheet, {voice.pk: LineInput(signer="张", **said)}, by=by)
    return None if sheets.enter_sheet(sheet, by=by) else Answer.objects.latest("pk")


def alone(canvass, voice, said, by) -> Answer | None:
    paper = {"channel": "door", "signer": "张", "relation": "self", "evidence": photo()}
    choice, ballot = said.get("choice", ""), None
    try:
        if marks := said.get("marks"):
            picked = picked_by(canvass, marks, canvass.version)
            choice, ballot = picked.choice, picked.ballot
        return answering.record_paper_answer(
            canvass,
            voice,
            choice=choice,
            reason=said.get("reason", ""),
            paper=PaperAnswer(ballot=ballot, **paper),
            by=by,
        )
    except Refused:
        return None


def read_on_sheet(canvass, reading, by):
    sheet = Answer.objects.get(pk=reading.answer).sheet_line.sheet
    sheets.check_sheet(sheet, confirmed=[], readings=[reading], by=by)


def read_alone(canvass, reading, by):
    readings.read_differently(canvass, reading, by=by)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("enter", "read"), [(on_sheet, read_on_sheet), (alone, read_alone)], ids=["sheet", "alone"]
)
def test_every_reading_that_is_taken_can_become_the_answer(ask, volunteer, core, kind, enter, read):
    """A reading that cannot be entered is refused at once, by whoever can still ask the paper."""
    settled = refused = 0
    for said, other in product(readings_of(kind), repeat=2):
        canvass, voice = ask(kind)
        answer = enter(canvass, voice, said, volunteer)
        if answer is None or said == other:
            continue
        reading = ReadingInput(answer.pk, signer="张阿公", **other)
        try:
            read(canvass, reading, core)
        except Refused:
            assert not LineReading.objects.filter(answer=answer).exists()
            refused += 1
            continue
        readings.settle_reading(answer.readings.get(), correct=True, by=volunteer)
        again = Answer.objects.filter(voice=voice).latest("pk")
        assert (again.signer, again.evidence.name, again.on_sheet) == (
            "张阿公",
            answer.evidence.name,
            answer.on_sheet,
        )
        assert again.choice == (other.get("choice") or again.choice)
        answering.check_answer(canvass, again, by=core, by_household=False)
        settled += 1
    assert settled
    assert bool(refused) == (kind in {"yes_no", "several", "each"})


@pytest.fixture
def entered(ask, volunteer):
    canvass, voice = ask("yes_no")
    return alone(canvass, voice, {"choice": "agree"}, volunteer)


def test_it_is_nobodys_to_check_until_its_enterer_looks_again(building, entered, volunteer, core):
    canvass = entered.voice.canvass
    read_alone(canvass, ReadingInput(entered.pk, choice="abstain"), core)
    assert Line.objects.latest("pk").verb == "canvass.read_differently"
    assert answers_to_check_in(building) == []
    with pytest.raises(Refused, match="先请登记的人"):
        answering.check_answer(canvass, entered, by=core, by_household=False)
    with pytest.raises(Refused, match="已经有人看过了"):
        read_alone(canvass, ReadingInput(entered.pk, choice="object", reason="x"), core)
    assert readings_going_back_to(core, building) == []
    (reading,) = readings_going_back_to(volunteer, building)
    with pytest.raises(Refused, match="登记的人自己"):
        readings.settle_reading(reading, correct=True, by=core)
    readings.settle_reading(reading, correct=False, by=volunteer)
    assert readings_going_back_to(volunteer, building) == []
    ((_canvass, answers),) = answers_to_check_in(building)
    assert answers == [entered]


def test_the_same_is_no_reading_and_nobody_reads_their_own_entry(entered, volunteer, core):
    canvass = entered.voice.canvass
    with pytest.raises(Refused, match="和登记的一样"):
        read_alone(canvass, ReadingInput(entered.pk, choice="agree", signer="张"), core)
    with pytest.raises(Refused, match="登记的人不能自己核对"):
        read_alone(canvass, ReadingInput(entered.pk, choice="abstain"), volunteer)


def test_a_reading_kept_without_its_reason_asks_for_it(entered, volunteer, core):
    """Readings of earlier releases may lack the reason."""
    reading = LineReading.objects.create(answer=entered, choice="object", by=core)
    with pytest.raises(Refused, match="为什么"):
        readings.settle_reading(reading, correct=True, by=volunteer)
    readings.settle_reading(reading, correct=True, reason="怕吵", by=volunteer)
    assert Answer.objects.latest("pk").reason == "怕吵"
