from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from governance.lounge.searchable import newest_of, passages_of
from tests.factories import BuildingFactory
from tests.factories.lounge import (
    PostFactory,
    ThreadFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 2, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def thread(cast, **more):
    return ThreadFactory(**{"building": cast.building, "last_post_at": NOW, **more})


def test_what_is_hidden_or_deleted_is_not_searched(cast):
    made = thread(cast, title="纸箱", text="四楼")
    PostFactory(thread=made, number=2, text="收起的", hidden=True)
    PostFactory(thread=made, number=3, text="", html="", deleted_at=NOW)
    PostFactory(thread=made, number=4, text="搬走了")
    found = [(one.number, one.title, one.beneath, one.text) for one in passages_of(made.pk)]
    assert found == [(1, "纸箱", "", "四楼"), (4, "", "纸箱", "搬走了")]
    assert [one.number for one in newest_of(made.pk)] == [4]
    hidden = thread(cast, hidden=True)
    assert not list(passages_of(hidden.pk))
    assert not list(passages_of(BuildingFactory().pk + 1_000_000))
