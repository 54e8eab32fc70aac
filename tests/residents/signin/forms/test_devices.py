"""A PIN has six digits that are not easily guessed."""

from __future__ import annotations

import pytest

from residents.signin.forms.devices import NewPinForm, PinForm


@pytest.mark.parametrize("typed", ["802461", "８０２４６１", " 80 24 61 ", "8\u30000246\t1"])
def test_six_digits_are_read_however_they_are_typed(typed):
    form = PinForm({"pin": typed})
    assert form.is_valid()
    assert form.cleaned_data["pin"] == "802461"


@pytest.mark.parametrize(
    "typed", ["80246", "8024611", "80246a", "802-461", "八零二四六一", "٨٠٢٤٦١"]
)
def test_anything_else_is_told(typed):
    assert PinForm({"pin": typed}).errors["pin"] == ["请输入6位数字。"]


@pytest.mark.parametrize(
    ("pin", "weak"),
    [
        ("000000", True),
        ("999999", True),
        ("123456", True),
        ("654321", True),
        ("890123", True),
        ("321098", True),
        ("１２３４５６", True),
        ("123457", False),
        ("111112", False),
        ("135791", False),
    ],
)
def test_a_new_pin_is_no_row_and_no_digit_alone(pin, weak):
    form = NewPinForm({"pin": pin, "again": pin})
    assert form.errors.get("pin") == (["这个太容易猜到了，请换一个。"] if weak else None)
    assert "again" not in form.errors


def test_a_new_pin_is_typed_twice():
    assert list(NewPinForm({"pin": "802461", "again": "802462"}).errors) == ["again"]
    assert NewPinForm({"pin": "802461", "again": "８０２ ４６１"}).is_valid()
