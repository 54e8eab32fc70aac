from __future__ import annotations

import pytest

from governance.notices.models import Notice
from governance.notices.queries import BOARD
from tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db


def test_pages_by_key_cover_every_row_once_in_order(building):
    Notice.objects.bulk_create(
        NoticeFactory.build(building=building, author=None, author_id=_author(), pinned=n % 7 == 0)
        for n in range(60)
    )
    seen, after = [], ""
    while True:
        page = BOARD.page(building.notice_set, after)
        seen += [notice.pk for notice in page.rows]
        after = page.next_url.removeprefix("?after=")
        if not after:
            break
    wanted = Notice.objects.order_by("-pinned", "-shows_from", "-pk").values_list("pk", flat=True)
    assert seen == list(wanted)


@pytest.mark.parametrize(
    "after", ["x", "%00", "\x00", "WzFd", "e30=", "W251bGwsIG51bGwsIG51bGxd", "é" * 99]
)
def test_a_broken_cursor_is_the_beginning(building, after):
    notice = NoticeFactory(building=building)
    assert [n.pk for n in BOARD.page(building.notice_set, after).rows] == [notice.pk]


def _author():
    from tests.factories import UserFactory  # noqa: PLC0415 -- needed by one test only

    return UserFactory().pk
