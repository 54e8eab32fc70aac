"""Matters, what was promised about them, and what belongs to them."""

from __future__ import annotations

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory as Factory

from governance.journal.actions import enter, link
from governance.journal.models import LinkKind
from governance.matters.models import Follower, Matter, MatterPhoto, Promise, Steward
from tests.factories.residents import BuildingFactory, UserFactory


class MatterFactory(Factory):
    class Meta:
        model = Matter

    building = factory.SubFactory(BuildingFactory)
    title = factory.Sequence(lambda n: f"事项{n}")
    sentence = "六楼的老人下楼要歇三回"


class StewardFactory(Factory):
    class Meta:
        model = Steward

    matter = factory.SubFactory(MatterFactory)
    user = factory.SubFactory(UserFactory)


class FollowerFactory(Factory):
    class Meta:
        model = Follower

    matter = factory.SubFactory(MatterFactory)
    user = factory.SubFactory(UserFactory)


class PromiseFactory(Factory):
    class Meta:
        model = Promise

    matter = factory.SubFactory(MatterFactory)
    words = "轿厢里加一道低扶手"
    state = "open"


class MatterPhotoFactory(Factory):
    class Meta:
        model = MatterPhoto

    matter = factory.SubFactory(MatterFactory)
    kind = "photo"
    name = "lift.jpg"
    file = factory.LazyFunction(lambda: ContentFile(b"jpeg", "a.jpg"))
    thumbnail = factory.LazyFunction(lambda: ContentFile(b"small", "b.jpg"))
    width, height = 64, 48


def make_matter_from(cause, **more) -> Matter:
    """A matter that was begun from a thing."""
    matter = MatterFactory(building=cause.building, **more)
    link(cause.building, cause, matter, LinkKind.CAME_FROM)
    return matter


def make_matter_with_marker(building, author, word):
    """A matter with a promise and a photo, all with the word. Returns the parameters of its URLs."""
    matter = MatterFactory(building=building, title=word, sentence=word)
    enter(matter, "matters.begun", by=author)
    StewardFactory(matter=matter, user=author)
    promise = PromiseFactory(matter=matter, words=word)
    found = MatterPhotoFactory(matter=matter, name=f"{word}.jpg")
    return {"pk": matter.pk, "promise": promise.pk, "photo": found.pk, "size": "small"}
