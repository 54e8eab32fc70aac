from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from governance.lounge.models import Post
from governance.lounge.queries.posts import thread_page_of
from tests.factories.lounge import (
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


@pytest.mark.parametrize(
    ("first", "numbers", "previous_url", "next_url", "last_url"),
    [
        (1, (1, 25), "", "?from=26", "?from=51"),
        (26, (26, 50), "?from=1", "?from=51", "?from=51"),
        (51, (51, 51), "?from=26", "", ""),
        (3, (3, 27), "?from=1", "?from=28", "?from=51"),
        (0, (1, 25), "", "?from=26", "?from=51"),
        (52, (1, 25), "", "?from=26", "?from=51"),
    ],
)
def test_a_thread_is_cut_into_pages_by_the_numbers_of_its_posts(
    cast, first, numbers, previous_url, next_url, last_url
):
    made = thread(cast, posts=51)
    Post.objects.bulk_create(
        Post(thread=made, number=n, author=cast["core"], text="x", html="x", at=NOW)
        for n in range(2, 52)
    )
    shown = thread_page_of(made, first=first)
    assert (shown.posts[0].number, shown.last) == numbers
    assert (shown.previous_url, shown.next_url, shown.last_url) == (
        previous_url,
        next_url,
        last_url,
    )
