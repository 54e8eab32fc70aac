from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from governance.home.queries import greeting, next_hour

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("hour", "words"),
    [(3, "夜深了"), (8, "上午好"), (12, "中午好"), (15, "下午好"), (20, "晚上好")],
)
def test_the_house_greets_by_the_hour(time_machine, hour, words):
    time_machine.move_to(dt.datetime(2026, 11, 24, hour, 30, tzinfo=SHANGHAI), tick=False)
    assert greeting() == words
    assert next_hour(None) == dt.datetime(2026, 11, 24, hour + 1, tzinfo=SHANGHAI)
