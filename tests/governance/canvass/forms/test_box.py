"""Passphrases, holders and totals of a secret vote. No database: the rows are not saved."""

from __future__ import annotations

import pytest

from governance.canvass.forms.box import (
    CastForm,
    HoldersForm,
    HoldForm,
    KeysForm,
    PaperTotalsForm,
)
from governance.canvass.models import Canvass, Holder
from residents.models import User
from tests.factories.canvass import PASSPHRASES, passphrase_data

PEOPLE = [User(pk=5, shown_name="陈美华"), User(pk=6, shown_name="周强")]


@pytest.mark.parametrize(
    "typed",
    [
        "1234 5678 9012 3456 7890 1234",
        "1234-5678-9012-3456-7890-1234",
        "１２３４５６７８９０１２３４５６７８９０１２３４",
        " 123456789012345678901234 ",
    ],
)
def test_a_passphrase_is_its_digits_however_they_are_typed(typed):
    form = HoldForm({"passphrase": typed})
    assert form.is_valid()
    assert form.cleaned_data["passphrase"] == "123456789012345678901234"


@pytest.mark.parametrize("typed", ["1" * 23, "1" * 25, "口令", "1" * 23 + "l"])
def test_a_passphrase_that_was_misread_is_not_tried(typed):
    form = HoldForm({"passphrase": typed})
    assert "口令是24个数字" in form.errors["passphrase"][0]


def holders():
    seats = zip(("first", "second", "committee"), (*PEOPLE, User(pk=7)), strict=True)
    return [Holder(seat=seat, user=user) for seat, user in seats]


@pytest.mark.parametrize("seats", [["first", "second"], ["first", "committee"]])
def test_any_two_passphrases_open_the_box(seats):
    form = KeysForm(holders(), passphrase_data(**{seat: PASSPHRASES[seat] for seat in seats}))
    assert form.is_valid()
    assert form.passphrases == {seat: PASSPHRASES[seat] for seat in seats}


@pytest.mark.parametrize("seats", [[], ["second"], ["first", "second", "committee"]])
def test_one_passphrase_or_all_three_are_refused_in_a_sentence(seats):
    form = KeysForm(holders(), passphrase_data(**{seat: PASSPHRASES[seat] for seat in seats}))
    assert form.errors == {"__all__": ["请填两位的口令，不多不少；第三位的空着。"]}


def test_a_misread_passphrase_is_named_by_its_seat_and_nothing_else_is_said():
    form = KeysForm(holders(), passphrase_data(first=PASSPHRASES["first"], second="12"))
    assert list(form.errors) == ["second"]


def test_the_page_leaves_it_to_the_form_how_many_are_filled():
    form = KeysForm(holders())
    assert "required" not in str(form["first"])
    assert form["first"].label == "第一位保管人 陈美华 的口令"


def test_two_different_people_hold_the_keys():
    same = HoldersForm(PEOPLE, {"first": "5", "second": "5"})
    assert same.errors == {"second": ["要两位不同的人，不能是同一位。"]}
    both = HoldersForm(PEOPLE, {"first": "6", "second": "5"})
    assert both.is_valid()
    assert [one.pk for one in both.chosen.values()] == [6, 5]


def test_a_holder_who_is_not_offered_or_not_chosen_is_refused():
    form = HoldersForm(PEOPLE, {"first": "7", "second": ""})
    assert set(form.errors) == {"first", "second"}


def test_the_paper_box_is_counted_by_choice_and_with_the_spoiled_ones():
    vote = Canvass(purpose="vote")
    names = ["agree", "object", "abstain", "spoiled"]
    form = PaperTotalsForm(vote, dict.fromkeys(names, "0"))
    assert form.is_valid()
    assert [form[name].label for name in names[:2]] == ["赞成", "反对"]
    wrong = PaperTotalsForm(vote, {"agree": "-1", "object": "一", "abstain": "10000"})
    assert list(wrong.errors) == names


@pytest.mark.parametrize(("choice", "valid"), [("agree", True), ("taken_back", False)])
def test_a_ballot_in_the_box_cannot_be_taken_back(choice, valid):
    assert CastForm(Canvass(), {"choice": choice, "receipt": "x"}).is_valid() is valid
