"""Stories, their pictures and people, and matters that were begun from them."""

from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory as Factory

from governance.journal.actions import enter
from governance.journal.models import Audience
from governance.stories.models import (
    ShownPerson,
    Story,
    StoryPart,
    StoryPhoto,
    TakenArticle,
    TakenUp,
)
from tests.factories.matters import MatterFactory, MatterPhotoFactory
from tests.factories.residents import UserFactory


class StoryFactory(Factory):
    class Meta:
        model = Story

    class Params:
        published = factory.Trait(
            state="published", published_at=factory.LazyFunction(timezone.now)
        )

    matter = factory.SubFactory(MatterFactory, stage="done")
    building = factory.SelfAttribute("matter.building")
    title = factory.Sequence(lambda n: f"故事{n}")
    text = "六楼的老人下楼，以前要歇三回。"


class StoryPhotoFactory(Factory):
    class Meta:
        model = StoryPhoto

    story = factory.SubFactory(StoryFactory)
    photo = factory.SubFactory(MatterPhotoFactory, matter=factory.SelfAttribute("..story.matter"))
    number = factory.Sequence(lambda n: n + 1)


class StoryPartFactory(Factory):
    class Meta:
        model = StoryPart

    story = factory.SubFactory(StoryFactory)
    kind = "step"
    source = factory.Sequence(lambda n: n + 1)
    number = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"做法{n}")


class ShownPersonFactory(Factory):
    """A person with an account who is named in the words and was not asked yet."""

    class Meta:
        model = ShownPerson

    class Params:
        agreed = factory.Trait(
            state="agreed", heard="app", said_on=factory.LazyFunction(timezone.localdate)
        )
        refused = factory.Trait(
            state="refused", heard="app", said_on=factory.LazyFunction(timezone.localdate)
        )

    story = factory.SubFactory(StoryFactory)
    user = factory.SubFactory(UserFactory)


class TakenUpFactory(Factory):
    class Meta:
        model = TakenUp

    story = factory.SubFactory(StoryFactory, published=True)
    matter = factory.SubFactory(MatterFactory)
    credit = "114号"


class TakenArticleFactory(Factory):
    class Meta:
        model = TakenArticle

    taken = factory.SubFactory(TakenUpFactory)
    heading = "电梯"
    text = "电梯里不放电瓶车。"


def make_story_with_marker(building, author, word) -> dict[str, object]:
    """A draft with a picture on which somebody is shown, all with the word. Returns the parameters of
    its URLs."""
    matter = MatterFactory(building=building, title=word, stage="done")
    story = StoryFactory(matter=matter, title=word, text=word, state="asking")
    enter(story, "stories.begun", by=author, audience=Audience.LEADERS)
    photo = StoryPhotoFactory(story=story, caption=word, photo__name=f"{word}.jpg")
    StoryPartFactory(story=story, text=word)
    person = ShownPersonFactory(story=story, photo=photo, user=None, name=word)
    return {
        "pk": story.pk,
        "photo": photo.pk,
        "person": person.pk,
        "matter": matter.pk,
        "size": "small",
    }
