"""Amounts are whole fen, whatever is typed, and nothing else than yuan is taken."""

from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from louzu.lib.money import (
    MAX_FEN,
    YuanField,
    balance_cell,
    balance_words,
    fen_from,
    in_or_out,
    received_cell,
    received_words,
    spent_cell,
    spent_words,
    yuan_of,
)


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (0, "0.00"),
        (1, "0.01"),
        (832_640, "8,326.40"),
        (-2_000, "−20.00"),
        (-1, "−0.01"),
        (MAX_FEN, "999,999,999.99"),
    ],
)
def test_an_amount_is_shown_with_two_decimals(fen, shown):
    assert yuan_of(fen) == shown
    assert Template("{{ fen|yuan }}").render(Context({"fen": fen})) == shown


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("10.54", 1054),
        ("8.44", 844),
        ("1,234.5", 123_450),
        ("１２，３４５．６０", 1_234_560),
        ("￥ 420000", 42_000_000),
        ("人民币 12元整", 1200),
        ("12.5块", 1250),
        ("CNY 3", 300),
        ("5.", 500),
        ("0", 0),
        ("000012", 1200),
        ("999999999.99", MAX_FEN),
        ("８，３２６．４０", 832_640),
        ("8,326.40元", 832_640),
        ("8326.4 元", 832_640),
        ("8326.4\u3000元", 832_640),
        ("￥8,326.40", 832_640),
        ("８３２６元", 832_600),
    ],
)
def test_an_amount_may_be_typed_as_neighbours_write_it(typed, fen):
    assert fen_from(typed) == fen


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("$20", "只记人民币"),
        ("20 USD", "只记人民币"),
        ("20美元", "只记人民币"),
        ("€1", "只记人民币"),
        ("HKD20", "只记人民币"),
        ("100日元", "只记人民币"),
        ("-5", "不用写正负号"),
        ("+5", "不用写正负号"),
        ("−5", "不用写正负号"),
        ("￥-5", "不用写正负号"),
        ("(5)", "不用写正负号"),
        ("1.005", "最多写到分"),
        ("1.000", "最多写到分"),
        ("1000000000", "最多999,999,999.99元"),
        ("9" * 39, "最多999,999,999.99元"),
        ("12万", "请写成120000。"),
        ("1.5万元", "请写成15000。"),
        ("3千元", "请写成3000。"),
        ("２万３千", "请写成23000。"),
        ("0.5亿", "请写成50000000。"),
        ("12万5", "把数字写全"),
        ("3千1万", "把数字写全"),
        ("万", "把数字写全"),
        ("5角", "把数字写全"),
        ("1,23", "看不出是多少钱"),
        ("1e5", "看不出是多少钱"),
        ("十二", "看不出是多少钱"),
        ("1.2.3", "看不出是多少钱"),
        (".5", "看不出是多少钱"),
        ("٣", "看不出是多少钱"),
        ("", "看不出是多少钱"),
        ("元", "看不出是多少钱"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(typed, sentence):
    with pytest.raises(ValidationError, match=sentence):
        fen_from(typed)


@given(st.integers(0, MAX_FEN))
def test_what_is_shown_can_be_typed_again(fen):
    assert fen_from(yuan_of(fen)) == fen


@pytest.mark.parametrize("typed", ["一万", "一万元", "两千五", "八千三百二十六元四角"])
def test_an_amount_in_chinese_numerals_is_refused_with_how_to_write_it(typed):
    with pytest.raises(ValidationError, match="一万两千元写12000"):
        fen_from(typed)


@given(st.integers(1, MAX_FEN))
def test_a_word_stands_for_each_minus_sign(fen):
    size = yuan_of(fen)
    assert (received_words(fen), received_words(-fen)) == (f"收进{size}元", f"退回{size}元")
    assert (spent_words(fen), spent_words(-fen)) == (f"付出{size}元", f"冲回{size}元")
    assert (balance_words(fen), balance_words(-fen)) == (f"结余{size}元", f"超支{size}元")
    assert (received_cell(fen), received_cell(-fen)) == (size, f"退回{size}")
    assert (spent_cell(fen), spent_cell(-fen)) == (size, f"冲回{size}")
    assert (balance_cell(fen), balance_cell(-fen)) == (size, f"超支{size}")


@pytest.mark.parametrize(("fen", "words"), [(-1250, "付出12.50元"), (1, "收进0.01元")])
def test_an_amount_in_words_says_which_way_it_went(fen, words):
    assert in_or_out(fen) == words


class PriceForm(forms.Form):
    price = YuanField(label="多少钱")
    discount = YuanField(label="便宜多少", required=False, least=0)


def test_a_field_cleans_to_fen_and_shows_what_was_stored():
    form = PriceForm({"price": "10.5", "discount": ""})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"price": 1050, "discount": None}
    assert 'value="26352.94"' in str(PriceForm(initial={"price": 2_635_294})["price"])
    assert 'inputmode="decimal"' in str(PriceForm()["price"])
    assert 'value="0.00"' in str(PriceForm(initial={"discount": 0})["discount"])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("0", "金额最少0.01元"), ("abc", "看不出是多少钱"), ("", "请写“多少钱”")],
)
def test_a_field_says_what_is_wrong_and_keeps_what_was_typed(typed, sentence):
    form = PriceForm({"price": typed})
    assert sentence in str(form.errors["price"])
    assert form["price"].value() == typed


@pytest.mark.parametrize(
    ("typed", "changed"), [("10.50", False), ("10.51", True), ("", True), ("abc", True)]
)
def test_a_field_knows_whether_it_was_changed(typed, changed):
    form = PriceForm({"price": typed}, initial={"price": 1050})
    assert ("price" in form.changed_data) is changed
