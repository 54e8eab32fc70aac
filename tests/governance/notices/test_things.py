from __future__ import annotations

import pytest

from governance.notices.actions.circulars import send_circular
from governance.notices.inputs import CircularInput
from governance.notices.models import Notice
from governance.notices.things import notice_words_of
from tests.factories.notices import NoticeFactory

pytestmark = pytest.mark.django_db
DESK = "/admin/notices/circular/"


def test_a_notice_shows_the_circular_from_which_it_comes_and_no_other_building(
    enter, building, next_door, staff
):
    letter = CircularInput("换灯", "周三停电")
    send_circular(building.neighbourhood, [building, next_door], letter, by=staff)
    here, there = (Notice.objects.get(building=one) for one in (building, next_door))
    page = enter("resident").get(here.get_absolute_url())
    assert page.text.count("居委群发的通知") == 1
    assert DESK not in page.text
    assert there.get_absolute_url() not in page.text
    assert DESK in enter("staff").get(here.get_absolute_url()).text


def test_a_notice_has_words_once_it_is_posted(building, next_door):
    posted = NoticeFactory(building=building, title="换灯", body="周三**停电**")
    draft = NoticeFactory(building=building, state="draft", announced=False)
    words = notice_words_of(building, posted.pk)
    assert words is not None
    assert (words.title, words.text) == ("换灯", "周三停电")
    assert notice_words_of(building, draft.pk) is None
    assert notice_words_of(next_door, posted.pk) is None
