"""Wishes, other words and comments. No database: the rows are not saved."""

from __future__ import annotations

import pytest

from governance.charters.forms.suggestions import (
    BeginDraftForm,
    CommentForm,
    WishForm,
    WordsForm,
)
from governance.charters.library import LIBRARY
from governance.charters.queries.suggestions import GatheredWishes, TypicalWish
from residents.models import Flat, Household

HOMES = [Household(pk=n, flat=Flat(room=f"30{n}")) for n in (5, 6)]


def test_a_wish_is_ticked_or_written_and_both_may_be():
    assert WishForm([], {}).errors == {"__all__": ["勾一条，或者自己写一条。"]}
    for data in ({"typical": ["quiet"]}, {"text": "晾衣服"}, {"typical": ["pets"], "text": "x"}):
        assert WishForm([], data).is_valid()


def test_a_heading_or_a_reason_alone_is_no_wish():
    assert not WishForm([], {"heading": "晾衣服", "reason": "滴水", "text": "　"}).is_valid()


def test_an_article_that_the_library_does_not_have_is_refused():
    assert "typical" in WishForm([], {"typical": ["quiet", "guns"]}).errors


def test_each_typical_article_is_offered_with_its_text_and_reason():
    form = WishForm([])
    offered = dict(form.fields["typical"].choices)
    assert list(offered) == list(LIBRARY)
    quiet = LIBRARY["quiet"]
    assert all(words in offered["quiet"] for words in (quiet.heading, quiet.text, quiet.reason))


@pytest.mark.parametrize("form", [WishForm, WordsForm, CommentForm])
def test_only_a_helper_chooses_for_which_household_it_is(form):
    data = {"typical": ["quiet"], "text": "轻声。", "household": "5"}
    own = form([], data)
    assert own.is_valid()
    assert (own.chosen, "household" in own.fields) == (None, False)
    helper = form(HOMES, data)
    assert helper.is_valid()
    assert helper.chosen is HOMES[0]
    for_oneself = form(HOMES, {**data, "household": ""})
    assert for_oneself.is_valid()
    assert for_oneself.chosen is None
    assert "household" in form(HOMES, {**data, "household": "7"}).errors


@pytest.mark.parametrize("form", [WordsForm, CommentForm])
@pytest.mark.parametrize(("text", "valid"), [("", False), ("长" * 500, True), ("长" * 501, False)])
def test_words_and_comments_say_something_of_a_length_that_fits(form, text, valid):
    assert form([], {"text": text}).is_valid() is valid


def gathered(*wished):
    typical = [TypicalWish(LIBRARY[key], n, mine=False) for key, n in wished]
    return GatheredWishes(typical, [], heard=0, homes=3, silent=[])


def test_a_draft_begins_with_all_that_was_wished_and_anything_may_be_left_out():
    wishes = gathered(("quiet", 2), ("pets", 1))
    form = BeginDraftForm(wishes)
    assert form["typical"].value() == ["quiet", "pets"]
    assert form.fields["typical"].choices == [
        ("quiet", "晚上轻声（2户）"),
        ("pets", "养宠物（1户）"),
    ]
    sent = BeginDraftForm(wishes, {"typical": ["pets"]})
    assert sent.is_valid()
    assert sent.cleaned_data["typical"] == ["pets"]
    assert BeginDraftForm(wishes, {}).is_valid()


def test_what_nobody_wished_is_not_put_into_the_first_draft():
    assert not BeginDraftForm(gathered(("quiet", 1)), {"typical": ["pets"]}).is_valid()
    assert "typical" not in BeginDraftForm(gathered()).fields
