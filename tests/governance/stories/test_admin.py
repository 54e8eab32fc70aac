from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import BuildingFactory
from tests.factories.stories import StoryFactory, TakenUpFactory


def test_the_committee_sees_which_stories_were_taken_up_where(enter, building, next_door):
    story = StoryFactory(matter__building=building, published=True)
    TakenUpFactory(story=story, matter__building=next_door, matter__title="我们也装")
    far = StoryFactory(matter__building=BuildingFactory(slug="far"))
    client = enter("staff")
    page = client.get(reverse("admin:stories_story_changelist"))
    (row,) = page.context["cl"].result_list
    assert (row.pk, row.takers) == (story.pk, 1)
    url = reverse("admin:stories_story_change", args=[story.pk])
    text = client.get(url).text
    assert str(next_door) in text
    assert "我们也装" in text
    assert client.post(url, {}).status_code == 403
    assert client.get(reverse("admin:stories_story_change", args=[far.pk])).status_code == 302


@pytest.mark.parametrize("published", [False, True])
def test_the_time_of_publication_is_told_of_what_was_published(enter, building, published):
    story = StoryFactory(matter__building=building, published=published)
    page = enter("staff").get(reverse("admin:stories_story_change", args=[story.pk])).text
    assert ("什么时候发出去的" in page) == published
