from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory as Factory

from governance.charters.models import Article, Charter, Edition, Wording
from tests.factories.residents import BuildingFactory, UserFactory


class CharterFactory(Factory):
    class Meta:
        model = Charter

    building = factory.SubFactory(BuildingFactory)


class EditionFactory(Factory):
    """In force, with no article yet."""

    class Meta:
        model = Edition

    charter = factory.SubFactory(CharterFactory)
    number = 1
    state = "posted"
    by = factory.SubFactory(UserFactory)
    posted_at = factory.LazyFunction(timezone.now)

    class Params:
        replaced = factory.Trait(state="replaced", replaced_at=factory.LazyFunction(timezone.now))


class ArticleFactory(Factory):
    class Meta:
        model = Article

    charter = factory.SubFactory(CharterFactory)


class WordingFactory(Factory):
    class Meta:
        model = Wording

    edition = factory.SubFactory(EditionFactory)
    article = factory.SubFactory(ArticleFactory, charter=factory.SelfAttribute("..edition.charter"))
    number = factory.Sequence(lambda n: n + 1)
    text = "爱护楼内公共物资。"


def edition_marked(building, user, word):
    """An edition in force that says ``word``; its number is no other building's."""
    edition = EditionFactory(charter__building=building, by=user, number=building.pk, preamble=word)
    WordingFactory(edition=edition, heading=word, text=word, reason=word)
    return {"number": edition.number}
