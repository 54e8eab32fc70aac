from __future__ import annotations

import pytest

from governance.charters.models import Wording, numeral


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, "零"),
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (12, "十二"),
        (20, "二十"),
        (21, "二十一"),
        (60, "六十"),
        (99, "九十九"),
        (100, "100"),
    ],
)
def test_numeral(n, expected):
    assert numeral(n) == expected


def test_an_article_is_called_by_its_place():
    assert [Wording(number=n).ordinal for n in (1, 12)] == ["第一条", "第十二条"]
