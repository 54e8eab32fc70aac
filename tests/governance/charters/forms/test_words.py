"""Articles and the preamble, and what is shown when two people write at once. No database."""

from __future__ import annotations

import pytest

from governance.charters.comparing import DiffPart
from governance.charters.forms.words import (
    AcceptForm,
    ArticleForm,
    MergeForm,
    NewArticleForm,
    PreambleForm,
    SplitForm,
    SuggestionAnswerForm,
    words_of,
)
from governance.charters.inputs import AcceptInput, WriteInput
from governance.charters.models import Draft, Wording

ARTICLE = {"text": "夜里轻声。", "revision": "3", "was": "轻声。"}


def test_an_article_is_sent_back_with_its_number_and_version_but_not_with_what_was_read():
    form = ArticleForm({**ARTICLE, "heading": "安静", "number": "2"})
    assert form.is_valid()
    assert form.to_input() == WriteInput(heading="安静", text="夜里轻声。", number=2, revision=3)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", ""),
        ("text", "长" * 501),
        ("heading", "长" * 31),
        ("reason", "长" * 301),
        ("number", "0"),
        ("revision", ""),
    ],
)
def test_an_article_without_words_or_version_or_with_too_many_is_refused(name, value):
    assert list(ArticleForm({**ARTICLE, name: value}).errors) == [name]


def test_after_a_conflict_the_form_shows_what_others_changed_and_overwrites_when_sent_again():
    form = ArticleForm(ARTICLE)
    assert form.is_valid()
    form.against(Wording(text="早晚轻声。", revision=5))
    assert [form[name].value() for name in ("revision", "was", "text")] == [
        "5",
        "早晚轻声。",
        "夜里轻声。",
    ]
    assert [(piece.part, piece.text) for piece in form.theirs] == [
        (DiffPart.IN, "早晚"),
        (DiffPart.SAME, "轻声。"),
    ]


def test_a_suggestion_is_accepted_where_the_article_stands():
    form = AcceptForm({**ARTICLE, "number": "1"})
    assert form.is_valid()
    assert "number" not in form.fields
    assert form.to_input() == AcceptInput(text="夜里轻声。", revision=3)


def test_the_form_of_an_article_begins_with_what_is_stored():
    stored = Wording(heading="安静", text="轻声。", reason="楼板薄", number=4, revision=2)
    assert words_of(stored) == {
        "heading": "安静",
        "text": "轻声。",
        "reason": "楼板薄",
        "number": 4,
        "revision": 2,
        "was": "轻声。",
    }


def test_a_new_article_needs_words_and_no_wish():
    form = NewArticleForm({"text": "互助。"})
    assert form.is_valid()
    assert form.cleaned_data["wish"] is None
    assert list(NewArticleForm({"heading": "互助"}).errors) == ["text"]


def test_an_article_is_split_into_two_that_both_say_something():
    halves = {"first": "不堆物。", "second": "不乱扔。", "revision": "1"}
    assert SplitForm(halves).is_valid()
    for name in ("first", "second", "revision"):
        assert list(SplitForm({**halves, name: ""}).errors) == [name]


def test_two_articles_are_merged_with_the_other_one_named():
    assert MergeForm({"text": "轻声，互助。", "other": "7"}).is_valid()
    assert list(MergeForm({"text": "轻声，互助。"}).errors) == ["other"]


def test_line_ends_of_a_browser_are_no_change_of_the_preamble():
    form = PreambleForm({"preamble": "远亲\r\n近邻", "was": "远亲\r\n\r\n近邻"})
    assert form.is_valid()
    assert form.cleaned_data == {"preamble": "远亲\n近邻", "was": "远亲\n\n近邻"}


def test_a_preamble_may_be_taken_away():
    form = PreambleForm({"preamble": "", "was": "远亲近邻"})
    assert form.is_valid()
    form.against(Draft(preamble="远亲不如近邻"))
    assert (form["was"].value(), form["preamble"].value()) == ("远亲不如近邻", "")
    texts = [piece.text for piece in form.theirs if piece.part != DiffPart.OUT]
    assert "".join(texts) == "远亲不如近邻"


@pytest.mark.parametrize(("answer", "valid"), [(" ", False), ("好", True), ("长" * 301, False)])
def test_an_answer_to_a_suggestion_says_something(answer, valid):
    assert SuggestionAnswerForm({"answer": answer}).is_valid() is valid


@pytest.mark.parametrize("form", [ArticleForm, PreambleForm])
def test_what_was_read_is_sent_back_unseen_and_with_its_line_breaks(form):
    text = "　　远亲\n不如近邻"
    sent = form({**ARTICLE, "preamble": text, "was": text})
    assert sent.is_valid()
    assert sent.cleaned_data["was"] == text
    assert sent["was"].is_hidden
    field = str(sent["was"])
    assert 'type="hidden"' in field
    assert "rows" not in field
