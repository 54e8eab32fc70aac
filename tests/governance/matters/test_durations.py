from __future__ import annotations

import pytest

from governance.matters.durations import took_words


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "当天办成"), (1, "用了1天办成"), (59, "用了59天办成"), (575, "用了18个月办成")],
)
def test_what_was_done_at_once_took_no_month(days, words):
    assert took_words(days) == words
