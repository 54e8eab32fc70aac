"""Shared parts of forms: rows, versions, and the way in which a refusal is shown."""

from __future__ import annotations

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string

from louzu.lib.errors import Refused, Stale
from louzu.lib.forms import (
    CrispyForm,
    RowForm,
    RowSet,
    VersionField,
    error_sentences,
    field_of,
    reason_form,
    refusals_on,
    replace_data,
)


class PointForm(RowForm):
    identity = "pk"
    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(max_length=4)


Points = forms.formset_factory(PointForm, formset=RowSet, extra=0)


def points(*rows: tuple[str, str], initial: int = 0) -> RowSet:
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": initial}
    for number, (pk, text) in enumerate(rows):
        data |= {f"form-{number}-pk": pk, f"form-{number}-text": text}
    return Points(data)


def test_a_row_that_has_only_its_key_is_empty_and_asks_for_nothing():
    rows = points(("7", ""), ("", "带伞"), ("", ""))
    assert rows.is_valid()
    assert [row.has_changed() for row in rows] == [False, True, False]
    assert [row.cleaned_data.get("text") for row in rows] == [None, "带伞", None]


def test_another_row_comes_below_what_was_typed_however_wrong_it_is():
    rows = points(("7", "写得太长了"), ("x", "带伞")).with_one_more()
    assert [row["text"].value() for row in rows] == ["写得太长了", "带伞"]
    assert [row["pk"].value() for row in rows] == ["7", "x"]
    assert not rows.is_bound


class NoteForm(CrispyForm):
    title = forms.CharField(label="标题")
    text = forms.CharField(label="正文", widget=forms.Textarea)
    version = VersionField()


SENT = QueryDict("title=旧&text=我写的&version=v1")


def test_a_refusal_is_shown_on_the_form_and_what_was_typed_stays():
    form = NoteForm(SENT)
    assert form.is_valid()
    with refusals_on(form):
        raise Refused("这栋楼组已经撤销了。")
    assert form.non_field_errors() == ["这栋楼组已经撤销了。"]
    assert (form["text"].value(), form["version"].value()) == ("我写的", "v1")


def test_an_error_of_the_code_is_no_refusal():
    form = NoteForm(SENT)
    with pytest.raises(ZeroDivisionError), refusals_on(form):
        raise ZeroDivisionError
    assert form.is_valid()


def test_a_newer_text_stands_beside_what_was_typed_and_the_next_save_overwrites_it():
    form = NoteForm(SENT)
    form.full_clean()
    with refusals_on(form):
        raise Stale("别人改过了。", version="v2", newest=["新的标题", "", "新的正文"])
    assert (form["version"].value(), form["text"].value()) == ("v2", "我写的")
    assert form.newest == ["新的标题", "新的正文"]
    assert SENT["version"] == "v1"  # the request keeps what was sent


@pytest.mark.parametrize(("texts", "shown"), [({}, False), ({"newest": [""]}, True)])
def test_a_block_for_the_newer_text_stands_only_where_there_is_one(texts, shown):
    """A text that is empty now is one, and its block says so."""
    form = NoteForm(SENT)
    form.full_clean()
    with refusals_on(form):
        raise Stale("别人改过了。", version="v2", **texts)
    page = render_to_string("louzu_forms/errors.html", {"form": form})
    assert ("别人改过了。" in page, "再存一次，就用您写的" in page) == (True, shown)


def test_a_form_may_show_a_newer_text_in_its_own_way():
    form, shown = NoteForm(SENT), []
    form.full_clean()
    with refusals_on(form, stale=lambda: shown.append("mine")):
        raise Stale("别人改过了。", version="v2")
    with refusals_on(form, stale=lambda: shown.append("not for others")):
        raise Refused("不行。")
    assert (shown, form["version"].value()) == (["mine"], "v1")
    assert form.non_field_errors() == ["别人改过了。", "不行。"]


def test_data_are_replaced_in_the_form_with_this_prefix_only():
    form = NoteForm(QueryDict("a-version=v1&version=x", mutable=True), prefix="a")
    replace_data(form, version="v2")
    assert (form.data["a-version"], form.data["version"]) == ("v2", "x")


def test_errors_without_a_form_name_their_field_once():
    form = NoteForm({"title": "", "text": "好"})
    form.full_clean()
    form.add_error("text", "太短了。")
    form.add_error(None, "再试一次。")
    assert error_sentences(form) == ["请写“标题”。", "正文：太短了。", "再试一次。"]


def test_a_field_of_another_kind_is_an_error_of_the_code():
    assert field_of(NoteForm(), "title", forms.CharField).label == "标题"
    with pytest.raises(TypeError, match="title"):
        field_of(NoteForm(), "title", forms.IntegerField)


def test_a_reason_is_asked_for_and_told_who_reads_it():
    form = reason_form("为什么收回？", read_by="只有居委看得到")({"reason": "长" * 301})
    assert (form["reason"].label, form["reason"].help_text) == ("为什么收回？", "只有居委看得到")
    assert list(form.errors) == ["reason"]


# files
