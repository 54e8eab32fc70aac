"""Years that nobody means are refused at the field."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError


@pytest.mark.parametrize("year", ["0001", "1899", "2200", "9999"])
@pytest.mark.parametrize(
    ("field", "rest"), [(forms.DateField(), "-12-31"), (forms.DateTimeField(), "-12-31T23:30")]
)
def test_a_year_that_nobody_means_is_refused(field, rest, year):
    with pytest.raises(ValidationError, match=r"年份不对，请重新填。|有效"):
        field.clean(year + rest)


def test_all_other_days_are_taken():
    assert forms.DateField().clean("2199-12-31") == dt.date(2199, 12, 31)
    assert forms.DateTimeField().clean("1900-01-01T00:00").year == 1900
    assert forms.DateTimeField(required=False).clean("") is None
