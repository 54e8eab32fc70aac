"""The first discussion, and the outcome of each resolution at the next meeting."""

from __future__ import annotations

import pytest

from governance.meetings.models import Meeting, Resolution
from governance.meetings.queries.agenda import previous_resolutions_of

pytestmark = pytest.mark.django_db


def test_the_next_meeting_shows_what_became_of_the_first_discussion(demo):
    first = Meeting.objects.get(state="published")
    following = Meeting.objects.get(state="invited")
    paint, clean, draw, left = previous_resolutions_of(following)
    assert (paint.task.state, clean.task.state) == ("done", "open")
    assert (draw.canvass.purpose, draw.canvass.state) == ("consent", "announced")
    assert [item.meeting for item in left.carried] == [following]
    assert first.editions.count() == 1
    assert Resolution.objects.filter(item__meeting=first).count() == 4
