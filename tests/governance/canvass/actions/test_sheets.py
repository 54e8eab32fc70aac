"""A paper with the answers of many homes becomes answers that wait for a second person."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.actions import answering, readings, sheet_pages, sheets
from governance.canvass.inputs import AnswerInput, LineInput, ReadingInput
from governance.canvass.models import Answer, Canvass, LineReading, Visit
from governance.canvass.queries.sheets import lines_to_check, sheets_to_check_in
from governance.canvass.queries.voices import voices_of
from governance.journal.models import Line
from louzu.lib.errors import Refused
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import (
    SECRET,
    make_open_canvass,
    make_sheet,
    make_sheet_line,
    move_past_deadline,
    photo,
    voice_of,
)
from tests.factories.options import make_option_canvass

pytestmark = pytest.mark.django_db
AGREE = LineInput(choice="agree", signer="张阿婆")


@pytest.fixture
def homes(building):
    return [HouseholdFactory(building=building) for _ in range(3)]


@pytest.fixture
def canvass(building, leader, homes):
    return make_open_canvass(building, leader)


@pytest.fixture
def voices(canvass, homes):
    return [voice_of(canvass, home) for home in homes]


def typed(voices, *lines):
    return {voice.pk: line for voice, line in zip(voices, lines, strict=False)}


def verbs() -> list[str]:
    return list(Line.objects.order_by("pk").values_list("verb", flat=True))


def test_a_sheet_is_one_line_of_the_journal_and_one_stored_file(canvass, voices, volunteer):
    sheet = make_sheet(canvass, by=volunteer, pages=2, version=1)
    before = len(verbs())
    objecting = LineInput(choice="object", reason="太吵", signer="李明", relation="spouse")
    sheets.save_lines(sheet, typed(voices, AGREE, objecting), by=volunteer)
    assert verbs()[before:] == []
    assert sheets.enter_sheet(sheet, by=volunteer) == {}
    assert verbs()[before:] == ["canvass.brought_sheet"]
    answers = list(Answer.objects.order_by("pk"))
    assert [(a.choice, a.reason, a.signer, a.relation) for a in answers] == [
        ("agree", "", "张阿婆", "self"),
        ("object", "太吵", "李明", "spouse"),
    ]
    first = sheet.pages.earliest("pk").file.name
    assert {(a.evidence.name, a.on_sheet, a.by, a.version) for a in answers} == {
        (first, True, volunteer, 1)
    }
    unchecked = [status.unchecked for status in voices_of(canvass)]
    assert sum(unchecked) == 2


def test_lines_are_entered_once(canvass, voices, volunteer):
    sheet = make_sheet(canvass, by=volunteer)
    sheets.save_lines(sheet, typed(voices, AGREE), by=volunteer)
    for _again in range(2):
        assert sheets.enter_sheet(sheet, by=volunteer) == {}
        sheets.save_lines(
            sheet, typed(voices, LineInput(choice="abstain", signer="x")), by=volunteer
        )
    assert [a.choice for a in Answer.objects.all()] == ["agree"]
    assert verbs().count("canvass.brought_sheet") == 1


def test_incomplete_lines_say_what_is_missing_and_wait(canvass, voices, volunteer):
    sheet = make_sheet(canvass, by=volunteer)
    lines = typed(voices, LineInput(choice="agree"), LineInput(choice="object", signer="李"), AGREE)
    sheets.save_lines(sheet, lines, by=volunteer)
    problems = sheets.enter_sheet(sheet, by=volunteer)
    assert problems == {
        voices[0].pk: "请写上签名的人。",
        voices[1].pk: "有意见的，请写一句为什么，好让大家一起想办法。",
    }
    assert [line.voice for line in sheet.lines.exclude(entered_at=None)] == [voices[2]]
    sheets.save_lines(sheet, typed(voices, LineInput(choice="agree", illegible=True)), by=volunteer)
    sheets.save_lines(sheet, {voices[1].pk: LineInput(signer="李")}, by=volunteer)
    assert "勾的是哪一个" in sheets.enter_sheet(sheet, by=volunteer)[voices[1].pk]
    sheets.save_lines(sheet, {voices[1].pk: LineInput()}, by=volunteer)
    assert sheets.enter_sheet(sheet, by=volunteer) == {}
    assert Answer.objects.count() == 1


def test_a_mandate_is_asked_for_only_where_it_is_signed_for_somebody(canvass, voices, volunteer):
    sheet = make_sheet(canvass, by=volunteer)
    for_her = {"choice": "agree", "signer": "邻居", "relation": "authorised"}
    sheets.save_lines(sheet, typed(voices, LineInput(**for_her), AGREE), by=volunteer)
    assert list(sheets.enter_sheet(sheet, by=volunteer)) == [voices[0].pk]
    sheet_pages.add_mandate(sheet, voices[0], photo(), by=volunteer)
    assert sheets.enter_sheet(sheet, by=volunteer) == {}
    with pytest.raises(Refused, match="登记过了"):
        sheet_pages.add_mandate(sheet, voices[0], photo(), by=volunteer)
    assert Answer.objects.latest("pk").mandate.name == sheet.lines.earliest("pk").mandate.name


def test_a_home_that_answered_on_the_web_meanwhile_is_a_clash(
    building, leader, household, resident, volunteer
):
    canvass = make_open_canvass(building, leader)
    voices = [voice_of(canvass, household)]
    sheet = make_sheet(canvass, by=volunteer)
    sheets.save_lines(sheet, typed(voices, AGREE), by=volunteer)
    against = AnswerInput(choice="object", reason="不行")
    answering.answer_on_web(canvass, voices[0], against, by=resident)
    assert sheets.enter_sheet(sheet, by=volunteer) == {}
    voices[0].current.refresh_from_db()
    assert voices[0].current.clash


def test_the_day_on_the_paper_is_when_it_was_said(building, leader, homes, volunteer):
    canvass = make_open_canvass(building, leader)
    begun = timezone.now() - dt.timedelta(days=4)
    Canvass.objects.filter(pk=canvass.pk).update(opened_at=begun, opens_at=begun)
    canvass.refresh_from_db()
    voices = [voice_of(canvass, home) for home in homes]
    today = timezone.localdate()
    days = [today, today - dt.timedelta(days=2), today - dt.timedelta(days=9)]
    lines = [LineInput(choice="agree", signer="张", signed_on=day) for day in days]
    sheet = make_sheet(canvass, by=volunteer, signed_on=today)
    sheets.save_lines(sheet, typed(voices, *lines), by=volunteer)
    assert list(sheets.enter_sheet(sheet, by=volunteer)) == [voices[2].pk]
    said = [timezone.localdate(a.said_at) for a in Answer.objects.order_by("pk")]
    assert said == days[:2]


def test_after_the_deadline_the_paper_needs_its_day(building, leader, homes, volunteer):
    canvass = move_past_deadline(make_open_canvass(building, leader))
    Canvass.objects.filter(pk=canvass.pk).update(opened_at=canvass.opens_at)
    canvass.refresh_from_db()
    voices = [voice_of(canvass, home) for home in homes]
    sheet = make_sheet(canvass, by=volunteer)
    sheets.save_lines(sheet, typed(voices, AGREE), by=volunteer)
    assert "什么时候签的字" in sheets.enter_sheet(sheet, by=volunteer)[voices[0].pk]
    day = timezone.localdate() - dt.timedelta(days=1)
    line = LineInput(choice="agree", signer="张", signed_on=day)
    sheets.save_lines(sheet, typed(voices, line), by=volunteer)
    assert sheets.enter_sheet(sheet, by=volunteer) == {}
    assert Answer.objects.get().late


def test_a_canvass_that_only_tells_records_who_was_told(building, leader, homes, volunteer):
    canvass = make_open_canvass(building, leader, purpose="tell", preset="tell")
    voices = [voice_of(canvass, home) for home in homes]
    sheet = make_sheet(canvass, by=volunteer)
    sheets.save_lines(sheet, typed(voices, *[LineInput(choice="told")] * 2), by=volunteer)
    for _again in range(2):
        assert sheets.enter_sheet(sheet, by=volunteer) == {}
    told = Visit.objects.filter(outcome="told").order_by("voice")
    assert [visit.voice for visit in told] == voices[:2]
    assert verbs().count("canvass.told_together") == 1


def test_in_a_hearing_only_helpers_read_that_a_sheet_came_in(building, leader, homes, volunteer):
    canvass = make_open_canvass(building, leader, purpose="hear", preset="tell")
    make_sheet_line(canvass, voice_of(canvass, homes[0]), by=volunteer)
    assert Line.objects.get(verb="canvass.brought_sheet").audience == "helpers"
    assert Visit.objects.filter(outcome="told").count() == 1


def test_a_secret_vote_and_a_closed_canvass_take_no_sheet(building, leader, homes, volunteer):
    with pytest.raises(Refused, match="不记名"):
        make_sheet(make_open_canvass(building, leader, **SECRET), by=volunteer)
    late = move_past_deadline(make_open_canvass(building, leader, late_days=0))
    with pytest.raises(Refused, match="截止"):
        make_sheet(late, by=volunteer)


def test_a_bad_photo_is_discarded_until_something_on_it_counts(
    canvass, voices, volunteer, django_capture_on_commit_callbacks
):
    sheet = make_sheet(canvass, by=volunteer)
    file = sheet.pages.get().file
    sheets.save_lines(sheet, typed(voices, AGREE), by=volunteer)
    with django_capture_on_commit_callbacks(execute=True):
        sheets.discard_sheet(sheet, by=volunteer)
    assert not file.storage.exists(file.name)
    entered = make_sheet_line(canvass, voices[0], by=volunteer).sheet
    with pytest.raises(Refused, match="凭据"):
        sheets.discard_sheet(entered, by=volunteer)


class TestChecking:
    @pytest.fixture
    def sheet(self, canvass, voices, volunteer):
        sheet = make_sheet(canvass, by=volunteer)
        sheets.save_lines(sheet, typed(voices, AGREE, AGREE, AGREE), by=volunteer)
        sheets.enter_sheet(sheet, by=volunteer)
        return sheet

    def answers(self, sheet) -> list[int]:
        return [line.answer_id for line in lines_to_check(sheet)]

    def test_all_that_was_seen_is_confirmed_by_one_line(self, sheet, canvass, core):
        before = len(verbs())
        assert sheets.check_sheet(sheet, confirmed=self.answers(sheet), by=core) == (3, 0)
        assert verbs()[before:] == ["canvass.checked_sheet"]
        assert sum(status.counts is not None for status in voices_of(canvass)) == 3
        assert sheets.check_sheet(sheet, confirmed=self.answers(sheet), by=core) == (0, 0)
        assert len(verbs()) == before + 1

    def test_nobody_checks_what_they_entered_or_their_own_home(self, sheet, volunteer, core, homes):
        with pytest.raises(Refused, match="登记的人不能自己核对"):
            sheets.check_sheet(sheet, confirmed=self.answers(sheet), by=volunteer)
        MembershipFactory(household=homes[0], user=core)
        assert sheets.check_sheet(sheet, confirmed=self.answers(sheet), by=core) == (2, 0)

    def test_what_is_read_differently_goes_back_and_counts_as_unconfirmed(
        self, building, canvass, sheet, volunteer, core
    ):
        first, *rest = self.answers(sheet)
        read = [ReadingInput(first, choice="object", reason="不要", signer="张阿公")]
        seen = [first, *rest]
        assert sheets.check_sheet(sheet, confirmed=seen, readings=read, by=core) == (2, 1)
        assert self.answers(sheet) == []
        assert sum(status.unchecked for status in voices_of(canvass)) == 1
        assert sheets_to_check_in(building, volunteer) == [(sheet, 0, 1)]
        assert sheets_to_check_in(building, core) == []
        assert sheets.check_sheet(sheet, confirmed=[first], by=core) == (0, 0)

    @pytest.mark.parametrize(
        ("correct", "stands"), [(True, ("object", "张阿公")), (False, ("agree", "张阿婆"))]
    )
    def test_who_entered_it_looks_again(self, building, sheet, volunteer, core, correct, stands):
        (first, *_rest) = self.answers(sheet)
        read = [ReadingInput(first, choice="object", reason="不要", signer="张阿公")]
        sheets.check_sheet(sheet, confirmed=[], readings=read, by=core)
        assert verbs()[-1] == "canvass.read_differently", "nothing was confirmed"
        assert "canvass.checked_sheet" not in verbs()
        reading = LineReading.objects.get()
        with pytest.raises(Refused, match="登记的人自己"):
            readings.settle_reading(reading, correct=correct, by=core)
        readings.settle_reading(reading, correct=correct, by=volunteer)
        with pytest.raises(Refused, match="已经看过了"):
            readings.settle_reading(reading, correct=correct, by=volunteer)
        answer = Answer.objects.get(pk=self.answers(sheet)[0])
        assert (answer.choice, answer.signer) == stands
        assert Answer.objects.filter(pk=first).get().choice == "agree"  # both texts are kept
        assert sheets_to_check_in(building, core) == [(sheet, 3, 0)]
        assert sheets.check_sheet(sheet, confirmed=[answer.pk], by=core) == (1, 0)

    def test_a_reading_that_says_the_same_is_none(self, sheet, core):
        first, *_rest = self.answers(sheet)
        read = [ReadingInput(first, choice="agree", signer="张阿婆")]
        assert sheets.check_sheet(sheet, confirmed=[], readings=read, by=core) == (0, 0)


class TestOptions:
    def enter(self, canvass, homes, volunteer, *marks):
        """Enter a line for each home. Return the sheet and the sentences of those refused."""
        sheet = make_sheet(canvass, by=volunteer)
        voices = [voice_of(canvass, home) for home in homes]
        lines = [LineInput(signer="张阿婆", marks=ticked) for ticked in marks]
        sheets.save_lines(sheet, typed(voices, *lines), by=volunteer)
        problems = sheets.enter_sheet(sheet, by=volunteer)
        return sheet, [problems.get(voice.pk, "") for voice in voices]

    def picked(self):
        return [(a.choice, a.picks, a.against) for a in Answer.objects.order_by("pk")]

    def test_one_is_chosen(self, building, leader, homes, volunteer):
        canvass = make_option_canvass(building, leader)
        marks = (("2",), ("abstain",), ("1", "2"))
        _sheet, problems = self.enter(canvass, homes, volunteer, *marks)
        assert problems == ["", "", "只能选一样，请去掉别的。"]
        assert self.picked() == [("picked", [2], []), ("abstain", None, None)]

    def test_up_to_as_many_as_there_are_seats(self, building, leader, homes, volunteer):
        text = {"kind": "several", "seats": 2, "preset": "residents_meeting"}
        canvass = make_option_canvass(building, leader, labels=("甲", "乙", "丙"), **text)
        marks = (("1", "3"), ("1", "2", "3"), ("1", "abstain"))
        _sheet, problems = self.enter(canvass, homes, volunteer, *marks)
        assert problems[0] == ""
        assert "最多选2位" in problems[1]
        assert "不能再选别的" in problems[2]
        assert self.picked() == [("picked", [1, 3], [])]

    def test_items_are_answered_one_by_one(self, building, leader, homes, volunteer):
        text = {"kind": "each", "preset": "residents_meeting"}
        canvass = make_option_canvass(building, leader, labels=("换灯", "刷墙"), **text)
        marks = (("agree1", "object2"), ("abstain1", "abstain2"), ("agree1",))
        _sheet, problems = self.enter(canvass, homes, volunteer, *marks)
        assert problems == ["", "", "这几件还没有答清楚：刷墙"]
        assert self.picked() == [("picked", [1], [2]), ("abstain", None, None)]

    def test_dates_that_suit(self, building, leader, homes, volunteer):
        canvass = make_option_canvass(building, leader, kind="dates", preset="dates")
        self.enter(canvass, homes, volunteer, ("1", "2"), ("abstain",))
        assert self.picked() == [("picked", [1, 2], []), ("abstain", None, None)]

    @pytest.mark.parametrize(("correct", "stands"), [(True, [1]), (False, [2])])
    def test_another_option_is_another_reading(
        self, building, leader, homes, volunteer, core, correct, stands
    ):
        canvass = make_option_canvass(building, leader)
        sheet, _problems = self.enter(canvass, homes, volunteer, ("2",), ("1",))
        first, second = (line.answer_id for line in lines_to_check(sheet))
        read = [ReadingInput(first, marks=("1",)), ReadingInput(second, marks=("1",))]
        assert sheets.check_sheet(sheet, confirmed=[second], readings=read, by=core) == (1, 1)
        readings.settle_reading(LineReading.objects.get(), correct=correct, by=volunteer)
        (again,) = lines_to_check(sheet)
        assert again.answer.picks == stands
        assert sheets.check_sheet(sheet, confirmed=[again.answer_id], by=core) == (1, 0)
