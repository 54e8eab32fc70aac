from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from governance.stories.sharing import card_of
from residents.models import Building, Standing
from residents.rooms.context import PageContext
from tests.factories.stories import StoryFactory

pytestmark = pytest.mark.django_db


def test_a_card_leads_members_inside_and_strangers_to_the_public_page(building, resident):
    Building.objects.filter(pk=building.pk).update(public_page=True)
    building.refresh_from_db()
    near = StoryFactory(matter__building=building, published=True, days=575)
    everybody = StoryFactory(matter__building=building, published=True, audience="everybody")
    inside = PageContext(building, resident.standing_in(building), resident)
    outside = PageContext(building, Standing(), AnonymousUser())
    card = card_of(inside, near.pk)
    assert (card.url, card.state) == (near.get_absolute_url(), "用了18个月办成")
    assert card_of(outside, near.pk) is None
    assert card_of(outside, everybody.pk).url == everybody.public_url
    draft = StoryFactory(matter__building=building)
    assert card_of(inside, draft.pk) is None
